"""A rule selects a fault by its name; what no rule selects is not reported."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from lint.checks.faults import by_kind, fault_parameters
from lint.model.rule import Rule


def test_only_the_faults_of_the_check_can_be_selected() -> None:
    adapter = TypeAdapter(fault_parameters(("one", "two")))
    assert adapter.dump_python(adapter.validate_python({"fault": "two"})) == {
        "fault": "two",
        "facts": {},
    }
    for data in ({"fault": "three"}, {}, {"fault": "one", "limit": 3}):
        with pytest.raises(ValidationError):
            adapter.validate_python(data)


def rule(rule_id: str, kinds: list[str]) -> Rule:
    words = dict.fromkeys(("name", "title", "severity", "consequence", "check"), "x")
    return Rule({**words, "id": rule_id, "params": kinds})


def test_the_last_rule_about_a_kind_counts() -> None:
    found = by_kind([rule("A1", ["a", "b"]), rule("A2", ["b"])])
    assert {kind: rule.id for kind, rule in found.items()} == {"a": "A1", "b": "A2"}
