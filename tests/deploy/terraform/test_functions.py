from __future__ import annotations

import pytest

from lint.deploy.terraform.functions import _FUNCTIONS
from lint.deploy.terraform.values import Entries, Items, Literal, Unknown, is_known, plain
from tests.deploy.terraform.reading import known, value_of

ANSWERS = [
    ('coalesce(null, "", "a")', "a"),
    ('compact(["", null, "a"])', ["a"]),
    ('concat(["a"], [], ["b"])', ["a", "b"]),
    ('contains(["a"], "a")', True),
    ('contains(["a"], "b")', False),
    ('distinct(["a", "a"])', ["a"]),
    ('element(["a", "b"], 3)', "b"),
    ('flatten([["a"], [["b"]]])', ["a", "b"]),
    ('format("%s:%d 100%%", "a", 5)', "a:5 100%"),
    ('join(",", ["a", 1, true])', "a,1,true"),
    ('join(",", [])', ""),
    ('jsonencode({ a = [1, "é", null] })', '{"a":[1,"é",null]}'),
    ("keys({ b = 1, a = 2 })", ["a", "b"]),
    ("length([1, 2])", 2),
    ("length({ a = 1 })", 1),
    ('length("abc")', 3),
    ('lookup({ a = 1 }, "b", 9)', 9),
    ('lookup({ a = 1 }, "a", 9)', 1),
    ('lower("A")', "a"),
    ("merge({ a = 1, b = 1 }, null, { b = 2 })", {"a": 1, "b": 2}),
    ('nonsensitive("a")', "a"),
    ('one(["a"])', "a"),
    ('replace("a.b", ".", "-")', "a-b"),
    ('sensitive("a")', "a"),
    ('setunion(["a"], ["b"])', ["a", "b"]),
    ('split(",", "a,b")', ["a", "b"]),
    ('substr("abcdef", 1, 3)', "bcd"),
    ('substr("abcdef", -2, -1)', "ef"),
    ('tolist(["a"])', ["a"]),
    ("tomap({ a = 1 })", {"a": 1}),
    ('tonumber("5")', 5),
    ('toset(["a", "a"])', ["a"]),
    ("tostring(5)", "5"),
    ('trimprefix("abc", "a")', "bc"),
    ('trimspace(" a ")', "a"),
    ('trimsuffix("abc", "c")', "ab"),
    ('try("a", "b")', "a"),
    ('upper("a")', "A"),
    ("values({ b = 1, a = 2 })", [2, 1]),
]


@pytest.mark.parametrize(("expression", "expected"), ANSWERS)
def test_answers(expression: str, expected: object) -> None:
    assert known(expression) == expected


def test_every_function_has_an_answer_here() -> None:
    assert {expression.split("(")[0] for expression, _ in ANSWERS} == set(_FUNCTIONS)


@pytest.mark.parametrize("name", _FUNCTIONS)
@pytest.mark.parametrize(
    "arguments", ["", "var.a", "var.a, var.b", "var.a, var.b, var.c", "1, [], {}"]
)
def test_nothing_is_known_of_what_is_unknown(name: str, arguments: str) -> None:
    value = value_of(f"{name}({arguments})")
    if "var" in arguments:
        assert not is_known(value)


def test_a_map_may_be_replaced_by_what_is_merged_into_it() -> None:
    value = value_of("merge({ a = 1, b = 2 }, var.more, { b = 3 })")
    assert isinstance(value, Entries)
    assert value.open
    assert isinstance(value.entries["a"].value, Unknown)
    assert plain(value.entries["b"].value) == 3


def test_a_list_may_have_more() -> None:
    value = value_of('concat(["a"], var.more)')
    assert isinstance(value, Items)
    assert value.open


def test_unknown_parts_of_a_format_stay_unknown() -> None:
    value = value_of('format("%s/app:%s", "host", var.tag)')
    assert isinstance(value, Literal)
    assert str(value.text) == "host/app:${var.tag}"
    assert str(value.text.known_part) == "host/app:"


@pytest.mark.parametrize(
    "expression",
    ['replace("a", "/b/", "c")', 'format("%05d", 1)', 'tonumber("x")', "1 / 0", '"a" < "b"'],
)
def test_what_is_not_certain_is_unknown(expression: str) -> None:
    assert not is_known(value_of(expression))
