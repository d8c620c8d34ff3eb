"""Reads the facts of one module from its bytes, without running any of it."""

from __future__ import annotations

import ast
import re
import sys
import warnings
from bisect import bisect_left

from lint.build.module_facts import ModuleFacts, Unparsable
from lint.build.module_walk import Walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    Version = tuple[int, int]

MAX_SOURCE_BYTES = 2 << 20
"""A larger source is not parsed: its syntax tree would take a hundred times its size."""

_TELLING = (
    b"import",
    b"environ",
    b"getenv",
    b"envvar",
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
)
"""A statement without any of these holds nothing but the names that it binds."""

_ANYTHING_TELLS = re.compile(
    rb"decouple|environs|import\s+environ\b|starlette\.config|BaseSettings|pydantic_settings"
    rb"|=\s*(?:\w+\.)?environ\b|\b(?:environ|getenv|import_module|__import__|modules)\s+as\b"
    rb"|=\s*(?:\w+\.)?(?:getenv|import_module|__import__)\b(?!\s*\()"
    rb"|from\s+sys\s+import|import\s+sys\s+as"
)
"""With one of these in a source, words that tell nothing elsewhere may tell something."""

_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")


def read_facts(source: bytes, target: Version | None = None) -> ModuleFacts:
    """The facts of a module from its source; never raises.

    `target` is the Python version that the code is meant for, where it is known: syntax that it
    does not have is an error. Syntax that the running Python does not know is only unknown when
    the target is newer, or not known.
    """
    with quiet():
        return _read(source, target)


def quiet() -> AbstractContextManager[object]:
    """A context in which the compiler's warnings about checked code go nowhere."""
    return warnings.catch_warnings(action="ignore")


def unreadable(reason: str) -> ModuleFacts:
    """The facts of a module whose source could not be had."""
    facts = ModuleFacts()
    facts.unparsable = Unparsable("unknown", reason)
    return facts


def _read(source: bytes, target: Version | None) -> ModuleFacts:
    if len(source) > MAX_SOURCE_BYTES:
        return unreadable(f"larger than {MAX_SOURCE_BYTES >> 20} MB")
    if b"\r" in source:
        source = source.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    running = sys.version_info[:2]
    version = target if target is not None and target < running else None
    try:
        tree = ast.parse(source, feature_version=version)
    except SyntaxError as error:
        if b"\x00" in source:
            return _broken("syntax", "source code cannot contain null bytes")
        # A newer Python may well take it, and so may one whose version nobody knows.
        sure = target is not None and target <= running
        place = (error.lineno or 1, error.offset or 1)
        return _broken("syntax" if sure or _is_old_news(error) else "unknown", error.msg, *place)
    except ValueError:
        return _broken("syntax", "source code cannot contain null bytes")
    except (RecursionError, MemoryError):
        return unreadable("nested too deeply")
    telling = _telling_lines(source)
    walk = Walk(_text_lines(source), telling)
    try:
        return walk.facts(tree)
    except (RecursionError, MemoryError):
        return unreadable("nested too deeply")


def _broken(kind: str, message: str, line: int = 1, column: int = 1) -> ModuleFacts:
    facts = ModuleFacts()
    facts.unparsable = Unparsable(kind, message[:200], max(line, 1), max(column, 1))
    return facts


def _is_old_news(error: SyntaxError) -> bool:
    """Whether no later Python takes it either: indentation, and what can never be closed."""
    return isinstance(error, IndentationError) or error.msg.startswith(
        ("unterminated triple-quoted", "'(' was never", "'[' was never", "'{' was never")
    )


def _telling_lines(source: bytes) -> Telling:
    if _ANYTHING_TELLS.search(source):
        return Telling(None)
    positions: list[int] = []
    for word in _TELLING:
        position = source.find(word)
        while position >= 0:
            positions.append(position)
            position = source.find(word, position + 1)
    positions.sort()
    lines: list[int] = []
    line, counted = 1, 0
    for position in positions:
        line += source.count(b"\n", counted, position)
        counted = position
        lines.append(line)
    return Telling(lines)


class Telling:
    """The lines that may hold a fact; None for all of them."""

    __slots__ = ("lines",)

    def __init__(self, lines: list[int] | None) -> None:
        self.lines = lines

    def within(self, first: int, last: int) -> bool:
        """Whether any of the lines from `first` to `last` may hold a fact."""
        if self.lines is None:
            return True
        index = bisect_left(self.lines, first)
        return index < len(self.lines) and self.lines[index] <= last


def _text_lines(source: bytes) -> list[bytes] | None:
    """The lines as the syntax tree counts its columns (UTF-8), or None for plain ASCII."""
    if source.isascii():
        return None
    if source.startswith(b"\xef\xbb\xbf"):
        source = source[3:]
    for cookie in _cookies(source):
        try:
            source = source.decode(cookie).encode()
        except (LookupError, ValueError):
            pass
        break
    return source.split(b"\n")


def _cookies(source: bytes) -> Iterator[str]:
    for line in source.split(b"\n", 2)[:2]:
        match = _COOKIE.match(line)
        if match is not None:
            yield match.group(1).decode()
        if line.strip() and not line.lstrip().startswith(b"#"):
            return
