"""Many patterns at once: one automaton, whose answer is a bit for each pattern."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint.support.path_patterns import PathPatterns, positions_of
from tests.examples import examples

Token = tuple[str, str, object]
DIGIT = ("class", "digit", str.isdigit)
SOURCES = {"one": re.escape, "loop": lambda text: f"[^{text}]*" if text else "(?s:.)*"}


def one(text: str) -> list[Token]:
    return [("one", character, None) for character in text]


def source(tokens: list[Token]) -> str:
    """The regular expression that the table in the module's documentation gives."""
    found = ""
    for kind, text, _ in tokens:
        if kind == "class":
            found += r"\d"
        elif kind == "deep":
            found += f"(?:[^{text}]*/)?" if text else "(?:(?s:.)*/)?"
        else:
            found += SOURCES[kind](text)
    return found


@pytest.mark.parametrize(
    ("tokens", "path", "found"),
    [
        (one("a/b"), "a/b", True),
        (one("a"), "ab", False),
        ([("loop", "/", None)], "", True),
        ([("loop", "/", None)], "a/b", False),
        ([("loop", "", None)], "a/b", True),
        ([("deep", "", None), *one("x")], "x", True),
        ([("deep", "", None), *one("x")], "a/b/x", True),
        ([("deep", "", None), *one("x")], "ax", False),
        ([DIGIT, *one("a")], "7a", True),
        ([DIGIT, *one("a")], "aa", False),
    ],
)
def test_tokens(tokens: list[Token], path: str, found: bool) -> None:
    assert bool(PathPatterns([tokens]).match(path)) is found  # type: ignore[list-item]


TOKENS = st.lists(
    st.one_of(
        st.sampled_from([("one", "a", None), ("one", "/", None), DIGIT]),
        st.sampled_from([("loop", "/", None), ("loop", "", None)]),
        st.sampled_from([("deep", "\n", None), ("deep", "", None)]),
    ),
    max_size=6,
)


@settings(max_examples=examples(150), deadline=None)
@given(st.lists(TOKENS, max_size=4), st.text("a/1", max_size=8))
def test_it_agrees_with_a_regular_expression_for_each_pattern(
    patterns: list[list[Token]], path: str
) -> None:
    found = positions_of(PathPatterns(patterns).match(path))  # type: ignore[arg-type]
    assert found == [i for i, p in enumerate(patterns) if re.fullmatch(source(p), path)]


def test_a_path_may_be_walked_in_steps() -> None:
    patterns = PathPatterns([one("a/b"), [*one("a"), ("loop", "", None)]])  # type: ignore[list-item]
    state = patterns.walk(patterns.start, "a")
    assert patterns.matched(state) == 0b10
    assert patterns.matched(patterns.walk(state, "/b")) == 0b11


def test_positions_of_bits() -> None:
    assert positions_of(0) == []
    assert positions_of(0b1011) == [0, 1, 3]
