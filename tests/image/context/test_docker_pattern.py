"""Patterns as Docker's library compiles them."""

from __future__ import annotations

import posixpath
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint.image.context.docker_pattern import compile_pattern
from lint.support.path_patterns import PathPatterns, positions_of
from tests.examples import examples


def reference(pattern: str) -> str:
    """What the library makes of a pattern without classes, as a regular expression, the slow way."""
    if pattern.startswith("**") and not set("*?") & set(pattern[2:]):
        end = pattern[2:]
        return "(?s:.*)" + re.escape(end) + ("|" + re.escape(end[1:]) if end[:1] == "/" else "")
    if pattern.endswith("**") and not set("*?") & set(pattern[:-2]):
        return re.escape(pattern[:-2]) + "(?s:.*)"
    source = ""
    while pattern:
        if pattern.startswith("**"):
            pattern = pattern[2:].removeprefix("/")
            source += "(.*/)?" if pattern else ".*"
        else:
            wild = {"*": "[^/]*", "?": "[^/]"}
            source += wild.get(pattern[0], re.escape(pattern[0]))
            pattern = pattern[1:]
    return source


SIMPLE = st.lists(
    st.sampled_from(["a", "b", "ab", "/", "*", "**", "**/", "/**", "?", "\n"]),
    min_size=1,
    max_size=8,
).map(lambda parts: posixpath.normpath("".join(parts)))


@pytest.mark.slow
@settings(max_examples=examples(600), deadline=None)
@given(st.lists(SIMPLE, max_size=5), st.lists(st.text("ab/\n", min_size=1, max_size=8), max_size=5))
def test_the_automaton_agrees_with_one_regular_expression_a_pattern(
    patterns: list[str], paths: list[str]
) -> None:
    automaton = PathPatterns([compile_pattern(pattern) for pattern in patterns])
    for path in paths:
        found = positions_of(automaton.match(path))
        assert found == [
            i for i, pattern in enumerate(patterns) if re.fullmatch(reference(pattern), path)
        ]


def test_a_pattern_with_an_escape_of_go() -> None:
    # what a Windows path turns into: `\D` is "no digit" for the library's regular expressions
    automaton = PathPatterns([compile_pattern(r"bin\Debug")])
    assert automaton.match("binxebug")
    assert not automaton.match("bin\\Debug")


def test_a_byte_order_mark_is_dropped_where_the_library_compiles_a_regular_expression() -> None:
    mark = "\ufeff"
    automaton = PathPatterns(
        compile_pattern(mark + pattern) for pattern in ("a*", "ab", "a/**", "**/x")
    )
    assert automaton.match("ab") == 0b1
    assert automaton.match(mark + "ab") == 0b10
    assert automaton.match(mark + "a/b") == 0b100
    assert automaton.match("x") == 0
