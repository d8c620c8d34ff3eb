"""`cloud-revision`: revisions that exist already, and those that traffic goes to."""

from __future__ import annotations

from tests.cloud.command import Run
from tests.cloud.manifests import SERVICE, line_of
from tests.cloud.server import StandIn


def test_revisions(run: Run, project: StandIn) -> None:
    text = SERVICE.replace(
        "    metadata:\n      annotations:", "    metadata:\n      name: web-7\n      annotations:"
    ).replace("revisionName: web-1", "revisionName: web-0")
    project.revision("web", "web-7")
    assert run.found(text) == [
        ("LIVE031", line_of(text, "name: web-7")),
        ("LIVE032", line_of(text, "revisionName: web-0")),
    ]


def test_traffic_to_the_revision_to_be_made(run: Run) -> None:
    text = SERVICE.replace(
        "    metadata:\n      annotations:", "    metadata:\n      name: web-7\n      annotations:"
    ).replace("revisionName: web-1", "revisionName: web-7")
    assert run.found(text) == []
