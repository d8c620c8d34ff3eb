"""What a run has judged to its end."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.engine.acceptance.judged_files import JudgedFiles
from lint.image.image import read_image
from lint.model.findings import Outcome, Place, Skipped, Unknown


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("a.yaml", "b.yaml", "c.yaml", "d.yaml", "x-1.0-py3-none-any.whl"):
        (tmp_path / name).touch()
    return tmp_path


def test_a_file_is_judged_unless_something_of_it_is_open(here: Path) -> None:
    outcome = Outcome()
    outcome.skipped = [Skipped("b.yaml", "broken")]
    outcome.unknown = [Unknown(Place("c.yaml", 3, 1), "${TAG}")]
    judged = JudgedFiles(["a.yaml", "./b.yaml", "c.yaml"], outcome, [])
    lacks = [name for name in ("a.yaml", "b.yaml", "c.yaml", "d.yaml", "gone.yaml")
             if judged.lacks(str(here / name))]  # fmt: skip
    assert lacks == ["a.yaml", "gone.yaml"]


def test_a_member_of_a_wheel_is_judged_with_the_wheel(here: Path) -> None:
    judged = JudgedFiles([], Outcome(), [])
    assert not judged.lacks(str(here / "x-1.0-py3-none-any.whl!app/main.py"))
    assert judged.lacks(str(here / "gone-1.0-py3-none-any.whl!app/main.py"))


def test_the_files_of_a_source_tree_are_judged(here: Path) -> None:
    (here / "Dockerfile").write_text("FROM python:3.12\nCOPY . .\n")
    (here / ".dockerignore").write_text("*.md\n")
    (here / "main.py").touch()
    image = read_image((), ".", "docker", "")
    judged = JudgedFiles([], Outcome(), [image])
    for name in ("main.py", "Dockerfile", ".dockerignore"):
        assert judged.lacks(str(here / name)), name
