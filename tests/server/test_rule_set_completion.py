"""What may be written at a place of a rule set."""

from __future__ import annotations

import pytest

from lint.checks.registry import user_checks
from lint.model.rule import Rule
from lint.ruleset.builtin import built_in_names
from lint.ruleset.plan import load_plan
from tests.server.test_completion import labels, offers
from tests.server.test_hover import OWN

HEAD = "ruleset: own\nextends: [cloud-run]\n"
RULE = HEAD + "rules:\n  OWN001:\n"


def test_keys_that_are_not_there_yet() -> None:
    assert labels(HEAD + "|", "rules.yaml") == ["description", "applies-to", "vars", "rules"]
    assert labels(HEAD + "applies-to:\n  |", "rules.yaml") == ["kind", "name"]
    found = labels(RULE + "    |", "rules.yaml")
    assert {"title", "severity", "because", *user_checks()} <= set(found)


def test_a_rule_has_one_check() -> None:
    found = set(labels(RULE + "    env: {}\n    |", "rules.yaml"))
    assert not found & set(user_checks())
    assert "severity" in found


def test_parameters_of_checks() -> None:
    assert labels(RULE + "    env:\n      |", "rules.yaml") == ["required", "forbidden", "values"]
    assert "min" in labels(RULE + "    resources:\n      memory: {|", "rules.yaml")
    found = labels(RULE + "    env:\n      values:\n        MODE:\n          |", "rules.yaml")
    assert found[:2] == ["one-of", "pattern"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("    severity: |", ["error", "warning", "info"]),
        ("    ingress: [|", ["all", "internal", "internal-and-cloud-load-balancing"]),
        ("    ignorable: |", ["true", "false"]),
        ("    applies-to: {kind: |", ["Service", "Job", "WorkerPool", "Instance"]),
        ("    title: |", []),
        ("    nothing: |", []),
    ],
)
def test_values(text: str, expected: list[str]) -> None:
    assert labels(RULE + text, "rules.yaml") == expected


def test_off_is_not_quoted() -> None:
    (offer,) = offers(HEAD + "rules:\n  CR001: |", "rules.yaml")
    assert offer.insert == "off"


def test_rules_of_the_sets_that_the_file_extends() -> None:
    text = HEAD + "rules:\n  CR001: off\n  |"
    ids = [rule.id for rule in load_plan("cloud-run").rules]
    assert labels(text, "rules.yaml", rules=(Rule(OWN),)) == [id for id in ids if id != "CR001"]
    other = text.replace("[cloud-run]", "\n- base.yaml")
    assert labels(other, "rules.yaml", rules=(Rule(OWN),)) == ["OWN001"]
    assert labels(text.replace("extends: [cloud-run]\n", ""), "rules.yaml") == []


def test_built_in_rule_sets() -> None:
    names = built_in_names()
    assert labels("ruleset: own\nextends: [|]\n", "rules.yaml") == names
    assert labels("ruleset: own\nextends:\n- |\n", "rules.yaml") == names
    assert labels("ruleset: own\nextends: |\n", "rules.yaml") == names
