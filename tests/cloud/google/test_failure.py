"""Errors of gRPC and REST, as reasons that a user can act on."""

from __future__ import annotations

import grpc
import pytest
from google.api_core import exceptions

from lint.cloud.google.failure import failure_of
from lint.cloud.google.live import Live
from lint.cloud.query import Query
from tests.cloud.google.asking import SECRET, ask
from tests.cloud.server import (
    PROJECT,
    RefusalError,
    StandIn,
    api_disabled,
    denied,
    out_of_quota,
)


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        (denied("secretmanager.secrets.get"),
         "lacks the permission secretmanager.secrets.get in project `shop-staging` "
         "(roles/secretmanager.viewer has it)"),
        (RefusalError(grpc.StatusCode.PERMISSION_DENIED, "Permission 'a.b.c' denied on it."),
         "lacks the permission a.b.c in project `shop-staging`"),
        (RefusalError(grpc.StatusCode.PERMISSION_DENIED, "no"),
         "lacks the permission secretmanager.secrets.get"),
        (api_disabled("secretmanager.googleapis.com"),
         "the API secretmanager.googleapis.com is not enabled in project `shop-staging`"),
        (out_of_quota("ReadRequestsPerMinutePerProject"),
         "a quota is exhausted (ReadRequestsPerMinutePerProject)"),
        (RefusalError(grpc.StatusCode.UNAUTHENTICATED, "who"), "were not accepted"),
        (RefusalError(grpc.StatusCode.UNAVAILABLE, "later"), "could not be reached"),
        (RefusalError(grpc.StatusCode.DEADLINE_EXCEEDED, ""), "no answer in time"),
        (RefusalError(grpc.StatusCode.INTERNAL, "one\ntwo"), "failed with INTERNAL: one two"),
    ],
)  # fmt: skip
def test_failures_are_unknown(project: StandIn, refusal: RefusalError, said: str) -> None:
    project.refusals["GetSecret"] = refusal
    answer = ask(project, "secret", SECRET)
    assert answer.unknown
    assert answer.failed
    assert said in answer.reason


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        (denied("cloudsql.instances.get"), "lacks the permission cloudsql.instances.get"),
        (api_disabled("sqladmin.googleapis.com"), "sqladmin.googleapis.com is not enabled"),
        (out_of_quota("Queries"), "a quota is exhausted (Queries)"),
        (RefusalError(grpc.StatusCode.UNAVAILABLE, ""), "could not be reached"),
        (RefusalError(grpc.StatusCode.UNAUTHENTICATED, ""), "were not accepted"),
    ],
)
def test_failures_of_rest(project: StandIn, refusal: RefusalError, said: str) -> None:
    project.refusals["sql.get"] = refusal
    answer = ask(project, "instance", f"{PROJECT}:us-central1:main")
    assert answer.unknown
    assert said in answer.reason


def test_nobody_listens() -> None:
    with StandIn() as gone:
        endpoints = gone.endpoints
    live = Live(endpoints, call_limit=2.0)
    questions = [Query("secret", SECRET), Query("instance", f"{PROJECT}:us-central1:main")]
    answers = live.answer(questions)
    live.close()
    assert [answer.reason for answer in answers.values()] == [
        "the service could not be reached"
    ] * 2


def test_a_release_of_the_library_that_cannot_read_the_details_of_rest() -> None:
    """google-api-core 2.30 raises at `reason`, for which it expects a message and has a dict."""

    class Old(exceptions.Forbidden):
        @property
        def reason(self) -> str:
            raise AttributeError("'dict' object has no attribute 'reason'")

    info = {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": "IAM_PERMISSION_DENIED",
        "metadata": {"permission": "cloudsql.instances.list"},
    }
    failure = failure_of(Old("no", details=[info]))
    assert (failure.reason, failure.metadata) == ("IAM_PERMISSION_DENIED", info["metadata"])
    failure = failure_of(Old("no", details=["x"]))
    assert (failure.reason, failure.metadata) == ("", {})
