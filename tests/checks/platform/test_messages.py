"""No message, help or label of the platform checks is a string."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import lint.checks.platform

MODULES = sorted(Path(lint.checks.platform.__path__[0]).glob("*.py"))


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            yield getattr(node.func, "id", getattr(node.func, "attr", "")), node


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_no_string_becomes_a_message(path: Path) -> None:
    for name, call in calls(path):
        if name not in ("Fault", "finding"):
            continue
        for keyword in call.keywords:
            if keyword.arg in ("message", "help", "related"):
                label = f"{path.name}:{call.lineno} {keyword.arg}"
                for node in branches(keyword.value):
                    assert not isinstance(node, ast.Constant | ast.JoinedStr | ast.BinOp), label


def branches(node: ast.expr) -> Iterator[ast.expr]:
    """What an argument may be: both branches of a condition, the labels of a list of places."""
    if isinstance(node, ast.IfExp):
        yield from branches(node.body)
        yield from branches(node.orelse)
    elif isinstance(node, ast.BoolOp):
        for value in node.values:
            yield from branches(value)
    elif isinstance(node, ast.List):
        for item in node.elts:
            yield from branches(item)
    elif isinstance(node, ast.Tuple):
        yield from branches(node.elts[-1])
    else:
        yield node


def test_there_are_messages_to_look_at() -> None:
    assert sum(name == "say" for path in MODULES for name, _ in calls(path)) > 300
