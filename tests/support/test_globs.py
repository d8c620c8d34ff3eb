"""Shell-style patterns, as rule sets write them."""

from __future__ import annotations

import pytest

from lint.support.globs import matches


@pytest.mark.parametrize(
    ("text", "patterns", "found"),
    [
        ("A_LOCAL", ["*_LOCAL"], True),
        ("a_local", ["*_LOCAL"], False),
        ("_LOCAL", ["*_LOCAL"], True),
        ("A", ["B", "A"], True),
        ("a/b/c", ["a/*"], True),
        ("v1", ["v[0-9]"], True),
        ("v10", ["v?"], False),
        ("[a]", ["[a]"], True),
        ("A", [], False),
        ("", ["*"], True),
        ("a\nb", ["a*"], True),
        ("b", ["a*"], False),
        ("a", ["a*"], True),
        ("a*", ["[a]*"], True),
        ("abc", ["*b*"], True),
        ("abc", ["?b*"], True),
    ],
)
def test_matches(text: str, patterns: list[str], found: bool) -> None:
    assert matches(text, patterns) is found
