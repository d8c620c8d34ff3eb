"""What may be written at a place of the settings."""

from __future__ import annotations

import pytest

from lint.engine.rule_choice import built_in_rules
from lint.ruleset.builtin import built_in_names
from lint.settings import settings_schema
from tests.server.test_completion import labels, offers


def taken(text: str, name: str, path: str = "lint.toml") -> str:
    """The line when an offer was taken."""
    where = text.index("|")
    line = text.replace("|", "", 1).split("\n")[text[:where].count("\n")]
    (offer,) = [offer for offer in offers(text, path) if offer.label == name]
    return line[: offer.start] + offer.insert + line[offer.end :]


def test_keys_that_are_not_there_yet() -> None:
    keys = set(settings_schema()["properties"])
    assert set(labels("|", "lint.toml")) == keys
    assert set(labels("strict = true\n|\n[severities]\n[[overrides]]\n", "lint.toml")) == keys - {
        "strict",
        "severities",
    }
    assert labels("[[overrides]]\npaths = []\n|", "lint.toml")[0] == "rules"
    assert labels("[values]\n|", "lint.toml") == []


def test_how_keys_and_tables_are_written() -> None:
    assert taken("st|", "strict") == "strict = "
    assert taken("st|rict = true", "strict") == "strict = true"
    assert taken("|", "severities") == "[severities]"
    assert taken("|", "overrides") == "[[overrides]]"
    assert taken("[tool.lint]\n|", "severities", "pyproject.toml") == "[tool.lint.severities]"
    assert taken("[tool.lint]\n|", "overrides", "pyproject.toml") == "[[tool.lint.overrides]]"


def test_rules_of_the_severities() -> None:
    found = labels('[severities]\nCR001 = "off"\nC|', "lint.toml")
    assert found == [rule.id for rule in built_in_rules() if rule.id != "CR001"]
    assert taken("[severities]\nC|", "CR021") == "CR021 = "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fail-on = |", ["error", "warning", "info", "never"]),
        ("strict = |", ["true", "false"]),
        ("[severities]\nCR021 = |", ["error", "warning", "info", "off"]),
        ("rules = [|", built_in_names()),
        ("source = |", []),
        ("nothing = |", []),
    ],
)
def test_values(text: str, expected: list[str]) -> None:
    assert labels(text, "lint.toml") == expected


def test_how_values_are_written() -> None:
    assert taken("fail-on = |", "info") == 'fail-on = "info"'
    assert taken('fail-on = "in|"', "info") == 'fail-on = "info"'
    assert taken("strict = t|", "true") == "strict = true"
    assert taken('rules = ["cloud-run", "de|"]', "deploy") == 'rules = ["cloud-run", "deploy"]'
