"""Text that knows where each of its characters is written, through quoting and substitution.

A word of a command line may be put together from a quoted part, the value of a variable that is
assigned elsewhere, and an expression that nobody can know yet. `Text` keeps the place of each piece,
so that a part of a part of it (one env var of `--set-env-vars`) still has its own.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from lint.model.findings import Place
from lint.model.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lint.model.source import Source


_ESCAPE_WIDTHS = {"x": 4, "u": 6, "U": 10}


@record
class Piece:
    """A part of a text that is written in one line, or that replaces something written there.

    Lines and columns count from 1, columns in characters.
    """

    text: str
    """What it stands for. Of a piece that is not known, a placeholder such as `${TAG}`."""
    source: Source
    line: int
    column: int
    known: bool = True
    """False for what a variable or an expression decides that nobody knows yet."""
    width: int = -1
    """The columns that it takes; -1 where it is written character for character."""
    lent: bool = False
    """Whether it comes out of a variable, which others may use, too."""

    @property
    def end_column(self) -> int:
        """The column behind its last character."""
        return self.column + (len(self.text) if self.width < 0 else self.width)


class Text:
    """A string made of pieces. Positions count its characters from 0, as in a string.

    A piece that is not known is never split: it may hold anything, and separators in the way that
    it is written are none.
    """

    __slots__ = ("_starts", "pieces", "string")

    def __init__(self, pieces: Iterable[Piece]) -> None:
        self.pieces = tuple(pieces)
        self.string = "".join(piece.text for piece in self.pieces)
        self._starts: list[int] | None = None

    def __str__(self) -> str:
        return self.string

    def __repr__(self) -> str:
        return f"<Text {self.place if self.pieces else ''} of {len(self.string)}>"

    def __len__(self) -> int:
        return len(self.string)

    def __bool__(self) -> bool:
        return bool(self.string)

    def __add__(self, other: Text) -> Text:
        return Text(self.pieces + other.pieces)

    @property
    def known(self) -> bool:
        """Whether every character is known now."""
        return all(piece.known for piece in self.pieces)

    @property
    def is_unknown(self) -> bool:
        """Whether no character is known."""
        return bool(self.string) and not any(piece.known and piece.text for piece in self.pieces)

    @property
    def is_lent(self) -> bool:
        """Whether a part of it comes out of a variable, which others may use, too."""
        return any(piece.lent for piece in self.pieces)

    def lent(self) -> Text:
        """The same text as a variable gives it."""
        return Text(piece if piece.lent else _lent(piece) for piece in self.pieces)

    @property
    def known_part(self) -> str:
        """The characters before the first one that is not known."""
        return self.string[: next(iter(self.gaps()), (len(self.string), 0))[0]]

    def gaps(self) -> Iterator[tuple[int, int]]:
        """The spans (start, end) that are not known."""
        start = 0
        for piece in self.pieces:
            end = start + len(piece.text)
            if not piece.known:
                yield start, end
            start = end

    def cut(self, start: int, end: int | None = None) -> Text:
        """The characters from `start` to before `end`. An unknown piece that is touched stays whole."""
        if end is None:
            end = len(self.string)
        found = []
        # A long text is cut at many places: what is before the first one is not gone through.
        if self._starts is None:
            self._starts = [0, *accumulate(len(piece.text) for piece in self.pieces)]
        for index in range(max(bisect_right(self._starts, start) - 1, 0), len(self.pieces)):
            piece, position = self.pieces[index], self._starts[index]
            if position >= end:
                break
            size = len(piece.text)
            first, last = max(start - position, 0), min(end - position, size)
            if first >= last:
                continue
            if not piece.known or (first == 0 and last == size):
                found.append(piece)
            else:
                found.append(part_of(piece, first, last))
        if not found and self.pieces:
            found.append(self._empty(start))
        return Text(found)

    def _empty(self, position: int) -> Piece:
        """A piece without characters at a position: what is missing has a place, too."""
        done = 0
        for piece in self.pieces:
            if position <= done + len(piece.text):
                offset = position - done if piece.width < 0 else 0
                column = piece.column + offset
                return Piece("", piece.source, piece.line, column, True, 0, piece.lent)
            done += len(piece.text)
        last = self.pieces[-1]
        return Piece("", last.source, last.line, last.end_column, True, 0, last.lent)

    def find(self, separator: str, start: int = 0) -> int:
        """The position of a separator that is not in an unknown piece, from `start`; -1 for none."""
        gaps = list(self.gaps())
        position = self.string.find(separator, start)
        while position >= 0:
            end = position + len(separator)
            over = next((gap for gap in gaps if position < gap[1] and end > gap[0]), None)
            if over is None:
                return position
            position = self.string.find(separator, over[1])
        return -1

    def split(self, separator: str) -> list[Text]:
        """The parts between separators, as `str.split` gives them."""
        parts = []
        start = 0
        while (position := self.find(separator, start)) >= 0:
            parts.append(self.cut(start, position))
            start = position + len(separator)
        parts.append(self.cut(start))
        return parts

    def partition(self, separator: str) -> tuple[Text, bool, Text]:
        """What is before the first separator, whether there is one, and what is behind it."""
        position = self.find(separator)
        if position < 0:
            return self, False, self.cut(len(self.string))
        return self.cut(0, position), True, self.cut(position + len(separator))

    def strip(self, characters: str | None = None) -> Text:
        """Without white space (or the characters) at both ends; unknown pieces stay."""
        gaps = list(self.gaps())
        start, end = 0, len(self.string)
        left = len(self.string) - len(self.string.lstrip(characters))
        right = len(self.string.rstrip(characters))
        start = min([left, *(first for first, _ in gaps)])
        end = max([right, *(last for _, last in gaps)])
        return self.cut(start, max(start, end))

    @property
    def source(self) -> Source:
        """The file of `place`. Raises `IndexError` for a text without pieces."""
        return self._together()[0].source

    @property
    def place(self) -> Place:
        """Where it is written; where pieces are apart, where most of them stand together.

        `$PROJECT:$REGION:main` is written where the command is, and the values of the variables
        somewhere else. Of parts with as many pieces the longest counts, then the first.
        """
        run = self._together()
        first, last = run[0], run[-1]
        return Place(first.source.path, first.line, first.column, last.line, last.end_column)

    def _together(self) -> Sequence[Piece]:
        """The pieces that `place` is about."""
        if len(self.pieces) == 1:
            return self.pieces
        runs: list[list[Piece]] = []
        for piece in self.pieces:
            for run in runs[-8:]:
                if _follows(piece, run[-1]):
                    run.append(piece)
                    break
            else:
                runs.append([piece])
        if not runs:
            raise IndexError("a text without pieces has no place")
        return max(runs, key=lambda run: (len(run), sum(len(piece.text) for piece in run)))

    @classmethod
    def of(cls, string: str, source: Source, line: int, column: int, width: int = -1) -> Text:
        """A text that is written in one line."""
        return cls([Piece(string, source, line, column, True, width)])

    @classmethod
    def joined(cls, parts: Iterable[Text]) -> Text:
        """The texts one behind the other."""
        return cls([piece for part in parts for piece in part.pieces])

    def written(self, string: str, known: bool = True) -> Text:
        """Another string in the place of this text: what stands for it, or a word of ours."""
        place = self.place
        width = place.end_column - place.column if place.line == place.end_line else 1
        return Text([Piece(string, self.source, place.line, place.column, known, max(width, 0))])


def _follows(piece: Piece, last: Piece) -> bool:
    """Whether a piece is written behind another, in the same line or at the next one's beginning."""
    if piece.source is not last.source:
        return False
    if piece.line == last.line:
        return piece.column >= last.end_column
    if piece.line != last.line + 1:
        return False
    lines = piece.source.lines()
    return not lines[piece.line - 1][: piece.column - 1].strip()


