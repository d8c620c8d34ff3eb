"""Expressions part by part: what decided, what is unknown, and how much work that may be."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from lint.checks.policy.expression_verdict import MAX_WORK, Value, Verdict, WorkLimitError, judge
from lint.manifest.reader import read_manifest
from lint.support import cel
from lint.support.cel_syntax import parse
from tests.examples import examples

pytest.importorskip("cel_expr_python")

TEXT = b"""\
name: app
later: ${LATER}
port: 8080
labels: {a: x, b: "${B}"}
list: [{i: 1, v: x}, {i: 2, v: "${V}"}]
names: [A, B]
"""


def verdict(text: str, *open_: str) -> Verdict:
    root = read_manifest("x.yaml", TEXT).documents[0].root
    assert root is not None
    variables = {"container": Value(root.plain(), root)}
    return judge(text, parse(text), variables, lambda name: name in open_)


@pytest.mark.parametrize(
    ("text", "result", "reads"),
    [
        ("container.name == 'app'", True, ["container.name"]),
        ("container.name == 'x'", False, ["container.name"]),
        ("container.later == 'x'", None, ["container.later"]),
        ("container.later == 'x' || container.name == 'app'", True, ["container.name"]),
        ("container.later == 'x' && container.name == 'x'", False, ["container.name"]),
        ("!(container.later == 'x')", None, ["container.later"]),
        ("container.nope == 1 || container.name == 'app'", True, ["container.name"]),
        ("container.nope == 1 || container.later == 'x'", None, ["container.later"]),
        ("container.nope == 1 && container.name == 'app'", "a key that it uses does not exist", ["container.nope"]),
        ("container.later == 'x' ? true : container.name == 'app'", None, ["container.later"]),
        ("container.labels[container.later] == 'x' ? false : container.name == 'x'", False, ["container.name"]),
        ("container.later == 'x' ? true : container.name == 'x'", None, ["container.later"]),
        ("container.name == 'app' ? container.port == 1 : true", False, ["container.port", "container.name"]),
        ("container.list.all(e, e.i > 0)", True, ["e.i", "e.i"]),
        ("container.list.all(e, e.i > 1)", False, ["e.i"]),
        ("container.list.exists(e, e.i > 2)", False, ["e.i", "e.i"]),
        ("container.list.exists(e, e.v == 'x')", True, ["e.v"]),
        ("container.list.all(e, e.v == 'x')", None, ["e.v"]),
        ("container.list.all(e, e.i == 2 || e.v == 'y')", False, ["e.i", "e.v"]),
        ("container.list.all(e, container.names.exists(m, m == 'A'))", True, ["m", "m"]),
        ("container.list.map(e, e.i) == [1, 2]", True, ["container.list", "e.i", "e.i"]),
        ("container.list.map(e, e.v) == ['x']", None, ["e.v"]),
        ("container.list.filter(e, e.i == 1).map(e, e.v) == ['x']", None, ["e.v"]),
        ("size(container.list) == 2", True, ["container.list"]),
        ("container.list == []", None, ["container.list"]),
        ("container.labels.a == 'x' && 'b' in container.labels", True, ["container.labels.a", "container.labels"]),
        ("'c' in container.labels", False, ["container.labels"]),
        ("container.labels.all(k, k != 'a')", False, ["k"]),
        ("container.names.all(m, container.labels[m] == '')", "a key that it uses does not exist", ["container.labels[m]", "container.labels[m]"]),
        ("has(container.later) && !has(container.nope)", True, ["container.later", "container.nope"]),
        ("has(container.nope.x)", "a key that it uses does not exist", ["container.nope.x"]),
        ("(has(container.nope) ? container.nope : 'x') == 'x'", True, ["container.nope", "container.nope"]),
        ("size(container.later) > 3", None, ["container.later"]),
        ("'B' in container.names", True, ["container.names"]),
        ("container.list[1].i == 2 && container.list[5].i == 2", "a key that it uses does not exist", ["container.list[5].i"]),
    ],
)  # fmt: skip
def test_the_verdict_and_the_values_that_decided(text: str, result: Any, reads: list[str]) -> None:
    found = verdict(text)
    assert found.result == result
    assert [read.path for read in found.reads] == reads


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("'c' in container.labels", None),
        ("'a' in container.labels", True),
        ("container.labels.c == 'x'", None),
        ("container.labels.a == 'x'", True),
        ("has(container.labels.c)", None),
        ("size(container.labels) == 2", None),
        ("container.list.exists(e, e.i == 1)", True),
        ("container.list.exists(e, e.i == 3)", None),
        ("container.list.all(e, e.i > 0)", None),
        ("container.list.all(e, e.i > 1)", False),
    ],
)
def test_a_list_that_may_have_more_decides_only_by_what_it_has(text: str, result: Any) -> None:
    assert verdict(text, "labels", "list").result is result


def test_the_part_that_decided_is_named() -> None:
    text = "container.name == 'app' && container.port == 1"
    part = verdict(text).term
    assert part is not None
    assert text[part.start : part.end] == "container.port == 1"


def test_the_work_is_limited() -> None:
    numbers = list(range(1000))
    text = "container.all(a, container.all(b, a in container))"
    with pytest.raises(WorkLimitError):
        judge(text, parse(text), {"container": Value(numbers, None)}, lambda name: False)
    many = Value([0] * MAX_WORK, None)
    with pytest.raises(WorkLimitError):
        judge("size(env) == 1", parse("size(env) == 1"), {"env": many}, lambda name: False)


DATA = {
    "name": "app",
    "labels": {"a": "x", "b": "y"},
    "list": [{"i": 1, "v": "x"}, {"i": 2, "v": "z"}, {"i": 3}],
    "names": ["A", "B"],
    "empty": [],
}
PARTS = [
    "container.name == 'app'",
    "container.nope == 1",
    "has(container.nope)",
    "has(container.nope.x)",
    "'b' in container.labels",
    "container.labels['z'] == 'x'",
    "container.list[0].i == 1",
    "container.list[7].i == 1",
    "container.list.all(e, e.v == 'x')",
    "container.empty.exists(e, e.i == 1)",
    "size(container.list.filter(e, e.i > 1)) == 2",
    "container.list.exists_one(e, e.i == 2)",
    "1 / 0 == 1",
    "(has(container.nope) ? container.nope : 'x') == 'x'",
]
OF_ELEMENT = [
    "x.i == 2",
    "has(x.v)",
    "x.v == 'x'",
    "container.names.exists(n, n == 'A' && x.i == 1)",
]


def made(random: Random, depth: int, parts: list[str]) -> str:
    kind = random.randrange(7) if depth else 0
    if kind < 2:
        return random.choice(parts)
    one, other, third = (made(random, depth - 1, parts) for _ in range(3))
    if kind == 6 and parts is PARTS:
        macro = random.choice(["all", "exists"])
        return f"container.list.{macro}(x, {made(random, depth - 1, PARTS + OF_ELEMENT)})"
    return [
        f"!({one})",
        f"({one} && {other})",
        f"({one} || {other})",
        f"({one} ? {other} : {third})",
    ][kind % 4]


def test_parts_have_the_verdict_of_the_whole() -> None:
    random = Random(14)
    variables: dict[str, Any] = {name: {} for name in cel.VARIABLES} | {"container": DATA}
    values = {name: Value(datum, None) for name, datum in variables.items()}
    seen = set()
    for _ in range(examples(500)):
        text = made(random, 3, PARTS)
        whole = cel.evaluate(cel.load_expression(cel.compile_expression(text)), variables)
        parts = judge(text, parse(text), values, lambda name: False).result
        seen.add(type(whole) if isinstance(whole, str) else whole)
        assert isinstance(parts, str) if isinstance(whole, str) else parts is whole, text
    assert seen == {True, False, str}
