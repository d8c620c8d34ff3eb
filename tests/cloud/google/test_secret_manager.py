"""Secrets, versions and policies, over real gRPC."""

from __future__ import annotations

from typing import Any

import pytest

from lint.cloud.google.live import Live
from lint.cloud.query import Query
from tests.cloud.google.asking import SECRET, ask
from tests.cloud.server import (
    ACCOUNT,
    NUMBER,
    PROJECT,
    StandIn,
)


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
