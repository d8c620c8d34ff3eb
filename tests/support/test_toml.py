"""TOML, bounded, and with one kind of error."""

from __future__ import annotations

import pytest

from lint.support.toml import MAX_PARTS, TomlError, load_toml


def test_values() -> None:
    assert load_toml("a.b = 1\n[c]\nd = 'x.y.z'\n") == {"a": {"b": 1}, "c": {"d": "x.y.z"}}
    assert load_toml("") == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a = b = c", "line 1"),
        ("x = 1\n" + ".".join("a" * (MAX_PARTS + 2)) + " = 1", "a key has more than"),
        ("a = " + "9" * 5000, "too many digits"),
        ("a = " + "[" * 5000, "nested too deeply"),
    ],
)
def test_errors(text: str, message: str) -> None:
    with pytest.raises(TomlError, match=message):
        load_toml(text)
