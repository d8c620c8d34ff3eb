"""Google's own clients, over real gRPC and HTTP, against a stand-in on this machine."""

from __future__ import annotations

import time
from typing import Any

import grpc
import pytest

from lint.cloud.gaps import find_gaps
from lint.cloud.google.live import Live
from lint.cloud.lookups import LookupBatch, ResourceLookups
from lint.cloud.query import Query, Result
from lint.cloud.target import Defaults
from tests.cloud.manifests import JOB, POOL, SERVICE, resource_of
from tests.cloud.server import (
    ACCOUNT,
    NUMBER,
    PARENT,
    PROJECT,
    RefusalError,
    StandIn,
    api_disabled,
    denied,
    out_of_quota,
    violations,
)

SECRET = f"projects/{PROJECT}/secrets/token"


def ask(project: StandIn, kind: str, name: str, **limits: Any) -> Result:
    live = Live(project.endpoints, **limits)
    question = Query(kind, name)
    try:
        return live.answer([question])[question]
    finally:
        live.close()


def survey(project: StandIn, *texts: str, **limits: Any) -> list[ResourceLookups]:
    live = Live(project.endpoints, **limits)
    gathered = LookupBatch(live, Defaults(project=PROJECT, region="us-central1"))
    for text in texts:
        gathered.add(resource_of(text))
    try:
        gathered.ask()
    finally:
        live.close()
    return gathered.views


def entries(view: ResourceLookups) -> list[dict[str, str]]:
    assert view.validation is not None
    answer = view.answer(view.validation.question)
    assert answer.found, answer
    return list(answer.facts["entries"])


# What is there


def test_secret(project: StandIn) -> None:
    project.secret("local", locations=("europe-west1",), aliases={"prod": 1})
    answer = ask(project, "secret", f"projects/{PROJECT}/secrets/local")
    assert answer.facts == {
        "replication": ["europe-west1"],
        "aliases": {"prod": 1},
        "number": NUMBER,
    }


def test_a_secret_that_is_not_there(project: StandIn) -> None:
    answer = ask(project, "secret", f"projects/{PROJECT}/secrets/tokens")
    assert answer.absent
    assert answer.facts["names"] == ["keys", "token"]


def test_the_hint_is_asked_for_once(project: StandIn) -> None:
    live = Live(project.endpoints)
    names = [Query("secret", f"projects/{PROJECT}/secrets/no{number}") for number in range(9)]
    assert all(answer.absent for answer in live.answer(names).values())
    live.close()
    assert [method for method, _ in project.calls].count("ListSecrets") == 1


@pytest.mark.parametrize(
    ("states", "wanted", "facts"),
    [
        ("ENABLED ENABLED", "1", ("1", "ENABLED", None)),
        ("ENABLED ENABLED", "latest", ("2", "ENABLED", None)),
        ("ENABLED DISABLED", "2", ("2", "DISABLED", "1")),
        ("ENABLED DISABLED", "latest", ("2", "DISABLED", "1")),
        ("ENABLED ENABLED DESTROYED", "latest", ("3", "DESTROYED", "2")),
        ("DISABLED", "1", ("1", "DISABLED", "")),
        ("ENABLED DISABLED", "prod", ("2", "DISABLED", "1")),
    ],
)
def test_versions(project: StandIn, states: str, wanted: str, facts: Any) -> None:
    project.secret("s", states, aliases={"prod": 2})
    answer = ask(project, "version", f"projects/{PROJECT}/secrets/s/versions/{wanted}")
    assert (answer.facts["number"], answer.facts["state"], answer.facts.get("newest")) == facts


def test_a_version_that_awaits_destruction(project: StandIn) -> None:
    project.secret("s", "DISABLED", scheduled=1)
    answer = ask(project, "version", f"projects/{PROJECT}/secrets/s/versions/1")
    assert answer.facts["destruction"] == "2031-05-06"


@pytest.mark.parametrize(("states", "newest"), [("ENABLED DISABLED", "1"), ("", "")])
def test_a_version_that_is_not_there(project: StandIn, states: str, newest: str) -> None:
    project.secret("s", states)
    answer = ask(project, "version", f"projects/{PROJECT}/secrets/s/versions/9")
    assert answer.absent
    assert answer.facts == {"newest": newest}


def test_policy(project: StandIn) -> None:
    policy = project.policies[SECRET]
    policy.bindings.add(role="roles/viewer", members=["user:a@example.com"])
    policy.bindings.add(role="projects/p/roles/own", members=["group:g@example.com"])
    conditional = policy.bindings.add(role="roles/secretmanager.admin", members=["user:b@x.com"])
    conditional.condition.expression = "request.time < now"
    assert ask(project, "policy", SECRET).facts == {
        "members": [f"serviceAccount:{ACCOUNT}"],
        "conditional": ["user:b@x.com"],
        "custom": ["group:g@example.com"],
    }


