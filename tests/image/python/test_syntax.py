"""Positions in characters, and what a node says."""

from __future__ import annotations

import ast

import pytest

from lint.image.python.syntax import Positions, all_nodes, children, dotted, keyword, text, texts
from tests.image.python.sources import real_sources


def expression(source: str) -> ast.expr:
    return ast.parse(source, mode="eval").body


@pytest.mark.parametrize(
    ("source", "found"),
    [("a", "a"), ("a.b.c", "a.b.c"), ("a().b", ""), ("a[0].b", ""), ("'a'.b", ""), ("1", "")],
)
def test_dotted(source: str, found: str) -> None:
    assert dotted(expression(source)) == found


@pytest.mark.slow
def test_children_are_those_of_the_standard_library_without_contexts_and_operators() -> None:
    left_out = (ast.expr_context, ast.boolop, ast.operator, ast.unaryop, ast.cmpop)
    for name, source in real_sources().items():
        for node in ast.walk(ast.parse(source)):
            every = [
                child for child in ast.iter_child_nodes(node) if not isinstance(child, left_out)
            ]
            assert children(node) == every, name


def test_all_nodes_below_one() -> None:
    nodes = [type(node) for node in all_nodes(expression("f(-a, b=[c.d])"))]
    kinds = (
        ast.Call,
        ast.Name,
        ast.UnaryOp,
        ast.Name,
        ast.keyword,
        ast.List,
        ast.Attribute,
        ast.Name,
    )
    assert sorted(nodes, key=str) == sorted(kinds, key=str)


def test_children_where_a_list_has_gaps() -> None:
    source = "global a\nd = {**b, c: 1}\ndef f(*, g, h=1): pass\nmatch x:\n    case A(y=1): pass\n"
    for node in ast.walk(ast.parse(source)):
        assert None not in children(node)
        assert all(isinstance(child, ast.AST) for child in children(node))


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
