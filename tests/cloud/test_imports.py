"""What is paid for without `--live`: nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cloud.manifests import SERVICE

_REPORT = """
import sys, json
from lint.cli.main import main
code = main(sys.argv[1:])
print(json.dumps([code, sorted(sys.modules)]))
"""
_WITHOUT = "import sys; sys.modules['grpc'] = None\n" + _REPORT
GOOGLE = ("google", "grpc", "requests", "proto", "urllib3", "ssl")


def run(folder: Path, program: str, *arguments: str) -> tuple[int, list[str], str]:
    """Exit code, modules imported and what went to standard error."""
    (folder / "service.yaml").write_text(SERVICE, encoding="utf-8")
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            program,
            "--format",
            f"json={os.devnull}",
            *arguments,
            "service.yaml",
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    code, modules = json.loads(done.stdout.splitlines()[-1])
    return code, modules, done.stderr


def test_an_ordinary_run(tmp_path: Path) -> None:
    _, modules, _ = run(tmp_path, _REPORT)
    assert "lint.engine.run" in modules
    assert not [name for name in modules if name.startswith("lint.cloud")]
    assert not [name for name in modules if name.partition(".")[0] in (*GOOGLE, "socket")]


INVENTORY = {
    "version": 1,
    "tool": {"name": "cloudrun-lint", "version": "0.0.0"},
    "recorded": "2031-01-01T00:00:00Z",
    "project": "shop-staging",
    "number": "",
    "region": "us-central1",
    "secrets": {},
    "connectors": {},
    "instances": {},
    "services": {},
    "jobs": {},
    "workerpools": {},
    "gaps": {},
}


def test_a_run_with_an_inventory_needs_no_client_library(tmp_path: Path) -> None:
    (tmp_path / "inventory.json").write_text(json.dumps(INVENTORY), encoding="utf-8")
    code, modules, _ = run(tmp_path, _WITHOUT, "--inventory", "inventory.json")
    assert code == 1
    assert not [name for name in modules if name.partition(".")[0] in GOOGLE and name != "grpc"]


@pytest.mark.parametrize("flag", ["--live", "--live=require"])
def test_without_the_client_libraries(tmp_path: Path, flag: str) -> None:
    code, _, reported = run(tmp_path, _WITHOUT, flag)
    assert code == 2
    assert "pip install 'cloudrun-lint[live]'" in reported
    assert "Traceback" not in reported
