"""The command: in a process of its own, as users run it, or in this one, which is ten times as fast."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from lint.cli.main import main

Done = subprocess.CompletedProcess[str]
UNWANTED = ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "FORCE_COLOR", "NO_COLOR")
"""Variables that decide what a report looks like."""


def lint(*arguments: str, cwd: Path, stdin: bytes = b"", **environ: str) -> Done:
    """Runs `python -m lint`: for what only a process shows (its start, its end, its exit code)."""
    environment = {k: v for k, v in os.environ.items() if k not in UNWANTED}
    result = subprocess.run(
        [sys.executable, "-m", "lint", *arguments],
        cwd=cwd,
        env={**environment, "CLOUDRUN_LINT_CACHE": str(cwd / ".cache"), **environ},
        input=stdin,
        capture_output=True,
        timeout=60,
        check=False,
    )
    return _done(result.returncode, result.stdout, result.stderr)


def lint_here(*arguments: str, cwd: Path, stdin: bytes = b"", **environ: str) -> Done:
    """Runs the command in this process, with a working directory and streams of its own."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", "backslashreplace") for _ in range(2))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(cwd)
        for name in UNWANTED:
            patch.delenv(name, raising=False)
        for name, value in {"CLOUDRUN_LINT_CACHE": str(cwd / ".cache"), **environ}.items():
            patch.setenv(name, value)
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8"))
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        code = main(arguments)
        out.flush()
        err.flush()
    assert isinstance(out.buffer, io.BytesIO)
    assert isinstance(err.buffer, io.BytesIO)
    return _done(code, out.buffer.getvalue(), err.buffer.getvalue())


def _done(code: int, out: bytes, err: bytes) -> Done:
    texts = out.decode(), err.decode()
    assert "Traceback" not in "".join(texts)
    return subprocess.CompletedProcess([], code, *texts)
