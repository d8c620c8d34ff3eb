"""A script as the grammar sees it: every offset of its tree is a position in its `Text`.

tree-sitter counts bytes, and knows nothing of pieces that are not known yet. It gets a copy in
which each character is one byte and every such piece is a run of dots, which is a part of a word
to the shell and no part of a name.
"""

from __future__ import annotations

from bisect import bisect_right

from lint.deploy.text import Piece, Text, part_of
from lint.support.lazy_regex import lazy_regex
from lint.support.shell import parse_tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_FILL_IN = lazy_regex(r"(?<==)<[A-Za-z][^<>\n]*>|(?<=[ \t\"=])<[A-Z][A-Z0-9_-]+>(?=[\s\"]|\Z)")
"""What writers leave for readers to replace. To the shell it is a redirection, which nobody meant."""
_NAME_PART = lazy_regex(r"[A-Za-z0-9_]+")
_NOT_PLAIN = lazy_regex(r"[^\t\n\x20-\x7e]")


class Unit:
    """A text with its syntax tree."""

    __slots__ = ("_gaps", "_starts", "plain", "root", "text")

    def __init__(self, text: Text) -> None:
        """Raises `lint.support.shell.ShellUnavailableError` where the grammar is not installed."""
        self.text = text = _with_fill_ins(text)
        self._starts: list[int] = []
        self._gaps: list[int] = []
        parts = []
        position = 0
        for piece in text.pieces:
            self._starts.append(position)
            if piece.known:
                parts.append(_NOT_PLAIN.sub(".", piece.text))
            else:
                self._gaps.append(position)
                parts.append("." * len(piece.text))
            position += len(piece.text)
        self.plain = "".join(parts)
        """The text in ASCII, with dots for what the grammar need not know."""
        self.root: Any = parse_tree(self.plain.encode("ascii"))

    def next_gap(self, position: int, end: int) -> int:
        """Where the next piece that is not known begins, from a position on; at most `end`."""
        index = bisect_right(self._gaps, position - 1)
        return min(end, self._gaps[index]) if index < len(self._gaps) else end

    def pieces(self, start: int, end: int) -> list[Piece]:
        """The pieces between two positions. One that is not known belongs to where it begins."""
        found = []
        index = max(bisect_right(self._starts, start) - 1, 0)
        pieces = self.text.pieces
        while index < len(pieces) and self._starts[index] < end:
            piece = pieces[index]
            first = max(start - self._starts[index], 0)
            last = min(end - self._starts[index], len(piece.text))
            index += 1
            if not piece.known:
                if first == 0:
                    found.append(piece)
            elif first < last:
                found.append(_cut(piece, first, last))
        return found

    def spot(self, start: int, end: int, string: str, *, known: bool) -> Piece:
        """A piece that stands for what is written between two positions."""
        index = max(bisect_right(self._starts, start) - 1, 0)
        piece = self.text.pieces[index]
        offset = start - self._starts[index] if piece.width < 0 and piece.known else 0
        line_end = self.plain.find("\n", start, end)
        width = (end if line_end < 0 else line_end) - start
        if piece.width >= 0:
            width = piece.width
        return Piece(string, piece.source, piece.line, piece.column + offset, known, width)


def _with_fill_ins(text: Text) -> Text:
    """The text with what is to be filled in as pieces that are not known."""
    if not any("<" in piece.text for piece in text.pieces):
        return text
    pieces: list[Piece] = []
    for piece in text.pieces:
        position = 0
        if piece.known and piece.width < 0:
            for match in _FILL_IN.finditer(piece.text):
                if match.start() > position:
                    pieces.append(_cut(piece, position, match.start()))
                name = "_".join(_NAME_PART.findall(match[0]))
                column = piece.column + match.start()
                pieces.append(
                    Piece(f"${{{name}}}", piece.source, piece.line, column, False, len(match[0]))
                )
                position = match.end()
        if position == 0:
            pieces.append(piece)
        elif position < len(piece.text):
            pieces.append(_cut(piece, position, len(piece.text)))
    return Text(pieces)


def _cut(piece: Piece, first: int, last: int) -> Piece:
    if first == 0 and last == len(piece.text):
        return piece
    return part_of(piece, first, last)
