"""The lines of a source that are worth looking into: most statements only bind a name."""

from __future__ import annotations

from bisect import bisect_left

from lint.image.python.named_modules import WORDS
from lint.model.record import record
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_WORDS = (
    b"import",
    b"global",
    b":=",
    b"exec(",
    b"vars(",
    b"locals(",
    b"sys.modules",
    b"__path__",
    b"meta_path",
    b"expandvars",
    b"setattr",
    b"Settings",
    b"Config(",
    b"Configuration(",
    b"Environment(",
    b"Secrets(",
    b"Env(",
    *WORDS,
)
"""A statement without any of these, or of `_ENVIRONMENT`, holds nothing but the names that it binds."""
_ENVIRONMENT = (b"environ", b"getenv", b"envvar", b"dotenv", b"read_env")
_AROUND = 5
"""Bytes before and behind `env` in these."""

_ANYTHING = lazy_regex(
    rb"decouple|environs|import\s+environ\b|starlette\.config|BaseSettings|pydantic_settings"
    rb"|=[ \t]*(?:\w+\.)?environ[ \t]*(?:[\n#;,)]|\Z)|\b(?:environ|getenv|import_module|__import__|modules)\s+as\b"
    rb"|=\s*(?:\w+\.)?(?:getenv|import_module|__import__)\b(?!\s*\()"
    rb"|from\s+sys\s+import|import\s+sys\s+as"
)
"""With one of these in an interesting line, otherwise harmless words become significant."""

# What begins with a text is found several times as fast as what begins with `\b`.
_RENAMED = lazy_regex(rb"(?:environ|getenv)(?:\s|\\\n)+as\b")
_FROM_OS = lazy_regex(rb"os(?:\s|\\\n)+(?:as|import)\b")

_INNER_CLASS = lazy_regex(rb"\n[ \t]+class\b")


@record
class InterestingLines:
    """The lines of a source that may do more than bind a name."""

    lines: list[int] | None
    """Counted from 1, in order; None for all of them."""

    def within(self, first: int, last: int) -> bool:
        """Whether one of the lines from `first` to `last` is interesting."""
        if self.lines is None:
            return True
        index = bisect_left(self.lines, first)
        return index < len(self.lines) and self.lines[index] <= last

    def with_word(self, source: bytes, word: bytes) -> InterestingLines:
        """These lines, and those that have the word."""
        if self.lines is None:
            return self
        return InterestingLines(
            sorted({*self.lines, *_lines_at(source, _positions(source, (word,)))[0]})
        )


def interesting_lines(source: bytes) -> InterestingLines:
    r"""The interesting lines of a source with `\n` line ends."""
    lines, texts = _lines_at(source, _positions(source, _WORDS) + _environment(source))
    # Every match holds one of the words, and searching the rest would take longer than the rest.
    return InterestingLines(None if _ANYTHING.search(b"\n".join(texts)) else lines)


def environment_lines(source: bytes) -> InterestingLines:
    r"""The lines of a source with `\n` line ends that name `os.environ` or `os.getenv`."""
    positions = _positions(source, (b"environ", b"getenv"))
    if any(_RENAMED.match(source, position) for position in positions):
        return InterestingLines(None)
    return InterestingLines(_lines_at(source, positions)[0])


def renames_os(source: bytes) -> bool:
    """Whether a source may have other names for `os.environ` and `os.getenv`."""
    return _FROM_OS.search(source) is not None


def inner_class_lines(source: bytes) -> list[int]:
    r"""The lines of a source with `\n` line ends where a class that is not at its top level begins.

    Some may stand in a text.
    """
    lines: list[int] = []
    line, counted = 1, 0
    inside = b" class" in source or b"\tclass" in source
    for match in _INNER_CLASS.finditer(source) if inside else ():
        line += source.count(b"\n", counted, match.end())
        counted = match.end()
        lines.append(line)
    return lines


def has_class(source: bytes, start: int, end: int) -> bool:
    """Whether a class may begin in a part of a source that is indented, with spaces.

    The part begins with a line, and not with the first one.
    """
    if source.find(b" class ", start, end) < 0:
        return False
    return _INNER_CLASS.search(source, start - 1, end) is not None


def _environment(source: bytes) -> list[int]:
    """Where the words of `_ENVIRONMENT` stand, which are found by what they have in common."""
    found: list[int] = []
    for position in _positions(source, (b"env",)):
        around = source[max(position - _AROUND, 0) : position + len(b"env") + _AROUND]
        if any(word in around for word in _ENVIRONMENT):
            found.append(position)
    return found


def _positions(source: bytes, words: Iterable[bytes]) -> list[int]:
    """Where the words stand, word by word."""
    positions: list[int] = []
    for word in words:
        position = source.find(word)
        while position >= 0:
            positions.append(position)
            position = source.find(word, position + 1)
    return positions


def _lines_at(source: bytes, positions: list[int]) -> tuple[list[int], list[bytes]]:
    """The numbers and the texts of the lines that have one of the positions."""
    positions.sort()
    lines: list[int] = []
    texts: list[bytes] = []
    line, counted, end = 1, 0, -1
    for position in positions:
        if position < end:
            continue
        line += source.count(b"\n", counted, position)
        counted = position
        lines.append(line)
        start = source.rfind(b"\n", 0, position) + 1
        end = source.find(b"\n", position)
        end = len(source) if end < 0 else end
        texts.append(source[start:end])
    return lines, texts
