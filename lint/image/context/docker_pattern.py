"""One pattern of a `.dockerignore`, as moby/patternmatcher compiles it.

That library turns a pattern into one of four matchers: equality, prefix, suffix or a regular
expression. The first three are not mere optimisations: `**file` matches `myfile` as a suffix,
while `**file*`, a regular expression, does not match `myfile1`. So the same four are kept here.
"""

from __future__ import annotations

import re

from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Match = Callable[[str], bool]
    Token = tuple[str, str]

# Go's regexp is linear; Python's backtracks. Patterns with more wildcards than this are run by
# `_simulate`, which is slower on ordinary paths and cannot explode on hostile ones.
_MAX_WILDCARDS = 2

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


def compile_pattern(pattern: str) -> Match:
    """The matcher of a cleaned pattern, without its `!`. Raises `BadPatternError`."""
    try:
        tokens, kind = _tokenise(pattern)
    except BadPatternError as error:
        # What is malformed for `filepath.Match` may still be a regular expression of a kind, but
        # not with a bracket left open (which the rewritten `*` and `?` close by accident).
        unclosed = not any(char in "]*?" for char in pattern[pattern.rfind("[") :])
        exotic = error.exotic or (error.early and not unclosed)
        raise BadPatternError(early=False, exotic=exotic) from None
    if kind == "exact":
        return pattern.__eq__
    if kind == "prefix":
        start = pattern[:-2]
        return lambda path: path.startswith(start)
    if kind == "suffix":
        end = pattern[2:]
        if end.startswith("/"):
            whole = end[1:]
            return lambda path: path.endswith(end) or path == whole
        return lambda path: path.endswith(end)
    wildcards = sum(name in ("star", "deep", "rest") for name, _ in tokens[1:])
    if wildcards > _MAX_WILDCARDS:
        return lambda path: _simulate(tokens, path)
    search = re.compile("".join(source for _, source in tokens)).fullmatch
    return lambda path: search(path) is not None


def _tokenise(pattern: str) -> tuple[list[Token], str]:
    """The pattern as pieces of a regular expression, and which of the four matchers runs it."""
    tokens: list[Token] = []
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
                    tokens.append(("deep", "(?:.*/)?"))
                    kind = "regexp"
                elif kind == "exact":
                    kind = "prefix"
                else:
                    tokens.append(("rest", ".*"))
                    kind = "regexp"
                if first:
                    kind = "suffix"
            else:
                tokens.append(("star", "[^/]*"))
                kind = "regexp"
        elif char == "?":
            tokens.append(("one", "[^/]"))
            kind = "regexp"
        elif char == "[":
            source, position = _class_source(pattern, position)
            tokens.append(("one", source))
            kind = "regexp"
        elif char == "]":
            tokens.append(("one", re.escape(char)))
            kind = "regexp"
        elif char == "\\":
            if position == size:
                raise BadPatternError(early=False, exotic=True)
            tokens.append(("one", _escape_source(pattern[position])))
            position += 1
            kind = "regexp"
        elif char == "^" and first:
            continue  # in a regular expression an anchor, where there is one already
        elif char in "^|" or (char == "{" and _REPEAT.match(pattern, position)):
            tokens.append(("odd", ""))
        else:
            tokens.append(("one", re.escape(char)))
    if kind == "regexp" and any(name == "odd" for name, _ in tokens):
        # The library escapes neither `^` nor, by an oversight, `|`, `{` and `}`: in a regular
        # expression they get a meaning that nobody had in mind.
        raise BadPatternError(early=False, exotic=True)
    return tokens, kind


def _escape_source(char: str) -> str:
    if char in _ESCAPED_CLASSES:
        return _ESCAPED_CLASSES[char]
    if char in _ESCAPED_CHARS:
        return re.escape(_ESCAPED_CHARS[char])
    if char in _EXOTIC_ESCAPES:
        raise BadPatternError(early=False, exotic=True)
    if char.isalnum() or ord(char) >= 0x80:
        raise BadPatternError(early=False)
    return re.escape(char)


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


def _simulate(tokens: list[Token], path: str) -> bool:
    """Runs the pattern as a set of states over the path, in time len(path) x len(tokens).

    State `2 * i` stands before token i, state `2 * i + 1` inside a `**/` that has begun.
    """
    tests = [re.compile(source).fullmatch if name == "one" else None for name, source in tokens]
    end = 2 * len(tokens)

    def settle(states: set[int]) -> set[int]:
        pending = list(states)
        while pending:
            state = pending.pop()
            if state % 2 or state == end or tokens[state // 2][0] == "one":
                continue
            if state + 2 not in states:
                states.add(state + 2)
                pending.append(state + 2)
        return states

    states = settle({0})
    for char in path:
        following: set[int] = set()
        for state in states:
            if state == end:
                continue
            name = tokens[state // 2][0]
            if name == "one":
                test = tests[state // 2]
                if test is not None and test(char):
                    following.add(state + 2)
            elif name == "star":
                if char != "/":
                    following.add(state)
            elif name == "rest":
                if char != "\n":
                    following.add(state)
            elif char != "\n":
                following.add(state | 1)
                if char == "/":
                    following.add((state | 1) + 1)
        states = settle(following)
        if not states:
            return False
    return end in states
