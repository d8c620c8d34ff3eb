"""The models of a rule file: what may be written, and what a key that is left out stands for."""

from __future__ import annotations

import re
from typing import Any

import pytest
from pydantic import ValidationError

from lint.model.findings import CONSEQUENCES, SEVERITIES
from lint.ruleset.models import KEBAB_CASE, RULE_ID, VARIABLE, Header, RuleFields


def wrong(model: Any, data: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Where the model finds something wrong."""
    try:
        model.model_validate(data)
    except ValidationError as error:
        return [each["loc"] for each in error.errors()]
    return []


@pytest.mark.parametrize(
    ("pattern", "right", "others"),
    [
        (RULE_ID, ["A1", "NETRA001", "A_B-2"], ["", "a1", "A", "1A1", "A1b", "A 1", "A1\n2"]),
        (KEBAB_CASE, ["a", "a-b", "a1-2"], ["", "A", "a-", "-a", "a--b", "a_b", "é"]),
        (VARIABLE, ["a", "_x", "project_1"], ["", "1a", "a-b", "a.b"]),
    ],
)
def test_forms(pattern: str, right: list[str], others: list[str]) -> None:
    assert [text for text in right if not re.search(pattern, text)] == []
    assert [text for text in others if re.search(pattern, text)] == []


def test_a_rule_may_leave_out_everything() -> None:
    rule = RuleFields.model_validate({})
    assert (rule.severity, rule.consequence, rule.container) == ("error", "policy", "")
    assert (rule.source, rule.applies_to, rule.examples, rule.name) == ([], None, None, None)


def test_severities_and_consequences_are_those_of_findings() -> None:
    for name in SEVERITIES:
        assert RuleFields.model_validate({"severity": name}).severity == name
    for name in CONSEQUENCES:
        assert RuleFields.model_validate({"consequence": name}).consequence == name


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ({"severity": "fatal"}, ("severity",)),
        ({"consequence": "bad"}, ("consequence",)),
        ({"name": "My Rule"}, ("name",)),
        ({"title": 3}, ("title",)),
        ({"source": [3]}, ("source", 0)),
        ({"applies-to": {"kinds": "Job"}}, ("applies-to", "kinds")),
        ({"applies_to": {}}, ("applies_to",)),
        ({"examples": {"valid": {}}}, ("examples", "valid")),
        ({"env": {}}, ("env",)),
    ],
)
def test_what_a_rule_may_not_say(data: dict[str, Any], path: tuple[Any, ...]) -> None:
    assert wrong(RuleFields, data) == [path]


def test_one_string_stands_for_a_list_of_one() -> None:
    rule = RuleFields.model_validate({"source": "https://x", "applies-to": {"kind": "Job"}})
    assert rule.source == ["https://x"]
    assert rule.applies_to is not None
    assert (rule.applies_to.kind, rule.applies_to.name) == (["Job"], [])
    assert Header.model_validate({"ruleset": "own", "extends": "cloud-run"}).extends == [
        "cloud-run"
    ]


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ({}, ("ruleset",)),
        ({"ruleset": "Own"}, ("ruleset",)),
        ({"ruleset": "own", "rules": {"a1": {}}}, ("rules", "a1", "[key]")),
        ({"ruleset": "own", "vars": {"a-b": "x"}}, ("vars", "a-b", "[key]")),
        ({"ruleset": "own", "vars": {"a": 1}}, ("vars", "a")),
        ({"ruleset": "own", "rule": {}}, ("rule",)),
    ],
)
def test_what_the_head_of_a_file_may_not_say(data: dict[str, Any], path: tuple[Any, ...]) -> None:
    assert wrong(Header, data) == [path]


def test_the_bodies_of_rules_are_validated_elsewhere() -> None:
    assert wrong(Header, {"ruleset": "own", "rules": {"A1": 3, "A2": "off"}}) == []


@pytest.mark.parametrize("model", [Header, RuleFields])
def test_every_key_is_described(model: Any) -> None:
    """Editors show the description, and the reference is made of it."""
    assert [name for name, field in model.model_fields.items() if not field.description] == []
