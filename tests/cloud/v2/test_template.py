"""The template of a manifest as the v2 API has it."""

from __future__ import annotations

from typing import Any

import pytest
from google.cloud import run_v2

from lint.cloud.v2.service import convert
from tests.cloud.manifests import SERVICE, resource_of
from tests.cloud.v2.test_service import TARGET, message_of


def test_cpu_is_throttled_unless_told_otherwise() -> None:
    text = SERVICE.replace('        run.googleapis.com/cpu-throttling: "false"\n', "")
    assert message_of(text).template.containers[0].resources.cpu_idle


@pytest.mark.parametrize(
    ("annotation", "value", "path", "expected"),
    [
        ("run.googleapis.com/sessionAffinity", "true", "session_affinity", True),
        ("run.googleapis.com/health-check-disabled", "True", "health_check_disabled", True),
        ("autoscaling.knative.dev/maxScale", "7", "scaling.max_instance_count", 7),
        ("run.googleapis.com/encryption-key", "projects/p", "encryption_key", "projects/p"),
        ("run.googleapis.com/mesh", "projects/m", "service_mesh.mesh", "projects/m"),
        ("run.googleapis.com/encryption-key-shutdown-hours", "2",
         "encryption_key_shutdown_duration.seconds", 7200),
        ("run.googleapis.com/post-key-revocation-action-type", "shut-down",
         "encryption_key_revocation_action", "SHUTDOWN"),
        ("run.googleapis.com/network-interfaces", '[{"network": "n", "tags": ["t"]}]',
         "vpc_access.network_interfaces", [{"network": "n", "tags": ["t"]}]),
    ],
)  # fmt: skip
def test_template_annotations(annotation: str, value: str, path: str, expected: Any) -> None:
    marker = "        run.googleapis.com/cpu-throttling"
    text = SERVICE.replace(marker, f"        {annotation}: '{value}'\n{marker}")
    converted = convert(resource_of(text), TARGET)
    actual: Any = converted.body["template"]
    for name in path.split("."):
        actual = actual[name]
    assert actual == expected
    run_v2.Service(converted.body)


def test_aliases_become_full_names() -> None:
    text = SERVICE.replace("secretName: keys", "secretName: far").replace(
        "name: token", "name: far"
    )
    template = message_of(text).template
    reference = template.containers[0].env[1].value_source.secret_key_ref
    assert reference.secret == template.volumes[0].secret.secret == "projects/99/secrets/far-key"
