"""The inputs of google-github-actions/deploy-cloudrun, and the commands that they become."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.deploy.file import DeployFile
from lint.deploy.step import Read
from lint.deploy.workflow import read

HEAD = """\
jobs:
  deploy:
    steps:
      - uses: google-github-actions/deploy-cloudrun@%s
        with:
"""
IMAGE = "          image: us-docker.pkg.dev/acme-prod/app/web:1\n"


def _read(release: str, inputs: str, root: Path | None = None) -> Read:
    text = HEAD % release + inputs
    if root is None:
        return read(DeployFile("/repo/.github/workflows/deploy.yml", text.encode()))
    path = root / ".github" / "workflows" / "deploy.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return read(DeployFile(str(path), text.encode(), "deploy.yml", str(root)))


def _faults(found: Read) -> list[tuple[str, int, int, str | None]]:
    return [
        (fault.kind, fault.where.line, fault.where.column, fault.severity)
        for fault in [*found.faults, *(fault for step in found.steps for fault in step.faults)]
    ]


def _messages(found: Read) -> str:
    faults = [*found.faults, *(fault for step in found.steps for fault in step.faults)]
    return "\n".join(f"{fault.message} {fault.help}" for fault in faults)


def test_what_the_action_deploys() -> None:
    inputs = (
        "          service: web\n"
        + IMAGE
        + "          region: europe-west1\n"
        + "          timeout: 5m\n"
        + "          env_vars: |-\n"
        + "            A=1\\,2\n"
        + "            B=${{ github.sha }}\n"
        + "          secrets: C=c:latest\n"
        + "          labels: team=shop\n"
        + "          flags: --port=3000 --memory 1Gi\n"
    )
    found = _read("v3", inputs)
    assert _faults(found) == []
    resource = found.steps[-1].resource
    assert resource is not None
    assert resource.may_have_more("env")
    plain = resource.root.plain()
    assert plain["metadata"]["labels"]["team"] == "shop"
    assert plain["metadata"]["labels"]["managed-by"] == "github-actions"
    (container,) = plain["spec"]["template"]["spec"]["containers"]
    assert container["env"] == [
        {"name": "A", "value": "1,2"},
        {"name": "B", "value": "${{ github.sha }}"},
        {"name": "C", "valueFrom": {"secretKeyRef": {"name": "c", "key": "latest"}}},
    ]
    assert container["ports"] == [{"containerPort": 3000}]
    assert container["resources"] == {"limits": {"memory": "1Gi"}}
    assert plain["spec"]["template"]["spec"]["timeoutSeconds"] == 300
    node = resource.containers[0].env[0].value
    assert node is not None
    assert (node.line, node.column) == (11, 15)
    assert str(found.steps[-1].region) == "europe-west1"


@pytest.mark.parametrize(
    ("release", "line", "help"),
    [
        ("v2", "port: 3000", "Use `flags: --port=3000`."),
        ("v2", "allow_unauthenticated: true", "Use `flags: --allow-unauthenticated`."),
        ("v2", "cpu_throttling: false", "Use `flags: --no-cpu-throttling`."),
        ("v3", "service_account: a@b.iam", "Use `flags: --service-account=a@b.iam`."),
        ("v3", "set_secrets: A=hush:1", "Did you mean `secrets`?"),
        ("v3", "env-vars: A=hush", "Did you mean `env_vars`?"),
        ("v3", "env_vars_file: .env", "Move the variables into `env_vars`."),
        ("v2.3.0", "job: x", "Use `@v3`."),
        ("v1", "credentials: hush", "sign in with google-github-actions/auth"),
        ("v3", "regoin: x", "Did you mean `region`?"),
    ],
)
def test_inputs_that_are_lost(release: str, line: str, help: str) -> None:
    found = _read(release, "          service: web\n" + IMAGE + f"          {line}\n")
    assert ("action-unknown-input", 8, 11, None) in _faults(found)
    assert help in _messages(found)
    assert "hush" not in _messages(found)


def test_an_unknown_input_of_the_newest_series_may_be_new() -> None:
    lines = "          service: web\n" + IMAGE + "          sunshine: yes\n"
    assert _faults(_read("v3", lines)) == [("action-unknown-input", 8, 11, "warning")]
    assert _faults(_read("v2", lines)) == [("action-unknown-input", 8, 11, None)]


def test_the_default_port_is_only_superfluous() -> None:
    found = _read("v2", "          service: web\n" + IMAGE + "          port: 8080\n")
    assert _faults(found) == [("action-unknown-input", 8, 11, "warning")]


@pytest.mark.parametrize(
    ("release", "value", "place", "words"),
    [
        ("v3", "A=hush,b", (8, 28), "a comma ends the value of `A`"),
        ("v1", "A=hush,b", (8, 28), "the action stops at the part without `=`"),
        ("v1", "A=hush\\,b", (8, 28), "gcloud splits there"),
        ("v2.2.0", "A=hush\\,b", (8, 28), "gcloud splits there"),
        ("v3", "'A: hush'", (8, 22), "KEY=VALUE instead of KEY: VALUE"),
        ("v3", "=hush", (8, 21), "nothing before its `=`"),
        ("v1", "A=", (8, 21), "has no value"),
        ("v3", "A=hush,B=1,A=2", (8, 32), "`A` is given twice"),
        ("v3", "A=hush\\", (8, 21), "ends in a backslash"),
    ],
)
def test_entries(release: str, value: str, place: tuple[int, int], words: str) -> None:
    found = _read(release, "          service: web\n" + IMAGE + f"          env_vars: {value}\n")
    assert _faults(found) == [("action-entry", *place, None)]
    assert words in _messages(found)
    assert "hush" not in _messages(found)


def test_comments_are_entries() -> None:
    lines = "          env_vars: |\n            # the mode, hush\n            A=1\n"
    found = _read("v3", "          service: web\n" + IMAGE + lines)
    assert ("action-entry", 9, 13, None) in _faults(found)
    assert "hush" not in _messages(found)


def test_quotes_and_backslashes_of_values() -> None:
    lines = '          env_vars: |\n            A="hush"\n            B=C:\\temp\n'
    found = _read("v3", "          service: web\n" + IMAGE + lines)
    assert _faults(found) == [("action-quotes", 9, 15, None), ("action-backslash", 10, 17, None)]
    assert "hush" not in _messages(found)


def test_a_value_of_githubs_secrets_is_no_name() -> None:
    lines = "          secrets: A=${{ secrets.A }}:latest\n"
    found = _read("v3", "          service: web\n" + IMAGE + lines)
    assert ("action-secret-value", 8, 22, None) in _faults(found)


@pytest.mark.parametrize(
    ("release", "inputs", "place"),
    [
        ("v3", "          source: .\n" + IMAGE + "          service: web\n", (6, 11)),
        ("v3", "          service: web\n          job: web\n" + IMAGE, (6, 11)),
        ("v3", IMAGE, (4, 15)),
        ("v3", IMAGE + "          flags: --cpu=1 --tasks=2\n", (7, 26)),
        ("v3", "          service: web\n" + IMAGE + "          gcloud_component: gamma\n", (8, 29)),
        (
            "v3",
            "          service: web\n          env_vars: A=1\n"
            "          env_vars_update_strategy: replace\n" + IMAGE,
            (8, 37),
        ),
        ("v3", "          job: web\n          tag_traffic: a=1\n" + IMAGE, (7, 11)),
    ],
)
def test_inputs_that_do_not_fit(release: str, inputs: str, place: tuple[int, int]) -> None:
    assert ("action-inputs", *place, None) in _faults(_read(release, inputs))


def test_an_expression_alone_may_be_empty() -> None:
    lines = (
        "          service: ${{ matrix.service }}\n          job: ${{ matrix.job }}\n"
        "          image: ${{ matrix.image }}\n          source: ${{ matrix.source }}\n"
    )
    assert _faults(_read("v3", lines)) == []


@pytest.mark.parametrize(
    ("release", "inputs", "places"),
    [
        ("v3", "          metadata: s.yaml\n" + IMAGE + "          timeout: 5m\n", [7, 8]),
        ("v3", "          job: web\n" + IMAGE + "          timeout: 5m\n", [8]),
        ("v2", "          service: web\n" + IMAGE + "          revision_traffic: a=1\n", []),
        ("v1", "          service: web\n" + IMAGE + "          revision_traffic: a=1\n", [7]),
        ("v3", "          metadata: s.yaml\n          no_traffic: false\n", []),
    ],
)
def test_inputs_that_others_switch_off(release: str, inputs: str, places: list[int]) -> None:
    found = [fault[1] for fault in _faults(_read(release, inputs)) if "ignored" in fault[0]]
    assert found == places


@pytest.mark.parametrize(
    ("release", "kind", "expected"),
    [
        ("v1", "Service", []),
        ("v1", "Job", ["action-metadata"]),
        ("v2.5.0", "Job", ["action-metadata"]),
        ("v2", "Job", []),
        ("v3", "WorkerPool", ["action-metadata"]),
    ],
)
def test_the_kind_of_the_metadata(
    tmp_path: Path, release: str, kind: str, expected: list[str]
) -> None:
    (tmp_path / "x.yaml").write_text(f"kind: {kind}\nmetadata: {{name: web}}\n")
    found = _read(release, "          metadata: x.yaml\n          region: europe-west1\n", tmp_path)
    assert [fault[:2] for fault in _faults(found) if fault[0] == "action-metadata"] == [
        (each, 6) for each in expected
    ]


def test_the_manifest_is_compared_with_the_inputs(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text(
        "kind: Service\nmetadata:\n  name: web\n  labels: {cloud.googleapis.com/location: us-east1}\n"
    )
    found = _read("v3", "          metadata: x.yaml\n          service: api\n", tmp_path)
    assert ("action-metadata", 7, 20, None) in _faults(found)
    assert ("action-region", 4, 15, None) in _faults(found)
    assert "Add `region: us-east1`." in _messages(found)


@pytest.mark.parametrize(
    ("release", "flags", "place"),
    [
        ("v3", "--cpu=2 --args=-X", (8, 33)),
        ("v3", "'--cpu=2 --args=\"x'", (8, 34)),
        ("v1", "'--cpu=2 \"--args=x\"'", (8, 27)),
    ],
)
def test_flags(release: str, flags: str, place: tuple[int, int]) -> None:
    found = _read(release, "          service: web\n" + IMAGE + f"          flags: {flags}\n")
    assert _faults(found) == [("action-flags", *place, None)]


def test_the_file_of_variables_is_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("A=1\nB=hush,c\n")
    found = _read(
        "v2", "          service: web\n" + IMAGE + "          env_vars_file: .env\n", tmp_path
    )
    (fault,) = [fault for fault in found.steps[0].faults if fault.kind == "action-entry"]
    assert (fault.where.line, fault.where.column) == (2, 8)
    assert str(getattr(fault.where, "path", "")).endswith(".env")
    assert "hush" not in _messages(found)


def test_what_a_comma_cuts_off_is_not_shown() -> None:
    lines = "          env_vars: TOKEN=one,hush,mush=x,MODE=y\n"
    found = _read("v3", "          service: web\n" + IMAGE + lines)
    revealed = [str(text) for step in found.steps for text in step.revealed]
    assert "TOKEN" in revealed
    assert "MODE" in revealed
    assert "hush" not in revealed
    assert "mush" not in revealed


@pytest.mark.parametrize(
    ("text", "faults", "env"),
    [
        ("A: x\nB: yes\n", [], {"A": "x", "B": "yes"}),
        ('{"A": "x, y"}\n', [], {"A": "x, y"}),
        ("A: x\nB: 1\nC: [hush]\n", [(2, 4), (3, 1)], {"A": "x"}),
        ("# the mode\nA=x\n", [(1, 1)], {}),
        ("A=x\n# hush\n", [(2, 1)], {"A": "x"}),
        ("", [], {}),
    ],
)
def test_forms_of_the_file_of_variables(
    tmp_path: Path, text: str, faults: list[tuple[int, int]], env: dict[str, str]
) -> None:
    (tmp_path / "vars").write_text(text)
    found = _read(
        "v2", "          service: web\n" + IMAGE + "          env_vars_file: vars\n", tmp_path
    )
    places = [
        (fault.where.line, fault.where.column)
        for fault in found.steps[0].faults
        if fault.kind == "action-entry"
    ]
    assert places == faults
    resource = found.steps[-1].resource
    assert resource is not None
    assert {each.name: each.literal for each in resource.containers[0].env} == env
    assert "hush" not in _messages(found)
