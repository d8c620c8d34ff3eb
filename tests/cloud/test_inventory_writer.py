"""Recording an inventory: all that a project holds, no values, and what could not be read."""

from __future__ import annotations

import inspect
import json

from lint.checks.organization import predefined_policy
from lint.cloud.inventory_writer import CONSTRAINTS
from tests.cloud.recording import INVENTORY, NOW, recorded
from tests.cloud.server import NUMBER, PROJECT, StandIn, denied


def test_everything_is_recorded(full: StandIn) -> None:
    data = recorded(full)
    INVENTORY.validate(data)
    assert (data["project"], data["number"], data["region"]) == (PROJECT, NUMBER, "us-central1")
    assert data["recorded"] == NOW
    assert data["gaps"] == {}
    assert [len(data[section]) for section in ("secrets", "connectors", "instances")] == [7, 6, 6]
    assert len(data["jobs"]) == 5
    assert len(data["secrets"]["more-0"]["versions"]) == 4
    assert data["services"]["web"]["revisions"] == [f"web-{number}" for number in range(1, 7)]
    assert data["workerpools"]["workers"]["revisions"] == ["workers-0"]


def test_no_value_is_recorded(full: StandIn) -> None:
    text = json.dumps(recorded(full))
    assert '"MODE"' in text
    assert "nobodys-business" not in text


def test_policies_in_force_and_custom_constraints(full: StandIn) -> None:
    constraint = {
        "name": "organizations/1/customConstraints/custom.probes",
        "resourceTypes": ["run.googleapis.com/Service"],
    }
    full.custom_constraints = [constraint]
    ingress = {"rules": [{"values": {"allowedValues": ["internal"]}}]}
    full.org_policies = {
        "run.allowedIngress": ingress,
        "custom.probes": {"rules": [{"enforce": True}]},
    }
    full.refusals["policy.effective", "gcp.resourceLocations"] = denied("orgpolicy.policy.get")
    data = recorded(full)
    INVENTORY.validate(data)
    assert data["constraints"] == {"custom.probes": constraint}
    assert data["policies"] == {
        "custom.probes": {"spec": {"rules": [{"enforce": True}]}},
        "gcp.resourceLocations": None,
        "run.allowedIngress": {"spec": ingress},
    }
    assert list(data["gaps"]) == ["policies/gcp.resourceLocations"]
    assert "orgpolicy.policy.get" in data["gaps"]["policies/gcp.resourceLocations"]


def test_policies_that_nobody_may_read_are_one_gap(full: StandIn) -> None:
    full.refusals["policy.effective"] = denied("orgpolicy.policy.get")
    data = recorded(full)
    INVENTORY.validate(data)
    assert data["policies"] is None
    assert list(data["gaps"]) == ["policies"]


def test_the_constraints_that_are_judged_are_recorded() -> None:
    source = inspect.getsource(predefined_policy)
    for constraint in CONSTRAINTS:
        assert f'"{constraint}"' in source
    assert source.count("    constraint = ") == len(CONSTRAINTS)
