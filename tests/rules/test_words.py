"""Words of rules and findings: a warning says what is not known, an error never does."""

from __future__ import annotations

import functools
import re
from typing import Any

import pytest

from lint.engine.examples import example_findings, whole_set
from lint.model.findings import Finding
from lint.report.text import LONGEST_REASON
from lint.ruleset.compile import built_in_sets, compile_rule_set

QUOTED = re.compile(r'"[^"]*"|`[^`]*`')
UNCERTAIN = re.compile(
    r"\b(may|might|perhaps|possibly|probably|unless|whether|(is|are) not (known|confirmed|documented))\b",
    re.I,
)
"""Words of what is not known. What a server answers is in quotes, and does not count."""
CERTAIN_FAILURES = ("refused", "broken")
"""The consequences of which a warning must say why they are not certain. That a setting is ignored
is certain, and a risk is one."""


@functools.cache
def rules() -> dict[str, dict[str, Any]]:
    sets = [compile_rule_set(path) for path in built_in_sets().values()]
    return {rule_id: rule for rule_set in sets for rule_id, rule in rule_set.rules.items()}


@functools.cache
def findings() -> list[Finding]:
    """Everything that the invalid examples of all rules give."""
    found = []
    for path in built_in_sets().values():
        rule_set = compile_rule_set(path)
        judge = whole_set(rule_set)
        for rule in rule_set.rules.values():
            for text in (rule["docs"].get("examples") or {}).get("invalid", ()):
                found += example_findings(judge, text, rule)
    return found


def uncertain(text: str) -> bool:
    return UNCERTAIN.search(QUOTED.sub("", text)) is not None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The API may reject it.", True),
        ("Whether it does is not known.", True),
        ('The API answers "may not exceed 8000".', False),
        ("`may` is not a value.", False),
        ("Cloud Run rejects it.", False),
    ],
)
def test_what_is_not_known_has_its_words(text: str, expected: bool) -> None:
    assert uncertain(text) is expected


def test_the_reason_of_an_error_is_certain() -> None:
    errors = {i: rule["because"] for i, rule in rules().items() if rule["severity"] == "error"}
    assert len(errors) > 150
    assert {i: because for i, because in errors.items() if uncertain(because)} == {}


@pytest.mark.slow
def test_the_message_of_an_error_is_certain() -> None:
    pytest.importorskip("cel_expr_python")
    messages = {f.message: f.rule for f in findings() if f.severity == "error"}
    assert len(messages) > 200
    assert {text: rule for text, rule in messages.items() if uncertain(text)} == {}


def test_a_warning_that_a_deploy_fails_says_what_is_not_known() -> None:
    reasons = {
        rule_id: rule["because"]
        for rule_id, rule in rules().items()
        if rule["severity"] == "warning" and rule["consequence"] in CERTAIN_FAILURES
    }
    assert len(reasons) > 40
    assert {i: because for i, because in reasons.items() if not uncertain(because)} == {}


def test_a_finding_below_its_rule_says_what_is_not_known() -> None:
    pytest.importorskip("cel_expr_python")
    lowered = [
        finding
        for finding in findings()
        if finding.severity != "error" and rules()[finding.rule]["severity"] == "error"
    ]
    assert lowered
    assert [f"{f.rule}: {f.message}" for f in lowered if not uncertain(f.message)] == []


def test_no_reason_is_cut() -> None:
    lengths = {rule_id: len(" ".join(rule["because"].split())) for rule_id, rule in rules().items()}
    assert {i: length for i, length in lengths.items() if length > LONGEST_REASON} == {}
