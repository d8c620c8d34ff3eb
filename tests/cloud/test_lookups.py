"""The questions of several resources, each asked once."""

from __future__ import annotations

from tests.cloud.google.asking import survey
from tests.cloud.manifests import SERVICE
from tests.cloud.server import (
    StandIn,
)


def test_each_question_is_asked_once(project: StandIn) -> None:
    survey(project, SERVICE, SERVICE, SERVICE)
    calls = [call for call in project.calls if call[0] not in ("UpdateService",)]
    assert len(calls) == len(set(calls))
