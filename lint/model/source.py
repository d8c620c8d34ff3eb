"""A text that findings point into, with the spans that must never be shown."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


class Source:
    """The text of one file or archive member.

    Readers mark the spans that hold values of env vars or credentials with `redact`; `line`
    gives a source line with those spans replaced, so that no report can print them by mistake.
    `yaml_breaks` says that the reader counts lines as YAML 1.1 does, where U+0085, U+2028 and
    U+2029 end a line too.
    """

    __slots__ = ("_lines", "_pending", "_redactions", "_yaml_breaks", "path", "text")

    def __init__(self, path: str, text: str, *, yaml_breaks: bool = False) -> None:
        self.path = path
        self.text = text
        self._lines: list[str] | None = None
        self._redactions: dict[int, list[tuple[int, int]]] = {}
        self._pending: list[Callable[[Source], object]] = []
        self._yaml_breaks = yaml_breaks

    def lines(self) -> list[str]:
        """The text as lines without their ends, never redacted: for readers, not for reports."""
        if self._lines is None:
            # Not splitlines(): it also splits at form feeds and other separators that neither
            # YAML nor Python counts as line ends, and the line numbers would drift.
            text = self.text.replace("\r\n", "\n").replace("\r", "\n")
            if self._yaml_breaks and not text.isascii():
                for character in "\x85\u2028\u2029":
                    text = text.replace(character, "\n")
            self._lines = text.split("\n")
        return self._lines

    def redact_later(self, marker: Callable[[Source], object]) -> None:
        """Has `marker` mark its spans before anything of this text is shown.

        Most texts are never shown, so looking for what must be hidden waits until one is.
        """
        self._pending.append(marker)

    def settle(self) -> None:
        """Does the marking that was put off."""
        while self._pending:
            self._pending.pop()(self)

    def redact(self, line: int, column: int, end_line: int, end_column: int) -> None:
        """Marks a span (counted as in `Place`) as one that must never be shown."""
        for number in range(line, end_line + 1):
            first = column if number == line else 1
            last = end_column if number == end_line else 1 << 30
            self._redactions.setdefault(number, []).append((first, last))

    def line(self, number: int) -> str:
        """Line `number` (from 1) as it may be shown; "" when the text has no such line."""
        return self.display_path(number)[0]

    def display_path(self, number: int, column: int = 1) -> tuple[str, int]:
        """Line `number` as it may be shown, and where `column` of the original is in it."""
        text, start, _ = self.shown_span(number, column, column)
        return text, start

    def shown_span(self, number: int, column: int, end_column: int) -> tuple[str, int, int]:
        """Line `number` as it may be shown, and where a span of the original is in it.

        A span that begins or ends inside something hidden covers all of what stands for it.
        """
        self.settle()
        lines = self.lines()
        if not 1 <= number <= len(lines):
            return "", column, end_column
        original = lines[number - 1]
        start, end = column, end_column
        pieces: list[str] = []
        done = 1
        for first, last in _merged(self._redactions.get(number, ()), len(original) + 1):
            mask = f"<redacted, {last - first} chars>"
            pieces += (original[done - 1 : first - 1], mask)
            done = last
            longer = len(mask) - (last - first)
            if column >= last:
                start += longer
            elif column > first:
                start -= column - first
            if end_column >= last:
                end += longer
            elif end_column > first:
                end += last - end_column + longer if end_column > column else first - end_column
        pieces.append(original[done - 1 :])
        return "".join(pieces), start, end


def _merged(spans: list[tuple[int, int]] | tuple[()], limit: int) -> list[tuple[int, int]]:
    """The spans in order, cut off at `limit`, with those that touch made one.

    Masking overlapping spans one by one would bring back parts of what the first had hidden.
    """
    merged: list[tuple[int, int]] = []
    for span in sorted(spans):
        first, last = max(span[0], 1), min(span[1], limit)
        if last <= first:
            continue
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return merged
