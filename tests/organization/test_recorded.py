from __future__ import annotations

from typing import Any

import pytest

from lint.errors import UsageError
from lint.organization import recorded
from lint.organization.effect import enforced, is_value, judged
from lint.organization.recorded import recorded_policies

CONSTRAINT = {
    "name": "organizations/1/customConstraints/custom.probes",
    "resourceTypes": ["run.googleapis.com/Service"],
    "methodTypes": ["CREATE", "UPDATE"],
    "condition": "resource.metadata.name == 'web'",
    "actionType": "ALLOW",
    "displayName": "Services are called web",
}
INGRESS = {"spec": {"rules": [{"values": {"allowedValues": ["internal"]}}]}}


def inventory(**parts: Any) -> dict[str, Any]:
    """An inventory as far as policies go."""
    return {"project": "p", "gaps": {}, "policies": {}, "constraints": {}, **parts}


def test_policies_and_constraints() -> None:
    pytest.importorskip("cel_expr_python")
    enforce = {"spec": {"rules": [{"enforce": True}]}}
    data = inventory(
        policies={"run.allowedIngress": INGRESS, "custom.probes": enforce},
        constraints={"custom.probes": CONSTRAINT},
    )
    found = recorded_policies(data, "i.json")
    assert found is not None
    effect = judged(found, "run.allowedIngress", "p", is_value("all"))
    assert effect.allowed is False
    assert str(effect.place) == "i.json:1:1"
    assert enforced(found, "custom.probes", "p").allowed is False
    constraint = found.constraints["custom.probes"]
    assert (constraint.title, constraint.broken) == ("Services are called web", False)
    assert (found.faults, found.sources, found.unread) == ([], {}, "")


def test_what_could_not_be_read_is_open() -> None:
    data = inventory(
        policies={"run.allowedIngress": None},
        constraints=None,
        gaps={"policies/run.allowedIngress": "denied", "constraints": "late"},
    )
    found = recorded_policies(data, "i.json")
    assert found is not None
    effect = judged(found, "run.allowedIngress", "p", is_value("all"))
    assert (effect.allowed, effect.reason) == (None, "the inventory has none: denied")
    assert found.unread == "the inventory has no custom constraints: late"


def test_an_inventory_without_policies() -> None:
    assert recorded_policies(inventory(policies=None), "i.json") is None
    assert recorded_policies({"project": "p", "gaps": {}}, "i.json") is None


def test_texts_of_any_language_and_what_is_no_text() -> None:
    named = {**CONSTRAINT, "displayName": "Namen \U0001f600 \ud800"}
    found = recorded_policies(inventory(constraints={"custom.probes": named}), "i.json")
    assert found is not None
    assert found.constraints["custom.probes"].title == "Namen \U0001f600 ?"
    damaged = {**CONSTRAINT, "displayName": "\x7f\x80"}
    with pytest.raises(UsageError, match="its policies cannot be read"):
        recorded_policies(inventory(constraints={"custom.probes": damaged}), "i.json")


def test_a_constraint_that_is_wrong_is_marked_and_no_finding() -> None:
    pytest.importorskip("cel_expr_python")
    wrong = {**CONSTRAINT, "condition": "resource.spec =="}
    found = recorded_policies(inventory(constraints={"custom.probes": wrong}), "i.json")
    assert found is not None
    assert found.constraints["custom.probes"].broken
    assert found.faults == []


def test_without_cel_custom_constraints_are_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorded, "is_installed", lambda: False)
    policies = {"custom.probes": {"spec": {"rules": [{"enforce": True}]}}}
    data = inventory(policies=policies, constraints={"custom.probes": CONSTRAINT})
    found = recorded_policies(data, "i.json")
    assert found is not None
    effect = enforced(found, "custom.probes", "p")
    assert effect.allowed is None
    assert "cloudrun-lint[cel]" in effect.reason
