"""Recording an inventory: all that a project holds, no values, and what could not be read."""

from __future__ import annotations

import json

import jsonschema

from tests.cloud.recording import NOW, SCHEMA, recorded
from tests.cloud.server import NUMBER, PROJECT, StandIn


def test_everything_is_recorded(full: StandIn) -> None:
    data = recorded(full)
    jsonschema.validate(data, SCHEMA)
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
