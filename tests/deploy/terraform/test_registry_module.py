"""Calls of GoogleCloudPlatform/cloud-run/google, the v1 service and the v2 service."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.deploy.terraform.fields import Field, field_of
from lint.deploy.terraform.registry_module import _ROOT_V1, _ROOT_V2, V2, resource_type_of
from tests.deploy.terraform.reading import faults, place, read_files, step_of

V1_CALL = """\
module "cloud_run" {
  source       = "GoogleCloudPlatform/cloud-run/google"
  version      = "~> 0.10"
  service_name = "api"
  project_id   = var.project
  location     = "europe-west1"
  image        = "us-docker.pkg.dev/example/app/web:1.4.2"
  ports        = { name = "h2c", port = 9000 }
  limits       = { cpu = "1000m", memory = "1Gi" }
  argument     = ["serve"]
  env_vars     = [{ name = "MODE", value = "live" }]
  env_secret_vars = [{
    name       = "TOKEN"
    value_from = [{ secret_key_ref = { name = "token", key = "3" } }]
  }]
  template_annotations = {
    "autoscaling.knative.dev/maxScale" = 2
  }
  traffic_split = [{ latest_revision = true, percent = 100, revision_name = "v1", tag = null }]
  members       = ["allUsers"]
}
"""
V2_CALL = """\
module "cloud_run" {
  source       = "GoogleCloudPlatform/cloud-run/google//modules/v2"
  service_name = "api"
  project_id   = "shop"
  location     = "europe-west1"
  ingress      = "INGRESS_TRAFFIC_ALL"
  template_scaling = {
    max_instance_count = 3
  }
  vpc_access = {
    connector = "main"
    egress    = "ALL_TRAFFIC"
  }
  containers = [{
    container_name  = "app"
    container_image = "us-docker.pkg.dev/example/app/web:1.4.2"
    container_args  = ["serve"]
    ports           = { container_port = 9000 }
    env_vars        = { MODE = "live" }
    env_secret_vars = { TOKEN = { secret = "token", version = "3" } }
    resources       = { limits = { cpu = "1", memory = "1Gi" } }
    volume_mounts   = [{ name = "cloudsql", mount_path = "/cloudsql" }]
  }]
  volumes = [{ name = "cloudsql", cloud_sql_instance = { instances = ["p:r:i"] } }]
}
"""


def test_the_v1_module(tmp_path: Path) -> None:
    step = step_of(tmp_path, V1_CALL)
    assert step.command == "module GoogleCloudPlatform/cloud-run/google"
    assert (str(step.region), str(step.project)) == ("europe-west1", "${var.project}")
    assert step.resource is not None
    assert step.resource.root.plain() == {
        "apiVersion": "serving.knative.dev/v1",
        "kind": "Service",
        "metadata": {"name": "api"},
        "spec": {
            "template": {
                "metadata": {"annotations": {"autoscaling.knative.dev/maxScale": "2"}},
                "spec": {
                    "containers": [
                        {
                            "args": ["serve"],
                            "image": "us-docker.pkg.dev/example/app/web:1.4.2",
                            "env": [
                                {"name": "MODE", "value": "live"},
                                {
                                    "name": "TOKEN",
                                    "valueFrom": {"secretKeyRef": {"name": "token", "key": "3"}},
                                },
                            ],
                            "ports": [{"name": "h2c", "containerPort": 9000}],
                            "resources": {"limits": {"cpu": "1000m", "memory": "1Gi"}},
                        }
                    ]
                },
            },
            "traffic": [{"percent": 100, "latestRevision": True}],
        },
    }
    image = step.resource.containers[0].node.get("image")
    assert place(image) == ("main.tf", 7, 19)


def test_the_v2_module(tmp_path: Path) -> None:
    resource = step_of(tmp_path, V2_CALL).resource
    assert resource is not None
    assert resource.template_annotations is not None
    assert resource.template_annotations.plain() == {
        "autoscaling.knative.dev/maxScale": "3",
        "run.googleapis.com/vpc-access-connector": "main",
        "run.googleapis.com/vpc-access-egress": "all-traffic",
        "run.googleapis.com/cpu-throttling": "true",
        "run.googleapis.com/cloudsql-instances": "p:r:i",
    }
    assert resource.spec is not None
    assert resource.spec.plain() == {
        "containers": [
            {
                "name": "app",
                "image": "us-docker.pkg.dev/example/app/web:1.4.2",
                "args": ["serve"],
                "env": [
                    {"name": "MODE", "value": "live"},
                    {"name": "TOKEN", "valueFrom": {"secretKeyRef": {"name": "token", "key": "3"}}},
                ],
                "resources": {"limits": {"cpu": "1", "memory": "1Gi"}},
                "ports": [{"containerPort": 9000}],
            }
        ]
    }


@pytest.mark.parametrize(("call", "name"), [(V1_CALL, "image"), (V2_CALL, "location")])
def test_inputs_that_are_missing(tmp_path: Path, call: str, name: str) -> None:
    text = "\n".join(line for line in call.split("\n") if not line.strip().startswith(name + " "))
    assert faults(read_files(tmp_path, text)) == [
        f"1: terraform-missing: the input `{name}` of the module is missing"
    ]


def test_what_is_not_known(tmp_path: Path) -> None:
    text = V2_CALL.replace('{ MODE = "live" }', "var.env")
    resource = step_of(tmp_path, text).resource
    assert resource is not None
    assert resource.open == {"env", "secrets"}
    text = V1_CALL.replace('[{ name = "MODE", value = "live" }]', "var.env")
    resource = step_of(tmp_path, text).resource
    assert resource is not None
    assert resource.open >= {"env", "secrets"}
    text = V2_CALL.partition("  containers")[0] + "  containers = var.containers\n}\n"
    resource = step_of(tmp_path, text).resource
    assert resource is not None
    assert resource.open == {"containers"}


@pytest.mark.parametrize(
    ("table", "root"), [(_ROOT_V1, "google_cloud_run_service"), (_ROOT_V2, V2)]
)
def test_every_input_is_a_field(table: dict[str, str], root: str) -> None:
    for path in table.values():
        field: Field | None = field_of(root)
        for name in path.split("."):
            field = field.fields.get(name) if field is not None else None
        assert field is not None, path


def test_other_modules_are_not_read(tmp_path: Path) -> None:
    for source in ("GoogleCloudPlatform/cloud-run/google//modules/job-exec", "hashicorp/x/google"):
        assert resource_type_of(source) == ""
        text = V1_CALL.replace("GoogleCloudPlatform/cloud-run/google", source)
        assert read_files(tmp_path, text).steps == []


@pytest.mark.parametrize("value", ["3", '"x"', "[]", "{}", "[1]", "null", "var.x", "[[{}]]"])
def test_odd_inputs_are_read(tmp_path: Path, value: str) -> None:
    for table, source in ((_ROOT_V1, ""), (_ROOT_V2, "//modules/v2")):
        lines = "\n".join(f"  {name} = {value}" for name in table)
        text = f'module "x" {{\n  source = "GoogleCloudPlatform/cloud-run/google{source}"\n{lines}\n}}\n'
        read_files(tmp_path, text)
