"""Where there are no credentials, and where none may be sent."""

from __future__ import annotations

import pytest

from lint.cloud.gaps import find_gaps
from lint.cloud.google.live import Live
from lint.cloud.lookups import LookupBatch
from lint.cloud.target import Defaults
from tests.cloud.google.asking import survey
from tests.cloud.manifests import SERVICE, resource_of
from tests.cloud.server import (
    StandIn,
)


def test_no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    # A file that does not exist keeps google-auth from looking for a metadata server.
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", "/nonexistent/credentials.json")
    live = Live({})
    gathered = LookupBatch(live, Defaults())
    view = gathered.add(resource_of(SERVICE))
    gathered.ask()
    live.close()
    reasons = {gap.reason for gap in find_gaps(view)}
    assert len(reasons) == 1
    assert "gcloud auth application-default login" in reasons.pop()


def test_no_credentials_reach_a_stand_in(project: StandIn) -> None:
    survey(project, SERVICE)
    assert not [key for key, _ in project.metadata if key == "authorization"]
