"""Where files are: shipped ones, kept ones, and the root of a repository."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from lint.support import paths


def test_shipped_files_are_found() -> None:
    assert os.path.isfile(paths.data_path("rules", "cloud-run.yaml"))
    assert os.path.isfile(paths.data_path("schemas", "ruleset.json"))


def test_the_files_of_the_package_are_code_and_rules() -> None:
    found = {path for path, _ in paths.package_files()}
    assert os.path.abspath(paths.__file__) in found
    assert paths.data_path("rules", "cloud-run.yaml") in found
    assert not any("__pycache__" in path for path in found)


@pytest.mark.skipif(sys.platform != "linux", reason="the XDG specification is Linux's")
def test_the_directories_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/me")
    for variable in ("CLOUDRUN_LINT_CACHE", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(variable, raising=False)
    assert paths.cache_directory() == "/home/me/.cache/cloudrun-lint"
    assert paths.state_directory() == "/home/me/.local/state/cloudrun-lint"
    monkeypatch.setenv("XDG_CACHE_HOME", "/c")
    monkeypatch.setenv("XDG_STATE_HOME", "relative")  # ignored, as the specification wants
    assert paths.cache_directory() == "/c/cloudrun-lint"
    assert paths.state_directory() == "/home/me/.local/state/cloudrun-lint"
    monkeypatch.setenv("CLOUDRUN_LINT_CACHE", "/mine")
    assert paths.cache_directory() == "/mine"
    assert paths.state_directory() == "/home/me/.local/state/cloudrun-lint"


def test_the_root_of_a_repository_is_the_nearest_one(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    assert paths.repository_root(str(inner)) == str(tmp_path)
    (tmp_path / "a" / ".git").write_text("gitdir: elsewhere")  # a worktree or a submodule
    assert paths.repository_root(str(inner)) == str(tmp_path / "a")
    assert paths.repository_root("/") is None or os.path.exists("/.git")
