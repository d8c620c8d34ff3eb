"""RunService and RunJob of Config Connector."""

from __future__ import annotations

import pytest

from lint.deploy.config_connector import read
from lint.deploy.file import DeployFile
from lint.deploy.readers import reader_of
from lint.deploy.step import Read

SERVICE = """\
apiVersion: run.cnrm.cloud.google.com/v1beta1
kind: RunService
metadata:
  name: api
  annotations:
    cnrm.cloud.google.com/project-id: shop
spec:
  location: europe-west1
  ingress: INGRESS_TRAFFIC_ALL
  template:
    serviceAccountRef:
      external: api@shop.iam.gserviceaccount.com
    vpcAccess:
      connectorRef:
        name: main
    encryptionKeyRef:
      external: projects/p/locations/l/keyRings/r/cryptoKeys/k
    containers:
    - image: us-docker.pkg.dev/example/app/web:1.4.2
      env:
      - name: TOKEN
        valueSource:
          secretKeyRef:
            secretRef:
              external: token
            versionRef:
              external: projects/p/secrets/token/versions/4
    volumes:
    - name: cloudsql
      cloudSqlInstance:
        instances:
        - external: p:r:i
        - name: other
"""


def found(text: str) -> Read:
    return read(DeployFile("service.yaml", text.encode(), "service.yaml"))


def test_references_are_resolved() -> None:
    (step,) = found(SERVICE).steps
    assert step.faults == []
    assert step.command == "RunService"
    assert (str(step.region), str(step.project)) == ("europe-west1", "shop")
    resource = step.resource
    assert resource is not None
    assert resource.name == "api"
    assert resource.spec is not None
    account = resource.spec.get("serviceAccountName")
    assert account is not None
    assert (account.plain(), account.line, account.column) == (
        "api@shop.iam.gserviceaccount.com",
        12,
        17,
    )
    secret = resource.containers[0].env[0].secret
    assert secret is not None
    assert secret.plain() == {"name": "token", "key": "4"}
    assert resource.template_annotations is not None
    assert resource.template_annotations.plain() == {
        "run.googleapis.com/vpc-access-connector": "${connector}",
        "run.googleapis.com/encryption-key": "projects/p/locations/l/keyRings/r/cryptoKeys/k",
        "run.googleapis.com/cloudsql-instances": "p:r:i,${reference}",
    }


def test_a_job_and_its_own_id() -> None:
    text = (
        "apiVersion: run.cnrm.cloud.google.com/v1beta1\nkind: RunJob\nmetadata: {name: a}\n"
        "spec: {resourceID: b, projectRef: {external: p}, template: {template: {containers: [{image: i}]}}}"
    )
    (step,) = found(text).steps
    assert step.resource is not None
    assert (step.resource.kind, step.resource.name) == ("Job", "b")
    assert str(step.project) == "p"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "ingress: INGRESS_TRAFFIC_ALL",
            "ingress: all",
            "9: v2-value: `all` is not a value of `ingress`",
        ),
        (
            "  template:\n",
            "  template:\n    timeout: soon\n",
            "11: v2-value: `soon` is no duration for `timeout`",
        ),
        (
            "  template:\n",
            "  template:\n    containerConcurrency: 4\n",
            "11: v2-field: `containerConcurrency` is not a field of the v2 API",
        ),
        (
            "  template:\n",
            "  template:\n    annotations: {autoscaling.knative.dev/maxScale: '3'}\n",
            "11: v1-annotation: the v2 API does not accept `autoscaling.knative.dev/maxScale`",
        ),
    ],
)
def test_what_the_api_refuses(old: str, new: str, expected: str) -> None:
    (step,) = found(SERVICE.replace(old, new, 1)).steps
    (fault,) = step.faults
    assert f"{fault.where.line}: {fault.kind}: {fault.message}".startswith(expected)


@pytest.mark.parametrize(
    ("text", "seconds"), [("300s", 300), ("10m0s", 600), ("5m", 300), ("1h1m1s", 3661)]
)
def test_durations_may_be_those_of_go(text: str, seconds: int) -> None:
    (step,) = found(SERVICE.replace("  template:\n", f"  template:\n    timeout: {text}\n")).steps
    assert step.faults == []
    assert step.resource is not None
    assert step.resource.spec is not None
    assert step.resource.spec.plain()["timeoutSeconds"] == seconds


def test_other_objects_are_passed_over() -> None:
    other = SERVICE.replace("kind: RunService", "kind: RunDomain")
    assert found(other).steps == []
    assert len(found(f"{other}---\n{SERVICE}").steps) == 1
    assert reader_of("service.yaml", SERVICE.encode()) == "config_connector"


@pytest.mark.parametrize(
    "spec", ["3", "[]", "{template: {aRef: {name: 3}}}", "{" + "a: {" * 90 + "}" * 90 + "}"]
)
def test_odd_objects_are_read(spec: str) -> None:
    found(f"apiVersion: run.cnrm.cloud.google.com/v1beta1\nkind: RunJob\nspec: {spec}")
