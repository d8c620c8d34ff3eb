"""Expressions: what is known of them, with the place of each part."""

from __future__ import annotations

import time

import pytest

from lint.deploy.terraform.values import Entries, Items, Literal, Unknown, plain
from tests.deploy.terraform.reading import known, value_of


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('"a"', "a"),
        ('""', ""),
        ("8080", 8080),
        ("-0.5", -0.5),
        ("true", True),
        ("null", None),
        ('"a\\n\\"b\\" \\u00e9 $${x} %%{y}"', 'a\n"b" é ${x} %{y}'),
        ('"a-${"b"}-${1 + 2}"', "a-b-3"),
        ('"${[1]}"', [1]),
        ('" a ${"b"} c "', " a b c "),
        ("<<EOT\n  a\n b ${1}\nEOT", "  a\n b 1\n"),
        ("<<-EOT\n    a\n      b\n  EOT", "a\n  b\n"),
        ('[1, "b", [true]]', [1, "b", [True]]),
        ('{ a = 1, "b" : 2, ("c") = 3 }', {"a": 1, "b": 2, "c": 3}),
        ("[1, 2, 3][1]", 2),
        ('{ a = { b = "c" } }.a["b"]', "c"),
        ("null[*]", []),
        ("[5, 6][*]", [5, 6]),
        ("local.other[*].a", [["z"]]),
        ("[local.other, local.other].*.a", [["z"], ["z"]]),
        ("1 + 2 * 3 == 7 && !false", True),
        ("(1 + 2) * 3", 9),
        ('"a" == "b" || 2 >= 2', True),
        ("1 == true", False),
        ('true ? "a" : "b"', "a"),
        ('[for x in ["a", "b"] : upper(x) if x != "a"]', ["B"]),
        ('{ for k, v in { b = 1, a = 2 } : "${k}x" => v }', {"ax": 2, "bx": 1}),
        ("[for i, x in [5, 6] : i]", [0, 1]),
        ("var.unknown ? 1 : 1", 1),
        ("local.other.a[0]", "z"),
    ],
)
def test_what_is_known(expression: str, expected: object) -> None:
    before = 'locals {\n other = { a = ["z"] }\n}'
    assert known(expression, before) == expected


@pytest.mark.parametrize(
    ("expression", "placeholder"),
    [
        ("var.image", "${var.image}"),
        (
            "google_sql_database_instance.main.connection_name",
            "${google_sql_database_instance.main.connection_name}",
        ),
        ('data.x.y["a"].z', "${data.x.y}"),
        ("local.absent", "${local.absent}"),
        ("local.it", "${local.it}"),
        ('file("x")', "${file}"),
        ("uuid(var.a)", "${var.a}"),
        ('var.a ? "b" : "c"', "${var.a}"),
        ("[for x in var.list : x]", "${for}"),
        ("var.a + 1", "${var.a}"),
        ('"%{ if true }a%{ endif }"', "${if}"),
    ],
)
def test_what_is_not_known_names_what_decides_it(expression: str, placeholder: str) -> None:
    value = value_of(expression)
    assert isinstance(value, (Unknown, Literal))
    assert str(value.text) == placeholder
    assert not value.text.known


def test_a_known_part_stays_known_with_its_place() -> None:
    value = value_of('"us-docker.pkg.dev/${var.project}/app:${var.tag}"')
    assert isinstance(value, Literal)
    assert [(piece.text, piece.known, piece.column) for piece in value.text.pieces] == [
        ("us-docker.pkg.dev/", True, 9),
        ("${var.project}", False, 29),
        ("/app:", True, 41),
        ("${var.tag}", False, 48),
    ]
    assert value.text.place.line == 3


def test_an_escape_has_the_width_that_it_is_written_with() -> None:
    value = value_of(r'"a\tb"')
    assert isinstance(value, Literal)
    assert [(p.text, p.column, p.end_column) for p in value.text.pieces] == [
        ("a", 9, 10),
        ("\t", 10, 12),
        ("b", 12, 13),
    ]


def test_collections_may_have_more() -> None:
    value = value_of("{ a = 1, (var.k) = 2 }")
    assert isinstance(value, Entries)
    assert value.open
    assert list(value.entries) == ["a"]
    items = value_of('[for x in concat(["a"], var.more) : x]')
    assert isinstance(items, Items)
    assert items.open
    assert plain(items) == ["a"]


@pytest.mark.parametrize(
    "expression",
    [
        "[" * 3_000 + "]" * 3_000,
        "(" * 3_000 + "1" + ")" * 3_000,
        "1" + " + 1" * 5_000,
        "true ? " * 300 + "1" + " : 2" * 300,
        "x" + ".y" * 5_000,
        "!" * 3_000 + "true",
        '"' + "${1}" * 5_000 + '"',
    ],
)
def test_hostile_expressions_end(expression: str) -> None:
    start = time.process_time()
    value_of(expression)
    assert time.process_time() - start < 10


def test_work_is_bounded() -> None:
    nested = "1"
    for _ in range(8):
        nested = f"[for x in local.many : {nested}]"
    before = f"locals {{\n many = [{', '.join('1' for _ in range(500))}]\n}}"
    start = time.process_time()
    value_of(nested, before)
    assert time.process_time() - start < 20


@pytest.mark.slow
@pytest.mark.parametrize(
    ("form", "last"),
    [
        ("[{0}, {0}]", "[1]"),
        ("{{ a = {0}, b = {0} }}", "{ a = 1 }"),
        ('"${{{0}}}${{{0}}}"', '"ab"'),
        ('format("%s%s", {0}, {0})', '"ab"'),
        ('join("-", [{0}, {0}])', '"ab"'),
        ("concat({0}, {0})", "[1]"),
        ('replace({0}, "a", {0})', '"aa"'),
        ("jsonencode([{0}, {0}])", '"ab"'),
    ],
)
@pytest.mark.parametrize("use", ["{}", "jsonencode({})", "{} == {}", 'var.x ? {} : "a"'])
def test_locals_that_double_each_other_end(form: str, last: str, use: str) -> None:
    lines = "\n".join(f"  a{n} = {form.format(f'local.a{n + 1}')}" for n in range(45))
    start = time.process_time()
    value_of(use.format("local.a0", "local.a0"), f"locals {{\n{lines}\n  a45 = {last}\n}}")
    assert time.process_time() - start < 5
