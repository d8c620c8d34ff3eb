"""The calls in expressions, with what each of them is known to depend on."""

from __future__ import annotations

import pytest

from lint.image.python import call_expressions
from lint.image.python.call_records import Call
from lint.image.python.calls import read_calls
from lint.image.python.facts import CONDITION


def calls(source: str) -> list[Call]:
    known = read_calls(source.encode())
    assert known is not None
    return known.top.calls


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("f(g(1))", ["f", "g"]),
        ("a and f()", ["f?"]),
        ("f() if g() else h()", ["g", "f?", "h?"]),
        ("[f(x) for x in y()]", ["y", "f?"]),
        ("[f(x) for x in (1, 2)]", ["f"]),
        ("(f(x) for x in (1, 2))", ["f?"]),
        ("lambda: f()", []),
        ("loop.create_task(f())", ["loop.create_task"]),
        ("A().run(f)", ["A().run", "A"]),
        ("app.state", ["app.state@"]),
        ("list(map(f, (1, 2)))", ["list", "map", "f"]),
        ("list(map(f, y))", ["list", "map", "f?"]),
        ("app.add_middleware(M)", ["app.add_middleware", "M?"]),
        ("x = y = f()", ["f"]),
    ],
)
def test_calls_and_conditions(source: str, expected: list[str]) -> None:
    found = [call.name + ("?" if call.flags & CONDITION else "") for call in calls(source)]
    assert found == expected


def test_what_is_awaited() -> None:
    assert [call.awaited for call in calls("asyncio.run(f())\ng()\n")] == [False, True, False]


def test_arguments_are_recorded_by_their_names() -> None:
    call, attribute = calls("f(a.b, 1, 'text', key='x', other=c)")
    assert call.given == ("a.b", "", "")
    assert call.keywords == ("key", "other")
    assert call.texts
    assert attribute.name == "a.b@"
    assert not calls("f(1, '', key=2)")[0].texts


def test_number_of_calls_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(call_expressions, "MAX_CALLS", 3)
    assert len(calls("f()\n" * 5)) == 3


@pytest.mark.parametrize(
    ("source", "values"),
    [
        ("a = f()\n", {"a": "f()"}),
        ("a = f()\na = g()\n", {"a": "?"}),
        ("a = None\na = f()\n", {"a": "f()"}),
        ("print(a := B)\n", {"a": "B"}),
        ("a = lambda: f()\n", {}),
    ],
)
def test_values(source: str, values: dict[str, str]) -> None:
    known = read_calls(source.encode())
    assert known is not None
    assert known.top.values == values
