"""What the tests of inventories share."""

from __future__ import annotations

import pytest

from tests.cloud.server import StandIn


@pytest.fixture
def full(project: StandIn) -> StandIn:
    """A project with enough of everything for several pages."""
    project.page = 2
    for number in range(5):
        project.secret(f"more-{number}", "ENABLED DISABLED ENABLED ENABLED")
        project.connector(f"more-{number}")
        project.instance(f"more-{number}")
        project.job(f"more-{number}")
        project.revision("web", f"web-{number + 2}")
    container = {
        "name": "app",
        "image": "x",
        "env": [{"name": "MODE", "value": "a-value-that-is-nobodys-business"}],
    }
    project.service("web", template={"containers": [container]}, labels={"team": "shop"})
    project.pool("workers")
    project.revision("workers", "workers-0", "workerPools")
    return project
