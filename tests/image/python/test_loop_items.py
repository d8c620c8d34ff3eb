"""What loops over functions and objects run."""

from __future__ import annotations

import ast

import pytest

from lint.image.python.facts import CONDITION
from lint.image.python.guards import Scope
from lint.image.python.loop_items import MOST, loop_items


def items(source: str) -> dict[str, list[str]]:
    """What the variables of the last statement, a loop, stand for, "?" for what may not run."""
    body = ast.parse(source).body
    loop = body[-1]
    assert isinstance(loop, ast.For)
    found = loop_items(loop.target, loop.iter, [Scope(body)], loop.body)
    return {
        name: [kind + (" if" if more & CONDITION else "") for kind, more in kinds]
        for name, kinds in found.items()
    }


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("for g in (f, a.h, C()): g()", {"g": ["f", "a.h", "C()"]}),
        ("for g in [f, 1, lambda: 2]: g()", {"g": ["f", "?", "?"]}),
        ("for g in {'a': f, 'b': h}.values(): g()", {"g": ["f", "h"]}),
        ("for n, g in {'a': f}.items(): g()", {"g": ["f"]}),
        ("for g in {f: 1}: g()", {"g": ["f"]}),
        ("for g in {f: 1}.keys(): g()", {"g": ["f"]}),
        ("for n, g in [(1, f), (2, h)]: g()", {"g": ["f", "h"]}),
        ("S = (f, h)\nfor g in S: g()", {"g": ["f", "h"]}),
        ("S = {'a': f}\nfor g in S.values(): g()", {"g": ["f"]}),
        ("for g in (f, h):\n    if g(): break", {"g": ["f", "h if"]}),
        ("for g in (f, h):\n    for x in y: break\n    g()", {"g": ["f", "h"]}),
        ("S = [f]\nS += [h]\nfor g in S: g()", {}),
        ("for g in S: g()", {}),
        ("for g in (f, *x): g()", {}),
        ("for g in {**x, 'a': f}.values(): g()", {}),
        ("for g in {'a': f}.get(): g()", {}),
        ("for g in (f,).values(): g()", {}),
        ("for g in (): g()", {}),
        ("for g in {f, h}: g()", {}),
        ("for g in (1, 2): g()", {}),
        ("for n, g in ((1, f), (2,)): g()", {}),
        ("for n, g in ((1, f), x): g()", {}),
        ("for g in (f, h):\n    g = w(g)\n    g()", {}),
        ("for o.g in (f, h): o.g()", {}),
        (f"for g in ({'f, ' * MOST}): g()", {"g": ["f"] * MOST}),
        (f"for g in ({'f, ' * (MOST + 1)}): g()", {}),
    ],
)
def test_items(source: str, expected: dict[str, list[str]]) -> None:
    assert items(source) == expected
