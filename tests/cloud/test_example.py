"""The stand-in project of the incident's example, as README shows it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[2] / "examples" / "netra-staging"
LINT = [sys.executable, "-c", "from lint.cli.main import run; run()"]


@pytest.mark.slow
def test_two_secrets_are_wrong_and_all_else_is_well() -> None:
    command = [*LINT, "--live=require", "--project", "netra-staging", "--format", "json"]
    done = subprocess.run(
        [sys.executable, "stand_in_project.py", *command, "service.yaml"],
        cwd=EXAMPLE,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    report = json.loads(done.stdout)
    found = [(entry["rule"], entry["message"]) for entry in report["findings"]]
    assert found == [
        ("LIVE003", "version 3 of secret `database-url` is disabled"),
        ("LIVE001", "secret `jwt-secret-key` does not exist in project `netra-staging`"),
    ]
    assert report["unknown"] == []
    assert done.returncode == 1
