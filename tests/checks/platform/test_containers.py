"""`containers`: the edges of names, images, ports and commands."""

from __future__ import annotations

import pytest

from lint.checks.context import CheckContext
from lint.manifest.reader import read_manifest
from lint.manifest.resource import Resource
from lint.yaml.tree import MappingNode
from tests.checks.judging import container, judge_of, rules_of


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        # A short name; Docker Hub.
        ("web:1", []),
        (
            "gcr.io/p/web@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            [],
        ),
        (
            "gcr.io/p/web@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            ["CR075"],
        ),
        # The digest counts.
        (
            "gcr.io/p/web:latest@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            [],
        ),
        ("gcr.io/p/web", ["CR078"]),
        ("gcr.io/p/web:latest", ["CR077"]),
        ("gcr.io/p/Web:1", ["CR075"]),
        ("gcr.io/p//web:1", ["CR075"]),
        ("'gcr.io/p/web: 1'", ["CR075"]),
        # A word to fill in.
        ("gcr.io/PROJECT_ID/web:1", []),
        # What follows the placeholder is known.
        ("'gcr.io/$P/web'", ["CR078"]),
        ("'gcr.io/p/web:$TAG'", []),
        ("'$IMAGE'", []),
        ("'gcr.io/p/$NAME'", []),
        ("quay.io/p/web:1", ["CR076"]),
        ("quay.io/p/Web:1", ["CR075", "CR076"]),
        ("'quay.io/$P/web:1'", ["CR076"]),
        ("docker.io/library/web:1", []),
        ("localhost:5000/web:1", ["CR076"]),
        ("''", ["CR074"]),
    ],
)
def test_images(text: str, rules: list[str]) -> None:
    assert rules_of("containers", container(f"image: {text}")) == rules


@pytest.mark.parametrize(
    ("image", "deployed_by", "severity"),
    [
        # The name of an image in a skaffold.yaml that is somewhere else.
        ("my-app-image", "", "info"),
        ("my-app-image", "gcloud run deploy", "warning"),
        ("team/my-app-image", "", "warning"),
    ],
)
def test_a_name_without_a_registry_may_be_replaced(
    image: str, deployed_by: str, severity: str
) -> None:
    text = f"kind: Service\nspec: {{template: {{spec: {{containers: [{{image: {image}}}]}}}}}}"
    manifest = read_manifest("service.yaml", text.encode())
    root = manifest.documents[0].root
    assert isinstance(root, MappingNode)
    resource = Resource(root, "Service", manifest.source)
    resource.deployed_by = deployed_by
    (finding,) = judge_of("containers").judge(CheckContext(resource)) or []
    assert (finding.rule, finding.severity) == ("CR078", severity)
    assert ("Skaffold" in str(finding.message)) == (severity == "info")


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("a", []),
        ("'0-a.b'", []),
        ("'-a'", ["CR073"]),
        ("A", ["CR073"]),
        ("a_b", ["CR073"]),
        ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", []),
        ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", ["CR073"]),
        ("'${NAME}'", []),
    ],
)
def test_names(text: str, rules: list[str]) -> None:
    assert rules_of("containers", container(f"name: {text}")) == rules


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("[]", []),
        ("[{}]", []),
        ("[{containerPort: 1}]", []),
        ("[{containerPort: 65535}]", []),
        ("[{containerPort: 0}]", ["CR082"]),
        ("[{containerPort: 65536}]", ["CR082"]),
        ("[{containerPort: -1}]", ["CR082"]),
        # gcloud makes a number of it.
        ("[{containerPort: '8080'}]", []),
        ("[{containerPort: $PORT}]", []),
        ("[{containerPort: 80}, {containerPort: 81}]", ["CR080"]),
        ("[{containerPort: 80}, {containerPort: 0, name: x}]", ["CR080", "CR081", "CR082"]),
        ("[{name: http1}]", []),
        ("[{name: h2c}]", []),
        ("[{name: http}]", ["CR081"]),
        ("[{name: ''}]", []),
        ("[{protocol: TCP}]", []),
        ("[{protocol: tcp}]", ["CR083"]),
    ],
)
def test_ports(text: str, rules: list[str]) -> None:
    assert rules_of("containers", container(f"ports: {text}")) == rules


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("command: []", []),
        ("command: ['']", ["CR088"]),
        ("command: [sh, '']", []),
        ("workingDir: /", []),
        ("workingDir: app", ["CR089"]),
        ("workingDir: ''", []),
        ("workingDir: ./app", ["CR089"]),
        ("args: [--port=8080]", []),
        ("args: [--port=9090]", ["CR086"]),
        ("args: [--port, '9090']", ["CR086"]),
        ("args: [--port]", []),
        ("args: ['--bind=0.0.0.0:9090']", ["CR086"]),
        ("args: [--port=$PORT]", []),
        ("args: [--metrics-port=9090]", []),
        ("args: [--port=9090], ports: [{containerPort: 9090}]", []),
    ],
)
def test_commands(text: str, rules: list[str]) -> None:
    assert rules_of("containers", container(text)) == rules


