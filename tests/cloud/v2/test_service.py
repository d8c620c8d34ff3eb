from __future__ import annotations

from typing import Any

import pytest
from google.cloud import run_v2

from lint.cloud.target import Target
from lint.cloud.v2.service import convert
from lint.yaml.tree import ScalarNode
from tests.cloud.manifests import JOB, POOL, SERVICE, line_of, resource_of

TARGET = Target("shop-staging", "", "us-central1", "")
MESSAGES = {"Service": run_v2.Service, "Job": run_v2.Job, "WorkerPool": run_v2.WorkerPool}


def message_of(text: str) -> Any:
    converted = convert(resource_of(text), TARGET)
    return MESSAGES[converted.kind](converted.body)


def test_service() -> None:
    service = message_of(SERVICE)
    assert service.name == ""
    assert service.ingress == run_v2.IngressTraffic.INGRESS_TRAFFIC_INTERNAL_ONLY
    assert dict(service.labels) == {"team": "shop"}
    assert dict(service.annotations) == {}
    template = service.template
    assert template.service_account == "web@shop-staging.iam.gserviceaccount.com"
    assert template.timeout.total_seconds() == 60
    assert template.scaling.min_instance_count == 1
    connector = "projects/shop-staging/locations/us-central1/connectors/egress"
    assert template.vpc_access.connector == connector
    assert template.vpc_access.egress == run_v2.VpcAccess.VpcEgress.ALL_TRAFFIC
    (container,) = template.containers
    assert container.ports[0].container_port == 8000
    assert container.env[0].value == "blue-green-mode"
    reference = container.env[1].value_source.secret_key_ref
    assert (reference.secret, reference.version) == ("token", "2")
    assert dict(container.resources.limits) == {"cpu": "1", "memory": "1Gi"}
    assert not container.resources.cpu_idle
    assert container.liveness_probe.http_get.path == "/alive"
    assert [mount.name for mount in container.volume_mounts] == ["keys", "cloudsql"]
    keys, cloudsql = template.volumes
    assert keys.secret.secret == "keys"
    assert list(cloudsql.cloud_sql_instance.instances) == ["shop-staging:us-central1:main"]
    (target,) = service.traffic
    assert (
        target.type_ == run_v2.TrafficTargetAllocationType.TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION
    )
    assert (target.revision, target.percent, target.tag) == ("web-1", 100, "blue")


def test_job() -> None:
    job = message_of(JOB)
    assert job.template.task_count == 3
    task = job.template.template
    assert (task.max_retries, task.timeout.total_seconds()) == (1, 900)
    assert task.execution_environment == run_v2.ExecutionEnvironment.EXECUTION_ENVIRONMENT_GEN2
    assert task.containers[0].env[0].value_source.secret_key_ref.version == "latest"
    assert not task.containers[0].resources.cpu_idle


def test_worker_pool() -> None:
    pool = message_of(POOL)
    assert pool.scaling.manual_instance_count == 2
    assert pool.template.revision == "workers-1"
    assert pool.instance_splits[0].revision == "workers-0"


@pytest.mark.parametrize(
    ("annotation", "value", "path", "expected"),
    [
        ("run.googleapis.com/minScale", "3", "scaling.min_instance_count", 3),
        ("run.googleapis.com/scalingMode", "manual", "scaling.scaling_mode", "MANUAL"),
        ("run.googleapis.com/default-url-disabled", "true", "default_uri_disabled", True),
        ("run.googleapis.com/custom-audiences", '["a"]', "custom_audiences", ["a"]),
        ("run.googleapis.com/description", "words", "description", "words"),
        ("run.googleapis.com/launch-stage", "BETA", "launch_stage", "BETA"),
        ("run.googleapis.com/binary-authorization", "default",
         "binary_authorization.use_default", True),
        ("example.com/mine", "yes", "annotations", {"example.com/mine": "yes"}),
    ],
)  # fmt: skip
def test_root_annotations(annotation: str, value: str, path: str, expected: Any) -> None:
    marker = "    run.googleapis.com/ingress"
    text = SERVICE.replace(marker, f"    {annotation}: '{value}'\n{marker}")
    converted = convert(resource_of(text), TARGET)
    actual: Any = converted.body
    for name in path.split("."):
        actual = actual[name]
    assert actual == expected
    run_v2.Service(converted.body)


def test_multi_region_settings_are_never_sent() -> None:
    marker = "    run.googleapis.com/ingress"
    regions = "    run.googleapis.com/regions: us-central1,europe-west1\n"
    body = convert(resource_of(SERVICE.replace(marker, regions + marker)), TARGET).body
    assert "multi_region_settings" not in body


def test_every_field_leads_back_to_the_file() -> None:
    resource = resource_of(SERVICE)
    places = convert(resource, TARGET).places
    for path, needle in {
        "ingress": "run.googleapis.com/ingress",
        "labels.team": "team: shop",
        "template.containers[0].image": "image:",
        "template.containers[0].env[1].value_source.secret_key_ref.version": 'key: "2"',
        "template.containers[0].resources.limits.memory": "memory:",
        "template.containers[0].resources.cpu_idle": "cpu-throttling",
        "template.vpc_access.connector": "vpc-access-connector",
        "template.volumes[1].cloud_sql_instance": "cloudsql-instances",
        "template.timeout": "timeoutSeconds",
        "traffic[0].percent": "percent: 100",
    }.items():
        node = places[path]
        assert node.line == line_of(SERVICE, needle), path
        assert isinstance(node, ScalarNode)


@pytest.mark.parametrize(
    "text",
    [
        "kind: Service\nmetadata: 3\nspec: [x]\n",
        "kind: Service\nspec: {template: {spec: {containers: {env: {A: b}, ports: 3}}}}\n",
        "kind: Service\nspec: {template: {spec: {containers: [null, 3, []], volumes: 5}}, traffic: 3}\n",
        "kind: Service\nmetadata: {annotations: {run.googleapis.com/custom-audiences: '{'}}\n",
    ],
)
def test_nonsense_is_left_out(text: str) -> None:
    resource = resource_of("apiVersion: serving.knative.dev/v1\n" + text)
    run_v2.Service(convert(resource, TARGET).body)
