"""Python: names, keywords and operators are shown; strings, numbers and comments are not.

Two kinds of strings are, because findings are about them: the name of a variable where the
environment is read, and the name of a module where it is imported or served.
"""

from __future__ import annotations

import re

from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lint.model.source import Source

_OPENING = lazy_regex(r"#|\"\"\"|'''|\"|'")
_REST_OF_STRING = {
    '"': lazy_regex(r'(?:[^"\\\n]++|\\.)*+', re.DOTALL),
    "'": lazy_regex(r"(?:[^'\\\n]++|\\.)*+", re.DOTALL),
}
_REST_OF_TRIPLE = {
    '"""': lazy_regex(r'(?:[^"\\]++|\\.|"(?!""))*+', re.DOTALL),
    "'''": lazy_regex(r"(?:[^'\\]++|\\.|'(?!''))*+", re.DOTALL),
}
_NUMBER = lazy_regex(r"(?<![A-Za-z_0-9.])(?:\d[\w.]{2,}|\.\d[\w.]+)")
_READS = lazy_regex(r"(?:environ\s?\[|\b(?:environ\.(?:get|pop|setdefault)|getenv)\s?\()\s{0,9}\Z")
_VARIABLE = lazy_regex(r"[A-Z][A-Z0-9_]{0,99}")
_IMPORTS = lazy_regex(r"\b(?:import_module|__import__|uvicorn\.run)\s?\(\s{0,9}\Z")
_MODULE = lazy_regex(
    r"\.{0,5}[A-Za-z_]\w{0,60}(?:\.[A-Za-z_]\w{0,60}){0,15}(?::[A-Za-z_]\w{0,60})?"
)

_FOR_US = lazy_regex(r"#+\s*lint:\s*ignore\b")
"""A comment that accepts findings: its reason is meant to be read."""


def mark(source: Source) -> None:
    """Reveals what is neither a literal nor a comment."""
    source.is_code = True
    text = "\n".join(source.lines())
    line, column = 1, 1
    done = 0

    def advance(end: int) -> None:
        nonlocal line, column, done
        part = text[done:end]
        breaks = part.count("\n")
        line += breaks
        column = len(part) - part.rfind("\n") if breaks else column + len(part)
        done = end

    for start, end, is_code in regions(text):
        advance(start)
        first = line, column
        advance(end)
        if is_code:
            source.reveal(*first, line, column)
            for match in _NUMBER.finditer(text, start, end):
                _redact_at(source, text, match.start(), match.end(), start, first)
        elif not _telling(text, start, end):
            source.redact(*first, line, column)
            if _is_open(text, start, end):
                # Where a quote is missing, what looks like code may be a string, and vice versa.
                _distrust(source, text, start, first)
        else:
            source.reveal(*first, line, column)


def _is_open(text: str, start: int, end: int) -> bool:
    """Whether a part is the inside of a string that is not closed."""
    quote = text[start - 1 : start]
    return quote in ("'", '"') and not text.startswith(quote, end)


def _distrust(source: Source, text: str, start: int, place: tuple[int, int]) -> None:
    """Hides what precedes an open string from the first quote of its kind on."""
    line, column = place
    if text[start - 3 : start] in _REST_OF_TRIPLE:
        at = min(found for found in map(text.find, _REST_OF_TRIPLE) if found >= 0)
        first = text.count("\n", 0, at) + 1
        source.redact(first, at + 3 - text.rfind("\n", 0, at), line, column)
        return
    begin = text.rfind("\n", 0, start) + 1
    quotes = [at for at in (text.find(quote, begin) for quote in _REST_OF_STRING) if at >= 0]
    source.redact(line, min(quotes) - begin + 2, line, column)


def _redact_at(
    source: Source, text: str, start: int, end: int, known: int, place: tuple[int, int]
) -> None:
    """Hides a span within one line, whose place is found from a place that is known."""
    line, column = place
    breaks = text.count("\n", known, start)
    if breaks:
        line += breaks
        column = start - text.rfind("\n", known, start)
    else:
        column += start - known
    source.redact(line, column, line, column + end - start)


def regions(text: str) -> Iterator[tuple[int, int, bool]]:
    """The parts of a text in order: (start, end, whether it is code).

    Parts that are not code are comments and the insides of strings, without their quotes. Linear.
    """
    at = 0
    while True:
        match = _OPENING.search(text, at)
        if match is None:
            yield at, len(text), True
            return
        mark = match[0]
        begin = match.start() if mark == "#" else match.end()
        yield at, begin, True
        if mark == "#":
            end = text.find("\n", begin)
            end = len(text) if end < 0 else end
        elif len(mark) == 3:
            end = _end(_REST_OF_TRIPLE[mark], text, begin)
        else:
            end = _end(_REST_OF_STRING[mark], text, begin)
        yield begin, end, False
        at = end + len(mark) if mark != "#" and text.startswith(mark, end) else end


def _end(pattern: object, text: str, begin: int) -> int:
    match = pattern.match(text, begin)  # type: ignore[attr-defined]
    end: int = match.end()
    # A backslash at the very end of the text escapes nothing and still belongs to the string.
    return end + 1 if text.startswith("\\", end) else end


def _telling(text: str, start: int, end: int) -> bool:
    """Whether a part is the name of a variable that is read, or of a module, or written for us."""
    if end - start > 200 or "\n" in text[start:end]:
        return False
    if text.startswith("#", start) and _FOR_US.match(text, start, end):
        return True
    inner = text[start:end]
    head = text[max(0, start - 60) : start - 1]
    if _READS.search(head):
        return _VARIABLE.fullmatch(inner) is not None
    if _IMPORTS.search(head):
        return _MODULE.fullmatch(inner) is not None
    return False
