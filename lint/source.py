"""A text that findings point into, with the spans that must never be shown."""

from __future__ import annotations


class Source:
    """The text of one file or archive member.

    Readers mark the spans that hold values of env vars or credentials with `redact`; `line`
    gives a source line with those spans replaced, so that no report can print them by mistake.
    """

    __slots__ = ("_lines", "_redactions", "path", "text")

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self._lines: list[str] | None = None
        self._redactions: dict[int, list[tuple[int, int]]] = {}

    def lines(self) -> list[str]:
        """The text as lines without their ends, never redacted: for readers, not for reports."""
        if self._lines is None:
            # Not splitlines(): it also splits at form feeds and other separators that neither
            # YAML nor Python counts as line ends, and the line numbers would drift.
            self._lines = self.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return self._lines

    def redact(self, line: int, column: int, end_line: int, end_column: int) -> None:
        """Marks a span (counted as in `Place`) as one that must never be shown."""
        for number in range(line, end_line + 1):
            first = column if number == line else 1
            last = end_column if number == end_line else 1 << 30
            self._redactions.setdefault(number, []).append((first, last))

    def line(self, number: int) -> str:
        """Line `number` (from 1) as it may be shown; "" when the text has no such line."""
        return self.shown(number)[0]

    def shown(self, number: int, column: int = 1) -> tuple[str, int]:
        """Line `number` as it may be shown, and where `column` of the original is in it."""
        lines = self.lines()
        if not 1 <= number <= len(lines):
            return "", column
        text = lines[number - 1]
        moved = column
        for first, last in sorted(self._redactions.get(number, ()), reverse=True):
            stop = min(last, len(text) + 1)
            if stop <= first:
                continue
            mask = f"<redacted, {stop - first} chars>"
            text = text[: first - 1] + mask + text[stop - 1 :]
            if column >= stop:
                moved += len(mask) - (stop - first)
            elif column > first:
                moved = first
        return text, moved
