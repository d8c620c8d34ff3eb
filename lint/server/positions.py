"""Places of reports and positions of editors, each from the other.

A report counts lines and columns from 1, columns in characters, and lines of YAML as YAML 1.1 does. An
editor counts from 0, ends a line at a line feed, a carriage return or both, and counts columns in
the units that it has agreed on with the server: UTF-16 unless it asks for others.
"""

from __future__ import annotations

import re
from bisect import bisect_right

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

UTF_8 = "utf-8"
UTF_16 = "utf-16"
UTF_32 = "utf-32"
_LINE_END = re.compile(r"\r\n|\r|\n")
_YAML_BREAKS = re.compile("[\x85\u2028\u2029]")


def units(text: str, encoding: str) -> int:
    """The length of a text in the units of an encoding."""
    if encoding == UTF_32 or text.isascii():
        return len(text)
    if encoding == UTF_8:
        return len(text.encode("utf-8", "surrogatepass"))
    return len(text) + sum(character > "\uffff" for character in text)


class Ruler:
    """Positions in one text.

    `read_lines` are the lines of a report, where its reader counts them in its own way.
    """

    def __init__(self, text: str, encoding: str, read_lines: Sequence[str] | None = None) -> None:
        self.text = text
        self.encoding = encoding
        self.starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
        """Where the editor's lines begin, in characters."""
        self._read_starts = self.starts
        if read_lines is not None and _YAML_BREAKS.search(text):
            self._read_starts = _starts(text, read_lines)

    def position(self, line: int, column: int) -> tuple[int, int]:
        """The editor's line and column for those of a report; at the end where there are no such."""
        offset = len(self.text)
        if line <= len(self._read_starts):
            start = self._read_starts[max(line, 1) - 1]
            end = self._read_starts[line] if line < len(self._read_starts) else offset
            within = len(self.text[start:end].rstrip("\r\n"))
            offset = start + min(max(column, 1) - 1, within)
        return self.at(offset)

    def at(self, offset: int) -> tuple[int, int]:
        """The editor's line and column behind a number of characters of the text."""
        line = bisect_right(self.starts, offset) - 1
        return line, units(self.text[self.starts[line] : offset], self.encoding)

    def character(self, line: int, column: int) -> int:
        """The number of characters before the editor's column on one of its lines."""
        if not 0 <= line < len(self.starts):
            return 0
        end = self.starts[line + 1] if line + 1 < len(self.starts) else len(self.text)
        text = self.text[self.starts[line] : end].rstrip("\r\n")
        if self.encoding == UTF_32 or text.isascii():
            return min(column, len(text))
        passed = 0
        for number, character in enumerate(text):
            if passed >= column:
                return number
            passed += units(character, self.encoding)
        return len(text)

    def column(self, line: int, character: int) -> int:
        """The editor's column behind a number of characters on one of its lines."""
        if not 0 <= line < len(self.starts):
            return character
        start = self.starts[line]
        return units(self.text[start : start + character].partition("\n")[0], self.encoding)


def _starts(text: str, lines: Sequence[str]) -> list[int]:
    """Where lines begin that somebody else has split."""
    starts = [0]
    for line in lines[:-1]:
        end = starts[-1] + len(line)
        starts.append(end + (2 if text.startswith("\r\n", end) else 1))
    return starts
