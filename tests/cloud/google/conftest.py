"""What the tests of REST share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cloud.google.rest_server import Rest


@pytest.fixture
def server() -> Iterator[Rest]:
    rest = Rest()
    yield rest
    rest.endless = False
    rest.server.shutdown()
    rest.server.server_close()
