"""Stand-ins that have something in them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.cloud.server import StandIn


@contextmanager
def in_order() -> Iterator[StandIn]:
    """A stand-in in which everything that `tests.cloud.manifests.SERVICE` names is in order."""
    with StandIn() as project:
        project.secret("token", "ENABLED ENABLED")
        project.secret("keys")
        project.connector("egress")
        project.instance("main")
        project.service("web")
        project.revision("web", "web-1")
        yield project


def fill(project: StandIn) -> None:
    """Adds enough of everything for several pages."""
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
