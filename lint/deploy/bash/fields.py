"""Words that are put together piece by piece, and divided at the blanks of variables."""

from __future__ import annotations

from lint.deploy.bash.scope import MAX_TEXT
from lint.deploy.text import Piece, Text
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.deploy.bash.budget import Budget

_QUOTED_VALUE = lazy_regex(r"(?:--?[A-Za-z][\w-]*=)?[\"']")
_BLANKS = lazy_regex(r"[ \t\n]+")


class Fields:
    """The words that are being put together from one that is written."""

    __slots__ = ("_budget", "current", "done", "quotes", "size")

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self.quotes: list[Piece] = []
        """Values of variables that begin with a quote, which is a character like others there."""
        self.done: list[Text] = []
        self.current: list[Piece] | None = None
        self.size = 0

    def add(self, pieces: list[Piece]) -> None:
        """Goes on with the present word. An empty piece makes a word of nothing."""
        if self.current is None:
            self.current = []
        self._budget.spend(1 + len(pieces))
        for piece in pieces:
            if self.size <= MAX_TEXT:
                self.current.append(piece)
                self.size += len(piece.text)

    def split(self, text: Text) -> None:
        """Adds the value of a variable that is not quoted: its blanks separate words."""
        for piece in text.pieces:
            if not piece.known:
                self.add([piece])
                continue
            position = 0
            for match in _BLANKS.finditer(piece.text):
                self._part(piece, position, match.start())
                self.end()
                position = match.end()
            self._part(piece, position, len(piece.text))

    def _part(self, piece: Piece, start: int, end: int) -> None:
        if start >= end:
            return
        pieces = list(Text([piece]).cut(start, end).pieces)
        if _QUOTED_VALUE.match(piece.text, start, end) and (start or self.current is None):
            self.quotes.extend(pieces)
        self.add(pieces)

    def end(self) -> None:
        """Ends the present word, if there is one."""
        if self.current is not None:
            self.done.append(Text(self.current))
            self.current = None
