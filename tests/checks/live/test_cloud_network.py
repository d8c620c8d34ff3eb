"""`cloud-network`: connectors and Cloud SQL instances, their states and regions."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cloud.command import Run
from tests.cloud.manifests import SERVICE, line_of
from tests.cloud.server import PROJECT, StandIn


@pytest.mark.parametrize(
    ("state", "rule"),
    [("ERROR", "LIVE012"), ("DELETING", "LIVE012"), ("CREATING", "LIVE013"),
     ("UPDATING", "LIVE013")],
)  # fmt: skip
def test_connector_states(run: Run, project: StandIn, state: str, rule: str) -> None:
    project.connector("egress", state)
    assert run.found(SERVICE) == [(rule, line_of(SERVICE, "vpc-access-connector"))]


def test_a_connector_that_is_not_there(run: Run) -> None:
    text = SERVICE.replace("connector: egress", "connector: egres")
    assert run.found(text) == [("LIVE010", line_of(text, "vpc-access-connector"))]


def test_a_connector_elsewhere(run: Run, project: StandIn) -> None:
    full = f"projects/{PROJECT}/locations/europe-west1/connectors/egress"
    project.connectors[full] = next(iter(project.connectors.values()))
    text = SERVICE.replace("connector: egress", f"connector: {full}")
    assert run.found(text) == [("LIVE011", line_of(text, "vpc-access-connector"))]


@pytest.mark.parametrize(
    ("instance", "rule"),
    [
        ({"state": "SUSPENDED"}, "LIVE022"),
        ({"state": "FAILED"}, "LIVE022"),
        ({"stopped": True}, "LIVE022"),
        ({"state": "MAINTENANCE"}, "LIVE023"),
        ({"region": "europe-west1"}, "LIVE021"),
        ({"public": False, "network": "shared"}, "LIVE026"),
    ],
)
def test_instances(run: Run, project: StandIn, instance: dict[str, Any], rule: str) -> None:
    project.instance("main", **instance)
    assert run.found(SERVICE) == [(rule, line_of(SERVICE, "cloudsql-instances"))]


def test_an_instance_that_is_not_there(run: Run, project: StandIn) -> None:
    project.instances.clear()
    assert run.found(SERVICE) == [("LIVE020", line_of(SERVICE, "cloudsql-instances"))]


def test_an_instance_far_away(run: Run, project: StandIn) -> None:
    project.instance("main", region="europe-west1")
    text = SERVICE.replace("shop-staging:us-central1:main", "shop-staging:europe-west1:main")
    assert run.found(text) == [("LIVE024", line_of(text, "cloudsql-instances"))]


def test_a_private_instance_without_a_way(run: Run, project: StandIn) -> None:
    project.instance("main", public=False, network="shared")
    text = "\n".join(line for line in SERVICE.split("\n") if "vpc-access" not in line)
    assert run.found(text) == [("LIVE025", line_of(text, "cloudsql-instances"))]


def test_a_private_instance_in_the_connectors_network(run: Run, project: StandIn) -> None:
    project.instance("main", public=False, network="default")
    assert run.found(SERVICE) == []