def part_of(piece: Piece, first: int, last: int) -> Piece:
    """Some characters of a known piece. Those of a replaced one have the place of the whole."""
    column = piece.column + first if piece.width < 0 else piece.column
    text = piece.text[first:last]
    return Piece(text, piece.source, piece.line, column, True, piece.width, piece.lent)


def _lent(piece: Piece) -> Piece:
    return Piece(piece.text, piece.source, piece.line, piece.column, piece.known, piece.width, True)


def of_file(source: Source) -> Text:
    """The whole of a file, each line a piece of its own, with one line feed at its end."""
    pieces = []
    lines = source.lines()
    for number, line in enumerate(lines, start=1):
        end = "\n" if number < len(lines) else ""
        pieces.append(Piece(line + end, source, number, 1))
    return Text(pieces)


def of_scalar(string: str, source: Source, place: Place) -> Text:
    """The value of a YAML, JSON or HCL string that is written at a place, with quotes and escapes.

    Each character is found where it is written by going through both together; what an escape or a
    folded line makes has the place of its beginning.
    """
    lines = source.lines()
    line, column = place.line, place.column
    pieces: list[Piece] = []
    first = lines[line - 1][column - 1 : column] if line <= len(lines) else ""
    if first in ("|", ">"):
        line, column = line + 1, 1
    elif first in ("'", '"'):
        column += 1
    run: list[str] = []  # a string would be copied for each character
    start = (line, column)

    def flush() -> None:
        if run:
            pieces.append(Piece("".join(run), source, start[0], start[1]))
            run.clear()

    for character in string:
        if first == '"':
            line, column = _behind_joined_lines(lines, line, column)
            width = _escape(lines, line, column, character)
            if width:
                flush()
                pieces.append(Piece(character, source, line, column, True, width))
                column += width
                continue
        if character == "\n":
            flush()
            pieces.append(Piece("\n", source, line, column, True, 0))
            line, column = line + 1, 1
            continue
        position = _next(lines, line, column, place.end_line, character)
        if position is None:
            flush()
            pieces.append(Piece(character, source, line, column, True, 1))
            continue
        if run and position != (line, column):
            flush()
        if not run:
            start = position
        run.append(character)
        line, column = position[0], position[1] + 1
    flush()
    if not pieces:
        pieces.append(Piece("", source, place.line, place.column, True, 0))
    return Text(pieces)


