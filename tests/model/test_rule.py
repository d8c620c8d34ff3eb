"""Which resources a rule applies to."""

from __future__ import annotations

import pytest

from lint.model.rule import Plan, Scope, has_versions


@pytest.mark.parametrize(
    ("scope", "found"),
    [
        ({}, True),
        ({"kind": ["Job", "Service"]}, True),
        ({"kind": ["Job"]}, False),
        ({"name": ["web-*"]}, True),
        ({"name": ["WEB-*"]}, False),
        ({"kind": ["Service"], "name": ["api"]}, False),
        ({"within": [{"name": ["web-*"]}, {"kind": ["Job"]}]}, False),
        ({"outside": [{"name": ["web-1"]}]}, False),
        ({"outside": [{"name": ["web-2"]}]}, True),
    ],
)
def test_scopes(scope: dict[str, object], found: bool) -> None:
    assert Scope(scope).covers("Service", "web-1") is found


def test_whether_the_name_matters() -> None:
    assert not Scope({"kind": ["Job"]}).by_name
    assert Scope({"within": [{"name": ["a"]}]}).by_name
    assert Scope({"outside": [{"name": ["a"]}]}).by_name


def test_a_plan_that_extends_a_set_has_versions_of_its_rules() -> None:
    def plan(name: str, *ids: str) -> Plan:
        fields = {"name": "n", "title": "t", "severity": "error", "consequence": "policy"}
        rules = [{"id": rule_id, "check": "env", "params": {}, **fields} for rule_id in ids]
        return Plan({"ruleset": name, "rules": rules})

    base = plan("base", "A1", "A2")
    assert has_versions([plan("own", "B1"), plan("other", "A2")], base)
    assert not has_versions([plan("own", "B1")], base)
    assert not has_versions([], base)
