r"""Repairs of the line ends of a command: a `\` that is missing or is none, a comment between lines."""

from __future__ import annotations

from lint.deploy.edits import made, span
from lint.deploy.text import Text
from lint.model.findings import Place
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from lint.deploy.bash.unit import Unit
    from lint.model.fault import Repair

_BLANKS = lazy_regex(r"[ \t]+(?=\n|\Z)")
_EMPTY_LINE = lazy_regex(r"(?:\n[ \t]*(?=\n|\Z)|\Z)")
_LITERAL = lazy_regex(r"(?s)\|[-+0-9]*[ \t]*(?:#.*)?\Z")
_OPEN_END = lazy_regex(r"(?<!\\)(?:\\\\)*\\\Z")
"""A `\\` at the end that no other one makes a character."""
_ONE_LINE_END = lazy_regex(r"[ \t]*\n[ \t]*-")


def without_blanks(unit: Unit, start: int, is_continued: bool) -> Repair | None:
    """The blanks removed that follow a position up to the end of its line.

    If the next line is not the rest of the command (`is_continued`), it must be empty: else it would
    become a part of the command.
    """
    match = _BLANKS.match(unit.plain, start)
    if match is None or not (is_continued or _EMPTY_LINE.match(unit.plain, match.end())):
        return None
    blanks = Text(unit.pieces(match.start(), match.end()))
    return made([(span(blanks), "")], blanks.source) if blanks.pieces else None


def continued(unit: Unit, end: int) -> Repair | None:
    r"""A ` \` behind a command, where the next line holds the rest of it.

    Of a `\` with a blank of another kind behind it, as web pages have them, the blank is removed.
    """
    place = _place(unit, max(end - 1, 0), end)
    if place is None or not _ONE_LINE_END.match(unit.plain, end):
        return None
    source = unit.pieces(end - 1, end)[0].source
    line = source.lines()[place.line - 1]
    if line[place.end_column - 1 :].strip():
        return None
    start, written = place.end_column, " \\"
    head = line[: start - 1].rstrip()
    if len(head) < start - 1 and _OPEN_END.search(head):
        start, written = len(head) + 1, ""
    at = Place(place.path, place.line, start, place.line, len(line) + 1)
    return made([(at, written)], source)


def moved_line(unit: Unit, comment: int, command: int) -> Repair | None:
    """A comment in a line of its own, moved above the command."""
    at = _place(unit, comment, comment + 1)
    if at is None:
        return None
    line = unit.pieces(comment, comment + 1)[0].source.lines()[at.line - 1]
    if line[: at.column - 1].strip():
        return None
    written = line[at.column - 1 :].rstrip("\\ \t")
    return _moved(unit, Place(at.path, at.line, 1, at.line + 1, 1), "", written, command)


def moved_from_behind(unit: Unit, comment: tuple[int, int], command: int) -> Repair | None:
    r"""A comment behind a `\`, moved above the command; the `\` becomes the end of its line."""
    at = _place(unit, comment[0], comment[0] + 1)
    if at is None:
        return None
    line = unit.pieces(*comment)[0].source.lines()[at.line - 1]
    head = line[: at.column - 1].rstrip()
    place = Place(at.path, at.line, len(head) + 1, at.line, len(line) + 1)
    return _moved(unit, place, "", line[at.column - 1 :].rstrip(), command)


def moved_from_line(unit: Unit, comment: tuple[int, int], command: int) -> Repair | None:
    r"""A comment before a `\`, moved above the command."""
    at = _place(unit, comment[0], comment[0] + 1)
    if at is None:
        return None
    line = unit.pieces(*comment)[0].source.lines()[at.line - 1]
    place = Place(at.path, at.line, at.column, at.line, len(line) + 1)
    return _moved(unit, place, "\\", line[at.column - 1 :].rstrip("\\ \t"), command)


def _moved(unit: Unit, place: Place, instead: str, comment: str, command: int) -> Repair | None:
    """A comment removed from its place and written above the line in which the command begins."""
    start = _place(unit, command, command + 1)
    if start is None or start.path != place.path or start.line > place.line:
        return None
    source = unit.pieces(command, command + 1)[0].source
    lines = source.lines()
    # A line that is itself continued would be ended by the comment.
    if start.line > 1 and lines[start.line - 2].endswith("\\"):
        return None
    line = lines[start.line - 1]
    indent = line[: start.column - 1]
    if indent.strip() or (source.path.endswith((".yaml", ".yml")) and _is_folded(lines, start)):
        return None
    above = Place(start.path, start.line, 1, start.line, 1)
    changes = [(above, f"{indent}{comment}\n"), (place, instead)]
    return made(changes, source, shown=False)


def _is_folded(lines: Sequence[str], place: Place) -> bool:
    """Whether YAML makes one line of the lines at a place: only a `|` keeps them."""
    for number in range(place.line - 2, -1, -1):
        line = lines[number]
        if line.strip() and len(line) - len(line.lstrip()) < place.column - 1:
            return _LITERAL.search(line) is None
    return True


def _place(unit: Unit, start: int, end: int) -> Place | None:
    return span(Text(unit.pieces(start, end)))
