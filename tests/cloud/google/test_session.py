"""Which calls are tried again."""

from __future__ import annotations

import grpc

from tests.cloud.google.asking import SECRET, ask
from tests.cloud.server import (
    PARENT,
    RefusalError,
    StandIn,
    out_of_quota,
)


def test_google_clients_try_again_where_they_do(project: StandIn) -> None:
    project.refusals["GetService"] = RefusalError(grpc.StatusCode.UNAVAILABLE, "try again")
    project.refusals_left["GetService"] = 1
    assert ask(project, "service", f"{PARENT}/services/web").found
    assert [method for method, _ in project.calls].count("GetService") == 2


def test_nothing_else_is_tried_again(project: StandIn) -> None:
    project.refusals["GetSecret"] = out_of_quota("Reads")
    ask(project, "secret", SECRET)
    assert [method for method, _ in project.calls].count("GetSecret") == 1
