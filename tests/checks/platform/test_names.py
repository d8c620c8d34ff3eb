"""`names`: the edges of the names of resources and revisions."""

from __future__ import annotations

import pytest

from tests.checks.judging import rules_of


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("a", []),
        ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", []),
        ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", ["CR051"]),
        ("a-", ["CR050"]),
        ("1a", ["CR050"]),
        ("a_b", ["CR050"]),
        ("Web", ["CR050"]),
        # A word to fill in.
        ("WEB", []),
        ("'${NAME}'", []),
        ("''", []),
        ("a--b", []),
    ],
)
def test_names_of_resources(text: str, rules: list[str]) -> None:
    assert rules_of("names", f"metadata: {{name: {text}}}") == rules


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("web-1", ["CR054"]),
        ("web", ["CR052"]),
        ("website-1", ["CR052"]),
        ("web-", ["CR053"]),
        ("web-A", ["CR053"]),
        ("web-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", ["CR054"]),
        ("web-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", ["CR053"]),
        ("$NAME", []),
        ("''", []),
    ],
)
def test_names_of_revisions(text: str, rules: list[str]) -> None:
    assert (
        rules_of(
            "names",
            f"{{metadata: {{name: web}}, spec: {{template: {{metadata: {{name: {text}}}}}}}}}",
        )
        == rules
    )
