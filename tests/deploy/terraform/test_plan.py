"""Plans: values of all instances, with what is not known and what must not be shown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lint.cli.main import main
from lint.deploy.file import DeployFile
from lint.deploy.step import Read
from lint.deploy.terraform.plan import read
from lint.manifest.resource import Resource

VALUES: dict[str, Any] = {
    "name": "api",
    "location": "europe-west1",
    "project": "shop",
    "description": None,
    "ingress": "INGRESS_TRAFFIC_ALL",
    "labels": {"team": "shop"},
    "template": [
        {
            "timeout": "60s",
            "vpc_access": [],
            "scaling": [{"min_instance_count": 1, "max_instance_count": 3}],
            "containers": [
                {
                    "image": "us-docker.pkg.dev/example/app/web:1.4.2",
                    "args": None,
                    "ports": [{"container_port": 8000, "name": None}],
                    "env": [
                        {"name": "MODE", "value": "live", "value_source": []},
                        {"name": "PORT", "value": "hunter2", "value_source": []},
                        {
                            "name": "TOKEN",
                            "value": None,
                            "value_source": [{"secret_key_ref": [{"secret": "t", "version": "1"}]}],
                        },
                    ],
                }
            ],
        }
    ],
}
ADDRESS = "google_cloud_run_v2_service.api"
HCL = """\
resource "google_cloud_run_v2_service" "api" {
  name     = var.name
  location = "europe-west1"
  template {
    timeout = var.timeout
    containers {
      image = var.image
      env {
        name  = "TOKEN"
        value_source {
          secret_key_ref {
            secret = "t"
          }
        }
      }
      env {
        name  = "PORT"
        value = var.port
      }
    }
  }
}
"""


def plan(values: dict[str, Any], *, address: str = ADDRESS, **change: Any) -> str:
    resource = {
        "address": address,
        "mode": "managed",
        "type": "google_cloud_run_v2_service",
        "name": "api",
        "values": values,
        "sensitive_values": {},
    }
    module: dict[str, Any] = {"resources": [resource]}
    for name in address.split(".")[1:-2:2]:
        module = {"child_modules": [{"address": f"module.{name}", **module}]}
    return json.dumps(
        {
            "format_version": "1.2",
            "planned_values": {"root_module": module},
            "resource_changes": [{"address": address, "change": {"actions": ["create"], **change}}],
        },
        indent=1,
    )


def read_plan(folder: Path, text: str) -> Read:
    path = folder / "plan.json"
    path.write_text(text)
    return read(DeployFile(str(path), path.read_bytes(), "plan.json", str(folder)))


def resource(folder: Path, text: str) -> Resource:
    (step,) = read_plan(folder, text).steps
    assert step.resource is not None
    return step.resource


def test_a_plan_is_the_resource(tmp_path: Path) -> None:
    (step,) = read_plan(tmp_path, plan(VALUES)).steps
    assert step.faults == []
    assert (str(step.region), str(step.project)) == ("europe-west1", "shop")
    assert step.resource is not None
    assert step.resource.root.plain() == {
        "apiVersion": "serving.knative.dev/v1",
        "kind": "Service",
        "metadata": {
            "name": "api",
            "labels": {"team": "shop"},
            "annotations": {"run.googleapis.com/ingress": "all"},
        },
        "spec": {
            "template": {
                "metadata": {
                    "annotations": {
                        "autoscaling.knative.dev/minScale": "1",
                        "autoscaling.knative.dev/maxScale": "3",
                    }
                },
                "spec": {
                    "timeoutSeconds": 60,
                    "containers": [
                        {
                            "image": "us-docker.pkg.dev/example/app/web:1.4.2",
                            "env": [
                                {"name": "MODE", "value": "live"},
                                {"name": "PORT", "value": "hunter2"},
                                {
                                    "name": "TOKEN",
                                    "valueFrom": {"secretKeyRef": {"name": "t", "key": "1"}},
                                },
                            ],
                            "ports": [{"containerPort": 8000}],
                        }
                    ],
                },
            }
        },
    }
    assert not step.resource.partial
    assert step.resource.open == frozenset()


def test_what_the_apply_decides_is_unknown(tmp_path: Path) -> None:
    values = json.loads(json.dumps(VALUES))
    container = values["template"][0]["containers"][0]
    del container["image"], container["env"], values["labels"], values["name"]
    unknown = {
        "name": True,
        "labels": True,
        "template": [{"containers": [{"image": True, "env": True}]}],
    }
    found = resource(tmp_path, plan(values, after_unknown=unknown))
    assert found.name == ""
    assert found.name_node is not None
    assert found.name_node.unknown  # type: ignore[attr-defined]
    assert found.containers[0].node.plain()["image"] == "${image}"
    assert found.open == {"env", "secrets", "labels"}


def test_what_is_sensitive_is_not_known_to_checks(tmp_path: Path) -> None:
    marks = {"template": [{"containers": [{"env": [{}, {"value": True}, {}]}]}]}
    found = resource(tmp_path, plan(VALUES, after_sensitive=marks))
    assert [v.value.text if v.value else "" for v in found.containers[0].env] == [
        "live",
        "${value}",
        "",
    ]


def test_a_whole_block_may_be_marked(tmp_path: Path) -> None:
    found = resource(tmp_path, plan(VALUES, after_sensitive={"template": [{"scaling": True}]}))
    assert found.partial


def test_places_are_in_the_plan(tmp_path: Path) -> None:
    text = plan(VALUES)
    found = resource(tmp_path, text)
    lines = text.split("\n")
    timeout = found.spec.get("timeoutSeconds") if found.spec else None
    assert timeout is not None
    assert lines[timeout.line - 1][timeout.column - 1 : timeout.end_column - 1] == '"60s"'


def test_places_are_in_the_text_that_is_beside_the_plan(tmp_path: Path) -> None:
    pytest.importorskip("tree_sitter_hcl")
    (tmp_path / "main.tf").write_text(HCL)
    (step,) = read_plan(tmp_path, plan(VALUES)).steps
    found = step.resource
    assert found is not None
    assert found.source.path.endswith("main.tf")
    spec = found.spec
    assert spec is not None
    timeout = spec.get("timeoutSeconds")
    assert timeout is not None
    assert (timeout.plain(), timeout.line, timeout.column, timeout.end_column) == (60, 5, 15, 26)
    places = {
        v.name: (v.name_node.line, v.name_node.column)
        for v in found.containers[0].env
        if v.name_node
    }
    # MODE is in no block of the text.
    assert places == {"MODE": (8, 7), "PORT": (17, 18), "TOKEN": (9, 18)}


def test_an_instance_of_a_module_has_the_places_of_its_block(tmp_path: Path) -> None:
    pytest.importorskip("tree_sitter_hcl")
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "main.tf").write_text(HCL)
    (tmp_path / "main.tf").write_text('module "front" {\n  source = "./web"\n}\n')
    text = plan(VALUES, address=f"module.front.{ADDRESS}")
    text = text.replace(f"module.front.{ADDRESS}", f'module.front[\\"a.b\\"].{ADDRESS}[0]')
    (step,) = read_plan(tmp_path, text).steps
    assert step.source.path.endswith("web/main.tf")


def test_a_state_is_read_too(tmp_path: Path) -> None:
    values = json.loads(plan(VALUES))
    text = json.dumps({"format_version": "1.0", "values": values["planned_values"]})
    assert resource(tmp_path, text).name == "api"


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "[]",
        '{"planned_values": 3}',
        '{"planned_values": {"root_module": {"resources": [1, {"type": "google_cloud_run_service"}]}}}',
        '{"values": {"root_module": {"child_modules": ' + "[{" * 200 + "}]" * 200 + "}}}",
        plan({"template": 3, "name": {}}),
        plan({"template": [{"containers": "x", "volumes": [None]}]}),
    ],
)
def test_odd_plans_are_read(tmp_path: Path, text: str) -> None:
    read_plan(tmp_path, text)


def test_values_are_not_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "plan.json"
    path.write_text(plan(VALUES))
    assert main([str(path)]) == 1
    out = capsys.readouterr().out
    assert "CR012" in out
    assert "hunter2" not in out


def test_the_text_beside_a_plan_is_not_judged_again(tmp_path: Path) -> None:
    pytest.importorskip("tree_sitter_hcl")
    (tmp_path / "main.tf").write_text(HCL)
    (tmp_path / "other.tf").write_text(HCL.replace('"api"', '"other"'))
    assert read_plan(tmp_path, plan(VALUES)).covers == [str(tmp_path / "main.tf")]
