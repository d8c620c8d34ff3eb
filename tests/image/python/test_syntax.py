"""Positions in characters, and what a node says."""

from __future__ import annotations

import ast

import pytest

from lint.image.python.syntax import Positions, dotted, keyword, text, texts


def expression(source: str) -> ast.expr:
    return ast.parse(source, mode="eval").body


@pytest.mark.parametrize(
    ("source", "found"),
    [("a", "a"), ("a.b.c", "a.b.c"), ("a().b", ""), ("a[0].b", ""), ("'a'.b", ""), ("1", "")],
)
def test_dotted(source: str, found: str) -> None:
    assert dotted(expression(source)) == found


def test_literals() -> None:
    assert text(expression("'a' 'b'")) == "ab"
    assert text(expression("b'a'")) is None
    assert text(None) is None
    assert texts(expression("['a', 'b']")) == ("a", "b")
    assert texts(expression("('a', b)")) is None
    assert texts(expression("[]")) is None
    assert texts(expression("'ab'")) is None


def test_keywords_of_a_call() -> None:
    call = expression("f(a, b='x', **c)")
    assert isinstance(call, ast.Call)
    assert text(keyword(call, "b")) == "x"
    assert keyword(call, "a") is None


@pytest.mark.parametrize("before", ["", "ü", "👍" * 3, "ü" * 2000, "a" * 1023 + "ü"])
def test_columns_count_characters_and_not_bytes(before: str) -> None:
    source = f"x = '{before}'; y = z"
    node = ast.parse(source).body[1]
    positions = Positions([source.encode()])
    assert positions.of(node) == (1, source.index("y") + 1)


def test_plain_ascii_needs_no_lines() -> None:
    assert Positions(None).of(ast.parse("a; b").body[1]) == (1, 4)