def test_connector(project: StandIn) -> None:
    answer = ask(project, "connector", f"{PARENT}/connectors/egress")
    assert answer.facts == {"state": "READY", "network": "default", "project": ""}
    assert ask(project, "connector", f"{PARENT}/connectors/none").absent


def test_instance(project: StandIn) -> None:
    project.instance("private", "MAINTENANCE", public=False, network="shared", stopped=True)
    assert ask(project, "instance", f"{PROJECT}:us-central1:private").facts == {
        "state": "MAINTENANCE",
        "stopped": True,
        "region": "us-central1",
        "public": False,
        "network": f"projects/{PROJECT}/global/networks/shared",
    }
    assert ask(project, "instance", f"{PROJECT}:us-central1:none").absent


def test_revisions(project: StandIn) -> None:
    assert ask(project, "revision", f"{PARENT}/services/web/revisions/web-1").found
    assert ask(project, "revision", f"{PARENT}/services/web/revisions/web-2").absent


def test_all_is_well(project: StandIn) -> None:
    (view,) = survey(project, SERVICE)
    assert [gap.question for gap in find_gaps(view)] == []
    assert entries(view) == []
    assert all(answer.found for answer in view.answers.values())


# What the server objects to


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


# What goes wrong


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


def test_one_failure_hides_nothing(project: StandIn) -> None:
    project.refusals["GetSecret", SECRET] = denied("secretmanager.secrets.get")
    project.refusals["GetConnector"] = api_disabled("vpcaccess.googleapis.com")
    (view,) = survey(project, SERVICE)
    assert [gap.question for gap in find_gaps(view)] == [
        "VPC connector `egress`",
        "secret `token`",
    ]
    assert sum(answer.found for answer in view.answers.values()) == len(view.answers) - 2


def test_a_call_that_hangs(project: StandIn) -> None:
    project.delays["GetConnector"] = 3.0
    start = time.monotonic()
    (view,) = survey(project, SERVICE, call_limit=0.2)
    assert time.monotonic() - start < 2.0
    (gap,) = find_gaps(view)
    assert (gap.question, gap.reason) == ("VPC connector `egress`", "there was no answer in time")


def test_the_time_for_everything(project: StandIn) -> None:
    project.delays["GetSecret"] = 3.0
    start = time.monotonic()
    (view,) = survey(project, SERVICE, limit=0.4)
    assert time.monotonic() - start < 2.0
    assert {gap.question for gap in find_gaps(view)} == {"secret `token`", "secret `keys`"}
    assert view.connector is not None
    assert view.answer(view.connector.question).found


def test_google_clients_try_again_where_they_do(project: StandIn) -> None:
    project.refusals["GetService"] = RefusalError(grpc.StatusCode.UNAVAILABLE, "try again")
    project.refusals_left["GetService"] = 1
    assert ask(project, "service", f"{PARENT}/services/web").found
    assert [method for method, _ in project.calls].count("GetService") == 2


def test_nothing_else_is_tried_again(project: StandIn) -> None:
    project.refusals["GetSecret"] = out_of_quota("Reads")
    ask(project, "secret", SECRET)
    assert [method for method, _ in project.calls].count("GetSecret") == 1


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


def test_an_account_without_a_role_on_the_secret(project: StandIn) -> None:
    project.secret("token", "ENABLED ENABLED", readers=())
    (view,) = survey(project, SERVICE)
    (gap,) = find_gaps(view)
    assert gap.question == "access to secret `token`"
    assert not gap.failed
    assert ACCOUNT in gap.reason


def test_the_default_account_is_known_by_the_number(project: StandIn) -> None:
    account = f"serviceAccount:{NUMBER}-compute@developer.gserviceaccount.com"
    project.secret("token", readers=(account,))
    project.secret("keys", readers=(account,))
    line = f"      serviceAccountName: {ACCOUNT}\n"
    assert line in SERVICE
    (view,) = survey(project, SERVICE.replace(line, "").replace('key: "2"', 'key: "1"'))
    assert find_gaps(view) == []


def test_a_group_may_give_access(project: StandIn) -> None:
    project.secret("token", "ENABLED ENABLED", readers=("group:team@example.com",))
    (view,) = survey(project, SERVICE)
    assert "group:team@example.com" in find_gaps(view)[0].reason


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


# How it is asked


def test_calls_under_way_are_bounded() -> None:
    with StandIn(latency=0.02) as stand_in:
        live = Live(stand_in.endpoints, workers=4)
        live.answer(Query("policy", f"projects/{PROJECT}/secrets/s{n}") for n in range(20))
        live.close()
        assert 1 < stand_in.most_under_way <= 4
        assert len(stand_in.calls) == 20


def test_each_question_is_asked_once(project: StandIn) -> None:
    survey(project, SERVICE, SERVICE, SERVICE)
    calls = [call for call in project.calls if call[0] not in ("UpdateService",)]
    assert len(calls) == len(set(calls))
