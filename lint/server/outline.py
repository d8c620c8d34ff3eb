"""The keys of a YAML text by their places, read from lines and indentation.

No parser reads it: while a line is being typed, the text is seldom YAML. What does not fit is passed
over. Lines and columns count from 0, columns in characters.
"""

from __future__ import annotations

import re

from lint.model.record import record
from lint.server.yaml_line import (
    QUOTED,
    begins_entry,
    is_in_comment,
    key_at,
    unquoted,
    without_comment,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    Step = str | int
    Path = tuple[Step, ...]

MOST_LINES = 20_000
"""Lines behind these are not read."""
MOST_DEPTH = 64
"""Flow collections that are nested deeper are passed over."""
_LONGEST_LINE = 5_000
_PROPERTY = re.compile(r"[&!][^\s,\[\]{}]*[ \t]+")
_TO_DOUBLE_QUOTE = re.compile(r'(?:[^"\\]|\\.)*"')
_TO_SINGLE_QUOTE = re.compile(r"(?:[^']|'')*'")
"""What is left of a text in quotes whose beginning is on a line above."""
_FLOW_TOKEN = re.compile(
    r"""(?P<quoted>"(?:[^"\\]|\\.)*"?|'(?:[^']|'')*'?)
    |(?P<mark>[{}\[\],]|:(?=[ \t,\]}]|$))
    |(?P<comment>\#.*)
    |(?P<word>(?:[^\s{}\[\],:"'\#]|:(?![ \t,\]}]|$))(?:[^{}\[\],:\#]|:(?![ \t,\]}]|$)|(?<!\s)\#)*)""",
    re.VERBOSE,
)


@record
class Entry:
    """A key with its value on the same line, or a list item that is a scalar."""

    path: Path
    """The keys and positions that lead to it, its own last."""
    document: int
    line: int
    column: int
    end: int
    """One past the key; where there is none, past the item."""
    value: str
    """As it is written; "" where the value is on further lines."""
    value_column: int

    @property
    def text(self) -> str:
        """The value without its quotes."""
        return unquoted(self.value)


@record
class Cursor:
    """What is being typed at a place."""

    parent: Path
    """The path of the mapping, or of the list, that it is in."""
    document: int
    key: str
    """The key whose value is being typed; "" where a key or an item is."""
    typing: str
    """"key", "item" (a list item: a key or a scalar) or "value"."""
    word: str
    """What has been typed of it, its opening quote included."""
    start: int
    """The column at which the word begins."""
    in_flow: bool
    """Whether it is inside of brackets."""


class Outline:
    """The entries of a text, by line."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        reader = _Reader()
        for number, line in enumerate(self.lines[:MOST_LINES]):
            reader.feed(number, line)
        self.entries: list[Entry] = reader.entries
        self._by_line: dict[int, list[Entry]] = {}
        for entry in self.entries:
            self._by_line.setdefault(entry.line, []).append(entry)

    def at(self, line: int, column: int) -> Entry | None:
        """The entry whose key, value or item is at a place."""
        for entry in reversed(self._by_line.get(line, ())):
            value_end = entry.value_column + len(entry.value)
            if entry.column <= column < max(entry.end, value_end):
                return entry
        return None

    def below(self, parent: Path, document: int) -> list[Entry]:
        """The entries right below a path, in the order of the text."""
        length = len(parent) + 1
        return [
            entry
            for entry in self.entries
            if entry.document == document
            and len(entry.path) == length
            and entry.path[:-1] == parent
        ]

    def beside(self, cursor: Cursor, line: int) -> set[Step]:
        """The keys, or positions, of the mapping or list that something is typed into on a line."""
        return {
            entry.path[-1]
            for entry in self.below(cursor.parent, cursor.document)
            if (entry.line, entry.column) != (line, cursor.start)
        }

    def value(self, path: Path, document: int) -> str:
        """The scalar at a path, without quotes; "" for none."""
        for entry in self.entries:
            if entry.document == document and entry.path == path:
                return entry.text
        return ""


def cursor_at(lines: Sequence[str], line: int, column: int) -> Cursor | None:
    """What is being typed at a place; None in comments and in texts of several lines."""
    if not 0 <= line < min(len(lines), MOST_LINES):
        return None
    reader = _Reader()
    for number in range(line):
        reader.feed(number, lines[number])
    return reader.cursor(line, lines[line][:column])


class _Level:
    """A key or an item of a block collection that further lines may be below of."""

    __slots__ = ("column", "is_item", "step")

    def __init__(self, column: int, step: Step, is_item: bool) -> None:
        self.column = column
        self.step = step
        self.is_item = is_item


class _Flow:
    """A flow collection that is open: `step` is the key or the position that is next."""

    __slots__ = ("has_key", "is_map", "step")

    def __init__(self, is_map: bool) -> None:
        self.is_map = is_map
        self.step: Step = "" if is_map else 0
        self.has_key = False


class _Reader:
    """Reads line by line and knows where it is."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.document = 0
        self._levels: list[_Level] = []
        self._flows: list[_Flow] = []
        self._outer = 0
        """The column of the key that the open brackets, or the text of several lines, belong to."""
        self._in_text = False
        self._quote = ""
        """The quote of a text that goes on on the next line."""
        self._goes_on = False
        """Whether the last value may go on on the next line, as a text without quotes does."""

    def feed(self, number: int, line: str) -> None:
        """Reads a line."""
        line = line[:_LONGEST_LINE].rstrip()
        if line.startswith(("---", "...")) and line[3:4] in ("", " "):
            self._levels.clear()
            self._flows.clear()
            self._in_text = False
            self._quote = ""
            self._goes_on = False
            self.document += line.startswith("---") and bool(self.entries)
            return
        stripped = line.lstrip(" ")
        indent = len(line) - len(stripped)
        if not stripped or (stripped[0] == "#" and not self._in_text and not self._quote):
            return
        if self._continues(indent):
            if self._quote:
                indent = self._behind_quote(line)
            if self._flows:
                self._flow(number, line, indent)
            return
        if self._goes_on and indent > self._outer and not begins_entry(line, indent):
            return
        self._goes_on = False
        self._block(number, line, indent)

    def _continues(self, indent: int) -> bool:
        """Whether a line goes on with a text of several lines, or with brackets."""
        if not self._in_text and not self._flows and not self._quote:
            return False
        if indent > self._outer:
            return True
        self._in_text = False
        self._quote = ""
        self._flows.clear()
        return False

    def _behind_quote(self, line: str) -> int:
        """The column behind a text in quotes that began on a line above, the line's end if it goes on."""
        double = self._quote == '"'
        match = _TO_DOUBLE_QUOTE.match(line) if double else _TO_SINGLE_QUOTE.match(line)
        if match is None:
            return len(line)
        self._quote = ""
        return match.end()

    @property
    def path(self) -> Path:
        """The path of what is open."""
        flows = tuple(flow.step for flow in self._flows)
        return (*(level.step for level in self._levels), *flows)

    def _item(self, column: int) -> None:
        """Opens a list item at the column of its dash."""
        number = 0
        while self._levels:
            last = self._levels[-1]
            if last.column < column or (last.column == column and not last.is_item):
                break
            if last.column == column and isinstance(last.step, int):
                number = last.step + 1
            self._levels.pop()
        self._levels.append(_Level(column, number, True))

    def _close(self, column: int) -> None:
        """Closes what a key at a column is not below of."""
        while self._levels and self._levels[-1].column >= column:
            self._levels.pop()

    def _dashes(self, line: str, column: int) -> int:
        """Opens the list items that a line begins with; returns the column behind them."""
        while line[column : column + 1] == "-" and line[column + 1 : column + 2] in ("", " "):
            self._item(column)
            column += 1
            while line[column : column + 1] == " ":
                column += 1
        return column

    def _block(self, number: int, line: str, indent: int) -> None:
        column = self._dashes(line, indent)
        if column > indent and not self._flows and column >= len(line):
            return  # a dash alone
        key, end, after = key_at(line, column)
        if end < 0:
            if column > indent:
                self._value(number, line, column, column, None)
            elif line[column : column + 1] in ("{", "["):
                self._brackets(number, line, column)
            else:
                self._close(column)
                word = without_comment(line[column:])
                self._add((*self.path, word), number, column, column + len(word), "", column)
            return
        self._close(column)
        self._levels.append(_Level(column, key, False))
        self._value(number, line, after, column, end)

    def _brackets(self, number: int, line: str, column: int) -> None:
        """Reads brackets that begin a line: the value of the key above them, or a file in JSON."""
        self._close(column)
        self._outer = self._levels[-1].column if self._levels else -1
        self._flow(number, line, column)

    def _value(self, number: int, line: str, column: int, start: int, end: int | None) -> None:
        """Reads what is behind a colon (`end` is the end of the key), or behind a dash."""
        while line[column : column + 1] in (" ", "\t"):
            column += 1
        own = without_comment(line[column:])
        self._add(self.path, number, start, column + len(own) if end is None else end, own, column)
        content = column
        while match := _PROPERTY.match(line, content):
            content = match.end()
        first = line[content : content + 1]
        self._outer = start if end is not None else self._levels[-1].column
        if first in ("|", ">"):
            self._in_text = True
        elif first in ("{", "["):
            self._flow(number, line, content)
        elif first in ('"', "'"):
            self._quote = "" if QUOTED.match(line, content) else first
        else:
            self._goes_on = bool(own)

    def _add(
        self, path: Path, number: int, column: int, end: int, value: str, value_column: int
    ) -> None:
        self.entries.append(Entry(path, self.document, number, column, end, value, value_column))

    def _flow(self, number: int, line: str, column: int) -> None:
        """Reads what is inside of brackets, from a column on, as far as they go on this line."""
        for match in _FLOW_TOKEN.finditer(line, column):
            if match.lastgroup == "comment" and line[match.start() - 1 : match.start()] in (
                "",
                " ",
            ):
                return
            if match.lastgroup == "mark":
                self._mark(match.group())
                if not self._flows:
                    return
                continue
            word = match.group().rstrip()
            if match.lastgroup == "quoted" and not QUOTED.fullmatch(word):
                self._quote = word[0]
            flow = self._flows[-1]
            if flow.is_map and not flow.has_key:
                flow.step = unquoted(word)
                end = match.start() + len(word)
                self._add(self.path, number, match.start(), end, "", end)
            elif flow.is_map:
                entry = self._last_key()
                if entry is not None and entry.line == number and not entry.value:
                    entry.value, entry.value_column = word, match.start()
            else:
                end = match.start() + len(word)
                self._add(self.path, number, match.start(), end, word, match.start())

    def _last_key(self) -> Entry | None:
        path = self.path
        for entry in reversed(self.entries[-MOST_DEPTH:]):
            if entry.path == path:
                return entry
        return None

    def _mark(self, mark: str) -> None:
        if mark in "{[":
            if len(self._flows) >= MOST_DEPTH:
                self._flows.clear()
                return
            self._flows.append(_Flow(mark == "{"))
        elif mark in "}]":
            self._flows.pop()
        elif mark == ":":
            flow = self._flows[-1]
            if flow.is_map and not flow.has_key:
                flow.has_key = True
        else:
            flow = self._flows[-1]
            if isinstance(flow.step, int):
                flow.step += 1
            else:
                flow.step, flow.has_key = "", False

    def cursor(self, number: int, prefix: str) -> Cursor | None:
        """What is being typed at the end of a line of which only the beginning is there."""
        stripped = prefix.lstrip(" ")
        indent = len(prefix) - len(stripped)
        if "\t" in prefix[:indent] or is_in_comment(prefix) or len(prefix) > _LONGEST_LINE:
            return None
        if prefix.startswith(("---", "...")) and prefix[3:4] in ("", " "):
            return None
        is_open = self._in_text or self._flows or self._quote
        if is_open and (not stripped or indent > self._outer):
            if self._quote:
                indent = self._behind_quote(prefix)
            if not self._flows or self._quote:
                return None
            self._flow(number, prefix, indent)
            return self._flow_cursor(prefix) if self._flows else None
        self._continues(indent)
        column = self._dashes(prefix, indent)
        is_item = column > indent
        key, end, after = key_at(prefix, column)
        if end < 0 and prefix[column : column + 1] not in ("{", "["):
            if not is_item:
                self._close(column)
            typing = "item" if is_item else "key"
            path = self.path
            return Cursor(path, self.document, "", typing, prefix[column:], column, False)
        if end >= 0:
            self._close(column)
            self._levels.append(_Level(column, key, False))
        if end >= 0 or is_item:
            self._value(number, prefix, max(after, column), column, end if end >= 0 else None)
        else:
            self._brackets(number, prefix, column)
        if self._flows:
            return self._flow_cursor(prefix)
        if self._in_text:
            return None
        start = after
        while prefix[start : start + 1] == " ":
            start += 1
        if end >= 0 and start == end + 1:
            return None  # right behind the colon
        parent = self.path[:-1]
        return Cursor(parent, self.document, key, "value", prefix[start:], start, False)

    def _flow_cursor(self, prefix: str) -> Cursor | None:
        flow = self._flows[-1]
        start = len(prefix)
        last = next(reversed(list(_FLOW_TOKEN.finditer(prefix))), None)
        if last is not None and last.lastgroup == "comment":
            return None
        if last is not None and last.lastgroup != "mark" and last.end() == len(prefix):
            start = last.start()
        word = prefix[start:]
        path = self.path[:-1]
        if not flow.is_map:
            return Cursor(path, self.document, "", "item", word, start, True)
        if flow.has_key:
            return Cursor(path, self.document, str(flow.step), "value", word, start, True)
        return Cursor(path, self.document, "", "key", word, start, True)
