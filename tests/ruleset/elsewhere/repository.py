"""A git repository with rule sets, which git itself serves: as a file, and over something like ssh."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

BASE = (
    "ruleset: acme-base\nextends: [cloud-run, parts/db.yaml]\n"
    "rules:\n  ACME001: {title: The log level is set, env: {required: [LOG_LEVEL]}}\n"
)
PART = "ruleset: acme-db\nrules:\n  ACME002: {title: The database is set, env: {required: [DB_NAME]}}\n"
FILES = {"base.yaml": BASE, "parts/db.yaml": PART, "README.md": "Rules.\n"}
_SSH = '#!/bin/sh\nfor last; do :; done\nexec sh -c "$last"\n'
"""Runs here what ssh would run on the server."""
_SETTINGS = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}


def make_server(folder: Path) -> None:
    """Makes a repository with `FILES`, which is copied for each test: git takes its time for it."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    work, bare = folder / "work", folder / "rules.git"
    work.mkdir()
    for where in ((), ("--bare", str(bare))):
        _git(work, "init", "--quiet", "--template=", "--initial-branch=main", *where)
    _commit(work, FILES)
    _git(work, "push", "--quiet", str(bare), "HEAD:main")


class Repository:
    """A repository of its own, with git's own settings and nobody else's."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch, server: Path) -> None:
        """Copies what `make_server` has made."""
        shutil.copytree(server, folder / "server")
        self.folder = folder / "server" / "rules.git"
        self.work = folder / "server" / "work"
        ssh = folder / "ssh"
        ssh.write_text(_SSH)
        ssh.chmod(0o755)
        for name in [name for name in os.environ if name.startswith("GIT_")]:
            patch.delenv(name)
        for name, value in _SETTINGS.items():
            patch.setenv(name, value)
        patch.setenv("GIT_SSH_COMMAND", str(ssh))
        patch.setenv("CLOUDRUN_LINT_CACHE", str(folder / "cache"))
        self.commit = self.git("rev-parse", "HEAD").strip()

    def push(self, files: dict[str, str]) -> str:
        """Commits files, and gives the commit."""
        _commit(self.work, files)
        self.git("push", "--quiet", str(self.folder), "HEAD:main")
        return self.git("rev-parse", "HEAD").strip()

    def git(self, *words: str) -> str:
        """Runs git in the working copy."""
        return _git(self.work, *words)

    @property
    def ssh(self) -> str:
        """The address that settings may name."""
        return f"ssh://git@example.test{self.folder}"

    @property
    def file(self) -> str:
        """The address that only the command line may name."""
        return f"file://{self.folder}"


def _commit(work: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (work / name).parent.mkdir(parents=True, exist_ok=True)
        (work / name).write_text(text)
    _git(work, "add", "--all")
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.test")
    _git(work, *identity, "commit", "--quiet", "--message=Rules")


def _git(work: Path, *words: str) -> str:
    others = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    done = subprocess.run(
        ["git", *words],
        cwd=work,
        env={**others, **_SETTINGS},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout
