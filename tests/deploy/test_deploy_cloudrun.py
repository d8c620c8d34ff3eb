"""The inputs of google-github-actions/deploy-cloudrun, and the commands that they become."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.deploy.action_reading import IMAGE, faults_of, messages_of, read_step


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
    found = read_step("v3", inputs)
    assert faults_of(found) == []
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
    assert ("action-inputs", *place, None) in faults_of(read_step(release, inputs))


def test_an_expression_alone_may_be_empty() -> None:
    lines = (
        "          service: ${{ matrix.service }}\n          job: ${{ matrix.job }}\n"
        "          image: ${{ matrix.image }}\n          source: ${{ matrix.source }}\n"
    )
    assert faults_of(read_step("v3", lines)) == []


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
    found = [fault[1] for fault in faults_of(read_step(release, inputs)) if "ignored" in fault[0]]
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
    found = read_step(
        release, "          metadata: x.yaml\n          region: europe-west1\n", tmp_path
    )
    assert [fault[:2] for fault in faults_of(found) if fault[0] == "action-metadata"] == [
        (each, 6) for each in expected
    ]


def test_the_manifest_is_compared_with_the_inputs(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text(
        "kind: Service\nmetadata:\n  name: web\n  labels: {cloud.googleapis.com/location: us-east1}\n"
    )
    found = read_step("v3", "          metadata: x.yaml\n          service: api\n", tmp_path)
    assert ("action-metadata", 7, 20, None) in faults_of(found)
    assert ("action-region", 4, 15, None) in faults_of(found)
    assert "Add `region: us-east1`." in messages_of(found)


@pytest.mark.parametrize(
    ("release", "flags", "place"),
    [
        ("v3", "--cpu=2 --args=-X", (8, 33)),
        ("v3", "'--cpu=2 --args=\"x'", (8, 34)),
        ("v1", "'--cpu=2 \"--args=x\"'", (8, 27)),
    ],
)
def test_flags(release: str, flags: str, place: tuple[int, int]) -> None:
    found = read_step(release, "          service: web\n" + IMAGE + f"          flags: {flags}\n")
    assert faults_of(found) == [("action-flags", *place, None)]


def test_a_value_that_begins_with_a_dash_is_quoted_for_the_action() -> None:
    """`--args=-m` without quotes is what the action splits, so --fix must not write it."""
    head = "          service: web\n" + IMAGE
    found = read_step("v3", f"{head}          flags: --args -m,app\n")
    (fault,) = [
        fault for step in found.steps for fault in step.faults if fault.kind == "value-missing"
    ]
    assert str(fault.help) == 'Write `"--args=VALUE"`, in quotes, if the value begins with `-`.'
    assert fault.repair is None
    assert faults_of(read_step("v3", f"{head}          flags: '\"--args=-m,app\"'\n")) == []
