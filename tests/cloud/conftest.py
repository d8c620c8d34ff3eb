from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cloud.server import StandIn


@pytest.fixture
def project() -> Iterator[StandIn]:
    """A stand-in in which everything that `manifests.SERVICE` names is there and in order."""
    with StandIn() as stand_in:
        stand_in.secret("token", "ENABLED ENABLED")
        stand_in.secret("keys")
        stand_in.connector("egress")
        stand_in.instance("main")
        stand_in.service("web")
        stand_in.revision("web", "web-1")
        yield stand_in
