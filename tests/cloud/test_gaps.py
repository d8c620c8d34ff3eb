"""What could not be found out, and whether that is a failed look-up."""

from __future__ import annotations

import pytest

from lint.cloud.gaps import find_gaps
from lint.cloud.google.live import Live
from lint.cloud.lookups import LookupBatch
from lint.cloud.target import Defaults
from tests.cloud.google.asking import SECRET, survey
from tests.cloud.manifests import INSTANCE, JOB, SERVICE, resource_of
from tests.cloud.server import (
    ACCOUNT,
    StandIn,
    api_disabled,
    denied,
)


def test_one_failure_hides_nothing(project: StandIn) -> None:
    project.refusals["GetSecret", SECRET] = denied("secretmanager.secrets.get")
    project.refusals["GetConnector"] = api_disabled("vpcaccess.googleapis.com")
    (view,) = survey(project, SERVICE)
    assert [gap.question for gap in find_gaps(view)] == [
        "VPC connector `egress`",
        "secret `token`",
    ]
    assert sum(answer.found for answer in view.answers.values()) == len(view.answers) - 2


def test_an_account_without_a_role_on_the_secret(project: StandIn) -> None:
    project.secret("token", "ENABLED ENABLED", readers=())
    (view,) = survey(project, SERVICE)
    (gap,) = find_gaps(view)
    assert gap.question == "access to secret `token`"
    assert not gap.failed
    assert ACCOUNT in gap.reason


def test_no_project_is_told(project: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", "/nonexistent/credentials.json")
    live = Live(project.endpoints)
    gathered = LookupBatch(live, Defaults())
    view = gathered.add(resource_of(JOB))
    gathered.ask()
    live.close()
    assert {gap.question: gap.reason for gap in find_gaps(view)} == {
        "what runs as Job `nightly`": "no project is known; --project states it",
        "secret `token`": "no project is known",
    }


def test_an_instance_is_not_looked_up_but_what_it_names_is(project: StandIn) -> None:
    (view,) = survey(project, INSTANCE)
    assert view.live is None
    assert view.validation is None
    assert [use.secret.short for use in view.secrets] == ["token"]
    gaps = {gap.question: gap for gap in find_gaps(view)}
    gap = gaps["what runs as Instance `agent`"]
    assert gap.reason == "instances are in preview and not looked up"
    assert not gap.failed
