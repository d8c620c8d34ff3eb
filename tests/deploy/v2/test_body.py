"""What the v2 API refuses of a body."""

from __future__ import annotations

import pytest

from lint.deploy.v2.body import body_step
from lint.manifest.reader import read_manifest
from lint.model.fault import Fault
from lint.yaml.tree import MappingNode


def faults(text: str) -> list[Fault]:
    manifest = read_manifest("body.yaml", text.encode())
    root = manifest.documents[0].root
    assert isinstance(root, MappingNode)
    return body_step(root, "Service", manifest.source, "a v2 API request", root).faults


@pytest.mark.parametrize(
    ("text", "message", "help"),
    [
        (
            "template: {timeout: 5m}",
            "`5m` is no duration for `timeout`: only seconds such as `300s` are accepted",
            "",
        ),
        (
            "template: {vpcAccess: {egress: all-traffic}}",
            "`all-traffic` is not a value of `egress`, which has `ALL_TRAFFIC` and `PRIVATE_RANGES_ONLY`",
            "Use `ALL_TRAFFIC`.",
        ),
        (
            "template: {containers: [{env: [{valueFrom: {}}]}]}",
            "`valueFrom` is not a field of the v2 API",
            "Use `valueSource`.",
        ),
        (
            "annotations: {run.googleapis.com/ingress: all}",
            "the v2 API does not accept `run.googleapis.com/ingress` among the annotations",
            "Use `ingress`.",
        ),
    ],
)
def test_refused(text: str, message: str, help: str) -> None:
    (fault,) = faults(text)
    assert (str(fault.message), str(fault.help)) == (message, help)
    assert fault.severity is None


def test_a_key_without_a_field_is_a_warning() -> None:
    (fault,) = faults("labels: {cloud.googleapis.com/location: l}")
    assert fault.severity == "warning"


def test_a_new_value_is_a_warning() -> None:
    (fault,) = faults("template: {executionEnvironment: QUANTUM}")
    assert fault.severity == "warning"


@pytest.mark.parametrize(
    "text",
    [
        "ingress: ${INGRESS}",
        "template: {timeout: null}",
        "labels: {timeout: 5m}",
        "template: {containers: [{livenessProbe: {timeoutSeconds: 3}}]}",
        "other: {spec: 1}",
    ],
)
def test_taken(text: str) -> None:
    assert faults(text) == []
