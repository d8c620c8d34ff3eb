r"""What parsing a module may cost, found out before it is parsed.

A syntax tree takes up to 0.9 KB and 5 microseconds a token, whatever the size of the file: two
bytes (`x` and a line end) are a statement. CPython 3.11 also reads an f-string in time that grows
with the square of its length, and joins the parts of an imported name one by one, which takes as
much memory. So tokens, f-strings and dotted names are counted, in one pass that does not nest.
"""

from __future__ import annotations

import ast
import re

from lint.support.lazy_regex import lazy_regex
from lint.support.quiet import quiet

MAX_TOKENS = 200_000
"""Tokens of a module. The largest modules that people write have half of that."""

TOKENS_FOR_EACH = 1_500
TOKENS_PER_BYTE = 5
"""A module may have so many tokens, and so many more for each byte that it takes in the build,
compressed: what people write has less than one a byte, tables of numbers up to four. So the time
that a build takes is bounded by the size of its file."""

MAX_NAME = 1_000
"""Characters of a dotted name: no path of a file is longer by much."""

_WORTH_PACKING = 20_000
_MAX_FORMAT = 10**10
_MAX_PARTS = 4 * 10**6
_MAX_JOINED = 4 << 20
_RUN = lazy_regex(r"[sf]{50,}")
_MAY_RUN = lazy_regex(rb"[\"'rRbBuUfFtT]{50,}")
_QUOTES = (b'"', b"'")
_FORMATS = (b"f", b"F", b"t", b"T")

_TOKEN = lazy_regex(
    rb"(?:[rRbBuUfFtT]{1,2}+(?=[\"']))?+(?:"
    rb"\"\"\"(?:[^\"\\]++|\\.|\"(?!\"\"))*+(?:\"\"\")?"
    rb"|'''(?:[^'\\]++|\\.|'(?!''))*+(?:''')?"
    rb"|\"(?:[^\"\\\n]++|\\.)*+\"?|'(?:[^'\\\n]++|\\.)*+'?)"
    rb"|#[^\n]*+|[\w\x80-\xff]++|\n\s*+|[^\s\w]",
    re.DOTALL,
)
_FORMAT = lazy_regex(rb"[fFtT][rR]?[\"']")
_LONG_FORMAT = lazy_regex(rb"[fFtT][a-zA-Z]?(?:\"\"\"|''')")
_DOTTED = lazy_regex(rb"[\w.\x80-\xff]{1001,}")
_SPACE = lazy_regex(rb"(?:\\\n|[ \t\f])++")
_WORD = b"_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" + bytes(range(128, 256))
_SHAPE = bytes(
    byte if byte == 10 else 32 if byte in b" \t\r\f\v" else 119 if byte in _WORD else 46
    for byte in range(256)
)
"""Maps a byte to `w` for a part of a word, to a space, a line end, or `.` for anything else."""


class TooCostlyError(ValueError):
    """A source that is not parsed, because parsing it would take too much; says why."""


def parse(source: bytes) -> ast.Module:
    """The syntax tree of a module, for which it is not known what it takes in the build.

    Raises `TooCostlyError`, and what `ast.parse` raises: `SyntaxError`, `ValueError`,
    `RecursionError` and `MemoryError`.
    """
    stored = len(source)
    if stored > _WORTH_PACKING:
        import zlib

        stored = len(zlib.compress(source, 1))
    reason = excess(source.replace(b"\r\n", b"\n").replace(b"\r", b"\n"), stored)
    if reason:
        raise TooCostlyError(reason)
    with quiet():
        return ast.parse(source)


