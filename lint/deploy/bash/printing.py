"""What commands print whose output a script keeps, where that can be known without running them."""

from __future__ import annotations

import os

from lint.deploy.text import Piece, Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from lint.deploy.bash.machine import Machine

_MAX_PARENTS = 60


def printed(machine: Machine, words: Sequence[Text]) -> Text | None:
    """The output of a command without its line end; None where it is not known."""
    name = str(words[0])
    arguments = [word for word in words[1:] if str(word) != "--"]
    if name == "echo":
        if arguments and not str(arguments[0]).startswith("-"):
            return joined(arguments)
        return None
    if name == "printf":
        if len(arguments) == 2 and str(arguments[0]) in ("%s", "%s\\n"):
            return arguments[1]
        return None
    if name == "pwd":
        folder = machine.scope.directory
        return words[0].written(os.path.abspath(folder)) if folder else None
    if name == "git" and [str(word) for word in arguments] == ["rev-parse", "--show-toplevel"]:
        root = _repository(machine.scope.directory)
        return words[0].written(root) if root else None
    if arguments and all(word.known for word in arguments):
        return _of_path(machine, name, arguments)
    return None


def joined(words: Sequence[Text]) -> Text:
    """The words with a blank between each two."""
    parts: list[Text] = []
    for word in words:
        if parts and word.pieces:
            place = word.place
            parts.append(Text([Piece(" ", word.source, place.line, place.column, True, 0)]))
        parts.append(word)
    return Text.joined(parts)


def _of_path(machine: Machine, name: str, arguments: Sequence[Text]) -> Text | None:
    first, last = arguments[0], arguments[-1]
    path = str(first).rstrip("/")
    if name == "dirname" and len(arguments) == 1:
        return first.written(os.path.dirname(path) or ".")
    if name == "basename" and len(arguments) == 1:
        return first.written(os.path.basename(path))
    if name == "basename" and len(arguments) == 2:
        return first.written(os.path.basename(path).removesuffix(str(last)))
    if name in ("realpath", "readlink"):
        target = machine.path(str(last))
        return last.written(os.path.abspath(target)) if target else None
    return None


def _repository(directory: str) -> str:
    """The root of the repository that a folder is in, "" for none."""
    if not directory:
        return ""
    folder = os.path.abspath(directory)
    for _ in range(_MAX_PARENTS):
        if os.path.exists(os.path.join(folder, ".git")):
            return folder
        parent = os.path.dirname(folder)
        if parent == folder:
            break
        folder = parent
    return ""
