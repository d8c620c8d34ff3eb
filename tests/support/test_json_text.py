"""JSON of others has one kind of error, and is read by one function."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import lint
from lint.support.json_text import load_json

PACKAGE = Path(lint.__file__).parent
OWN = (
    "support/json_text.py",
    "support/cache.py",  # what the tool wrote itself, in a seal
    "checks/platform/annotation_grammar.py",  # says where the mistake is
)


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, "9" * 5000, "", "{", "[1,]"])
def test_every_error_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        load_json(text)


def test_json_is_read(tmp_path: Path) -> None:
    assert load_json('{"a": [1, null]}') == {"a": [1, None]}


def test_no_module_calls_json_loads_by_itself() -> None:
    found = []
    for path in PACKAGE.rglob("*.py"):
        name = path.relative_to(PACKAGE).as_posix()
        text = path.read_text(encoding="utf-8")
        if name in OWN or "loads" not in text:  # parsing all of them takes half a second
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Attribute) and node.attr == "loads":
                if getattr(node.value, "id", "") == "json":
                    found.append(f"{name}:{node.lineno}")
    assert found == []
