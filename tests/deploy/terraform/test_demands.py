"""What the provider refuses, and what it takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.deploy.terraform.reading import SERVICE, faults, in_template, inside, read_files
from tests.deploy.terraform.test_words import V1

PROVIDER = (
    'terraform {\n  required_providers {\n    google = {\n      version = "%s"\n    }\n  }\n}\n'
)
SQL = """\
    volumes {
      name = "cloudsql"
      cloud_sql_instance {
        instances = ["p:r:i"]
      }
    }
"""
MOUNT = """\
      volume_mounts {
        name       = "cloudsql"
        mount_path = "%s"
      }
"""

REFUSED = [
    (
        in_template('    timeout = "5m"\n'),
        "5: terraform-value: `5m` is no duration for `timeout`: only seconds such as `300s` are accepted",
    ),
    (
        in_template("    timeout = 300\n"),
        "5: terraform-value: `300` is no duration for `timeout`: only seconds such as `300s` are accepted",
    ),
    (
        SERVICE.replace("  template {", '  ingress = "internal"\n  template {'),
        "4: terraform-value: `internal` is not a value of `ingress`, which has "
        "`INGRESS_TRAFFIC_ALL`, `INGRESS_TRAFFIC_INTERNAL_ONLY` and "
        "`INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER`",
    ),
    (inside('      command = "serve"\n'), "7: terraform-value: `command` must be a list"),
    (in_template('    labels = "a"\n'), "5: terraform-value: `labels` must be a map"),
    (in_template("    labels = { a = [1] }\n"), "5: terraform-value: `labels` must be a map"),
    (
        inside('      ports {\n        container_port = "http"\n      }\n'),
        "8: terraform-value: `container_port` must be a number",
    ),
    (
        inside('      resources {\n        cpu_idle = "yes"\n      }\n'),
        "8: terraform-value: `cpu_idle` must be a boolean",
    ),
    (
        inside("      ports {\n      }\n      ports {\n      }\n"),
        "9: terraform-repeated: `ports` can occur only once",
    ),
    (
        SERVICE + SERVICE.replace('"api" {', '"b" {').replace('  name     = "api"\n', ""),
        "10: terraform-missing: `name` is missing in `google_cloud_run_v2_service`",
    ),
    (
        inside('      env {\n        value = "a"\n      }\n'),
        "7: terraform-missing: `name` is missing in `env`",
    ),
    (
        SERVICE.partition("  template")[0] + "}\n",
        "1: terraform-missing: `template` is missing in `google_cloud_run_v2_service`",
    ),
    (
        in_template(
            '    vpc_access {\n      connector = "c"\n      network_interfaces {\n      }\n    }\n'
        ),
        "7: terraform-conflict: `connector` and `network_interfaces` exclude each other",
    ),
    (
        V1.replace("      containers {", "      containers {\n        liveness_probe {\n        }"),
        "7: terraform-missing: `liveness_probe` needs exactly one of `http_get` and `grpc`",
    ),
    (
        in_template('    annotations = {\n      "autoscaling.knative.dev/maxScale" = 3\n    }\n'),
        "6: v1-annotation: the v2 API does not accept `autoscaling.knative.dev/maxScale` among the annotations",
    ),
    (
        in_template(SQL).replace("      image", MOUNT % "/sql" + "      image"),
        "14: cloudsql-mount: a Cloud SQL volume can be mounted at `/cloudsql` only",
    ),
    (
        V1.replace(
            "  template {\n",
            '  autogenerate_revision_name = true\n  template {\n    metadata {\n      name = "api-1"\n    }\n',
            1,
        ),
        "7: terraform-conflict: `template.metadata.name` cannot be set while `autogenerate_revision_name` is true",
    ),
    (
        in_template(SQL),
        "5: cloudsql-mount: the Cloud SQL volume `cloudsql` is in no container, so there is no socket",
    ),
]


@pytest.mark.parametrize(("text", "expected"), REFUSED, ids=range(len(REFUSED)))
def test_refused(tmp_path: Path, text: str, expected: str) -> None:
    assert faults(read_files(tmp_path, text)) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        in_template('    timeout = "300s"\n'),
        in_template('    timeout = "1.5s"\n'),
        in_template("    timeout = var.timeout\n"),
        in_template('    timeout = "${var.seconds}s"\n'),
        in_template("    timeout = null\n"),
        inside('      ports {\n        container_port = "8080"\n      }\n'),
        inside('      command = ["serve", 1]\n      args = var.args\n'),
        inside('      resources {\n        cpu_idle = "true"\n      }\n'),
        inside("      env {\n        name = var.name\n        value = 1\n      }\n"),
        in_template(
            "    vpc_access {\n      connector = var.c\n      network_interfaces {\n      }\n    }\n"
        ),
        in_template('    annotations = { "example.com/a" = 1 }\n'),
        in_template(SQL).replace("      image", MOUNT % "/cloudsql" + "      image"),
        in_template(SQL).replace("      image", MOUNT % "${var.path}" + "      image"),
        V1.replace(
            "    spec {",
            "    metadata {\n      annotations = {\n        "
            '"autoscaling.knative.dev/maxScale" = 3\n      }\n    }\n    spec {',
            1,
        ),
        SERVICE.replace('image = "us', 'image = var.i\n      #"us'),
    ],
)
def test_taken(tmp_path: Path, text: str) -> None:
    assert faults(read_files(tmp_path, text)) == []


def test_a_new_enum_value_is_a_warning(tmp_path: Path) -> None:
    text = in_template('    execution_environment = "SOMETHING_ELSE"\n')
    (step,) = read_files(tmp_path, text).steps
    assert [fault.severity for fault in step.faults] == ["warning"]


@pytest.mark.parametrize(
    ("version", "severity"),
    [("~> 4.80", "warning"), (">= 4.0, < 5.0", "warning"), ("~> 5.0", None), (">= 6.14", None)],
)
def test_an_older_provider_demanded_less(
    tmp_path: Path, version: str, severity: str | None
) -> None:
    text = PROVIDER % version + SERVICE.replace('  location = "europe-west1"\n', "")
    (step,) = read_files(tmp_path, text).steps
    assert [fault.severity for fault in step.faults] == [severity]


def test_no_value_of_an_env_var_is_in_a_message(tmp_path: Path) -> None:
    text = inside(
        '      env {\n        name  = "A"\n        value = ["hunter2"]\n        vlaue = "hunter2"\n      }\n'
    )
    found = faults(read_files(tmp_path, text))
    assert len(found) == 2
    assert "hunter2" not in str(found)


def test_a_key_that_v1_does_not_have_either_is_a_warning(tmp_path: Path) -> None:
    text = in_template('    annotations = { "run.googleapis.com/max-instances" = "50" }\n')
    (step,) = read_files(tmp_path, text).steps
    assert [fault.severity for fault in step.faults] == ["warning"]


def test_help_converts_durations(tmp_path: Path) -> None:
    (step,) = read_files(tmp_path, in_template('    timeout = "5m"\n')).steps
    assert [str(fault.help) for fault in step.faults] == ["Use `300s`."]
    assert [(f.where.column, f.where.end_column) for f in step.faults] == [(16, 18)]
