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


class Repository:
    """A repository of its own, with git's own settings and nobody else's."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch, files: dict[str, str]) -> None:
        if shutil.which("git") is None:
            pytest.skip("git is not installed")
        self.folder = folder / "server" / "rules.git"
        self.work = folder / "server" / "work"
        ssh = folder / "ssh"
        ssh.write_text(_SSH)
        ssh.chmod(0o755)
        for name in [name for name in os.environ if name.startswith("GIT_")]:
            patch.delenv(name)
        patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        patch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
        patch.setenv("GIT_SSH_COMMAND", str(ssh))
        patch.setenv("CLOUDRUN_LINT_CACHE", str(folder / "cache"))
        self.work.mkdir(parents=True)
        self.git("init", "--quiet", "--initial-branch=main")
        self.git("init", "--quiet", "--bare", "--initial-branch=main", str(self.folder))
        self.commit = self.push(files)

    def push(self, files: dict[str, str]) -> str:
        """Commits files, and gives the commit."""
        for name, text in files.items():
            (self.work / name).parent.mkdir(parents=True, exist_ok=True)
            (self.work / name).write_text(text)
        self.git("add", "--all")
        identity = ("-c", "user.name=A", "-c", "user.email=a@example.test")
        self.git(*identity, "commit", "--quiet", "--message=Rules")
        self.git("push", "--quiet", str(self.folder), "HEAD:main")
        return self.git("rev-parse", "HEAD").strip()

    def git(self, *words: str) -> str:
        """Runs git in the working copy."""
        done = subprocess.run(
            ["git", *words], cwd=self.work, check=True, capture_output=True, text=True
        )
        return done.stdout

    @property
    def ssh(self) -> str:
        """The address that settings may name."""
        return f"ssh://git@example.test{self.folder}"

    @property
    def file(self) -> str:
        """The address that only the command line may name."""
        return f"file://{self.folder}"
