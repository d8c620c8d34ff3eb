from __future__ import annotations

import pytest

from lint.cloud.v2 import service, template
from lint.deploy.v2 import fields
from lint.yaml.tree import ScalarNode
from tests.deploy.v2.bodies import tree_of


def node(text: str) -> ScalarNode:
    found = tree_of(f"a: {text}").get("a")
    assert isinstance(found, ScalarNode)
    return found


def test_enums_are_those_of_the_other_way() -> None:
    assert {word: name for name, word in fields.INGRESS.items()} == service._INGRESS
    assert {word: name for name, word in fields.ENVIRONMENTS.items()} == template._ENVIRONMENTS
    assert {word: name for name, word in fields.REVOCATIONS.items()} == template._REVOCATION
    assert {word: name for name, word in fields.MODES.items()} == service._MODES
    for name, word in fields.EGRESS.items():
        assert template._EGRESS[word] == name


@pytest.mark.parametrize(
    ("text", "number"), [("300s", 300), ("1.5s", 1), ("'0s'", 0), ("5m", None), ("300", None)]
)
def test_a_duration_is_a_number_of_seconds(text: str, number: int | None) -> None:
    made = fields.seconds(node(text))
    assert (made.plain() if made is not None else None) == number


def test_hours_are_text() -> None:
    made = fields.hours(node("18000s"))
    assert made is not None
    assert made.plain() == "5"


def test_what_is_unknown_stays_unknown() -> None:
    unknown = node("${T}")
    assert fields.seconds(unknown) is unknown
    assert fields.hours(unknown) is unknown
    assert fields.enum(unknown, fields.INGRESS) is unknown
    assert fields.enum(node("NEW_VALUE"), fields.INGRESS) is None


def test_an_annotation_is_a_string() -> None:
    assert fields.string(node("3")).plain() == "3"
    assert fields.string(node("true")).plain() == "true"
    assert fields.boolean_of(node("'false'")) is False
    assert fields.boolean_of(None) is None
