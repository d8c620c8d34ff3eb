"""How what is offered is written into the text."""

from __future__ import annotations

import pytest

from lint.server.offers import Slot
from lint.server.outline import cursor_at


def slot(text: str, is_json: bool = False) -> Slot:
    """The slot at the mark `|` of a line."""
    column = text.index("|")
    line = text.replace("|", "", 1)
    cursor = cursor_at([line], 0, column)
    assert cursor is not None
    return Slot(0, line, column, cursor, is_json)


def after(text: str, name: str, is_scalar: bool = True, is_json: bool = False) -> str:
    """The line when a key was taken."""
    place = slot(text, is_json)
    offer = place.key(name, is_scalar)
    return place.text[: offer.start] + offer.insert + place.text[offer.end :]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("na|", "name: "),
        ("|", "name: "),
        ("na|xx", "name: "),
        ("na|: web", "name: web"),
        ("n|ma: web", "name: web"),
        ('"na|": web', '"name": web'),
        ("{a: 1, n|}", "{a: 1, name: }"),
        ("- n|", "- name: "),
    ],
)
def test_a_key(text: str, expected: str) -> None:
    assert after(text, "name") == expected


def test_a_key_of_a_mapping_and_of_json() -> None:
    assert after("sp|", "spec", is_scalar=False) == "spec:"
    assert after("{sp|}", "spec", is_scalar=False) == "{spec: }"
    assert after('{"a|"}', "args", is_json=True) == '{"args": }'
    assert after("{|}", "args", is_json=True) == '{"args": }'


@pytest.mark.parametrize(
    ("text", "value", "is_text", "expected"),
    [
        ("a: |", "all", True, "a: all"),
        ("a: in|ternal # c", "all", True, "a: all # c"),
        ("a: |", "true", True, 'a: "true"'),
        ("a: t|", "true", False, "a: true"),
        ("a: '|'", "1", True, "a: '1'"),
        ("a: |", "1", True, 'a: "1"'),
        ('a: "|', "all", True, 'a: "all"'),
        ("[a, |]", "b", True, "[a, b]"),
    ],
)
def test_a_value(text: str, value: str, is_text: bool, expected: str) -> None:
    place = slot(text)
    offer = place.value(value, is_text)
    assert place.text[: offer.start] + offer.insert + place.text[offer.end :] == expected
