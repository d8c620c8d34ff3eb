r"""Patterns in the syntax of `.gitignore`, read and matched as git does.

Source: `dir.c` (`parse_path_pattern`, `match_basename`, `match_pathname`) and `wildmatch.c` of git.
What git takes without a word is taken here too: a lone `!` and a pattern that ends in a backslash
match nothing. Paths are compared byte by byte, so that `?` is one byte, and upper and lower case
differ.
"""

from __future__ import annotations

import os

from lint.support.files import read_regular
from lint.support.path_patterns import MAX_TOKENS, PathPatterns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Final

    from lint.support.path_patterns import State, Test, Token

MAX_PATTERNS: Final = 20_000
"""Patterns of one list that are matched."""

MAX_IGNORE_BYTES: Final = 1 << 20
"""A larger `.gitignore` is not read."""

_ANYTHING: Final[Token] = ("loop", "", None)
_STAR: Final[Token] = ("loop", "/", None)
_DEEP: Final[Token] = ("deep", "", None)
_PLAIN_END = frozenset("*?[\\")
_KNOWN_DIRECTORIES: Final = 4_000
_CLASSES: dict[str, Callable[[int], bool]] = {
    "alnum": lambda byte: byte < 128 and chr(byte).isalnum(),
    "alpha": lambda byte: byte < 128 and chr(byte).isalpha(),
    "blank": lambda byte: byte in (9, 32),
    "cntrl": lambda byte: byte < 32 or byte == 127,
    "digit": lambda byte: 48 <= byte <= 57,
    "graph": lambda byte: 32 < byte < 127,
    "lower": lambda byte: 97 <= byte <= 122,
    "print": lambda byte: 32 <= byte < 127,
    "punct": lambda byte: 32 < byte < 127 and not chr(byte).isalnum(),
    "space": lambda byte: byte in (9, 10, 11, 12, 13, 32),
    "upper": lambda byte: 65 <= byte <= 90,
    "xdigit": lambda byte: byte < 128 and chr(byte) in "0123456789abcdefABCDEF",
}


class TooManyPatternsError(ValueError):
    """A list of patterns that is beyond the limits; the message says which limit."""


class GitPattern:
    """One line: `text` as written, whether it brings back (`!`), and whether it names folders only."""

    __slots__ = ("folders_only", "negated", "text", "tokens")

    def __init__(self, text: str, negated: bool, folders_only: bool, tokens: list[Token]) -> None:
        self.text = text
        self.negated = negated
        self.folders_only = folders_only
        self.tokens = tokens


