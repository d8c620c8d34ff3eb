"""The names of calls and of what values are made of."""

from __future__ import annotations

import ast

import pytest

from lint.image.python.call_names import annotation, call_name, called, origin


def node(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("f", "f"),
        ("a.b.c", "a.b.c"),
        ("A().run", "A().run"),
        ("a.b()().c", "a.b().c"),
        ("partial(f, 1)", "f"),
        ("functools.partial(a.b)", "a.b"),
        ("x[0].f", ""),
        ("(lambda: 1)", ""),
        ("'text'.join", ""),
    ],
)
def test_call_name(text: str, name: str) -> None:
    assert call_name(node(text)) == name


@pytest.mark.parametrize(
    ("text", "made_of"),
    [
        ("a.b", "a.b"),
        ("f(1)", "f()"),
        ("A().b()", "A().b()"),
        ("partial(f)", "f"),
        ("[f]", "?"),
        ("1", "?"),
    ],
)
def test_origin(text: str, made_of: str) -> None:
    assert origin(node(text)) == made_of


@pytest.mark.parametrize(
    ("text", "name"), [("A", "A"), ("'a.B'", "a.B"), ("'list[A]'", ""), ("list[A]", ""), ("1", "")]
)
def test_annotation(text: str, name: str) -> None:
    assert annotation(node(text)) == name
    assert annotation(None) == ""


@pytest.mark.parametrize("text", ["a.b", "a.b(1)", "a.b[int]", "a.b[int](1)(2)"])
def test_called(text: str) -> None:
    assert ast.unparse(called(node(text))) == "a.b"