def excess(source: bytes, stored: int, most: int = MAX_TOKENS) -> str:
    r"""Why a source with `\n` line ends is not to be parsed; "" when it may be.

    `stored` is the number of bytes that it takes in the build, `most` the tokens that are allowed
    at present.
    """
    if len(source) <= TOKENS_FOR_EACH:
        return ""
    allowed = min(most, TOKENS_FOR_EACH + TOKENS_PER_BYTE * (stored + 100))
    if _is_small(source, allowed):
        return ""
    tokens: list[bytes] = _TOKEN.findall(source)
    count = len(tokens)
    if _may_have_format_strings(source):
        # Most tokens that begin with one of these letters are words.
        sizes = [
            len(token)
            for token in tokens
            if token[0] in b"fFrRtT"
            and (token[1:2] in _QUOTES or token[2:3] in _QUOTES)
            and _is_format(token)
        ]
        count += sum(sizes) // 2  # what is in their braces is made into a tree too
        firsts = b"".join([token[:1] for token in tokens]).translate(None, b"\n#")
        may_run = _MAY_RUN.search(firsts) is not None
        runs = _RUN.findall("".join(map(_kind, tokens))) if may_run else []
        if (
            sum(size * size for size in sizes) > _MAX_FORMAT
            or sum(len(run) * len(run) for run in runs if "f" in run) > _MAX_PARTS
        ):
            return "f-strings that are too long"
    if count > allowed:
        return f"more than {allowed:,} tokens"
    if not _may_have_long_names(source):
        return ""
    # White space may be between the parts, and a line end after a backslash.
    plain = _SPACE.sub(b" ", source).replace(b" .", b".").replace(b". ", b".")
    joined = 0
    for match in _DOTTED.finditer(plain):
        joined += len(match.group()) * match.group().count(b".")
    if joined > _MAX_JOINED:
        return "dotted names that are too long"
    return ""


def _is_small(source: bytes, allowed: int) -> bool:
    """Whether counts that cost next to nothing show that a source is within every limit.

    They are upper bounds of what `excess` counts: most modules are far below.
    """
    if _may_have_long_names(source):
        return False
    strings = source.count(b'"') + source.count(b"'")
    if strings**2 > _MAX_PARTS or len(source) * _longest_string(source) > _MAX_FORMAT:
        if _may_have_format_strings(source):
            return False
    count = len(source) + len(source) // 2
    if count > allowed:
        count = _most_tokens(source)
        if count <= allowed and _may_have_format_strings(source):
            count += len(source) // 2
    return count <= allowed


def _most_tokens(source: bytes) -> int:
    """At least as many as there are tokens: what is in strings and comments is counted as well."""
    shape = source.translate(_SHAPE)
    words = sum(map(shape.count, (b" w", b"\nw", b".w"))) + 1
    return words + shape.count(b".") + shape.count(b"\n")


def _may_have_long_names(source: bytes) -> bool:
    """Whether dotted names may take more than `_MAX_JOINED`; they stand in lines of some length."""
    if len(source) * source.count(b".") <= _MAX_JOINED:
        return False
    return _longest_line(source) > MAX_NAME


def _longest_string(source: bytes) -> int:
    """At least as many bytes as the longest f-string has: without three quotes it ends with its line."""
    if len(source) ** 2 <= _MAX_FORMAT or _LONG_FORMAT.search(source) is not None:
        return len(source)
    return _longest_line(source)


def _longest_line(source: bytes) -> int:
    """The bytes of the longest line, those that a backslash joins being one."""
    joined = source.replace(b"\\\n", b"  ") if b"\\\n" in source else source
    return max(map(len, joined.split(b"\n")))


def _may_have_format_strings(source: bytes) -> bool:
    return _FORMAT.search(source) is not None


def _kind(token: bytes) -> str:
    """One letter for a token, so that strings beside each other, which are one, are found."""
    if token[:1] in b"\n#":
        return ""
    if token[-1:] not in (b'"', b"'"):
        return "o"
    return "f" if _is_format(token) else "s"


def _is_format(token: bytes) -> bool:
    first, second = token[:1], token[1:2]
    if second in _QUOTES:
        return first in _FORMATS
    two = token[2:3] in _QUOTES and first not in _QUOTES
    return two and (first in _FORMATS or second in _FORMATS)
