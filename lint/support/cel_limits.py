"""CEL expressions whose values could grow beyond what a run can hold are refused.

The runtime limits how often a macro goes round (10,000 times for an expression), but not how large
the lists and strings are that it makes: eight times `.map(x, x + x + x + x)` makes 65,536 of one.
"""

from __future__ import annotations

import re

MAX_LENGTH = 10_000
"""Characters of an expression."""

MAX_NESTING = 2
"""Macros inside each other: the env vars of the containers are two."""

MAX_GROWTH = 50
"""How much longer a value may become: the product, over all macros of an expression and what is
outside of them, of the values that each may join (by `+`, or in a list or map)."""

_TEXT = re.compile(
    r"[bB]?[rR]?[bB]?(?:\"\"\"[\s\S]*?\"\"\"|'''[\s\S]*?''')"
    r"|[bB]?[rR][bB]?(?:\"[^\"]*\"|'[^']*')"
    r"|\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'"
    r"|//[^\n]*"
)
_CONSTANT_LIST = re.compile(r"\[[\s\d.,-]*\]")
_TOKEN = re.compile(
    r"\.\s*(?:map|filter|all|exists|exists_one|existsOne|transformList|transformMap"
    r"|transformMapEntry|bind)\s*\(|[+,()\[\]{}]"
)


class ExpressionLimitError(Exception):
    """An expression that is refused: `message`, and `offset` in characters from 0."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset


class _Open:
    """A bracket that is open, and how many values are joined in it."""

    __slots__ = ("is_list", "is_macro", "joined")

    def __init__(self, is_macro: bool = False, is_list: bool = False) -> None:
        self.is_macro = is_macro
        self.is_list = is_list
        self.joined = 1


def check_limits(text: str, nesting: int = 0) -> None:
    """Raises `ExpressionLimitError` for what is too long, too nested, or may grow too much.

    `nesting` stands in for `MAX_NESTING` where it is more. The text may be any; where its brackets do not match, the compiler refuses it.
    """
    if len(text) > MAX_LENGTH:
        raise ExpressionLimitError(f"it has more than {MAX_LENGTH:,} characters", 0)
    outermost = _Open()
    opened = [outermost]
    growth = 1
    deepest = max(nesting, MAX_NESTING)
    code = _CONSTANT_LIST.sub(_blank, _TEXT.sub(_blank, text))
    for token in _TOKEN.finditer(code):
        found = token.group()
        if found.startswith("."):
            opened.append(_Open(is_macro=True))
            if sum(bracket.is_macro for bracket in opened) > deepest:
                message = f"macros such as `map` and `all` are nested more than {deepest} deep"
                raise ExpressionLimitError(message, token.start())
        elif found == "(":
            opened.append(_Open())
        elif found in "[{":
            opened.append(_Open(is_list=True))
        elif found == "+" or (found == "," and opened[-1].is_list):
            # What a macro joins, it joins for each value, and a macro around it once more.
            owners = [bracket for bracket in opened if bracket.is_macro] or [outermost]
            for owner in owners:
                growth = growth // owner.joined * (owner.joined + 1)
                owner.joined += 1
            if growth > MAX_GROWTH:
                message = "its values may grow too much: it joins values in too many macros"
                if owners == [outermost]:
                    message = "its values may grow too much: it joins too many values"
                raise ExpressionLimitError(message, token.start())
        elif found in ")]}" and len(opened) > 1:
            opened.pop()


def _blank(match: re.Match[str]) -> str:
    # As long as before: what comes behind keeps its place.
    return " " * len(match.group())
