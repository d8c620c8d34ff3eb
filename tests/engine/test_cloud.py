"""The questions of a run, asked by the whole command with `LINT_ENDPOINTS` pointing at a stand-in."""

from __future__ import annotations

import json

import pytest

from tests.cloud.command import Run
from tests.cloud.manifests import JOB, SERVICE, line_of
from tests.cloud.server import PARENT, PROJECT, StandIn, denied


def test_all_is_well(run: Run) -> None:
    code, report = run.report(SERVICE, "--live=require")
    assert [entry for entry in report["findings"] if entry["rule"].startswith("LIVE")] == []
    assert report["unknown"] == []
    assert code == 0


def test_project_and_region_are_printed(run: Run) -> None:
    run.report(SERVICE, "--live")
    run("--live", "service.yaml")
    assert "asked project shop-staging (the manifest's namespace), region us-central1" in run.output


def test_failed_look_ups_with_and_without_require(run: Run, project: StandIn) -> None:
    project.refusals["GetConnector"] = denied("vpcaccess.connectors.get")
    code, report = run.report(SERVICE, "--live")
    assert code == 0
    (entry,) = report["unknown"]
    assert entry["line"] == line_of(SERVICE, "vpc-access-connector")
    assert "vpcaccess.connectors.get" in entry["placeholder"]
    code, _ = run.report(SERVICE, "--live=require")
    assert code == 2


def test_an_undecided_policy_is_no_failed_look_up(run: Run, project: StandIn) -> None:
    project.secret("token", "ENABLED ENABLED", readers=())
    code, report = run.report(SERVICE, "--live=require")
    assert code == 0
    assert len(report["unknown"]) == 1


def test_every_file_is_asked_about_in_one_go(run: Run, project: StandIn) -> None:
    for number in range(3):
        text = SERVICE.replace("name: web\n", f"name: web{number}\n")
        (run.folder / f"service{number}.yaml").write_text(text, encoding="utf-8")
    (run.folder / "job.yaml").write_text(JOB, encoding="utf-8")
    run("--live", "--format", "json", "--project", PROJECT, "--region", "us-central1", ".")
    report = json.loads(run.output)
    assert len(report["checked"]) == 4
    names = [name for method, name in project.calls if method == "GetSecret"]
    assert len(names) == len(set(names)) == 2


def test_flags_that_cannot_be_kept(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    (run.folder / "service.yaml").write_text(SERVICE, encoding="utf-8")
    assert run("--live", "--inventory", "x.json", "service.yaml") == 2
    assert "choose one" in run.errors
    assert run("--inventory", "x.json", "service.yaml") == 2
    assert "no such file" in run.errors
    monkeypatch.setenv("LINT_ENDPOINTS", "run=10.1.2.3:80")
    assert run("--live", "service.yaml") == 2
    assert "not an address of this machine" in run.errors


def test_inventory(run: Run, project: StandIn) -> None:
    project.secret("token", "ENABLED DISABLED")
    place = ("--project", PROJECT, "--region", "us-central1")
    assert run("inventory", *place, "-o", "inventory.json") == 0
    assert f"asked project {PROJECT} (--project)" in run.errors
    project.calls.clear()
    found = run.found(SERVICE, "--inventory", "inventory.json")
    assert found == [("LIVE003", line_of(SERVICE, 'key: "2"'))]
    assert project.calls == []
    run("--inventory", "inventory.json", "service.yaml")
    assert "recorded today" in run.output
    assert "LIVE030" in run.output  # cannot run without the project


def test_nothing_is_ever_stored(run: Run, project: StandIn) -> None:
    run.found(SERVICE)
    del project.services[f"{PARENT}/services/web"]
    run.found(SERVICE)
    assert len(project.validated) == 2
    assert project.stored == []
    assert all(request.validate_only for request in project.validated)


def test_an_inventory_brings_the_policies_in_force(run: Run, project: StandIn) -> None:
    pytest.importorskip("cel_expr_python")
    project.org_policies = {
        "run.allowedIngress": {"rules": [{"denyAll": True}]},
        "custom.name": {"rules": [{"enforce": True}]},
    }
    project.custom_constraints = [
        {
            "name": "organizations/1/customConstraints/custom.name",
            "resourceTypes": ["run.googleapis.com/Service"],
            "methodTypes": ["CREATE", "UPDATE"],
            "condition": "resource.metadata.name == 'other'",
            "actionType": "ALLOW",
            "displayName": "Services are called other",
        }
    ]
    target = ("--project", PROJECT, "--region", "us-central1")
    assert run("inventory", *target, "-o", "i.json") == 0
    _, report = run.report(SERVICE, "--inventory", "i.json")
    found = [entry for entry in report["findings"] if entry["rule"].startswith("POL")]
    assert sorted((entry["rule"], entry["severity"]) for entry in found) == [
        ("POL101", "error"),
        ("POL110", "error"),
    ]
    assert all(entry["related"][0]["path"] == "i.json" for entry in found)
    (run.folder / "p.yaml").write_text("name: projects/x/policies/run.allowedIngress\nspec: {}\n")
    _, report = run.report(SERVICE, "--inventory", "i.json", "--policy", "p.yaml")
    assert not [entry for entry in report["findings"] if entry["rule"].startswith("POL")]


def test_custom_constraints_that_could_not_be_read_are_said(run: Run, project: StandIn) -> None:
    project.org_policies = {"run.allowedIngress": {"rules": [{"allowAll": True}]}}
    project.refusals["constraints.list"] = denied("orgpolicy.customConstraints.list")
    target = ("--project", PROJECT, "--region", "us-central1")
    assert run("inventory", *target, "-o", "i.json") == 0
    assert "not recorded: constraints (" in run.errors
    _, report = run.report(SERVICE, "--inventory", "i.json")
    (entry,) = [entry for entry in report["not_run"] if entry["rule"] == "POL101"]
    assert "orgpolicy.customConstraints.list" in entry["reason"]


def test_an_inventory_without_policies_judges_none(run: Run, project: StandIn) -> None:
    project.refusals["policy.effective"] = denied("orgpolicy.policy.get")
    assert run("inventory", "--project", PROJECT, "--region", "us-central1", "-o", "i.json") == 0
    _, report = run.report(SERVICE, "--inventory", "i.json")
    assert not [entry for entry in report["not_run"] if entry["rule"].startswith("POL")]
