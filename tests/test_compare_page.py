"""docs/compare.md: its table is what benchmarks/tools.toml says, and what it says about lint is so."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks import tools

DATA = tools.load()
OURS = [
    (row["feature"], claim)
    for row in DATA["row"]
    for claim in tools.claims_of(row)
    if claim["tool"] == tools.OURS
]
SHELL = pytest.mark.skipif(
    sys.platform == "win32" or not shutil.which("git"), reason="needs a shell of POSIX and git"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The scratch repository of the cells, with `lint` on PATH."""
    command = tmp_path / "bin" / tools.OURS
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nPYTHONPATH="$ROOT" exec "{sys.executable}" -P -m lint "$@"\n')
    command.chmod(0o755)
    monkeypatch.setenv("PATH", f"{command.parent}{os.pathsep}{os.environ['PATH']}")
    repository = tmp_path / "repository"
    repository.mkdir()
    tools.write_files(DATA, repository)
    return repository


def test_the_page_has_the_table_of_the_cells() -> None:
    page = tools.PAGE.read_text(encoding="utf-8")
    assert page == tools.with_table(page, DATA), "python benchmarks/tools.py --write writes it"


@SHELL
@pytest.mark.slow
@pytest.mark.parametrize(("feature", "claim"), OURS, ids=[feature for feature, _ in OURS])
def test_what_the_page_says_about_lint_is_so(
    feature: str, claim: dict[str, Any], folder: Path
) -> None:
    assert tools.problem_of(claim, folder, tools.surroundings(folder)) == "", feature


@SHELL
@pytest.mark.parametrize(
    ("claim", "problem"),
    [
        ({"run": "echo a", "prints": ["b"]}, "does not print 'b'"),
        ({"run": "echo a >&2", "prints": ["a"], "lacks": ["a"]}, "prints 'a'"),
        ({"run": "exit 3", "lacks": ["a"], "exit": 0}, "exit code 3, and not 0"),
    ],
)
def test_a_cell_that_is_not_true_is_seen(
    claim: dict[str, Any], problem: str, tmp_path: Path
) -> None:
    assert tools.problem_of(claim, tmp_path, tools.surroundings(tmp_path)).startswith(problem)