class GitPatterns:
    """A list of patterns, asked about paths relative to the folder that the list is for.

    Raises `TooManyPatternsError` for a list beyond the limits.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self.patterns: list[GitPattern] = []
        size = 0
        for line in lines:
            pattern = read_pattern(line)
            if pattern is None:
                continue
            size += len(pattern.tokens)
            if len(self.patterns) == MAX_PATTERNS:
                raise TooManyPatternsError(f"there are more than {MAX_PATTERNS:,} patterns")
            if size > MAX_TOKENS:
                raise TooManyPatternsError(f"the patterns have more than {MAX_TOKENS:,} characters")
            self.patterns.append(pattern)
        self._automaton = PathPatterns(pattern.tokens for pattern in self.patterns)
        self._files = 0
        for number, pattern in enumerate(self.patterns):
            if not pattern.folders_only:
                self._files |= 1 << number
        self._folders: dict[str, tuple[State, GitPattern | None]] = {
            "": (self._automaton.start, None)
        }

    def decider(self, path: str, is_folder: bool) -> GitPattern | None:
        """The pattern that decides about this path itself, without the folders above it."""
        if not self.patterns:
            return None
        path = _bytewise(path)
        parent, _, name = path.rpartition("/")
        state, _ = self._enter(parent)
        return self._last(self._automaton.walk(state, name), is_folder)

    def ignores(self, path: str, is_folder: bool = False) -> bool:
        """Whether git ignores the path: itself, or with a folder above it."""
        if not self.patterns:
            return False
        path = _bytewise(path)
        parent, _, name = path.rpartition("/")
        state, closed = self._enter(parent)
        if closed is not None:
            return True
        last = self._last(self._automaton.walk(state, name), is_folder)
        return last is not None and not last.negated

    def _last(self, state: State, is_folder: bool) -> GitPattern | None:
        matched = self._automaton.matched(state)
        if not is_folder:
            matched &= self._files
        return self.patterns[matched.bit_length() - 1] if matched else None

    def _enter(self, folder: str) -> tuple[State, GitPattern | None]:
        """The state behind a folder and its slash, and the pattern that ignores it, if any does."""
        cached = self._folders.get(folder)
        if cached is not None:
            return cached
        missing = [folder]
        while (above := missing[-1].rpartition("/")[0]) not in self._folders:
            missing.append(above)
        state, closed = self._folders[above]
        if len(self._folders) + len(missing) > _KNOWN_DIRECTORIES:
            self._folders = {"": self._folders[""]}
        for path in reversed(missing):
            state = self._automaton.walk(state, path.rpartition("/")[2])
            if closed is None:
                last = self._last(state, True)
                closed = last if last is not None and not last.negated else None
            state = self._automaton.walk(state, "/")
            self._folders[path] = (state, closed)
        return state, closed


def read_ignore_lines(path: str) -> list[str] | None:
    """The lines of a `.gitignore` as git splits them; None where there is none that can be read.

    Git does not follow a symbolic link of this name either.
    """
    try:
        if os.path.islink(path):
            return None
        data = read_regular(path, MAX_IGNORE_BYTES)
    except (OSError, ValueError):
        return None
    return split_lines(data)


def split_lines(data: bytes) -> list[str]:
    r"""The lines of an ignore file as git splits them: without a byte order mark and `\r`."""
    text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape")
    return [line.removesuffix("\r") for line in text.split("\n")]


def read_pattern(line: str) -> GitPattern | None:
    """One line of an ignore file; None where git skips it: a blank line, a comment."""
    if line.startswith("#"):
        return None
    text = _without_trailing_spaces(line)
    if not text:
        return None
    negated = text.startswith("!")
    glob = _bytewise(text[negated:])
    folders_only = glob.endswith("/")
    glob = glob.removesuffix("/")
    name_only = "/" not in glob
    if name_only:
        tokens = [_DEEP, *_tokens(glob, False)] if glob else [_nothing()]
    else:
        tokens = _tokens(glob.removeprefix("/"), True) or [_nothing()]
    return GitPattern(line, negated, folders_only, tokens)


def _without_trailing_spaces(line: str) -> str:
    last: int | None = None
    position = 0
    while position < len(line):
        char = line[position]
        if char == " ":
            last = position if last is None else last
        else:
            last = None
            if char == "\\":
                position += 1
        position += 1
    return line if last is None else line[:last]


def _bytewise(text: str) -> str:
    """The text with one character for each byte."""
    if text.isascii():
        return text
    return text.encode("utf-8", "surrogateescape").decode("latin-1")


def _nothing() -> Token:
    """What no character matches, so that the pattern matches no path."""
    return ("class", "nothing", lambda char: False)


def _tokens(glob: str, pathname: bool) -> list[Token]:
    """The tokens of a pattern. `pathname` is for one with a slash, where `**` may span folders."""
    # git compares the part before the first wildcard by itself, and a `**` that then begins what
    # is left counts as if a slash were before it.
    plain = next((i for i, char in enumerate(glob) if char in _PLAIN_END), len(glob))
    tokens: list[Token] = [("one", char, None) for char in glob[:plain]]
    position = plain
    while position < len(glob):
        char = glob[position]
        if char == "*":
            start = position
            while glob[position : position + 1] == "*":
                position += 1
            begins = start == plain or glob[start - 1] == "/"
            ends = position == len(glob) or glob.startswith(("/", "\\/"), position)
            if position - start > 1 and begins and ends and pathname:
                if glob.startswith("/", position):
                    tokens.append(_DEEP)
                    position += 1
                else:
                    tokens.append(_ANYTHING)
            else:
                tokens.append(_STAR)
            continue
        position += 1
        if char == "?":
            tokens.append(("class", "?", "/".__ne__))
        elif char == "[":
            test, end = _class(glob, position)
            name = glob[position - 1 : end]
            if test is None:
                return [_nothing()]
            tokens.append(("class", name, _not_slash(test)))
            position = end
        elif char == "\\":
            if position == len(glob):
                return [_nothing()]
            tokens.append(("one", glob[position], None))
            position += 1
        else:
            tokens.append(("one", char, None))
    return tokens


def _not_slash(test: Test) -> Test:
    return lambda char: char != "/" and test(char)


def _class(glob: str, position: int) -> tuple[Test | None, int]:
    """The test of a `[...]` and the position behind it; None where git finds it malformed."""
    negated = glob[position : position + 1] in ("!", "^")
    position += negated
    allowed: set[str] = set()
    before = ""
    first = True
    while first or glob[position : position + 1] != "]":
        first = False
        char = glob[position : position + 1]
        if not char:
            return None, position
        following = glob[position + 1 : position + 2]
        if char == "\\":
            if not following:
                return None, position
            allowed.add(following)
            before = following
            position += 1
        elif char == "-" and before and following not in ("", "]"):
            position += 1
            if following == "\\":
                position += 1
                following = glob[position : position + 1]
                if not following:
                    return None, position
            allowed.update(map(chr, range(ord(before), ord(following) + 1)))
            before = ""
        elif char == "[" and following == ":":
            end = glob.find("]", position + 2)
            if end < 0:
                return None, position
            if end - 1 < position + 2 or glob[end - 1] != ":":
                allowed.add("[")
                before = "["
            else:
                member = _CLASSES.get(glob[position + 2 : end - 1])
                if member is None:
                    return None, position
                allowed.update(chr(byte) for byte in range(256) if member(byte))
                before = ""
                position = end
        else:
            allowed.add(char)
            before = char
        position += 1
    kept = frozenset(allowed)
    if negated:
        return (lambda char: char not in kept), position + 1
    return kept.__contains__, position + 1
