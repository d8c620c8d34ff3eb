"""Containers as the v2 API has them; Google's own message type reads each of them."""

from __future__ import annotations

from typing import Any

import pytest
from google.cloud import run_v2

from lint.cloud.v2.container import boolean_of, convert_container, string_of, strings_of
from lint.cloud.v2.message_builder import MessageBuilder
from lint.yaml.tree import Node
from tests.cloud.manifests import resource_of

HEAD = (
    "apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: web}\nspec:\n"
    "  template:\n    spec:\n      containers:\n      - "
)


def converted(fields: str, **aliases: str) -> MessageBuilder:
    (container,) = resource_of(f"{HEAD}{{{fields}}}\n").containers
    made = MessageBuilder({}, "containers[0]", {})
    convert_container(container, made, aliases)
    run_v2.Container(made.data)  # raises for what the API has no field for
    return made


@pytest.mark.parametrize(
    ("fields", "data"),
    [
        ("image: a, name: b, workingDir: /c", {"image": "a", "name": "b", "working_dir": "/c"}),
        ("command: [a], args: ['1', 2, b]", {"command": ["a"], "args": ["1", "b"]}),
        ("args: []", {"args": []}),
        ("env: [{name: A, value: b}]", {"env": [{"name": "A", "value": "b"}]}),
        ("env: [{name: A}]", {"env": [{"name": "A"}]}),
        ("ports: [{name: h2c, containerPort: 80}]", {"ports": [{"name": "h2c", "container_port": 80}]}),
        ("resources: {limits: {cpu: '1', memory: 1Gi}}",
         {"resources": {"limits": {"cpu": "1", "memory": "1Gi"}}}),
        ("resources: {requests: {cpu: '1'}}", {}),
        ("volumeMounts: [{name: a, mountPath: /b, subPath: c}]",
         {"volume_mounts": [{"name": "a", "mount_path": "/b", "sub_path": "c"}]}),
        ("livenessProbe: {httpGet: {path: /, port: 80, httpHeaders: [{name: a, value: b}]}}",
         {"liveness_probe": {"http_get": {"path": "/", "port": 80, "http_headers": [{"name": "a", "value": "b"}]}}}),
        ("startupProbe: {tcpSocket: {port: 80}, periodSeconds: 5, failureThreshold: 3}",
         {"startup_probe": {"tcp_socket": {"port": 80}, "period_seconds": 5, "failure_threshold": 3}}),
        ("readinessProbe: {grpc: {port: 80, service: s}, initialDelaySeconds: 1, timeoutSeconds: 2}",
         {"readiness_probe": {"grpc": {"port": 80, "service": "s"}, "initial_delay_seconds": 1, "timeout_seconds": 2}}),
        ("image: 3, command: a, env: 5, livenessProbe: true, resources: []", {"command": ["a"]}),
    ],
)  # fmt: skip
def test_fields(fields: str, data: dict[str, Any]) -> None:
    assert converted(fields).data == data


def test_secrets_by_name_alias_and_version() -> None:
    entry = "{name: A, valueFrom: {secretKeyRef: {name: far, key: '2'}}}"
    made = converted(f"env: [{entry}]", far="projects/9/secrets/key")
    reference = made.data["env"][0]["value_source"]["secret_key_ref"]
    assert reference == {"secret": "projects/9/secrets/key", "version": "2"}
    assert converted(f"env: [{entry}]").data["env"][0]["value_source"]["secret_key_ref"] == {
        "secret": "far",
        "version": "2",
    }
    assert "value" not in made.data["env"][0]


def test_places_are_those_of_the_values() -> None:
    places = converted(
        "image: a, env: [{name: A, value: b}], resources: {limits: {cpu: '1'}}"
    ).places
    columns = {path: node.column for path, node in places.items()}
    assert columns["containers[0].image"] == 17
    assert columns["containers[0].env"] < columns["containers[0].env[0].name"]
    assert columns["containers[0].env[0].value"] > columns["containers[0].env[0].name"]
    assert "containers[0].resources.limits.cpu" in columns


def node(text: str) -> Node | None:
    return resource_of(f"{HEAD}{{x: {text}}}\n").containers[0].node.get("x")


@pytest.mark.parametrize(
    ("text", "string", "boolean", "strings"),
    [
        ("a", "a", None, []),
        ("'true'", "true", True, []),
        ("true", None, True, []),
        ("'False'", "False", False, []),
        ("1", None, None, []),
        ("null", None, None, []),
        ("'${A}'", "${A}", None, []),
        ("[a, 1, b]", None, None, ["a", "b"]),
        ("{a: b}", None, None, []),
    ],
)
def test_scalars(text: str, string: str | None, boolean: bool | None, strings: list[str]) -> None:
    assert (string_of(node(text)), boolean_of(node(text))) == (string, boolean)
    if text.startswith("["):
        assert strings_of(node(text)) == strings


def test_what_is_not_there_has_no_value() -> None:
    assert (string_of(None), boolean_of(None), strings_of(None)) == (None, None, None)
