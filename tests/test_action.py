"""action.yml: its scripts, run by bash as a runner runs them, with files in the place of GitHub's."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.ci_machine import BAD, GOOD, ROOT, Machine

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="shell scripts")

ACTION: dict[str, Any] = YAML(typ="safe").load((ROOT / "action.yml").read_text(encoding="utf-8"))
INSTALL, CHECK, UPLOAD = ACTION["runs"]["steps"]
BASH = ("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c")


def step(machine: Machine, step: dict[str, Any], **inputs: str) -> subprocess.CompletedProcess[str]:
    """Runs a step; the inputs that are not given have their defaults."""
    assert step["shell"] == "bash"
    values = {name: about.get("default", "") for name, about in ACTION["inputs"].items()}
    values |= {name.replace("_", "-"): value for name, value in inputs.items()}
    environ = {
        name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda match: values[match[1]], text)
        for name, text in step["env"].items()
    }
    files = {
        name: str(machine.temporary / name) for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")
    }
    environ |= {
        **files,
        "GITHUB_ACTIONS": "true",
        "GITHUB_ACTION_PATH": str(ROOT),
        "RUNNER_TEMP": str(machine.temporary),
    }
    return machine.run(step["run"], *BASH, **environ)


def installed(folder: Path, manifest: str = BAD) -> Machine:
    """A machine on which the first step has run."""
    machine = Machine(folder, manifest)
    done = step(machine, INSTALL)
    assert done.returncode == 0, done.stdout + done.stderr
    return machine


def outputs(machine: Machine) -> dict[str, str]:
    lines = (machine.temporary / "GITHUB_OUTPUT").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines)


def test_findings_are_annotations_a_summary_and_sarif(tmp_path: Path) -> None:
    machine = installed(tmp_path)
    done = step(machine, CHECK)
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith("::error file=service.yaml,line=11,")
    summary = (machine.temporary / "GITHUB_STEP_SUMMARY").read_text()
    assert "CR012 reserved-env-name" in summary
    written = outputs(machine)
    assert written["exit-code"] == "1"
    (run,) = json.loads(Path(written["sarif"]).read_text())["runs"]
    assert [result["ruleId"] for result in run["results"]] == ["CR012"]


def test_a_good_service_passes(tmp_path: Path) -> None:
    machine = installed(tmp_path, GOOD)
    done = step(machine, CHECK, args="--strict")
    assert done.returncode == 0, done.stdout + done.stderr
    assert outputs(machine)["exit-code"] == "0"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("inputs", "code"),
    [
        ({"fail_on": "never"}, 0),
        ({"args": "--ignore CR012"}, 0),
        ({"args": "--exit-zero\n--set 'NAME=two words'"}, 0),
        ({"rules": "cloud-run 'own rules.yaml'"}, 1),
        ({"rules": "nowhere.yaml"}, 2),
        ({"paths": "other.yaml"}, 2),
        ({"paths": "other.yaml\nservice.yaml"}, 1),
        ({"paths": "$(touch run) service.yaml"}, 2),
        ({"args": "--set 'a"}, 2),
    ],
    ids=str,
)
def test_inputs_are_words_of_the_command(tmp_path: Path, inputs: dict[str, str], code: int) -> None:
    machine = installed(tmp_path)
    (machine.checkout / "other.yaml").write_text("a: 1\n")
    (machine.checkout / "own rules.yaml").write_text(
        "ruleset: own\nrules: {O1: {labels: {required: [team]}}}\n"
    )
    done = step(machine, CHECK, **inputs)
    assert done.returncode == code, done.stdout + done.stderr
    assert not (machine.checkout / "run").exists()
    assert ("O1" in done.stdout) == ("own rules.yaml" in inputs.get("rules", ""))


def test_an_old_python_is_refused(tmp_path: Path) -> None:
    machine = Machine(tmp_path, GOOD)
    (machine.programs / "old").write_text("#!/bin/sh\nexit 1\n")
    (machine.programs / "old").chmod(0o755)
    done = step(machine, INSTALL, python="old")
    assert done.returncode == 2
    assert "old is not Python 3.11 or later" in done.stdout


@pytest.mark.parametrize(
    ("version", "asked"), [("", f"{ROOT}[cel]"), ("0.1.0", "cloudrun-lint[cel]==0.1.0")]
)
def test_what_is_installed(tmp_path: Path, version: str, asked: str) -> None:
    machine = Machine(tmp_path, GOOD)
    (machine.programs / "pip").write_text('#!/bin/sh\necho "$@"\n')
    done = step(machine, INSTALL, version=version)
    assert done.stdout.split()[-1] == asked


def test_no_input_is_part_of_a_script() -> None:
    for each in (INSTALL, CHECK):
        assert "${{" not in each["run"]


def test_the_upload_gets_what_the_check_wrote_and_only_where_it_is_asked_for() -> None:
    assert UPLOAD["with"]["sarif_file"] == "${{ steps.check.outputs.sarif }}"
    assert "inputs.sarif == 'true'" in UPLOAD["if"]
    assert CHECK["id"] == "check"
    assert ACTION["inputs"]["sarif"]["default"] == "false"
    for name, output in ACTION["outputs"].items():
        assert output["value"] == f"${{{{ steps.check.outputs.{name} }}}}"
