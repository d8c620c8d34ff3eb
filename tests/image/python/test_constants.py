"""Expressions whose value can be told from the text, and those whose value cannot."""

from __future__ import annotations

import ast

import pytest

from lint.image.python.constants import (
    MAX_BYTES,
    NOTHING,
    Environment,
    UnknownValueError,
    evaluate,
    module_constants,
)

VARIABLES = {"PORT": "8080", "SECRET": None}


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("'a' 'b'", "ab"),
        ("'a' + 'b'", "ab"),
        ("1 + 2", 3),
        ("[1, 'a']", [1, "a"]),
        ("x or 'y'", "X"),
        ("'' or 'y'", "y"),
        ("'a' if 0 else 'b'", "b"),
        ("f'{x}:{1}'", "X:1"),
        ("os.environ['PORT']", "8080"),
        ("int(os.getenv('PORT', 9))", 8080),
        ("os.environ.get('NOPE', 'd')", "d"),
        ("os.environ.get('NOPE', default='d')", "d"),
        ("os.getenv('NOPE')", None),
        ("str(1)", "1"),
        ("none", None),
        ("x.lower()", "x"),
        ("' a '.strip().title()", "A"),
        ("x.startswith('X')", True),
        ("bool(os.getenv('NOPE'))", False),
        ("not x", False),
        ("x == 'X'", True),
        ("x != 'X'", False),
        ("x in ('Y', 'X')", True),
        ("x not in {'Y', 'X'}", False),
        ("'X' in 'AXB'", True),
        ("'a' in {'a': 1}", True),
        ("none is None", True),
        ("x is not None", True),
        ("1 < 2", True),
        ("int('3') >= 4", False),
        ("'PORT' in os.environ", True),
        ("'NOPE' not in environ", True),
    ],
)
def test_known_values(source: str, value: object) -> None:
    node = ast.parse(source, mode="eval").body
    assert evaluate(node, {"x": "X", "none": NOTHING}, Environment(VARIABLES)) == value


@pytest.mark.parametrize(
    "source",
    [
        "y",
        "f()",
        "os.environ['NOPE']",
        "os.environ['SECRET']",
        "os.getenv('SECRET', 'd')",
        "f'{x!r}'",
        "f'{x:>9}'",
        "int('a')",
        "1 - 2",
        "'a' + 1",
        "b'a'",
        "x.format()",
        "x.split(',')",
        "y.lower()",
        "x is 'X'",
        "x < 1",
        "['a'] == ['a']",
        "[x] in {'a': 1}",
        "1 < 2 < 3",
        "'SECRET' in os.environ",
        "1 in x",
        "'{}'.format(1)",
        "+".join(["1"] * 60),
    ],
)
def test_values_that_are_not_known(source: str) -> None:
    node = ast.parse(source, mode="eval").body
    with pytest.raises(UnknownValueError):
        evaluate(node, {"x": "X", "y": None}, Environment(VARIABLES))


def test_variables_that_others_may_set_are_not_known() -> None:
    node = ast.parse("os.getenv('NOPE', 'd')", mode="eval").body
    with pytest.raises(UnknownValueError):
        evaluate(node, {}, Environment({}, known=False))


def test_what_a_module_assigns() -> None:
    source = b"""\
A = B = 'x'
C: int = 1
D = f()
if os.name == 'nt':
    A = 'y'
if __name__ == '__main__':
    E = C + 1
"""
    found = module_constants(source, {}, True)
    assert found == {"A": None, "B": "x", "C": 1, "D": None, "E": 2}


def test_what_cannot_be_parsed_or_is_too_large_has_no_constants() -> None:
    assert module_constants(b"A = (", {}, True) == {}
    assert module_constants(b"A = 1\n" + b"#" * MAX_BYTES, {}, True) == {}
