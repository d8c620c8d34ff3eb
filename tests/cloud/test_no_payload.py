"""No code of this tool can read a secret's payload, because none of it calls for one."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import lint

FORBIDDEN = ("access_secret_version", "AccessSecretVersion", "versions:access", ":access")
SOURCES = sorted(Path(lint.__file__).parent.rglob("*.py"))


def mentions(source: str) -> list[str]:
    """Every name, attribute and string of a program that could call for a payload."""
    found = []
    for node in ast.walk(ast.parse(source)):
        for field in node._fields:
            value = getattr(node, field, None)
            if isinstance(value, str) and any(word in value for word in FORBIDDEN):
                found.append(value)
    return found


@pytest.mark.slow
def test_nothing_calls_for_a_payload() -> None:
    found = {str(path): mentions(path.read_text(encoding="utf-8")) for path in SOURCES}
    assert len(found) > 100
    assert {name: names for name, names in found.items() if names} == {}


@pytest.mark.parametrize(
    "source",
    [
        "client.access_secret_version(name=name)",
        "getattr(client, 'access_secret_version')(name=name)",
        "from library import AccessSecretVersionRequest",
        "session.get(base + '/versions/1:access')",
        "client.access_secret_version",
    ],
)
def test_the_test_notices(source: str) -> None:
    assert mentions(source)


def test_there_is_something_to_look_at() -> None:
    assert any(path.name == "secret_manager.py" for path in SOURCES)
