"""The commands of the shell itself that change its state."""

from __future__ import annotations

from lint.deploy.bash.machine import MAX_CHARACTERS, Machine
from lint.deploy.bash.printing import joined
from lint.deploy.text import Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_OTHER_FILES = (
    "activate",
    ".inc",
    "profile",
    "bashrc",
    "zshrc",
    "nvm.sh",
    "os-release",
    "completion",
)
"""Ends of the names of files that are sourced for other things than settings."""


def _change_directory(machine: Machine, words: list[Text]) -> None:
    scope = machine.scope
    targets = [word for word in words[1:] if str(word) not in ("--", "-P", "-L", "-e")]
    before = scope.directory
    if len(targets) != 1 or not targets[0].known or not str(targets[0]):
        scope.directory = ""
    elif str(targets[0]) == "-":
        scope.directory = scope.previous
    else:
        scope.directory = machine.path(str(targets[0]))
    scope.previous = before


def _go_back(machine: Machine, words: list[Text]) -> None:
    del words
    scope = machine.scope
    scope.directory, scope.previous = scope.previous, ""


def _set(machine: Machine, words: list[Text]) -> None:
    """`set -- A B` and `set A B` set the parameters; `set -o pipefail` does not."""
    before = ""
    for index, word in enumerate(words[1:], start=1):
        text = str(word)
        if text == "--":
            machine.scope.parameters = words[index + 1 :]
            return
        if not text.startswith(("-", "+")):
            if not before.endswith("o"):
                machine.scope.parameters = words[index:]
            return
        before = text


def _shift(machine: Machine, words: list[Text]) -> None:
    number = str(words[1]) if len(words) > 1 else "1"
    parameters = machine.scope.parameters
    if parameters is None or not number.isascii() or not number.isdigit():
        machine.scope.parameters = None
        return
    gone = parameters[: int(number)]
    is_certain = not any(word.is_unknown for word in gone)
    machine.scope.parameters = parameters[int(number) :] if is_certain else None


def _evaluate(machine: Machine, words: list[Text]) -> None:
    machine.run_text(joined(words[1:]))


def _source(machine: Machine, words: list[Text]) -> None:
    """`source FILE`: a file of the repository is read, any other may set every variable."""
    if len(words) < 2 or str(words[1]).endswith(_OTHER_FILES):
        return
    file = None
    if machine.file is not None and words[1].known:
        path = machine.path(str(words[1]))
        file = machine.file.named(path, ".") if path else None
    if file is None or len(file.data) > MAX_CHARACTERS or file.path in machine.calls:
        machine.scope.forget(list(machine.scope.values))
        return
    machine.run_text(file.text, name=file.path)
    if machine.scope.ended == "return":
        machine.scope.ended = ""


def _leave(machine: Machine, words: list[Text]) -> None:
    machine.scope.ended = "return" if str(words[0]) == "return" else "exit"


def _assign_unknown(machine: Machine, words: list[Text]) -> None:
    """`read NAME`, `mapfile NAME`: what they set is not known."""
    for word in words[1:]:
        if word.known and str(word).isidentifier():
            machine.scope.values[str(word)] = word.written(f"${{{word}}}", known=False)


def _print_to(machine: Machine, words: list[Text]) -> None:
    """`printf -v NAME` sets a variable; otherwise it prints, which is looked at elsewhere."""
    if str(words[0]) == "printf" and [str(word) for word in words[1:2]] == ["-v"]:
        _assign_unknown(machine, words[1:3])


def _tee(machine: Machine, words: list[Text]) -> None:
    adds = any(str(word) in ("-a", "--append") for word in words[1:])
    for word in words[1:]:
        if word.known and not str(word).startswith("-"):
            path = machine.path(str(word))
            if path:
                machine.scope.written[path] = None if adds else machine.stdin


def _nothing(machine: Machine, words: list[Text]) -> None:
    del machine, words


BUILTINS: dict[str, Callable[[Machine, list[Text]], None]] = {
    ".": _source,
    ":": _nothing,
    "[": _nothing,
    "cd": _change_directory,
    "echo": _nothing,
    "eval": _evaluate,
    "exit": _leave,
    "mapfile": _assign_unknown,
    "popd": _go_back,
    "printf": _print_to,
    "pushd": _change_directory,
    "read": _assign_unknown,
    "readarray": _assign_unknown,
    "return": _leave,
    "set": _set,
    "shift": _shift,
    "source": _source,
    "tee": _tee,
    "test": _nothing,
    "true": _nothing,
}
SILENT = frozenset(
    (".", ":", "[", "cd", "exit", "export", "mkdir", "popd", "pushd", "read", "return", "set", "shift",
     "shopt", "source", "test", "trap", "true", "unset", "umask")
)  # fmt: skip
"""Commands that print nothing that a script would keep."""
