"""Reads the facts of one module from its bytes, without running any of it."""

from __future__ import annotations

import ast
import re
import sys
from contextlib import suppress

from lint.image.python.call_text import calls_as_text
from lint.image.python.calls import read_outline
from lint.image.python.demands import Demands, find_demands
from lint.image.python.facts import ModuleFacts, Unparsable
from lint.image.python.prefilter import interesting_lines
from lint.image.python.skeleton import LeftOutError, parse_skeleton
from lint.image.python.socket_paths import MARKS
from lint.image.python.syntax import Positions, too_new
from lint.image.python.visitor import Walk
from lint.image.source_limits import MAX_TOKENS, excess
from lint.support.lazy_regex import lazy_regex
from lint.support.quiet import quiet

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lint.image.python.prefilter import InterestingLines

    Version = tuple[int, int]

MAX_SOURCE_BYTES = 2 << 20
"""A larger source is not parsed: its syntax tree would take a hundred times its size."""
MAX_CALLS_BYTES = 1 << 20
"""The calls of a larger module are not followed."""

_NEWER = lazy_regex(
    rb"^[ \t]*(?:type[ \t]+\w.*=|(?:async[ \t]+)?(?:def|class)[ \t]+\w+[ \t]*\["
    rb"|except\b[^(\n]*,)|\blazy[ \t]+(?:import|from)\b|\b[tT][rR]?[\"']|\b[rR][tT][\"']",
    re.M,
)
"""Syntax that came after Python 3.11 (PEPs 695, 750, 758, 810): where the running Python may be
older than the one the code is for, an error in such a source proves nothing."""

_NEWER_MESSAGES = ("f-string", "exception types must be paren", "unpacking cannot be used in")
"""Parts of messages about what PEPs 701, 758 and 798 allow."""

_F_STRING = lazy_regex(rb"\b(?:[fF][rR]?|[rR][fF])[\"']")
_PLAIN_COOKIES = frozenset(("utf-8", "utf8", "ascii", "us-ascii", "latin-1", "iso-8859-1"))
"""Encodings in which ASCII stands for itself, byte by byte."""
_COOKIE = lazy_regex(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")


def read_facts(
    source: bytes, target: Version | None = None, stored: int = -1, most: int = MAX_TOKENS
) -> ModuleFacts:
    """The facts of a module from its source; never raises.

    `target` is the Python version that the code is meant for, where it is known: syntax that it
    does not have is an error. Syntax that the running Python does not know is only unknown when
    the target is newer, or not known. `stored` is the number of bytes that the source takes in the
    build (-1: as many as it has), and `most` the number of tokens that it may have; past what
    `source_limits` allows, the module is not judged.
    """
    with quiet():
        return _read(source, target, len(source) if stored < 0 else stored, most)


def unreadable(reason: str, kind: str = "unknown") -> ModuleFacts:
    """The facts of a module whose source could not be had, or is beyond a limit (`kind`)."""
    facts = ModuleFacts()
    facts.unparsable = Unparsable(kind, reason)
    return facts


def _read(source: bytes, target: Version | None, stored: int, most: int) -> ModuleFacts:
    if len(source) > MAX_SOURCE_BYTES:
        return unreadable(f"larger than {MAX_SOURCE_BYTES >> 20} MB", "limit")
    if b"\r" in source:
        source = source.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    reason = excess(source, stored, most)
    if reason:
        return unreadable(reason, "limit")
    running = sys.version_info[:2]
    # Whether Python 2 takes a source, the parser of Python 3 cannot tell.
    other = target is not None and target[0] != running[0]
    version = target if target is not None and not other and target < running else None
    interesting = interesting_lines(source)
    if version is None and _PLAIN_COOKIES.issuperset(map(str.lower, _cookies(source))):
        with suppress(LeftOutError):
            tree = parse_skeleton(source, interesting)
            if tree is not None:
                return _facts(tree, source, interesting, False)
    try:
        tree = ast.parse(source, feature_version=version)
    except SyntaxError as error:
        if b"\x00" in source:
            return _broken("syntax", "source code cannot contain null bytes")
        sure = target is not None and target <= running
        unclear = other or (not sure and _may_be_newer(source, error))
        kind, message = "syntax", error.msg
        if unclear:
            kind = "other-python"
            message = f"Python {running[0]}.{running[1]} cannot read it ({message})"
        return _broken(kind, message, error.lineno or 1, error.offset or 1)
    except ValueError:
        return _broken("syntax", "source code cannot contain null bytes")
    except (RecursionError, MemoryError):
        return unreadable("nested too deeply", "limit")
    if version is not None and version < (3, 15) <= running:
        found = too_new(tree)
        if found is not None:
            node, message = found
            return _broken("syntax", message, node.lineno, node.col_offset + 1)
    return _facts(tree, source, interesting)


def _facts(
    tree: ast.Module, source: bytes, interesting: InterestingLines, whole: bool = True
) -> ModuleFacts:
    """The facts that a tree shows. Raises `LeftOutError` where it lacks what they depend on.

    `whole` is false for a tree without some bodies of functions.
    """
    lines = _text_lines(source)
    demands = Demands()
    try:
        walk = Walk(lines, interesting)
        if b"environ" in source or b"getenv" in source:
            demands = find_demands(tree, source)
            walk.learn_demands(demands)
        facts = walk.facts(tree)
        facts.names_sockets = any(mark in source for mark in MARKS)
        facts.changes_path = b"sys.path" in source or b"addsitedir" in source
    except (RecursionError, MemoryError):
        return unreadable("nested too deeply", "limit")
    if len(source) <= MAX_CALLS_BYTES:
        with suppress(RecursionError, MemoryError):
            calls = read_outline(tree, source, Positions(lines), demands, whole)
            facts.outline = calls_as_text(calls)
    return facts


def _broken(kind: str, message: str, line: int = 1, column: int = 1) -> ModuleFacts:
    facts = ModuleFacts()
    facts.unparsable = Unparsable(kind, message[:200], max(line, 1), max(column, 1))
    return facts


def _may_be_newer(source: bytes, error: SyntaxError) -> bool:
    """Whether a newer Python than the running one may take what this one does not."""
    if isinstance(error, IndentationError):
        return False
    if any(words in error.msg for words in _NEWER_MESSAGES) or _NEWER.search(source):
        return True
    # Before 3.12 a quote inside an f-string's braces ends the string, and anything may follow.
    lines = source.split(b"\n")[max((error.lineno or 1) - 2, 0) : (error.end_lineno or 1) + 1]
    return sys.version_info < (3, 12) and any(_F_STRING.search(line) for line in lines)


def _text_lines(source: bytes) -> list[bytes] | None:
    """The lines as the syntax tree counts its columns (UTF-8), or None for plain ASCII."""
    if source.isascii():
        return None
    if source.startswith(b"\xef\xbb\xbf"):
        source = source[3:]
    for cookie in _cookies(source):
        with suppress(LookupError, ValueError):
            source = source.decode(cookie).encode()
        break
    return source.split(b"\n")


def _cookies(source: bytes) -> Iterator[str]:
    for line in source.split(b"\n", 2)[:2]:
        match = _COOKIE.match(line)
        if match is not None:
            yield match.group(1).decode()
        if line.strip() and not line.lstrip().startswith(b"#"):
            return
