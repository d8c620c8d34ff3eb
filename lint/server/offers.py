"""What completion offers at a place, and how it is written into the text."""

from __future__ import annotations

import re

from lint.model.record import record
from lint.yaml.edits import is_plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.server.outline import Cursor

_REST_OF_KEY = re.compile(r"[\w./-]*[\"']?")
_COLON = re.compile(r"[ \t]*:")
_REST_OF_VALUE = re.compile(r"[^\s,\[\]{}\"'#]*[\"']?")


@record
class Offer:
    """A text that may take the place of what is being typed."""

    label: str
    """What the list shows, and what is compared with the word that is being typed."""
    insert: str
    """The text that replaces the columns from `start` to `end` of the line."""
    line: int
    start: int
    end: int
    kind: str
    """"field", "value", "variable" or "rule"."""
    detail: str = ""
    """A few words beside the label."""
    about: str = ""
    """A longer text in Markdown."""


@record
class Slot:
    """The place that an offer is written to."""

    line: int
    text: str
    """The whole line."""
    column: int
    """Where the pointer is."""
    cursor: Cursor
    is_json: bool

    @property
    def quote(self) -> str:
        """The quote that the word begins with, or that the language demands; "" for none."""
        first = self.cursor.word[:1]
        return first if first in ('"', "'") and first else '"' if self.is_json else ""

    def key(
        self, name: str, is_scalar: bool, detail: str = "", about: str = "", kind: str = "field"
    ) -> Offer:
        """An offer of a key; a colon is added unless one is there."""
        match = _REST_OF_KEY.match(self.text, self.column)
        end = match.end() if match else self.column
        written = f"{self.quote}{name}{self.quote}"
        if not _COLON.match(self.text, end):
            written += ": " if is_scalar or self.cursor.in_flow else ":"
        return Offer(name, written, self.line, self.cursor.start, end, kind, detail, about)

    def value(self, text: str, is_text: bool, detail: str = "", kind: str = "value") -> Offer:
        """An offer of a value, in quotes where it is a text that YAML reads as something else."""
        match = _REST_OF_VALUE.match(self.text, self.column)
        end = match.end() if match else self.column
        quote = self.quote if is_text else ""
        if is_text and not quote and not is_plain(text):
            quote = '"'
        written = f"{quote}{text}{quote}"
        return Offer(text, written, self.line, self.cursor.start, end, kind, detail)
