"""The whole command, with `LINT_ENDPOINTS` pointing at a stand-in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lint.cli.main import main
from tests.cloud.manifests import JOB, SERVICE, line_of
from tests.cloud.server import PARENT, PROJECT, StandIn, denied, violations


class Run:
    """Runs the command in a folder of its own, against a stand-in."""

    def __init__(self, capsys: pytest.CaptureFixture[str], folder: Path) -> None:
        self.capsys = capsys
        self.folder = folder
        self.output = ""
        self.errors = ""

    def __call__(self, *arguments: str) -> int:
        code = main(arguments)
        self.output, self.errors = self.capsys.readouterr()
        return code

    def report(self, manifest: str, *arguments: str) -> tuple[int, dict[str, Any]]:
        """Exit code and JSON report of checking a manifest."""
        file = self.folder / "service.yaml"
        file.write_text(manifest, encoding="utf-8")
        code = self(*arguments, "--format", "json", "service.yaml")
        return code, json.loads(self.output)

    def found(self, manifest: str, *arguments: str) -> list[tuple[str, int]]:
        """The live findings: rule and line."""
        _, report = self.report(manifest, *(arguments or ("--live",)))
        return [
            (entry["rule"], entry["line"])
            for entry in report["findings"]
            if entry["rule"].startswith("LIVE")
        ]


@pytest.fixture
def run(
    project: StandIn,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Run:
    monkeypatch.setenv("LINT_ENDPOINTS", project.variable)
    monkeypatch.setenv("CLOUDRUN_LINT_DEBUG", "1")
    monkeypatch.chdir(tmp_path)
    return Run(capsys, tmp_path)


def test_all_is_well(run: Run) -> None:
    code, report = run.report(SERVICE, "--live=require")
    assert [entry for entry in report["findings"] if entry["rule"].startswith("LIVE")] == []
    assert report["unknown"] == []
    assert code == 0


def test_project_and_region_are_printed(run: Run) -> None:
    run.report(SERVICE, "--live")
    run("--live", "service.yaml")
    assert "asked project shop-staging (the manifest's namespace), region us-central1" in run.output


@pytest.mark.parametrize(
    ("states", "rule", "needle"),
    [
        ("ENABLED", "LIVE002", 'key: "2"'),
        ("ENABLED DISABLED", "LIVE003", 'key: "2"'),
        ("ENABLED DESTROYED", "LIVE005", 'key: "2"'),
    ],
)
def test_versions(run: Run, project: StandIn, states: str, rule: str, needle: str) -> None:
    project.secret("token", states)
    assert run.found(SERVICE) == [(rule, line_of(SERVICE, needle))]
    run("--live", "service.yaml")
    assert "Use version 1, the newest that is enabled" in run.output


def test_a_version_that_awaits_destruction(run: Run, project: StandIn) -> None:
    project.secret("token", "ENABLED DISABLED", scheduled=2)
    assert run.found(SERVICE) == [("LIVE004", line_of(SERVICE, 'key: "2"'))]


def test_latest_is_the_newest_whatever_its_state(run: Run, project: StandIn) -> None:
    project.secret("keys", "ENABLED DISABLED")
    assert run.found(SERVICE) == [("LIVE003", line_of(SERVICE, "secretName: keys"))]
    run("--live", "service.yaml")
    assert "version 2 of secret `keys`, which `latest` stands for, is disabled" in run.output


def test_a_secret_that_is_not_there(run: Run, project: StandIn) -> None:
    del project.secrets[f"projects/{PROJECT}/secrets/token"]
    del project.versions[f"projects/{PROJECT}/secrets/token"]
    project.secret("tokens")
    assert run.found(SERVICE) == [("LIVE001", line_of(SERVICE, "name: token"))]
    run("--live", "service.yaml")
    assert "Did you mean `tokens`?" in run.output


def test_a_secret_that_a_rule_demands(run: Run, project: StandIn) -> None:
    (run.folder / "rules.yaml").write_text(
        "ruleset: own\nrules:\n  OWN1:\n    title: x\n    secrets: {API_KEY: {secret: api-key}}\n",
        encoding="utf-8",
    )
    found = run.found(SERVICE, "--live", "--rules", "rules.yaml")
    assert found == [("LIVE001", line_of(SERVICE, "- name: app"))]
    run("--live", "--rules", "rules.yaml", "service.yaml")
    assert "secret `api-key`, which rule OWN1 asks for, does not exist" in run.output


def test_replication(run: Run, project: StandIn) -> None:
    project.secret("keys", locations=("europe-west1",))
    assert run.found(SERVICE) == [("LIVE006", line_of(SERVICE, "secretName: keys"))]


@pytest.mark.parametrize(
    ("state", "rule"),
    [("ERROR", "LIVE012"), ("DELETING", "LIVE012"), ("CREATING", "LIVE013"),
     ("UPDATING", "LIVE013")],
)  # fmt: skip
def test_connector_states(run: Run, project: StandIn, state: str, rule: str) -> None:
    project.connector("egress", state)
    assert run.found(SERVICE) == [(rule, line_of(SERVICE, "vpc-access-connector"))]


def test_a_connector_that_is_not_there(run: Run) -> None:
    text = SERVICE.replace("connector: egress", "connector: egres")
    assert run.found(text) == [("LIVE010", line_of(text, "vpc-access-connector"))]


def test_a_connector_elsewhere(run: Run, project: StandIn) -> None:
    full = f"projects/{PROJECT}/locations/europe-west1/connectors/egress"
    project.connectors[full] = next(iter(project.connectors.values()))
    text = SERVICE.replace("connector: egress", f"connector: {full}")
    assert run.found(text) == [("LIVE011", line_of(text, "vpc-access-connector"))]


@pytest.mark.parametrize(
    ("instance", "rule"),
    [
        ({"state": "SUSPENDED"}, "LIVE022"),
        ({"state": "FAILED"}, "LIVE022"),
        ({"stopped": True}, "LIVE022"),
        ({"state": "MAINTENANCE"}, "LIVE023"),
        ({"region": "europe-west1"}, "LIVE021"),
        ({"public": False, "network": "shared"}, "LIVE026"),
    ],
)
def test_instances(run: Run, project: StandIn, instance: dict[str, Any], rule: str) -> None:
    project.instance("main", **instance)
    assert run.found(SERVICE) == [(rule, line_of(SERVICE, "cloudsql-instances"))]


def test_an_instance_that_is_not_there(run: Run, project: StandIn) -> None:
    project.instances.clear()
    assert run.found(SERVICE) == [("LIVE020", line_of(SERVICE, "cloudsql-instances"))]


def test_an_instance_far_away(run: Run, project: StandIn) -> None:
    project.instance("main", region="europe-west1")
    text = SERVICE.replace("shop-staging:us-central1:main", "shop-staging:europe-west1:main")
    assert run.found(text) == [("LIVE024", line_of(text, "cloudsql-instances"))]


def test_a_private_instance_without_a_way(run: Run, project: StandIn) -> None:
    project.instance("main", public=False, network="shared")
    text = "\n".join(line for line in SERVICE.split("\n") if "vpc-access" not in line)
    assert run.found(text) == [("LIVE025", line_of(text, "cloudsql-instances"))]


def test_a_private_instance_in_the_connectors_network(run: Run, project: StandIn) -> None:
    project.instance("main", public=False, network="default")
    assert run.found(SERVICE) == []


def test_objections(run: Run, project: StandIn) -> None:
    project.objections = violations(
        ("template.timeout", "too long"),
        ("template.containers[0].env[0].value", "blue-green-mode!"),
    )
    assert sorted(run.found(SERVICE)) == [
        ("LIVE030", line_of(SERVICE, "timeoutSeconds")),
        ("LIVE030", line_of(SERVICE, "blue-green-mode")),
    ]
    run("--live", "service.yaml")
    assert "Cloud Run refuses this: too long" in run.output
    assert "blue-green-mode" not in run.output


def test_revisions(run: Run, project: StandIn) -> None:
    text = SERVICE.replace(
        "    metadata:\n      annotations:", "    metadata:\n      name: web-7\n      annotations:"
    ).replace("revisionName: web-1", "revisionName: web-0")
    project.revision("web", "web-7")
    assert run.found(text) == [
        ("LIVE031", line_of(text, "name: web-7")),
        ("LIVE032", line_of(text, "revisionName: web-0")),
    ]


def test_traffic_to_the_revision_to_be_made(run: Run) -> None:
    text = SERVICE.replace(
        "    metadata:\n      annotations:", "    metadata:\n      name: web-7\n      annotations:"
    ).replace("revisionName: web-1", "revisionName: web-7")
    assert run.found(text) == []


def test_drift(run: Run, project: StandIn) -> None:
    project.service(
        "web",
        template={
            "containers": [{"name": "app", "image": "x", "env": [{"name": "OLD", "value": "v"}]}],
            "volumes": [{"name": "cloudsql", "cloud_sql_instance": {"instances": ["a:b:old"]}}],
            "vpc_access": {"connector": "projects/p/locations/r/connectors/old"},
        },
        labels={"owner": "me"},
        iap_enabled=True,
    )
    text = "\n".join(line for line in SERVICE.split("\n") if "vpc-access" not in line)
    assert sorted(run.found(text)) == [
        ("LIVE040", line_of(text, "          env:")),
        ("LIVE042", line_of(text, "      annotations:")),
        ("LIVE043", line_of(text, "      annotations:")),
        ("LIVE044", line_of(text, "name: web")),
        ("LIVE046", line_of(text, "name: web")),
    ]


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


def test_an_old_inventory(run: Run) -> None:
    place = ("--project", PROJECT, "--region", "us-central1")
    assert run("inventory", *place) == 0
    data = json.loads(run.output) | {"recorded": "2020-01-01T00:00:00Z"}
    (run.folder / "inventory.json").write_text(json.dumps(data), encoding="utf-8")
    (run.folder / "lint.toml").write_text('inventory = "inventory.json"\n', encoding="utf-8")
    _, report = run.report(SERVICE)
    (entry,) = [entry for entry in report["findings"] if entry["rule"] == "LIVE050"]
    assert entry["path"] == "inventory.json"
    assert entry["severity"] == "warning"


def test_the_age_can_be_configured(run: Run) -> None:
    place = ("--project", PROJECT, "--region", "us-central1")
    assert run("inventory", *place) == 0
    data = json.loads(run.output) | {"recorded": "2020-01-01T00:00:00Z"}
    (run.folder / "inventory.json").write_text(json.dumps(data), encoding="utf-8")
    (run.folder / "rules.yaml").write_text(
        "ruleset: own\nextends: [live]\nrules:\n  LIVE050: {inventory-age: 36500}\n",
        encoding="utf-8",
    )
    found = run.found(SERVICE, "--inventory", "inventory.json", "--rules", "rules.yaml")
    assert found == []


def test_an_inventory_needs_a_region(run: Run) -> None:
    assert run("inventory", "--project", PROJECT) == 2
    assert "no region is known" in run.errors


def test_an_inventory_of_nothing(run: Run, project: StandIn) -> None:
    for method in ("ListSecrets", "ListConnectors", "ListServices", "ListJobs", "ListWorkerPools",
                   "sql.list"):  # fmt: skip
        project.refusals[method] = denied("some.thing.list")
    assert run("inventory", "--project", PROJECT, "--region", "us-central1") == 2
    assert "nothing could be read" in run.errors
    assert "not recorded: secrets" in run.errors


def test_nothing_is_ever_stored(run: Run, project: StandIn) -> None:
    run.found(SERVICE)
    del project.services[f"{PARENT}/services/web"]
    run.found(SERVICE)
    assert len(project.validated) == 2
    assert project.stored == []
    assert all(request.validate_only for request in project.validated)
