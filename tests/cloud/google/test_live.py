"""Many questions at once: in parallel, within a limit of time."""

from __future__ import annotations

import time

import pytest
from google.cloud import run_v2, secretmanager_v1, vpcaccess_v1

from lint.cloud.gaps import find_gaps
from lint.cloud.google.live import Live
from lint.cloud.query import Query
from tests.cloud.google.asking import ask, entries, survey
from tests.cloud.manifests import SERVICE
from tests.cloud.server import PARENT, PROJECT, StandIn, denied


def test_all_is_well(project: StandIn) -> None:
    (view,) = survey(project, SERVICE)
    assert [gap.question for gap in find_gaps(view)] == []
    assert entries(view) == []
    assert all(answer.found for answer in view.answers.values())


@pytest.mark.slow
def test_a_call_that_hangs(project: StandIn) -> None:
    project.delays["GetConnector"] = 3.0
    start = time.monotonic()
    (view,) = survey(project, SERVICE, call_limit=0.2)
    assert time.monotonic() - start < 2.0
    (gap,) = find_gaps(view)
    assert (gap.question, gap.reason) == ("VPC connector `egress`", "there was no answer in time")


@pytest.mark.slow
def test_the_time_for_everything(project: StandIn) -> None:
    project.delays["GetSecret"] = 3.0
    start = time.monotonic()
    (view,) = survey(project, SERVICE, limit=0.4)
    assert time.monotonic() - start < 2.0
    assert {gap.question for gap in find_gaps(view)} == {"secret `token`", "secret `keys`"}
    assert view.connector is not None
    assert view.answer(view.connector.question).found


@pytest.mark.slow
def test_calls_under_way_are_bounded() -> None:
    with StandIn(latency=0.02) as stand_in:
        live = Live(stand_in.endpoints, workers=4)
        live.answer(Query("policy", f"projects/{PROJECT}/secrets/s{n}") for n in range(20))
        live.close()
        assert 1 < stand_in.most_under_way <= 4
        assert len(stand_in.calls) == 20


def test_an_error_of_ours_in_one_question_hides_no_other(
    project: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*arguments: object) -> None:
        raise AttributeError("s3cret")

    project.refusals["GetConnector"] = denied("vpcaccess.connectors.get")
    monkeypatch.setattr("lint.cloud.google.live.answer_error", broken)
    start = time.monotonic()
    (view,) = survey(project, SERVICE, limit=20.0)
    assert time.monotonic() - start < 10.0
    (gap,) = find_gaps(view)
    assert gap.question == "VPC connector `egress`"
    assert gap.reason.startswith("internal error: AttributeError at ")
    assert "s3cret" not in gap.reason


def test_empty_messages(project: StandIn) -> None:
    """A server that answers with the defaults of every field says nothing."""
    name = f"projects/{PROJECT}/secrets/token"
    project.secrets[name] = secretmanager_v1.Secret()
    project.versions[name][1] = secretmanager_v1.SecretVersion()
    project.connectors[f"{PARENT}/connectors/egress"] = vpcaccess_v1.Connector()
    project.services[f"{PARENT}/services/web"] = run_v2.Service()
    project.jobs[f"{PARENT}/jobs/web"] = run_v2.Job()
    project.pools[f"{PARENT}/workerPools/web"] = run_v2.WorkerPool()
    for kind, what in (
        ("secret", name),
        ("version", f"{name}/versions/1"),
        ("connector", f"{PARENT}/connectors/egress"),
        ("service", f"{PARENT}/services/web"),
        ("job", f"{PARENT}/jobs/web"),
        ("workerpool", f"{PARENT}/workerPools/web"),
        ("secrets", f"projects/{PROJECT}"),
        ("versions", name),
        ("connectors", PARENT),
        ("services", PARENT),
        ("jobs", PARENT),
        ("workerpools", PARENT),
    ):
        found = ask(project, kind, what)
        assert found.unknown, kind
        assert found.reason.startswith("the service cannot be understood: its "), kind
