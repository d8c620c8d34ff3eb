"""Variables in the words of a Dockerfile, replaced as BuildKit replaces them."""

from __future__ import annotations

from lint.model.record import default, record
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_VALUE = 1 << 10
"""What variables add to a word is known up to so many characters: `ENV A=$A$A` doubles it."""
_MAX_NESTED = 8
# What the official images of Python set, or a builder may give, although no line says so.
_SET_ELSEWHERE = lazy_regex(
    r"(?i)PATH|LANG|HOME|GPG_KEY|PYTHON\w*|\w*PROXY|BUILD\w*|TARGET\w*|SOURCE_DATE_EPOCH"
)
_NAME = lazy_regex(r"[A-Za-z_]\w*|\d")


@record
class Expanded:
    """A word with its variables replaced and its quotes and escapes taken away."""

    text: str | None
    """None where it is not known."""
    names: list[str]
    """The variables that it has."""
    unset: list[str] = default(factory=list)
    """Those of them that certainly have no value, which stands for nothing."""


def expand(
    word: str,
    variables: Mapping[str, str | None],
    escape: str = "\\",
    *,
    closed: bool = False,
    emptied: bool = False,
) -> Expanded:
    """Replaces the variables of a word, None for an unknown value.

    `closed` is true where no other variables are set: then `${OTHER:-word}` is `word`, and with
    `emptied` `$OTHER` is nothing, which else is not known either: such a word is an error of its author.
    Source: https://docs.docker.com/reference/dockerfile/#environment-replacement
    """
    return _Word(word, variables, escape, closed, emptied).run()


class _Word:
    def __init__(
        self,
        word: str,
        variables: Mapping[str, str | None],
        escape: str,
        closed: bool,
        emptied: bool,
        depth: int = 0,
    ) -> None:
        self.word = word
        self.variables = variables
        self.escape = escape
        self.closed = closed
        self.emptied = emptied
        self.depth = depth
        self.names: list[str] = []
        self.unset: list[str] = []
        self.parts: list[str] = []
        self.known = True
        self.added = 0

    def run(self) -> Expanded:
        word, position, quote = self.word, 0, ""
        while position < len(word):
            char = word[position]
            position += 1
            if quote == "'" and char != "'":
                self.parts.append(char)
            elif char == quote:
                quote = ""
            elif char == self.escape:
                following = word[position : position + 1]
                if quote and following not in ('"', "$", self.escape):
                    self.parts.append(char)
                self.parts.append(following)
                position += 1
            elif char == "$":
                position = self._variable(position)
            elif char in "\"'" and not quote:
                quote = char
            else:
                self.parts.append(char)
        known = self.known and not quote and self.added <= MAX_VALUE
        return Expanded("".join(self.parts) if known else None, self.names, self.unset)

    def _variable(self, position: int) -> int:
        """Replaces the variable behind a `$`; gives the position behind it."""
        word = self.word
        braced = word.startswith("{", position)
        match = _NAME.match(word, position + braced)
        if match is None:
            if braced:
                self.known = False
            else:
                self.parts.append("$")
            return position + braced
        name, end = match[0], match.end()
        self.names.append(name)
        value = self.variables.get(name)
        unset = self.closed and name not in self.variables and not _SET_ELSEWHERE.fullmatch(name)
        if unset:
            self.unset.append(name)
        if not braced:
            self._add("" if unset and self.emptied else value)
            return end
        close = self._close(end)
        if close < 0:
            self.known = False
            return len(word)
        modifier = word[end:close]
        if not modifier:
            self._add("" if unset and self.emptied else value)
        else:
            self._modified(modifier, value, unset)
        return close + 1

    def _close(self, position: int) -> int:
        """Where the brace of a variable closes; -1 for nowhere."""
        depth = 0
        while position < len(self.word):
            char = self.word[position]
            if char == self.escape:
                position += 1
            elif char == "{":
                depth += 1
            elif char == "}":
                if not depth:
                    return position
                depth -= 1
            position += 1
        return -1

    def _modified(self, modifier: str, value: str | None, unset: bool) -> None:
        """`${name:-word}` and its relatives; cutting and replacing of patterns is not followed."""
        colon = modifier.startswith(":")
        operator, word = modifier[colon : colon + 1], modifier[colon + 1 :]
        if operator not in ("-", "+", "?") or self.depth >= _MAX_NESTED:
            self.known = False
            return
        if value is None and not unset:
            self.known = False
            return
        there = value is not None and (bool(value) or not colon)
        if operator == "+":
            if there:
                self._nested(word)
        elif there:
            self._add(value)
        elif operator == "-":
            self._nested(word)
        else:
            self.known = False  # the build stops

    def _nested(self, word: str) -> None:
        inner = _Word(word, self.variables, self.escape, self.closed, self.emptied, self.depth + 1)
        found = inner.run()
        self.names += found.names
        self.unset += found.unset
        self._add(found.text)

    def _add(self, value: str | None) -> None:
        if value is None:
            self.known = False
            return
        self.added += len(value)
        if self.added <= MAX_VALUE:
            self.parts.append(value)
