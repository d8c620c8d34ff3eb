"""`cloud-validation`: what Cloud Run refuses, at the line that it is about."""

from __future__ import annotations

from tests.cloud.command import Run
from tests.cloud.manifests import SERVICE, line_of
from tests.cloud.server import StandIn, violations


def test_objections(run: Run, project: StandIn) -> None:
    project.objections = violations(
        ("template.timeout", "too long"),
        ("template.containers[0].env[0].value", "blue-green-mode!"),
    )
    assert sorted(run.found(SERVICE)) == [
        ("LIVE030", line_of(SERVICE, "timeoutSeconds")),
        ("LIVE030", line_of(SERVICE, "blue-green-mode")),
    ]
    run("--live", "service.yaml")
    assert "Cloud Run rejects this: too long" in run.output
    assert "blue-green-mode" not in run.output
