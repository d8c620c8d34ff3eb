"""One pattern of a `.dockerignore`, as moby/patternmatcher compiles it.

That library turns a pattern into one of four matchers: equality, prefix, suffix or a regular
expression. The first three are not mere optimisations: `**file` matches `myfile` as a suffix,
while `**file*`, a regular expression, does not match `myfile1`. So the same four are kept here, as
tokens of `lint.support.path_patterns`.
"""

from __future__ import annotations

import re

from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.support.path_patterns import Token

_ANY_ONE: Token = ("class", "[^/]", "/".__ne__)
_STAR: Token = ("loop", "/", None)
# In Go's regular expressions, `.` does not match the end of a line.
_DEEP: Token = ("deep", "\n", None)
_REST: Token = ("loop", "\n", None)
NOTHING: Token = ("class", "nothing", lambda char: False)
"""A token that matches no character."""

_BOM = "\ufeff"

_ESCAPED_CLASSES = {
    "d": "[0-9]",
    "D": "[^0-9]",
    "s": r"[\t\n\f\r ]",
    "S": r"[^\t\n\f\r ]",
    "w": "[0-9A-Za-z_]",
    "W": "[^0-9A-Za-z_]",
}
_ESCAPED_CHARS = {"a": "\a", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_REPEAT = lazy_regex(r"\d+(,\d*)?\}")
# Escapes that Go's regexp gives a meaning of its own; nobody writes them on purpose.
_EXOTIC_ESCAPES = frozenset("ABCEQbpPxz")


class BadPatternError(ValueError):
    """The pattern is malformed: BuildKit refuses the build.

    `early` tells whether it is found when the file is read (then kaniko ignores nothing at all)
    or only when the pattern is first tried. `exotic` patterns may be valid and are not judged.
    """

    def __init__(self, early: bool, exotic: bool = False) -> None:
        super().__init__("malformed pattern")
        self.early = early
        self.exotic = exotic


def check_syntax(pattern: str) -> None:
    """Raises `BadPatternError` where the library does so while it reads the file.

    It tries Go's `filepath.Match(pattern, ".")` for the sake of its error, and that function
    only reads the pattern up to the first piece, between two `*`, which does not match.
    """
    name = "."
    position = 0
    while position < len(pattern):
        star = pattern[position] == "*"
        while pattern[position : position + 1] == "*":
            position += 1
        tests: list[str] = []
        while position < len(pattern) and pattern[position] != "*":
            char = pattern[position]
            position += 1
            if char == "[":
                ranges, end = _read_class(pattern, position)
                inside = any(low <= "." <= high for low, high, _ in ranges)
                tests.append("." if inside is not (pattern[position] == "^") else "/")
                position = end
            elif char == "\\":
                if position == len(pattern):
                    raise BadPatternError(early=True)
                tests.append(pattern[position])
                position += 1
            else:
                tests.append("." if char == "?" else char)
        if tests == ["."] and name:
            name = ""
        elif tests or not star:
            return


def _read_class(pattern: str, position: int) -> tuple[list[tuple[str, str, bool]], int]:
    """The ranges of a character class and the position after its `]`.

    A range is its first and last character and whether either was escaped.
    """
    if pattern[position : position + 1] == "^":
        position += 1
    ranges: list[tuple[str, str, bool]] = []
    while True:
        if ranges and pattern[position : position + 1] == "]":
            return ranges, position + 1
        first, escaped, position = _read_class_char(pattern, position)
        last = first
        if pattern[position] == "-":
            last, also, position = _read_class_char(pattern, position + 1)
            escaped = escaped or also
        ranges.append((first, last, escaped))


def _read_class_char(pattern: str, position: int) -> tuple[str, bool, int]:
    char = pattern[position : position + 1]
    if char in ("", "-", "]"):
        raise BadPatternError(early=True)
    escaped = char == "\\"
    if escaped:
        position += 1
        char = pattern[position : position + 1]
    position += 1
    # Something must follow, at least the closing bracket.
    if not char or position >= len(pattern):
        raise BadPatternError(early=True)
    return char, escaped, position


def compile_pattern(pattern: str) -> list[Token]:
    """The tokens of a cleaned pattern, without its `!`. Raises `BadPatternError`."""
    # The scanner that reads the pattern into a regular expression drops a byte order mark, which
    # the other three matchers still have.
    marked = pattern.startswith(_BOM)
    try:
        tokens, kind = _tokenise(pattern.removeprefix(_BOM))
    except BadPatternError as error:
        # What is malformed for `filepath.Match` may still be a regular expression of a kind, but
        # not with a bracket left open (which the rewritten `*` and `?` close by accident).
        unclosed = not any(char in "]*?" for char in pattern[pattern.rfind("[") :])
        exotic = error.exotic or (error.early and not unclosed)
        raise BadPatternError(early=False, exotic=exotic) from None
    if kind == "exact":
        return _plain(pattern)
    if kind == "prefix":
        return [*_plain(pattern[:-2]), ("loop", "", None)]
    if kind == "suffix":
        if marked:
            return [NOTHING]  # it cuts off two bytes of the mark, and no path has the third
        end = pattern[2:]
        if end.startswith("/"):
            return [("deep", "", None), *_plain(end[1:])]
        return [("loop", "", None), *_plain(end)]
    return tokens


def _plain(text: str) -> list[Token]:
    return [("one", char, None) for char in text]


def _tokenise(pattern: str) -> tuple[list[Token], str]:
    """The pattern as tokens, and which of the four matchers runs it."""
    tokens: list[Token] = []
    odd = False
    kind = "exact"
    position = 0
    size = len(pattern)
    while position < size:
        first = position == 0
        char = pattern[position]
        position += 1
        if char == "*":
            if pattern[position : position + 1] == "*":
                position += 1
                if pattern[position : position + 1] == "/":
                    position += 1
                if position < size:
                    tokens.append(_DEEP)
                    kind = "regexp"
                elif kind == "exact":
                    kind = "prefix"
                else:
                    tokens.append(_REST)
                    kind = "regexp"
                if first:
                    kind = "suffix"
            else:
                tokens.append(_STAR)
                kind = "regexp"
        elif char == "?":
            tokens.append(_ANY_ONE)
            kind = "regexp"
        elif char == "[":
            source, position = _class_source(pattern, position)
            tokens.append(("class", source, re.compile(source).fullmatch))
            kind = "regexp"
        elif char == "]":
            tokens.append(("one", char, None))
            kind = "regexp"
        elif char == "\\":
            if position == size:
                raise BadPatternError(early=False, exotic=True)
            tokens.append(_escape(pattern[position]))
            position += 1
            kind = "regexp"
        elif char == "^" and first:
            continue  # in a regular expression an anchor, where there is one already
        elif char in "^|" or (char == "{" and _REPEAT.match(pattern, position)):
            odd = True
        else:
            tokens.append(("one", char, None))
    if kind == "regexp" and odd:
        # The library escapes neither `^` nor, by an oversight, `|`, `{` and `}`: in a regular
        # expression they get a meaning that nobody had in mind.
        raise BadPatternError(early=False, exotic=True)
    return tokens, kind


def _escape(char: str) -> Token:
    if char in _ESCAPED_CLASSES:
        source = _ESCAPED_CLASSES[char]
        return ("class", source, re.compile(source).fullmatch)
    if char in _ESCAPED_CHARS:
        return ("one", _ESCAPED_CHARS[char], None)
    if char in _EXOTIC_ESCAPES:
        raise BadPatternError(early=False, exotic=True)
    if char.isalnum() or ord(char) >= 0x80:
        raise BadPatternError(early=False)
    return ("one", char, None)


def _class_source(pattern: str, position: int) -> tuple[str, int]:
    ranges, end = _read_class(pattern, position)
    negated = pattern[position] == "^"
    inner = pattern[position + negated : end - 1]
    if any(char in inner for char in "*?[") or any(
        escaped and (low.isalnum() or high.isalnum()) for low, high, escaped in ranges
    ):
        # The library rewrites `*` and `?` inside a class too; the result has no sensible reading.
        raise BadPatternError(early=False, exotic=True)
    if any(low > high for low, high, _ in ranges):
        raise BadPatternError(early=False)
    body = "".join(f"{re.escape(low)}-{re.escape(high)}" for low, high, _ in ranges)
    return f"[{'^' if negated else ''}{body}]", end
