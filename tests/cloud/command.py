"""Runs the whole command against the stand-in that `LINT_ENDPOINTS` names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lint.cli.main import main


class Run:
    """Runs the command in a folder of its own, against a stand-in."""

    def __init__(self, capsys: pytest.CaptureFixture[str], folder: Path) -> None:
        self.capsys = capsys
        self.folder = folder
        self.output = ""
        self.errors = ""

    def __call__(self, *arguments: str) -> int:
        code = main(arguments)
        self.output, self.errors = self.capsys.readouterr()
        return code

    def report(self, manifest: str, *arguments: str) -> tuple[int, dict[str, Any]]:
        """Exit code and JSON report of checking a manifest."""
        file = self.folder / "service.yaml"
        file.write_text(manifest, encoding="utf-8")
        code = self(*arguments, "--format", "json", "service.yaml")
        return code, json.loads(self.output)

    def found(self, manifest: str, *arguments: str) -> list[tuple[str, int]]:
        """The live findings: rule and line."""
        _, report = self.report(manifest, *(arguments or ("--live",)))
        return [
            (entry["rule"], entry["line"])
            for entry in report["findings"]
            if entry["rule"].startswith("LIVE")
        ]