def several(*containers: str, kind: str = "Service") -> str:
    entries = ", ".join(f"{{{fields}}}" for fields in containers)
    return f"{{kind: {kind}, spec: {{template: {{spec: {{containers: [{entries}]}}}}}}}}"


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        (several("name: a, ports: [{}]", "name: b"), []),
        (several("name: a", "name: b"), ["CR084"]),
        (several("name: a, ports: [{}]", "name: b, ports: [{}]"), ["CR084"]),
        (several("name: a", "name: b", kind="WorkerPool"), []),
        (several("name: a, ports: [{}]", "name: a"), ["CR072"]),
        (several("name: '', ports: [{}]", "name: ''"), []),
        (several("ports: [{}]", *[f"name: c{n}" for n in range(9)]), []),
        (several("ports: [{}]", *[f"name: c{n}" for n in range(10)]), ["CR071"]),
        (container("ports: [{containerPort: 80}]", "Job"), ["CR085"]),
        (container("args: [--port=9090]", "WorkerPool"), []),
    ],
)
def test_several_containers_and_other_kinds(text: str, rules: list[str]) -> None:
    assert rules_of("containers", text) == rules


@pytest.mark.parametrize(("number", "rules"), [(1000, []), (1001, ["CR087"])])
def test_as_many_arguments_as_are_allowed(number: int, rules: list[str]) -> None:
    assert rules_of("containers", container(f"args: [{', '.join(['x'] * number)}]")) == rules


@pytest.mark.parametrize(
    ("annotations", "image", "expected"),
    [
        ("", "scratch", ["CR198"]),
        ("run.googleapis.com/sources: $SOURCES", "scratch", []),
        ("run.googleapis.com/sources: '{}'", "scratch", []),
        ("", "scratch:1", []),
        ("", "owner/scratch:1", []),
    ],
)
def test_scratch_has_sources(annotations: str, image: str, expected: list[str]) -> None:
    text = (
        f"spec: {{template: {{metadata: {{annotations: {{{annotations}}}}},"
        f" spec: {{containers: [{{image: {image}}}]}}}}}}"
    )
    assert rules_of("containers", text) == expected


def test_the_v2_api_may_have_sources_in_another_way() -> None:
    manifest = read_manifest(
        "a.yaml", b"spec: {template: {spec: {containers: [{image: scratch}]}}}"
    )
    root = manifest.documents[0].root
    assert isinstance(root, MappingNode)
    resource = Resource(root, "Service", manifest.source)
    for by_gcloud, expected in ((True, ["CR198"]), (False, [])):
        resource.by_gcloud = by_gcloud
        findings = judge_of("containers").judge(CheckContext(resource)) or []
        assert [finding.rule for finding in findings] == expected
