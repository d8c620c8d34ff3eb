"""Bodies of the v2 API, and files that only look like one."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.cli.main import main
from lint.deploy.api_v2 import read
from lint.deploy.file import DeployFile
from lint.deploy.readers import reader_of
from lint.deploy.step import Read

BODY = """\
{
  "name": "projects/p/locations/europe-west1/services/api",
  "ingress": "INGRESS_TRAFFIC_ALL",
  "template": {
    "timeout": "60s",
    "maxInstanceRequestConcurrency": 40,
    "containers": [
      {
        "image": "us-docker.pkg.dev/example/app/web:1.4.2",
        "env": [{"name": "PORT", "value": "hunter2"}]
      }
    ]
  }
}
"""


def found(text: str) -> Read:
    return read(DeployFile("service.json", text.encode(), "service.json"))


def test_a_body_is_a_service_with_places() -> None:
    (step,) = found(BODY).steps
    assert step.faults == []
    resource = step.resource
    assert resource is not None
    assert (resource.kind, resource.name) == ("Service", "api")
    assert resource.spec is not None
    concurrency = resource.spec.get("containerConcurrency")
    assert concurrency is not None
    assert (concurrency.plain(), concurrency.line, concurrency.column) == (40, 6, 38)
    assert (step.anchor.place.line, step.anchor.place.column) == (2, 11)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            "template: {containers: [{image: a}], executionEnvironment: EXECUTION_ENVIRONMENT_GEN2}",
            "Service",
        ),
        (
            "template: {template: {containers: [{image: a}], vpcAccess: {egress: ALL_TRAFFIC}}}",
            "Job",
        ),
        (
            "name: projects/p/locations/l/jobs/j\ntemplate: {template: {containers: [{image: a}]}}",
            "Job",
        ),
        (
            "instanceSplits: []\ntemplate: {containers: [{image: a}], vpcAccess: {connector: c}}",
            "WorkerPool",
        ),
        (
            "traffic: [{type: TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST}]\ntemplate: {containers: [{image: a}]}",
            "Service",
        ),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    (step,) = found(text).steps
    assert step.resource is not None
    assert step.resource.kind == kind


@pytest.mark.parametrize(
    "text",
    [
        # A Deployment, a pod template, a Container App, a list of nothing, a chart's values.
        "apiVersion: apps/v1\nkind: Deployment\nspec: {template: {spec: {containers: [{image: a}]}}}",
        "template: {spec: {containers: [{image: a}]}}",
        "properties: {template: {containers: [{image: a}]}, configuration: {ingress: {external: true}}}",
        "template: {containers: [{image: a}]}",
        "template: {containers: [{image: a}]}\ningress: {enabled: true}",
        "template: {containers: [], vpcAccess: {}}",
        "name: projects/p/locations/l/functions/f\ntemplate: {containers: [{image: a}]}",
        "- template",
        "template: vpcAccess containers",
    ],
)
def test_nothing_else_is_taken_for_one(text: str) -> None:
    assert found(text).steps == []


def test_the_reader_is_found_by_words_of_the_api() -> None:
    assert reader_of("service.json", BODY.encode()) == "api_v2"
    assert reader_of("values.yaml", b"template: {containers: []}") == ""


def test_the_id_may_be_in_the_address_of_the_request() -> None:
    text = "ingress: INGRESS_TRAFFIC_ALL\ntemplate: {containers: [{image: a}]}"
    (step,) = found(text).steps
    assert step.resource is not None
    assert step.resource.root.plain()["metadata"]["name"] == "${name}"


def test_values_are_hidden_and_words_are_those_of_v2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "service.json"
    path.write_text(BODY)
    assert main([str(path)]) == 1
    out = capsys.readouterr().out
    assert "hunter2" not in out
    assert f"{path}:10:26: error[CR012 reserved-env-name]" in out
    assert '"name": "PORT"' in out
