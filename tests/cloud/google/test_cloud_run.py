"""What runs, and what Cloud Run says of a manifest that is only validated."""

from __future__ import annotations

from typing import Any

import grpc
import pytest
from google.longrunning import operations_pb2

from lint.cloud.gaps import find_gaps
from tests.cloud.google.asking import ask, entries, survey
from tests.cloud.manifests import JOB, POOL, SERVICE
from tests.cloud.server import (
    PARENT,
    RefusalError,
    StandIn,
    denied,
    violations,
)


def test_revisions(project: StandIn) -> None:
    assert ask(project, "revision", f"{PARENT}/services/web/revisions/web-1").found
    assert ask(project, "revision", f"{PARENT}/services/web/revisions/web-2").absent


def test_a_new_service_is_validated_as_new(project: StandIn) -> None:
    del project.services[f"{PARENT}/services/web"]
    survey(project, SERVICE)
    (request,) = project.validated
    assert (request.parent, request.service_id, request.service.name) == (PARENT, "web", "")
    assert project.stored == []


def test_an_existing_service_is_validated_as_an_update(project: StandIn) -> None:
    survey(project, SERVICE)
    (request,) = project.validated
    assert request.service.name == f"{PARENT}/services/web"
    assert project.stored == []


@pytest.mark.parametrize("exists", [True, False])
def test_jobs_and_worker_pools_likewise(project: StandIn, exists: bool) -> None:
    if exists:
        project.job("nightly")
        project.pool("workers")
    job, pool = survey(project, JOB, POOL)
    assert entries(job) == entries(pool) == []
    assert len(project.validated) == 2
    assert project.stored == []
    verb = "Update" if exists else "Create"
    assert {f"{verb}Job", f"{verb}WorkerPool"} <= {method for method, _ in project.calls}


def test_violations(project: StandIn) -> None:
    project.objections = violations(("template.timeout", "too long"), ("traffic", "no sum"))
    (view,) = survey(project, SERVICE)
    assert entries(view) == [
        {"field": "template.timeout", "text": "too long"},
        {"field": "traffic", "text": "no sum"},
    ]


def test_an_objection_without_details(project: StandIn) -> None:
    text = "Revision named 'web-1' with different configuration already exists."
    project.objections = RefusalError(grpc.StatusCode.ALREADY_EXISTS, text)
    (view,) = survey(project, SERVICE)
    assert entries(view) == [{"field": "", "text": text}]


def test_an_objection_inside_the_operation(project: StandIn) -> None:
    project.late_objection = "template.timeout: too long"
    (view,) = survey(project, SERVICE)
    assert entries(view) == [{"field": "", "text": "template.timeout: too long"}]


def test_nothing_is_validated_while_existence_is_unknown(project: StandIn) -> None:
    project.refusals["GetService"] = denied("run.services.get")
    (view,) = survey(project, SERVICE)
    assert project.validated == []
    assert [gap.question for gap in find_gaps(view)] == ["what runs as Service `web`"]


def test_multi_region_services_are_never_sent(project: StandIn) -> None:
    marker = "    run.googleapis.com/ingress"
    regions = "    run.googleapis.com/regions: us-central1,europe-west1\n"
    (view,) = survey(project, SERVICE.replace(marker, regions + marker))
    assert project.validated == []
    assert not {"CreateService", "UpdateService"} & {method for method, _ in project.calls}
    (gap,) = find_gaps(view)
    assert (gap.question, gap.failed) == ("validation by Cloud Run", False)


def test_placeholders_are_not_sent(project: StandIn) -> None:
    (view,) = survey(project, SERVICE.replace("web:1", "web:${TAG}"))
    assert project.validated == []
    assert "placeholders" in find_gaps(view)[0].reason


def test_placeholders_in_values_of_env_vars_may_be_anything(project: StandIn) -> None:
    (view,) = survey(project, SERVICE.replace("blue-green-mode", "${MODE}"))
    assert len(project.validated) == 1
    assert entries(view) == []


def test_values_that_no_message_can_carry(project: StandIn) -> None:
    (view,) = survey(project, SERVICE.replace("timeoutSeconds: 60", f"timeoutSeconds: {10**30}"))
    assert project.validated == []
    assert "cannot carry" in find_gaps(view)[0].reason


def test_an_empty_validation_is_no_acceptance(project: StandIn) -> None:
    (view,) = survey(project, SERVICE)
    assert entries(view) == []
    with StandInWithout(project) as empty:
        (view,) = survey(empty, SERVICE)
        assert view.validation is not None
        assert view.answer(view.validation.question).unknown


class StandInWithout(StandIn):
    """The project of another stand-in, which answers validations with nothing."""

    def __init__(self, other: StandIn) -> None:
        super().__init__()
        for name in ("secrets", "versions", "policies", "connectors", "instances", "services"):
            setattr(self, name, getattr(other, name))
        self.revisions = other.revisions

    def write(self, field: str) -> Any:
        return lambda request: operations_pb2.Operation()
