"""The shape of a service: its settings without the values."""

from __future__ import annotations

from typing import Any

import pytest

from lint.cloud.settings_summary import shape_of
from lint.cloud.target import Target
from lint.cloud.v2.service import convert
from tests.cloud.manifests import SERVICE, resource_of

TARGET = Target("shop-staging", "", "us-central1", "")


def test_the_shape_holds_no_values() -> None:
    shape: Any = shape_of("Service", convert(resource_of(SERVICE), TARGET).body)
    assert "MODE" in repr(shape)
    assert "blue-green-mode" not in repr(shape)


def shape(kind: str, **data: Any) -> dict[str, Any]:
    return shape_of(kind, data)


def test_a_resource_that_says_nothing_has_an_empty_shape() -> None:
    for kind in ("Service", "Job", "WorkerPool"):
        assert not any(shape(kind).values()), kind


def test_containers_by_names_alone() -> None:
    env = [
        {"name": "B", "value": "hunter2"},
        {
            "name": "A",
            "value_source": {"secret_key_ref": {"secret": "projects/p/secrets/s", "version": "3"}},
        },
    ]
    made = {"name": "app", "ports": [{}], "env": env, "liveness_probe": {}, "startup_probe": {}}
    (container,) = shape("Service", template={"containers": [made]})["containers"]
    assert container == {
        "name": "app",
        "ingress": True,
        "env": ["A", "B"],
        "secrets": {"A": {"secret": "s", "version": "3"}},
        "probes": ["liveness_probe"],  # the server adds a start-up probe by itself
    }


def test_the_containers_of_a_job_are_one_level_deeper() -> None:
    template = {"template": {"containers": [{"name": "a"}]}}
    assert [item["name"] for item in shape("Job", template=template)["containers"]] == ["a"]
    assert shape("Service", template=template)["containers"] == []


def test_volumes_instances_and_connector() -> None:
    volumes = [
        {"name": "keys", "secret": {}},
        {"name": "odd"},
        {"name": "cloudsql", "cloud_sql_instance": {"instances": ["b", "a"]}},
    ]
    vpc = {"connector": "projects/p/locations/r/connectors/c"}
    found = shape("Service", template={"volumes": volumes, "vpc_access": vpc})
    assert found["volumes"] == {"keys": "secret", "odd": ""}
    assert found["instances"] == ["a", "b"]
    assert found["connector"] == vpc["connector"]


@pytest.mark.parametrize(
    ("kind", "data", "settings"),
    [
        ("Service", {"ingress": "INGRESS_TRAFFIC_INTERNAL_ONLY"}, {"run.googleapis.com/ingress": "internal"}),
        ("Service", {"ingress": "INGRESS_TRAFFIC_ALL"}, {}),
        ("Service", {"description": "hunter2"}, {"run.googleapis.com/description": "set"}),
        ("Service", {"template": {"timeout": {"seconds": 300}}}, {}),
        ("Service", {"template": {"timeout": {"seconds": 60}}}, {"timeoutSeconds": "60s"}),
        ("Service", {"template": {"timeout": "60s"}}, {"timeoutSeconds": "60s"}),
        ("Job", {"template": {"template": {"timeout": "600s"}}}, {}),
        ("Job", {"template": {"template": {"timeout": "300s"}}}, {"timeoutSeconds": "300s"}),
        ("Service", {"template": {"service_account": "web@p"}}, {"serviceAccountName": "set"}),
        ("Service", {"template": {"service_account": "1-compute@developer.gserviceaccount.com"}}, {}),
        ("Service", {"template": {"vpc_access": {"egress": "ALL_TRAFFIC"}}}, {"run.googleapis.com/vpc-access-egress": "all-traffic"}),
        ("Service", {"template": {"vpc_access": {"egress": "PRIVATE_RANGES_ONLY"}}}, {}),
        ("Service", {"template": {"containers": [{"resources": {"cpu_idle": True}}]}}, {}),
        ("Service", {"template": {"containers": [{"resources": {"limits": {}}}]}}, {"run.googleapis.com/cpu-throttling": "set"}),
        ("WorkerPool", {"template": {"containers": [{"resources": {"limits": {}}}]}}, {}),
        ("Service", {"template": {"containers": [{"resources": {"cpu_idle": True, "startup_cpu_boost": True}}]}}, {"run.googleapis.com/startup-cpu-boost": "set"}),
    ],
)  # fmt: skip
def test_settings_that_are_not_the_default(
    kind: str, data: dict[str, Any], settings: dict[str, str]
) -> None:
    assert shape_of(kind, data)["settings"] == settings


def test_keys_tags_and_the_newest_revision() -> None:
    found = shape(
        "Service",
        labels={"b": "hunter2", "a": "hunter2"},
        annotations={"c": "hunter2"},
        traffic=[{"tag": "blue"}, {"tag": ""}, {"tag": "blue"}, {"percent": 3}],
        latest_created_revision="projects/p/locations/r/services/s/revisions/s-7",
    )
    assert (found["labels"], found["annotations"]) == (["a", "b"], ["c"])
    assert (found["tags"], found["revision"]) == (["blue"], "s-7")
    assert "hunter2" not in repr(found)


@pytest.mark.parametrize("kind", ["Service", "Job", "WorkerPool"])
def test_odd_data_has_a_shape(kind: str) -> None:
    odd = {
        "template": {
            "volumes": [3, {"name": "a"}],
            "vpc_access": [],
            "timeout": {},
            "template": None,
        }
    }
    assert shape_of(kind, odd)["connector"] == ""
