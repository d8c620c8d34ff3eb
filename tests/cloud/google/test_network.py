"""Connectors over gRPC, and instances over Cloud SQL's REST."""

from __future__ import annotations

from tests.cloud.google.asking import ask
from tests.cloud.server import (
    PARENT,
    PROJECT,
    StandIn,
)


def test_connector(project: StandIn) -> None:
    answer = ask(project, "connector", f"{PARENT}/connectors/egress")
    assert answer.facts == {"state": "READY", "network": "default", "project": ""}
    assert ask(project, "connector", f"{PARENT}/connectors/none").absent


def test_instance(project: StandIn) -> None:
    project.instance("private", "MAINTENANCE", public=False, network="shared", stopped=True)
    assert ask(project, "instance", f"{PROJECT}:us-central1:private").facts == {
        "state": "MAINTENANCE",
        "stopped": True,
        "region": "us-central1",
        "public": False,
        "network": f"projects/{PROJECT}/global/networks/shared",
    }
    assert ask(project, "instance", f"{PROJECT}:us-central1:none").absent
