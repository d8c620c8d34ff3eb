"""What is read of a .dockerignore: the patterns that count, and what is wrong with the others."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint.image.context.buildkit_rules import BuildKitRules
from lint.image.context.dockerignore import read_dockerignore
from lint.image.context.kaniko_rules import KanikoRules
from lint.model.fault import Fault
from tests.examples import examples


@pytest.mark.parametrize(
    ("line", "cleaned", "negated"),
    [
        ("a/b/", "a/b", False),
        ("/a//b/.", "a/b", False),
        ("  a b\t", "a b", False),
        ("! a", "a", True),
        ("!!a", "!a", True),
        ("a/../b", "b", False),
    ],
)
def test_patterns_are_cleaned_as_paths(line: str, cleaned: str, negated: bool) -> None:
    faults: list[Fault] = []
    (pattern,) = read_dockerignore(f"# {line}\n\n{line}\n".encode(), ".dockerignore", faults) or []
    assert (pattern.cleaned, pattern.negated, pattern.line) == (cleaned, negated, 3)
    assert faults == []


@settings(max_examples=examples(300), deadline=None)
@given(st.binary(max_size=60), st.lists(st.text("ab/.*!\\ ", min_size=1, max_size=12), max_size=4))
def test_any_file_is_read_without_an_exception(data: bytes, paths: list[str]) -> None:
    faults: list[Fault] = []
    patterns = read_dockerignore(data, "x", faults)
    for kind in (BuildKitRules, KanikoRules):
        found = kind(patterns or [])
        for path in paths:
            found.decide(path)
            found.prunes(path)
