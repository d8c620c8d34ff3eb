"""Repairs of the command that a Dockerfile states."""

from __future__ import annotations

import json

from lint.image.context.base_images import has_no_entrypoint
from lint.image.context.instructions import parse_instructions
from lint.image.start.script_file import lacks_shell
from lint.image.start.servers import ALL
from lint.model.fault import Repair
from lint.model.findings import Place
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.image.context.copy_map import CopyMap

_LIST = lazy_regex(r"[ \t]*CMD[ \t]+(\[.*\])[ \t]*")
_PLAIN_WORD = lazy_regex(
    r"(?:[A-Za-z0-9_./:=,@%+-]|\$[A-Za-z_][A-Za-z0-9_]*+"
    r"|\$\{[A-Za-z_][A-Za-z0-9_]*(?::-[A-Za-z0-9_./:-]*)?\})+"
)
"""What a shell reads as one word, with variables that it replaces."""
_ADDRESS = lazy_regex(r"localhost|127(?:\.[0-9]{1,3}){3}")
_ADDRESSES = lazy_regex(r"(?<![\w./:@-])(?:localhost|127(?:\.[0-9]{1,3}){3})(?![\w./-])")
_SIGNS = " \t\r\n\"',=\\"
"""What may be written between a flag and its value."""
_ASSIGNMENT = lazy_regex(r"[A-Za-z_][A-Za-z0-9_]*=.*")


def through_shell(copy_map: CopyMap) -> Repair | None:
    """The words of CMD given to a shell, which replaces their variables.

    It is unsafe where the base image may have an ENTRYPOINT, which gets the words.
    """
    start = copy_map.start
    if start is None or start.entrypoint or copy_map.shell or lacks_shell(copy_map.image):
        return None
    line = copy_map.lines[start.line - 1]
    match = _LIST.fullmatch(line)
    if match is None or _ASSIGNMENT.fullmatch(start.cmd[0]):
        return None
    # A word that is only a variable may be empty, or several words.
    if not all(_PLAIN_WORD.fullmatch(word) for word in start.cmd) or start.cmd[0][0] == "$":
        return None
    words = json.dumps(["sh", "-c", f"exec {' '.join(start.cmd)}"])
    place = Place(
        copy_map.display_path, start.line, match.start(1) + 1, start.line, match.end(1) + 1
    )
    safe = has_no_entrypoint(copy_map.image)
    return Repair("set_place", place, words, safe=safe, shown=False)


def on_all_interfaces(copy_map: CopyMap, host: str, flag: str) -> Repair | None:
    """The loopback address of the command replaced, where it is written there once.

    `flag` is the flag that it is the value of, "" where it is no flag's.
    """
    start = copy_map.start
    instructions = parse_instructions("\n".join(copy_map.lines))
    command = next((each for each in instructions if start and each.line == start.line), None)
    if command is None:
        return None
    found = [
        (number, *columns)
        for number in range(command.line, command.end_line + 1)
        for columns in _columns(copy_map.lines[number - 1], host)
    ]
    if len(found) != 1:
        return None
    ((line, start_column, end_column),) = found
    before = [*copy_map.lines[command.line - 1 : line]]
    before[-1] = before[-1][: start_column - 1]
    if not _is_behind(flag, "\n".join(before)):
        return None
    place = Place(copy_map.display_path, line, start_column, line, end_column)
    return Repair("set_place", place, ALL)


def reachable(word: str, before: str, host: str, flag: str) -> str | None:
    """A word of a command with the loopback address replaced; None where it has it not once.

    `before` is the word before it, `flag` is as in `on_all_interfaces`.
    """
    found = _columns(word, host)
    if len(found) != 1:
        return None
    start, end = found[0]
    if not _is_behind(flag, f"{before}\n{word[: start - 1]}"):
        return None
    return word[: start - 1] + ALL + word[end - 1 :]


def _is_behind(flag: str, written: str) -> bool:
    """Whether what is written before an address ends with its flag."""
    return not flag or written.rstrip(_SIGNS).endswith(flag)


def _columns(text: str, host: str) -> list[tuple[int, int]]:
    """Where a text has an address as a whole, from 1."""
    if not _ADDRESS.fullmatch(host):
        return []
    return [
        (match.start() + 1, match.end() + 1)
        for match in _ADDRESSES.finditer(text)
        if match[0] == host
    ]
