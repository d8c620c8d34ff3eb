r"""A module's syntax tree without the bodies of functions in which nothing matters.

Making a syntax tree takes half as long again as parsing alone, and most code is in the bodies of
functions that say nothing about imports or the environment. Such bodies are taken out and only
parsed, so that an error of syntax in them is found all the same.

What is taken out is found by indentation, which alone proves nothing: a line may stand in a text or
in brackets. So both parts are parsed with a mark at each place where they were cut. The mark is an
error inside of a text or of brackets: where both parts are without one, each cut was between two
statements. In any other case the module is parsed as it is.
"""

from __future__ import annotations

import ast
import os
import re

from lint.image.python.prefilter import has_class
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lint.image.python.prefilter import InterestingLines

_MARK = b"\"\"\" left out %s \"\"\"''' left out '''" % os.urandom(4).hex().encode()
"""One text in two literals: in a text of either kind, it ends that text before a word. No source can
imitate it."""
_LEFT_OUT = ast.literal_eval(_MARK.decode())
_BLOCK = b"if" + _MARK + b":\n"
_STOP = b"from __future__ import braces\n"
"""The compiler refuses it once a source is parsed, before it makes anything of it."""

_WORTH_CUTTING = 60
"""Bytes of a body: the marks take as long to parse as so much code."""
_WORTH_LEAVING_OUT = 1_000
"""Bytes of all bodies together."""

_HEADER = lazy_regex(
    rb"( *)(?:async +)?def +(\w+)\("
    rb"(?:[^()#\"']++|\"[^\"\\\n()]*+\"|'[^'\\\n()]*+'"
    rb"|\((?:[^()#\"']++|\"[^\"\\\n()]*+\"|'[^'\\\n()]*+'|\([^()#\"']*+\))*+\))*+\)"
    rb"(?: *->[^\n:#]*+)?+ *:\n"
)
"""The first line or lines of a function, where its parameters are plain enough to find their end."""
_SPACES = lazy_regex(rb"\n*( *)")
_FAR = 50
"""Spaces before a function that is looked at, and lines of comments behind it."""
_ENDS: dict[int, re.Pattern[bytes]] = {}


class LeftOutError(Exception):
    """The body of a function is needed, and the tree does not have it."""


def parse_skeleton(source: bytes, interesting: InterestingLines) -> ast.Module | None:
    r"""The syntax tree of a source with `\n` line ends, with all that is on interesting lines.

    Functions keep their first and last lines. None where nothing can be left out, or where the
    source has an error.
    """
    if interesting.lines is None or b"\t" in source or b"\f" in source:
        return None
    bodies = list(_bodies(source, interesting))
    if sum(end - start for start, end, _ in bodies) < _WORTH_LEAVING_OUT:
        return None
    kept: list[bytes] = []
    cut: list[bytes] = [_STOP]
    done = 0
    for start, end, spaces in bodies:
        body = source[start:end]
        kept += (source[done:start], b"\n" * body.count(b"\n"), spaces, _MARK)
        cut += (_BLOCK, body, b"\n")
        done = end
    kept.append(source[done:])
    try:
        tree = ast.parse(b"".join(kept))
        return tree if _is_sound(b"".join(cut)) else None
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def is_left_out(function: ast.AST) -> bool:
    """Whether the tree has a mark in the place of a function's body."""
    body = getattr(function, "body", None)
    first = body[0] if isinstance(body, list) else None
    value = first.value if isinstance(first, ast.Expr) else None
    return isinstance(value, ast.Constant) and value.value == _LEFT_OUT


def _is_sound(source: bytes) -> bool:
    """Whether a source that begins with `_STOP` can be parsed."""
    try:
        compile(source, "<unknown>", "exec", dont_inherit=True)
    except SyntaxError as error:
        return error.lineno == 1 and error.msg == "not a chance"
    return False


def _bodies(source: bytes, interesting: InterestingLines) -> Iterator[tuple[int, int, bytes]]:
    """Where bodies that can be left out begin and end, and the spaces before their first line."""
    line, counted = 1, 0
    seen, in_text = 0, False
    found = source.find(b"def ")
    while found >= 0:
        after = found + 4
        begin = source.rfind(b"\n", max(found - _FAR, 0), found) + 1
        header = _HEADER.match(source, begin) if begin or found < _FAR else None
        if header is not None and header.group(2) != b"__getattr__":
            start = after = header.end()
            in_text ^= _splits_text(source, seen, start)
            seen = start
            end = _end(source, start, header.end(1) - begin) if not in_text else start
            if end - start >= _WORTH_CUTTING and not _splits_text(source, start, end):
                line += source.count(b"\n", counted, start)
                counted = start
                last = line + source.count(b"\n", start, end)
                if not interesting.within(line, last) and not has_class(source, start, end):
                    spaces = _SPACES.match(source, start)
                    yield start, end, spaces.group(1) if spaces is not None else b""
                    after = seen = end
        found = source.find(b"def ", after)


def _splits_text(source: bytes, start: int, end: int) -> bool:
    """Whether a text in three quotes seems to begin or to end in a part of a source, not both.

    Only a guess: where it is right, a module with code in its texts is not parsed in vain.
    """
    quotes = source.count(b'"""', start, end) + source.count(b"'''", start, end)
    return quotes % 2 == 1


def _end(source: bytes, start: int, depth: int) -> int:
    """The end of the last line that has more spaces before it than `depth`, and is no comment.

    It is `start` where that is not certain.
    """
    pattern = _ENDS.get(depth)
    if pattern is None:
        pattern = _ENDS[depth] = re.compile(rb"\n {0,%d}[^ \n]" % depth)
    below = pattern.search(source, start - 1)
    end = below.start() if below is not None else len(source)
    text = source[start:end].rstrip()
    for _ in range(_FAR):
        begin = text.rfind(b"\n") + 1
        line = text[begin:].lstrip()
        if not line.startswith(b"#"):
            return start + len(text)
        if b'"' in line or b"'" in line:
            break  # a text may end there
        text = text[:begin].rstrip()
    return start
