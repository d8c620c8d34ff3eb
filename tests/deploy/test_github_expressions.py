"""Expressions in the texts of workflows."""

from __future__ import annotations

import pytest

from lint.deploy.github_expressions import MAX_TEXT, Values, fill
from lint.deploy.text import Text
from lint.model.source import Source
from lint.yaml.placeholders import find_any


def _text(string: str) -> Text:
    return Text.of(string, Source("deploy.yml", string), 1, 1)


def test_what_is_known_is_filled_in() -> None:
    values = Values({"env.region": _text("europe-west1"), "inputs.tag": _text("v1")})
    text = fill(_text("a-${{ env.REGION }}:${{inputs['tag']}}-${{ 'it''s' }}"), values)
    assert str(text) == "a-europe-west1:v1-it's"
    assert text.known
    assert values.used_input


@pytest.mark.parametrize(
    ("written", "stands"),
    [
        ("${{ github.sha }}", "${{ github.sha }}"),
        ("${{ format('{0}', x) }}", "${{ expression }}"),
        ("${{}}", "${{ expression }}"),
        ("${{ a\n}}", "${{ a }}"),
    ],
)
def test_what_is_not_known_is_a_placeholder(written: str, stands: str) -> None:
    text = fill(_text(f"x{written}y"), Values())
    assert str(text) == f"x{stands}y"
    assert list(text.gaps()) == [(1, 1 + len(stands))]
    assert find_any(str(text)) == (stands,)


def test_values_that_grow_are_cut() -> None:
    big = _text("x" * (MAX_TEXT // 2))
    text = fill(_text("${{ env.A }}${{ env.A }}${{ env.A }}"), Values({"env.a": big}))
    assert not text.known
    assert len(text) < 2 * MAX_TEXT
