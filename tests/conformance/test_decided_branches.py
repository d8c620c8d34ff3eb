"""Branches on env vars, held against the interpreter that takes them.

Programs are generated (`start_branches.py`) whose branches import modules that are not there. The
interpreter says which of them it asks for (`branch_driver.py`). Each that is an error must be among
these, and each of these must be reported.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from lint.engine.run import check
from lint.model.options import Options
from tests.conformance.start_branches import Branches

CASES = 500
FOUND_AS_ERRORS = 0.45
"""Secrets, arguments, what the code changes and what callers give leave the others open."""

pytestmark = pytest.mark.slow


def reported(folder: Path) -> tuple[set[str], set[str]]:
    """The modules that are errors, and all that are reported."""
    options = Options([str(folder / "service.yaml")])
    options.source = str(folder)
    errors: set[str] = set()
    every: set[str] = set()
    for finding in check(options).findings:
        named = set(re.findall(r"gone_\d+", str(finding.message)))
        every |= named
        errors |= named if finding.severity == "error" else set()
    return errors, every


def test_branches_of_generated_programs(tmp_path: Path) -> None:
    programs = [Branches(seed) for seed in range(CASES)]
    done = subprocess.run(
        [sys.executable, "-P", str(Path(__file__).with_name("branch_driver.py"))],
        input=json.dumps([(program.text, program.env) for program in programs]),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    wrong: list[str] = []
    asked = sure = idle = 0
    for program, (ending, found) in zip(programs, json.loads(done.stdout), strict=True):
        folder = tmp_path / str(program.seed)
        (folder / "pkg").mkdir(parents=True)
        (folder / "pkg" / "__init__.py").write_text("")
        (folder / "main.py").write_text(program.text)
        (folder / "service.yaml").write_text(program.manifest)
        (folder / "Dockerfile").write_text(
            'FROM python:3.12-slim\nWORKDIR /app\nCOPY . .\nCMD ["python", "main.py"]\n'
        )
        errors, every = reported(folder)
        ran = set(found)
        asked += len(ran)
        sure += len(errors & ran)
        idle += len(set(program.gone) - ran)
        if errors - ran:
            wrong.append(f"{program!r} {ending}: errors about {sorted(errors - ran)}")
        if ran - every:
            wrong.append(f"{program!r} {ending}: nothing about {sorted(ran - every)}")
    assert wrong == [], "\n".join(wrong)
    assert min(asked, idle) > CASES / 2, "too one-sided to show anything"
    assert sure >= FOUND_AS_ERRORS * asked, f"{sure} of {asked}"
