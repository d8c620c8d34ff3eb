"""Policies in force and custom constraints, over REST."""

from __future__ import annotations

import json
from typing import Any

import pytest

from lint.cloud.google import org_policy
from lint.cloud.google.live import Live
from lint.cloud.query import Query, Result
from tests.cloud.google.asking import ask
from tests.cloud.google.rest_server import Rest
from tests.cloud.server import PROJECT, StandIn, denied

INGRESS = f"projects/{PROJECT}/policies/run.allowedIngress"
CONSTRAINT = {
    "name": "organizations/1/customConstraints/custom.probes",
    "resourceTypes": ["run.googleapis.com/Service"],
}
OTHER = {
    "name": "organizations/1/customConstraints/custom.disks",
    "resourceTypes": ["compute.googleapis.com/Disk"],
}


def at(server: Rest, kind: str, name: str) -> Result:
    live = Live({"orgpolicy": server.address, "cloudresourcemanager": server.address})
    question = Query(kind, name)
    try:
        return live.answer([question])[question]
    finally:
        live.close()


def test_the_policy_in_force(project: StandIn) -> None:
    spec = {"rules": [{"values": {"allowedValues": ["internal"]}}]}
    project.org_policies["run.allowedIngress"] = spec
    assert ask(project, "effective-policy", INGRESS).facts == {"spec": spec}
    assert ask(project, "effective-policy", INGRESS + "s").absent


@pytest.mark.parametrize("data", [{}, {"name": 1}, {"name": "a", "spec": []}])
def test_a_policy_of_another_shape(server: Rest, data: Any) -> None:
    server.body = json.dumps(data).encode()
    answer = at(server, "effective-policy", INGRESS)
    assert answer.unknown
    assert "its answer is no policy" in answer.reason


def test_constraints_of_the_organisation_above_the_folders(project: StandIn) -> None:
    project.custom_constraints = [CONSTRAINT, OTHER]
    answer = ask(project, "constraints", f"projects/{PROJECT}")
    assert answer.facts == {"items": {"custom.probes": CONSTRAINT}}
    assert [name for method, name in project.calls if method == "resource.get"] == [
        f"projects/{PROJECT}",
        "folders/22",
    ]


def test_a_project_without_an_organisation_has_none(project: StandIn) -> None:
    project.parents[f"projects/{PROJECT}"] = ""
    assert ask(project, "constraints", f"projects/{PROJECT}").facts == {"items": {}}


@pytest.mark.parametrize("parent", ["folders/22", "folders/../x", "elsewhere/1", "organizations/x"])
def test_parents_that_lead_nowhere(project: StandIn, parent: str) -> None:
    project.parents["folders/22"] = parent
    answer = ask(project, "constraints", f"projects/{PROJECT}")
    assert "no project or folder" in answer.reason
    assert len(project.calls) <= 12


@pytest.mark.parametrize(
    ("method", "permission"),
    [
        ("resource.get", "resourcemanager.folders.get"),
        ("constraints.list", "orgpolicy.customConstraints.list"),
    ],
)
def test_a_permission_that_is_missing(project: StandIn, method: str, permission: str) -> None:
    project.refusals[method] = denied(permission)
    answer = ask(project, "constraints", f"projects/{PROJECT}")
    assert answer.unknown
    assert permission in answer.reason


@pytest.mark.parametrize(
    "page",
    [
        {"customConstraints": {}},
        {"customConstraints": [1]},
        {"customConstraints": [{}]},
        {"customConstraints": [{"name": "a", "resourceTypes": "b"}]},
        {"nextPageToken": 1},
    ],
)
def test_a_list_of_another_shape(server: Rest, page: Any) -> None:
    server.body = json.dumps({"parent": "organizations/1", **page}).encode()
    answer = at(server, "constraints", f"projects/{PROJECT}")
    assert "no list of custom constraints" in answer.reason


def test_a_list_without_end(server: Rest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(org_policy, "_PAGES", 3)
    page = {"parent": "organizations/1", "customConstraints": [CONSTRAINT], "nextPageToken": "x"}
    server.body = json.dumps(page).encode()
    assert "does not end" in at(server, "constraints", f"projects/{PROJECT}").reason
    assert server.paths[-1] == "/v2/organizations/1/customConstraints?pageToken=x"
