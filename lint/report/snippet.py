"""Source lines with carets under the places of a finding."""

from __future__ import annotations

from lint.report.color import CYAN, DIM, SEVERITY
from lint.report.headline import related_line
from lint.report.safe import safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from lint.model.findings import Finding, Place, Related
    from lint.model.source import Source
    from lint.report.color import Paint

_NEAR = 3
"""Lines between two places of one file that are shown rather than left out."""
_NARROWEST = 40
_CUT = "..."


def snippet(
    finding: Finding, sources: Mapping[str, Source], *, width: int, paint: Paint
) -> list[str]:
    """The lines that show a finding's places; empty when none of them has a source.

    The finding's own place is marked with `^`, related ones with `-` and their label. Places of
    one file are shown in the order of their lines; a place without a source is described in words.
    """
    marks = _marks(finding)
    gutter = max([len(str(mark.place.line)) for mark in marks if mark.seen(sources)] or [1])
    accent = SEVERITY[finding.severity]
    lines: list[str] = []
    for path in dict.fromkeys(mark.place.path for mark in marks):
        here = [mark for mark in marks if mark.place.path == path]
        seen = [mark for mark in here if mark.seen(sources)]
        if seen:
            if path != finding.place.path:
                first = min(seen, key=_Mark.position).place
                lines.append(f"{' ' * gutter}{paint('-->', DIM)} {safe(str(first))}")
            lines.append(f"{' ' * gutter} {paint('|', DIM)}")
            lines += _file(seen, sources[path], gutter, width, paint, accent)
        lines += [
            f"{' ' * gutter} {paint('=', DIM)} {related_line(mark.related)}"
            for mark in here
            if mark.related is not None and mark not in seen
        ]
    return lines


class _Mark:
    """A place to point at; `related` is None for the finding's own."""

    __slots__ = ("label", "place", "related")

    def __init__(self, place: Place, related: Related | None) -> None:
        self.place = place
        self.related = related
        self.label = related.message if related is not None else ""

    def position(self) -> tuple[int, int]:
        return (self.place.line, self.place.column)

    def seen(self, sources: Mapping[str, Source]) -> bool:
        """Whether there is a line to show. A place at 1:1 of no width means the whole file."""
        place = self.place
        source = sources.get(place.path)
        if source is None or (place.line, place.end_line, place.end_column) == (1, 1, 1):
            return False
        if place.line > len(source.lines()):
            return False
        return bool(source.line(place.line).strip()) or place.column > 1


def _marks(finding: Finding) -> list[_Mark]:
    own = _Mark(finding.place, None)
    marks = [own]
    for related in finding.related:
        if related.place == own.place and not own.label:
            own.label = related.message
        else:
            marks.append(_Mark(related.place, related))
    return marks


def _file(
    marks: list[_Mark], source: Source, gutter: int, width: int, paint: Paint, accent: str
) -> list[str]:
    """The marked lines of one file from top to bottom."""
    room = max(width - gutter - 3, _NARROWEST)
    lines: list[str] = []
    last = 0
    for number in sorted({mark.place.line for mark in marks}):
        if last and number - last > _NEAR:
            lines.append(paint(_CUT, DIM))
        elif last:
            for between in range(last + 1, number):
                text = _Line(source.line(between), 1, 1, room).text
                lines.append(f"{between:>{gutter}} {paint('|', DIM)} {text}".rstrip())
        here = sorted((mark for mark in marks if mark.place.line == number), key=_Mark.position)
        spans = [_span(mark.place, source) for mark in here]
        together = max(end for _, _, end in spans) - min(start for _, start, _ in spans) <= room
        line: _Line | None = None
        for mark, (text, start, end) in zip(here, spans, strict=True):
            if line is None or not together:
                first = min(start for _, start, _ in spans) if together else start
                final = max(end for _, _, end in spans) if together else end
                line = _Line(text, first, final, room)
                lines.append(f"{number:>{gutter}} {paint('|', DIM)} {line.text}".rstrip())
            lines.append(_carets(mark, line.cell(start), line.cell(end), gutter, paint, accent))
        last = number
    return lines


def _span(place: Place, source: Source) -> tuple[str, int, int]:
    """The shown line of a place, and the columns from and to which it is marked there."""
    end = place.end_column
    if place.end_line > place.line:
        end = len(source.lines()[place.line - 1].rstrip()) + 1
    text, start, end = source.shown_span(place.line, place.column, end)
    start = min(max(start, 1), len(text) + 1)
    return text, start, min(max(end, start + 1), max(len(text) + 1, start + 1))


def _carets(mark: _Mark, start: int, end: int, gutter: int, paint: Paint, accent: str) -> str:
    own = mark.related is None
    drawn = ("^" if own else "-") * max(end - start, 1)
    if mark.label:
        drawn += f" {safe(mark.label)}"
    return f"{' ' * gutter} {paint('|', DIM)} {' ' * start}{paint(drawn, accent if own else CYAN)}"


class _Line:
    """A source line as it is printed: made safe, and cut to `room` cells around a span."""

    __slots__ = ("_cells", "_first", "_lead", "text")

    def __init__(self, text: str, start: int, end: int, room: int) -> None:
        first, last = 0, len(text)
        if last > room:
            room -= 2 * len(_CUT)
            # The span may be longer than the room; its beginning matters most.
            first = 0 if end <= room else max(0, min(start - 1 - room // 3, last - room))
            last = min(last, first + room)
        visible = text[first:last]
        cells: list[int] | None = None
        if not (visible.isascii() and visible.isprintable()):
            pieces = [_cell(character) for character in visible]
            cells = [size for _, size in pieces]
            drop = 0
            if last == len(text) and sum(cells) > room:
                room -= 2 * len(_CUT)
            while sum(cells[drop : max(start - first, drop)]) > room * 2 // 3:
                drop += 1
            keep = len(cells)
            while keep > drop + 1 and sum(cells[drop:keep]) > room:
                keep -= 1
            last -= len(cells) - keep
            first += drop
            cells = cells[drop:keep]
            visible = "".join(piece for piece, _ in pieces[drop:keep])
        lead = _CUT if first else ""
        self.text = lead + visible + (_CUT if last < len(text) else "")
        self._lead = len(lead)
        self._first = first
        self._cells = cells

    def cell(self, column: int) -> int:
        """The number of cells before a column (from 1) of the uncut line."""
        before = max(column - 1 - self._first, 0)
        if self._cells is None:
            return self._lead + min(before, len(self.text) - self._lead)
        return self._lead + sum(self._cells[:before])


def _cell(character: str) -> tuple[str, int]:
    """What is printed for a character, and how many cells of the terminal it takes."""
    if character == "\t":
        return "    ", 4
    printed = safe(character)
    if len(printed) > 1 or printed.isascii():
        return printed, len(printed)
    from lint.report.wrapping import cells

    return printed, cells(character)
