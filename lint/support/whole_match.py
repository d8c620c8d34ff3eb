"""Regular expressions that users write, matched against a whole value with a bounded effort.

Python's own matcher tries one way through a pattern after the other. For `(a+)+b` their number
doubles with each character. This one follows all ways at once: a part of the pattern turns the set
of positions where it may begin into the set of positions where it may end, so no position is
looked at twice for the same reason. Which text a group has matched is not known, so patterns that
depend on that are refused.
"""

from __future__ import annotations

import re
from functools import lru_cache

from lint.support.quiet import quiet
from lint.support.rule_patterns import check_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    # The positions behind a part of the pattern, of the positions before it.
    Part = Callable[["_Attempt", frozenset[int]], frozenset[int]]

MAX_VALUE = 10_000
"""Characters of a value that is matched."""

MAX_STEPS = 500_000
"""Characters looked at for one value; they take a fifth of a second."""

_MAX_DEPTH = 50
_REFUSED = {
    "GROUPREF": "it refers back to a group, which is not supported",
    "GROUPREF_EXISTS": "it depends on a group, which is not supported",
    "ATOMIC_GROUP": "it has an atomic group, which is not supported",
    "POSSESSIVE_REPEAT": "it has a possessive repeat, which is not supported",
}


class MatchLimitError(Exception):
    """Whether a value matches is not known: `str()` says which limit was reached."""


class _Attempt:
    __slots__ = ("steps", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.steps = 0

    def count(self, steps: int) -> None:
        self.steps += steps
        if self.steps > MAX_STEPS:
            raise MatchLimitError("its pattern takes too long on a value")


def check_whole_pattern(text: object) -> None:
    """Raises `re.error` for what is no regular expression, or none that is supported."""
    check_pattern(text)
    assert isinstance(text, str)
    _compiled(text)


def matches_whole(pattern: str, text: str) -> bool:
    """Whether the whole text matches, as `re.fullmatch` would say.

    `pattern` has passed `check_whole_pattern`. Raises `MatchLimitError`.
    """
    if len(text) > MAX_VALUE:
        raise MatchLimitError(
            f"a value has more than {MAX_VALUE:,} characters, and is not matched with a pattern"
        )
    return len(text) in _compiled(pattern)(_Attempt(text), frozenset((0,)))


@lru_cache(maxsize=1_000)
def _compiled(text: str) -> Part:
    with quiet():
        tree = re._parser.parse(text)  # type: ignore[attr-defined]
    return _sequence(tree, (), 0)


def _sequence(tree: Any, scopes: tuple[tuple[int, int], ...], depth: int) -> Part:
    """`scopes` are the flags that the groups around add and take away, the outermost first."""
    if depth > _MAX_DEPTH:
        raise re.error("it is nested too deeply")
    parts = [_part(tree, item, scopes, depth + 1) for item in tree]

    def run(attempt: _Attempt, starts: frozenset[int]) -> frozenset[int]:
        for part in parts:
            if not starts:
                break
            starts = part(attempt, starts)
        return starts

    return run


def _part(tree: Any, item: Any, scopes: tuple[tuple[int, int], ...], depth: int) -> Part:
    name, value = str(item[0]), item[1]
    if name in _REFUSED:
        raise re.error(_REFUSED[name])
    if name == "SUBPATTERN":
        _, added, taken, inner = value
        return _sequence(inner, (*scopes, (added, taken)), depth)
    if name == "BRANCH":
        return _branch([_sequence(branch, scopes, depth) for branch in value[1]])
    if name in ("MAX_REPEAT", "MIN_REPEAT"):
        least, most, inner = value
        return _repeat(_sequence(inner, scopes, depth), int(least), int(most))
    if name in ("ASSERT", "ASSERT_NOT"):
        direction, inner = value
        back = inner.getwidth()[0] if direction < 0 else None
        return _look(_sequence(inner, scopes, depth), back, name == "ASSERT")
    return _leaf(tree, item, scopes)


def _branch(branches: Sequence[Part]) -> Part:
    def run(attempt: _Attempt, starts: frozenset[int]) -> frozenset[int]:
        return frozenset().union(*(branch(attempt, starts) for branch in branches))

    return run


def _repeat(inner: Part, least: int, most: int) -> Part:
    def run(attempt: _Attempt, starts: frozenset[int]) -> frozenset[int]:
        for _ in range(least):
            attempt.count(1 + len(starts))
            ends = inner(attempt, starts)
            if ends == starts:
                break  # and so would be the ends of all further repeats
            starts = ends
        reached, new = set(starts), starts
        for _ in range(most - least):
            attempt.count(1 + len(new))
            new = inner(attempt, new) - reached
            if not new:
                break
            reached |= new
        return frozenset(reached)

    return run


def _look(inner: Part, back: int | None, wanted: bool) -> Part:
    """A look ahead, or a look at the `back` characters before."""

    def holds(attempt: _Attempt, at: int) -> bool:
        attempt.count(1)
        if back is None:
            return bool(inner(attempt, frozenset((at,))))
        return at >= back and at in inner(attempt, frozenset((at - back,)))

    def run(attempt: _Attempt, starts: frozenset[int]) -> frozenset[int]:
        return frozenset(at for at in starts if holds(attempt, at) is wanted)

    return run


def _leaf(tree: Any, item: Any, scopes: tuple[tuple[int, int], ...]) -> Part:
    """One character, or a place such as `^`: matched by Python's own matcher."""
    new = type(tree)
    leaf = new(tree.state, [item])
    subpattern = re._constants.SUBPATTERN  # type: ignore[attr-defined]
    for added, taken in reversed(scopes):
        leaf = new(tree.state, [(subpattern, (None, added, taken, leaf))])
    match = re._compiler.compile(leaf, tree.state.flags).match  # type: ignore[attr-defined]

    def run(attempt: _Attempt, starts: frozenset[int]) -> frozenset[int]:
        attempt.count(len(starts))
        text = attempt.text
        return frozenset(found.end() for at in starts if (found := match(text, at)) is not None)

    return run
