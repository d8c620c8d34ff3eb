from __future__ import annotations

import pytest

from lint.cloud.target import Target
from lint.cloud.v2.service import convert
from lint.cloud.v2.violation import find_violations
from tests.cloud.manifests import JOB, SERVICE, line_of, resource_of

TARGET = Target("shop-staging", "", "us-central1", "")


def violations(field: str, text: str, manifest: str = SERVICE) -> list[tuple[int, str]]:
    resource = resource_of(manifest)
    entries = [{"field": field, "text": text}]
    found = find_violations(entries, convert(resource, TARGET), resource)
    return [(violation.node.line, violation.text) for violation in found]


@pytest.mark.parametrize(
    ("field", "needle"),
    [
        ("template.containers[0].image", "image:"),
        ("service.template.containers[0].image", "image:"),
        ("template.containers[0].env[0].value", "blue-green-mode"),
        ("template.containers[0].env[1].valueSource.secretKeyRef.version", 'key: "2"'),
        ("template.containers[0].liveness_probe.http_get.path", "path: /alive"),
        ("template.containers[0].liveness_probe.period_seconds", "httpGet:"),
        ("template.vpcAccess.connector", "vpc-access-connector"),
        ("template.volumes[1].cloud_sql_instance.instances[0]", "cloudsql-instances"),
        ("CreateServiceRequest.service.traffic[0].percent", "percent: 100"),
        ("spec.template.spec.containers[0].image", "image:"),
        ("service.spec.template.spec.timeout_seconds", "timeoutSeconds"),
        ("spec.template.spec.containers[0].resources.limits.memory", "memory:"),
        (
            "spec.template.metadata.annotations[run.googleapis.com/vpc-access-egress]",
            "vpc-access-egress",
        ),
        ("nobody.knows[7].this", "name: web"),
        ("", "name: web"),
        ("[[[", "name: web"),
    ],
)
def test_fields_lead_to_lines(field: str, needle: str) -> None:
    lines = SERVICE.split("\n")
    ((line, text),) = violations(field, "must be something else")
    assert needle in lines[line - 1] or (needle == "name: web" and line == 4)
    assert text == "must be something else"


def test_paths_in_the_text() -> None:
    text = (
        "Violation in CreateServiceRequest.service.template.containers[0].image: must be an image; "
        "Violation in CreateServiceRequest.service.template.timeout: too long."
    )
    assert violations("", text) == [
        (line_of(SERVICE, "image:"), "must be an image"),
        (line_of(SERVICE, "timeoutSeconds"), "too long."),
    ]


def test_v1_paths_in_the_text() -> None:
    text = "spec.template.spec.containers[0].env: The following reserved env names were provided: PORT."
    ((line, reported),) = violations("", text)
    assert line == line_of(SERVICE, "- name: MODE")
    assert reported == "The following reserved env names were provided: PORT."


def test_jobs() -> None:
    field = "job.template.template.containers[0].env[0].value_source.secret_key_ref.secret"
    ((line, _),) = violations(field, "was not found", JOB)
    assert line == line_of(JOB, "secretKeyRef")


def test_values_of_env_vars_are_not_repeated() -> None:
    ((_, text),) = violations("template.containers[0].env[0]", "blue-green-mode is no mode")
    assert text == "<redacted, 15 chars> is no mode"


SECRETS = SERVICE.replace("blue-green-mode", '"S3CRET \\"quoted\\" mid\\nend-Of-It  two"')


@pytest.mark.parametrize(
    "echo",
    [
        r'Invalid value "S3CRET \"quoted\" mid\nend-Of-It  two" for the field',
        'Invalid value S3CRET "quoted" mid end-Of-It two.',
        "Invalid value: S3CRET \\u0022quot...",
        "Invalid value 'S3CR",
        "The part `end-Of-It  two` is not allowed",
        "The part end-Of-It is not allowed",
        "s3cret is not allowed",
    ],
)
def test_no_part_of_a_hidden_value_is_repeated(echo: str) -> None:
    assert SECRETS != SERVICE
    ((_, text),) = violations("template.containers[0].env[0]", echo, SECRETS)
    for part in ("S3CR", "s3cr", "quot", "end-Of", "It"):
        assert part not in text.replace("Invalid", "")
    assert "redacted" in text
    assert "not allowed" in text or "Invalid value" in text


def test_what_may_be_shown_is_repeated() -> None:
    said = 'Cloud Run\'s limit: the image "{}" of "name" 42 must exist'
    image = next(line for line in SERVICE.split("\n") if "image:" in line).split("image: ")[1]
    ((_, text),) = violations("template.containers[0].image", said.format(image))
    assert text == said.format(image)