def _behind_joined_lines(lines: list[str], line: int, column: int) -> tuple[int, int]:
    r"""Where a double-quoted string goes on behind a `\` at the end of a line."""
    while line < len(lines) and column == len(lines[line - 1]) and lines[line - 1][-1] == "\\":
        line += 1
        column = len(lines[line - 1]) - len(lines[line - 1].lstrip()) + 1
    return line, column


def _escape(lines: list[str], line: int, column: int, character: str) -> int:
    """The width of the escape of a double-quoted string at a place, 0 where there is none."""
    text = lines[line - 1] if line <= len(lines) else ""
    if text[column - 1 : column] != "\\":
        return 0
    width = _ESCAPE_WIDTHS.get(text[column : column + 1], 2)
    # JSON writes a character beyond U+FFFF as two escapes.
    return 12 if width == 6 and ord(character) > 0xFFFF else width


def _next(
    lines: list[str], line: int, column: int, last: int, character: str
) -> tuple[int, int] | None:
    """Where a character is written next, in this line or, over white space, in one that follows."""
    for _ in range(3):
        if line > min(last, len(lines)):
            return None
        text = lines[line - 1]
        position = text.find(character, column - 1)
        skipped = text[column - 1 : position] if position >= 0 else text[column - 1 :]
        if position >= 0 and (not skipped.strip() or skipped.strip() in ("\\", "'", '"', '\\"')):
            return line, position + 1
        if skipped.strip():
            return None
        line, column = line + 1, 1
    return None
