"""A text that findings point into, of which only what is known to be harmless is shown."""

from __future__ import annotations

from lint.model.text import merged, redacted, secret_spans

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Span = tuple[int, int]

_STRUCTURE = frozenset("-:,{}[]?|>\"'+")
"""Characters of punctuation that are shown wherever they stand between words."""
_ENCLOSING = "\"'[]{},"
"""Punctuation that is shown also where it touches a word."""


class Source:
    """The text of one file or archive member.

    Nothing of it is shown but white space and punctuation, unless a reader that knows the
    language reveals it (`reveal`); what must never be shown is marked with `redact`, which wins.
    What looks like a credential is hidden even where it was revealed. `line` gives a line with all
    else replaced, so that no report can print it by mistake.
    `yaml_breaks` says that the reader counts lines as YAML 1.1 does, where U+0085, U+2028 and
    U+2029 end a line too. `is_code` is set by whoever reveals names and operators only, so that a
    name such as `secret_key` before a `=` does not make a credential of what follows.
    """

    __slots__ = (
        "_hidden",
        "_lines",
        "_pending",
        "_revealed",
        "_shown",
        "_yaml_breaks",
        "is_code",
        "path",
        "text",
    )

    def __init__(self, path: str, text: str, *, yaml_breaks: bool = False) -> None:
        self.path = path
        self.text = text
        self._lines: list[str] | None = None
        self._hidden: dict[int, list[Span]] = {}
        self._revealed: dict[int, list[Span]] = {}
        self._shown: dict[int, _Shown] = {}
        self._pending: list[Callable[[Source], object]] = []
        self._yaml_breaks = yaml_breaks
        self.is_code = False

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

    def mark_later(self, marker: Callable[[Source], object]) -> None:
        """Has `marker` reveal and redact its spans before anything of this text is shown.

        Most texts are never shown, so looking for what may be shown waits until one is.
        """
        self._pending.append(marker)

    def settle(self) -> None:
        """Does the marking that was put off."""
        while self._pending:
            self._pending.pop()(self)

    def reveal(self, line: int, column: int, end_line: int, end_column: int) -> None:
        """Marks a span (counted as in `Place`) as one that may be shown."""
        if end_line > line:
            end_line = min(end_line, len(self.lines()))
        self._shown.clear()
        _mark(self._revealed, line, column, end_line, end_column)

    def redact(self, line: int, column: int, end_line: int, end_column: int) -> None:
        """Marks a span (counted as in `Place`) as one that must never be shown."""
        if end_line > line:
            end_line = min(end_line, len(self.lines()))
        self._shown.clear()
        _mark(self._hidden, line, column, end_line, end_column)

    def join(self, other: Source) -> None:
        """Takes over what another reader of the same text has revealed and redacted."""
        other.settle()
        for mine, theirs in ((self._revealed, other._revealed), (self._hidden, other._hidden)):
            for number, spans in theirs.items():
                mine.setdefault(number, []).extend(spans)
        self.is_code = self.is_code and other.is_code
        self._shown.clear()

    def line(self, number: int) -> str:
        """Line `number` (from 1) as it may be shown; "" when the text has no such line."""
        return self.shown_span(number, 1, 1)[0]

    def shown_span(self, number: int, column: int, end_column: int) -> tuple[str, int, int]:
        """Line `number` as it may be shown, and where a span of the original is in it.

        A span that begins or ends inside something hidden covers all of its replacement.
        """
        self.settle()
        lines = self.lines()
        if not 1 <= number <= len(lines):
            return "", column, end_column
        shown = self._shown.get(number)
        if shown is None:
            shown = self._shown[number] = _Shown(lines[number - 1], self._masks(number))
        return shown.text, shown.start(column), shown.end(end_column, empty=end_column <= column)

    def _masks(self, number: int) -> list[Span]:
        """The spans of a line that are replaced, in order; no two touch."""
        line = self.lines()[number - 1]
        limit = len(line) + 1
        hidden = _within(self._hidden.get(number, []), limit)
        revealed = _within(self._revealed.get(number, []), limit)
        masks = [_trimmed(line, span) for span in hidden]
        for first, last in revealed:
            part = line[first - 1 : last - 1]
            masks += [
                (first + start, first + end) for start, end in secret_spans(part, code=self.is_code)
            ]
        done = 1
        for first, last in [*merged(hidden + revealed), (limit, limit)]:
            masks += _words(line, done, first)
            done = max(done, last)
        return merged(span for span in masks if span[0] < span[1])


class _Shown:
    """One line as it may be shown. Made once: a line may have thousands of findings."""

    __slots__ = ("lasts", "masks", "shifts", "text")

    def __init__(self, original: str, masks: list[Span]) -> None:
        pieces: list[str] = []
        done = 1
        self.masks = masks
        self.lasts = [last for _, last in masks]
        self.shifts = [0]
        """By how much the masks before each one move what follows; the last entry: all of them."""
        for first, last in masks:
            mask = redacted(original[first - 1 : last - 1])
            pieces += (original[done - 1 : first - 1], mask)
            done = last
            self.shifts.append(self.shifts[-1] + len(mask) - (last - first))
        pieces.append(original[done - 1 :])
        self.text = "".join(pieces)

    def start(self, column: int) -> int:
        """Where a span is shown that begins at `column`: at the begin of a mask if inside it."""
        from bisect import bisect_right

        before = bisect_right(self.lasts, column)
        inside = before < len(self.masks) and column > self.masks[before][0]
        return self.shifts[before] + (self.masks[before][0] if inside else column)

    def end(self, column: int, *, empty: bool) -> int:
        """Where a span is shown that ends at `column`: at the end of a mask if inside it."""
        from bisect import bisect_right

        before = bisect_right(self.lasts, column)
        if before == len(self.masks) or column <= self.masks[before][0]:
            return self.shifts[before] + column
        first, last = self.masks[before]
        return self.shifts[before] + first if empty else self.shifts[before + 1] + last


def _mark(
    spans: dict[int, list[Span]], line: int, column: int, end_line: int, end_column: int
) -> None:
    if line == end_line:
        spans.setdefault(line, []).append((column, end_column))
        return
    for number in range(line, end_line + 1):
        first = column if number == line else 1
        last = end_column if number == end_line else 1 << 30
        spans.setdefault(number, []).append((first, last))


def _within(spans: list[Span], limit: int) -> list[Span]:
    """Spans cut off at the ends of a line, in order, with those that touch made one.

    Masking overlapping spans one by one would bring back parts of what the first had hidden.
    """
    return merged((max(first, 1), min(last, limit)) for first, last in spans)


def _trimmed(line: str, span: Span) -> Span:
    """A span without the indentation of its line, which reveals nothing."""
    first, last = span
    if first == 1:
        first += len(line) - len(line.lstrip())
    return first, last


def _words(line: str, first: int, last: int) -> list[Span]:
    """The words of a part that no reader revealed. Neighbours count as one; punctuation does not count."""
    spans: list[Span] = []
    at = first - 1
    end = last - 1
    joined = False
    while at < end:
        if line[at].isspace():
            at += 1
            continue
        start = at
        while at < end and not line[at].isspace():
            at += 1
        word = line[start:at]
        if all(character in _STRUCTURE for character in word):
            joined = False
            continue
        left = start + len(word) - len(word.lstrip(_ENCLOSING))
        right = at - len(word) + len(word.rstrip(_ENCLOSING))
        if joined and left == start:
            spans[-1] = (spans[-1][0], right + 1)
        else:
            spans.append((left + 1, right + 1))
        joined = right == at
    return spans
