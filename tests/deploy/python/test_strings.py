"""lint.deploy.python.strings: each character of a literal has the place where it is written."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint.deploy.python.strings import Literals
from lint.deploy.text import Text
from lint.model.source import Source


def text_of(code):
    node = ast.parse(code).body[0].value
    literals = Literals(Source("x.py", code))
    if isinstance(node, ast.JoinedStr):
        return literals.formatted(
            node, lambda inner: literals.replaced(inner, f"<{ast.unparse(inner)}>", known=False)
        )
    return literals.literal(node, node.value)


def pieces(code):
    return [(piece.text, piece.line, piece.column) for piece in text_of(code).pieces]


def test_plain():
    assert pieces('"abc"') == [("abc", 1, 2)]
    assert pieces("r'a\\b'") == [("a\\b", 1, 3)]
    assert pieces("''") == [("", 1, 1)]


def test_escapes():
    assert pieces(r"'a\tb\x41'") == [("a", 1, 2), ("\t", 1, 3), ("b", 1, 5), ("A", 1, 6)]


def test_several_lines():
    assert pieces('"""a\nb"""') == [("a", 1, 4), ("\n", 1, 5), ("b", 2, 1)]
    assert pieces("('a'  # note\n 'b')") == [("a", 1, 3), ("b", 2, 3)]
    assert pieces("('a\\\nb')") == [("a", 1, 3), ("b", 2, 1)]


def test_format_strings():
    assert pieces("f'a{x}b{{c}}'") == [
        ("a", 1, 3),
        ("<x>", 1, 5),
        ("b{", 1, 7),
        ("c}", 1, 10),
    ]
    assert [text for text, _, _ in pieces("f'{a[0]!r:>3}-{b(1)}'")] == ["<a[0]>", "-", "<b(1)>"]
    assert [text for text, _, _ in pieces("f'{a}' f\"x\" 'y'")] == ["<a>", "x", "y"]


@given(st.text(max_size=20))
def test_the_text_is_the_value(value):
    code = repr(value)
    assert str(text_of(code)) == value


@given(
    st.lists(
        st.sampled_from(["a", "{{", "}}", "\\n", "\\\\", "{x}", "é", "\\u00e9", " "]), max_size=8
    )
)
def test_the_text_of_a_format_string(parts):
    code = "f'" + "".join(parts) + "'"
    node = ast.parse(code).body[0].value
    expected = "".join(
        part.value if isinstance(part, ast.Constant) else "<x>" for part in node.values
    )
    assert str(text_of(code)) == expected


def test_an_expression_behind_other_characters():
    literals = Literals(Source("x.py", "é = y"))
    node = ast.parse("é = y").body[0].value
    made = literals.replaced(node, "${y}", known=False)
    assert isinstance(made, Text)
    assert (made.place.column, made.place.end_column) == (5, 6)


@pytest.mark.parametrize("code", ["b'a'", "1", "None"])
def test_other_constants_are_not_read_as_literals(code):
    node = ast.parse(code).body[0].value
    literals = Literals(Source("x.py", code))
    assert str(literals.literal(node, "zz")) == "zz"
