"""Whole files: resources, local modules, files that are broken."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from lint.cli.main import main
from lint.engine.examples import run_examples
from lint.ruleset.compile import compile_rule_set
from lint.support.paths import data_path
from tests.deploy.terraform.reading import SERVICE, faults, inside, place, read_files

CALL = 'module "web" {\n  source = "./modules/web"\n  name   = "front"\n  port   = 0\n}\n'
MODULE = SERVICE.replace('"api"\n', "var.name\n", 1).replace(
    "      image", "      ports {\n        container_port = var.port\n      }\n      image"
)
DEFAULTS = 'variable "name" {}\nvariable "port" {\n  default = 8080\n}\n'


def test_every_resource_of_the_file_is_a_step(tmp_path: Path) -> None:
    job = """\
resource "google_cloud_run_v2_job" "nightly" {
  name     = "nightly"
  location = "europe-west1"
  template {
    template {
      containers {
        image = "us-docker.pkg.dev/example/app/web:1.4.2"
      }
    }
  }
}
resource "google_storage_bucket" "x" {
  name = "x"
}
data "google_cloud_run_v2_service" "other" {
  name = "other"
}
"""
    found = read_files(tmp_path, SERVICE + job)
    assert faults(found) == []
    assert [(s.command, s.resource.kind if s.resource else "") for s in found.steps] == [
        ("google_cloud_run_v2_service", "Service"),
        ("google_cloud_run_v2_job", "Job"),
    ]


def test_a_local_module_is_judged_with_its_arguments(tmp_path: Path) -> None:
    found = read_files(tmp_path, CALL, modules__web__main_tf=MODULE, modules__web__v_tf=DEFAULTS)
    (step,) = found.steps
    assert step.resource is not None
    assert step.resource.name == "front"
    assert place(step.resource.name_node) == ("main.tf", 3, 13)
    port = step.resource.containers[0].node.plain()["ports"]
    assert port == [{"containerPort": 0}]
    assert step.source.path.endswith("modules/web/main.tf")


def test_a_default_counts_for_a_call(tmp_path: Path) -> None:
    call = CALL.replace("  port   = 0\n", "")
    found = read_files(tmp_path, call, modules__web__main_tf=MODULE, modules__web__v_tf=DEFAULTS)
    assert found.steps[0].resource is not None
    node = found.steps[0].resource.containers[0].node.plain()
    assert node["ports"] == [{"containerPort": 8080}]


def test_modules_that_call_each_other_end(tmp_path: Path) -> None:
    call = 'module "web" {\n  source = "./"\n}\n'
    found = read_files(tmp_path, SERVICE + call)
    assert len(found.steps) == 4


def test_a_module_outside_the_repository_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "main.tf").write_text(SERVICE)
    inner = tmp_path / "in"
    inner.mkdir()
    assert read_files(inner, 'module "x" {\n  source = "../out"\n}\n').steps == []


def test_a_block_that_is_broken_is_not_judged(tmp_path: Path) -> None:
    text = SERVICE.replace("      image", "      image image") + SERVICE.replace('"api"', '"b"')
    found = read_files(tmp_path, text)
    assert [fault.kind for fault in found.faults] == ["terraform-syntax"]
    assert [step.resource.name if step.resource else "" for step in found.steps] == ["", "b"]


def test_without_the_parser_the_file_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "tree_sitter_hcl", None)
    found = read_files(tmp_path, SERVICE)
    assert found.steps == []
    assert "pip install" in found.not_read


def test_findings_speak_of_arguments_and_show_no_values(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    env = '      env {\n        name  = "PORT"\n        value = "hunter2"\n      }\n'
    limits = '      resources {\n        limits = { cpu = "4", memory = "256Mi" }\n      }\n'
    path = tmp_path / "main.tf"
    path.write_text(inside(env + limits))
    assert main([str(path), "--format", "text"]) == 1
    out = capsys.readouterr().out
    assert "hunter2" not in out
    assert f"{path}:8:18: error[CR012 reserved-env-name]" in out
    assert '        name  = "PORT"' in out
    assert "set `ports.container_port` instead" in out


@pytest.mark.parametrize(
    "text",
    [
        "",
        "resource\n",
        'resource "google_cloud_run_v2_service" "x" {}\n',
        'module "x" {\n source = "./a\\u0000"\n}\n',
        "\x00" * 50,
    ],
)
def test_odd_files_are_read(tmp_path: Path, text: str) -> None:
    read_files(tmp_path, text)


def test_the_examples_of_the_rules_pass() -> None:
    results = run_examples(compile_rule_set(data_path("rules", "deploy/terraform.yaml")))
    assert results.failures == []
    assert results.without == []


def test_the_files_of_a_called_module_are_not_judged_again(tmp_path: Path) -> None:
    found = read_files(tmp_path, CALL, modules__web__main_tf=MODULE, modules__web__v_tf=DEFAULTS)
    assert found.covers == [str(tmp_path / "modules" / "web" / "main.tf")]
    assert read_files(tmp_path, SERVICE).covers == []


def test_a_folder_is_one_service_of_its_module(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    read_files(
        tmp_path,
        CALL.replace("  port   = 0\n", ""),
        modules__web__main_tf=MODULE.replace(
            "    containers {", '    timeout = "5m"\n    containers {'
        ),
        modules__web__v_tf=DEFAULTS,
    )
    monkeypatch.chdir(tmp_path)
    assert main([]) == 1
    out = capsys.readouterr().out
    assert out.count("error[") == 1
    assert "modules/web/main.tf:5:16: error[DEP126 terraform-value]" in out
    assert "Found 1 error in 1 resource" in out


def test_a_file_without_a_word_of_cloud_run_is_not_parsed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "tree_sitter_hcl", None)
    found = read_files(
        tmp_path, CALL, modules__web__main_tf='resource "google_storage_bucket" "x" {}\n'
    )
    assert (found.steps, found.not_read) == ([], "")


def test_a_probe_that_v2_is_known_to_accept_is_a_warning(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    probe = "      startup_probe {\n        timeout_seconds = 5\n        period_seconds  = 1\n        tcp_socket {}\n      }\n"
    path = tmp_path / "main.tf"
    path.write_text(inside(probe))
    assert main([str(path), "--format", "concise"]) == 0
    out = capsys.readouterr().out
    assert "main.tf:8:27: warning[CR125" in out
    assert "`timeout_seconds` (5) of `startup_probe`" in out
