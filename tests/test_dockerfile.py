"""Our own Dockerfile, held against its own rules: nothing here can build it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from lint.image.context.dockerfile import read_stages
from tests.ci_machine import ROOT
from tests.command import lint_here

TEXT = (ROOT / "Dockerfile").read_text(encoding="utf-8")
STAGES = read_stages(TEXT)
NEEDED = [wanted.path for wanted in STAGES[0].wanted]


def test_it_copies_what_is_there() -> None:
    assert NEEDED
    assert [path for path in NEEDED if not (ROOT / path).exists()] == []


def test_the_base_is_pinned_and_the_same_for_both_stages() -> None:
    images = {stage.image for stage in STAGES}
    assert len(images) == 1
    assert re.fullmatch(r"python:3\.\d+\.\d+-slim-[a-z]+", images.pop())


def test_it_runs_lint_and_not_as_root() -> None:
    assert STAGES[-1].start.entrypoint == ["lint"]
    (user,) = re.findall(r"^USER (\d+):(\d+)$", TEXT, re.M)
    assert "0" not in user
    assert STAGES[-1].copies[0].stage == 0


@pytest.mark.slow
def test_the_ignore_file_lets_in_what_it_copies(tmp_path: Path) -> None:
    """Checked by lint, which reports COPY of what the ignore file leaves out."""
    for path in (*NEEDED, "Dockerfile", ".dockerignore"):
        _copy(path, tmp_path)
    words = ("--source", ".", "--fail-on", "warning", "--format", "concise", "--no-cache")
    done = lint_here(*words, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    (tmp_path / ".dockerignore").write_text("*\n!lint\n")
    assert "Dockerfile:6:" in lint_here(*words, cwd=tmp_path).stdout


@pytest.mark.slow
def test_what_it_copies_is_enough_for_a_wheel(tmp_path: Path) -> None:
    for path in NEEDED:
        _copy(path, tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", "dist", "."],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    if done.returncode and "No matching distribution" in done.stderr:
        pytest.skip("the package index cannot be reached")
    assert done.returncode == 0, done.stderr
    (wheel,) = (tmp_path / "dist").iterdir()
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {
        "lint/rules/cloud-run.yaml",
        "lint/schemas/report.json",
        "lint/examples/assertions.yaml",
    } <= names


def _copy(path: str, folder: Path) -> None:
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    if (ROOT / path).is_dir():
        shutil.copytree(ROOT / path, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(ROOT / path, target)
