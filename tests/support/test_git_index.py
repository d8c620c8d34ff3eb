"""File modes in git's index."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from lint.support.git_index import tracked_mode

GIT = shutil.which("git")
NAMES = ("a", "run.sh", "sub/start.sh", "sub/" + "x" * 200 + ".sh")


def repository(directory: Path, version: int) -> None:
    assert GIT is not None
    for name in NAMES:
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
        (directory / name).write_text("x\n")
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}

    def git(*words: str) -> None:
        subprocess.run(
            [GIT, "-C", str(directory), *words], check=True, capture_output=True, env=environment
        )

    git("init", "-q")
    git("config", "index.version", str(version))
    git("add", ".")
    git("update-index", "--chmod=+x", "sub/start.sh")
    if version == 3:
        (directory / "new").write_text("x\n")
        git("add", "-N", "new")  # an entry with extended flags


@pytest.mark.skipif(GIT is None, reason="git is not installed")
@pytest.mark.parametrize("version", [2, 3, 4])
def test_modes(tmp_path: Path, version: int) -> None:
    repository(tmp_path, version)
    modes = [tracked_mode(str(tmp_path), name) for name in (*NAMES, "gone")]
    assert modes == [0o100644, 0o100644, 0o100755, 0o100644, None]


@pytest.mark.skipif(GIT is None, reason="git is not installed")
def test_a_worktree(tmp_path: Path) -> None:
    repository(tmp_path, 2)
    (tmp_path / ".git").rename(tmp_path / "elsewhere")
    (tmp_path / ".git").write_text("gitdir: elsewhere\n")
    assert tracked_mode(str(tmp_path), "sub/start.sh") == 0o100755


@pytest.mark.parametrize(
    "data", [b"", b"DIRC", b"DIRC" + b"\0\0\0\x02\0\0\xff\xff" + b"\xff" * 100, b"x" * 200]
)
def test_what_is_no_index(tmp_path: Path, data: bytes) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "index").write_bytes(data)
    assert tracked_mode(str(tmp_path), "a") is None
    assert tracked_mode(str(tmp_path / "nowhere"), "a") is None
