"""What the tests of inventories share."""

from __future__ import annotations

import pytest

from tests.cloud.projects import fill
from tests.cloud.server import StandIn


@pytest.fixture
def full(project: StandIn) -> StandIn:
    """A project with enough of everything for several pages."""
    fill(project)
    return project
