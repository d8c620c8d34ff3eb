"""Plans in the user's cache: used when right, and never more than time lost when not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from lint.ruleset.plan import load_plan

BASE = "ruleset: base\nrules:\n  B1: {title: x, env: {required: [A]}}\n"
OWN = "ruleset: own\nextends: base.yaml\nrules:\n  B2: {title: x, env: {required: [B]}}\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CLOUDRUN_LINT_CACHE", str(tmp_path / "cache"))
    (tmp_path / "base.yaml").write_text(BASE)
    (tmp_path / "own.yaml").write_text(OWN)
    return tmp_path


def ids(here: Path) -> list[str]:
    return [rule.id for rule in load_plan(str(here / "own.yaml")).rules]


def entry(here: Path) -> Path:
    (path,) = (here / "cache" / "plans").iterdir()
    return path


def compiles(here: Path) -> bool:
    code = (
        "import sys\nfrom lint.ruleset.plan import load_plan\n"
        "assert [r.id for r in load_plan('own.yaml').rules] == ['B1', 'B2']\n"
        "sys.exit('lint.ruleset.compile' in sys.modules)"
    )
    return bool(subprocess.run([sys.executable, "-c", code], cwd=here, check=False).returncode)


def test_a_kept_plan_is_not_compiled_again(here: Path) -> None:
    assert compiles(here)
    assert not compiles(here)


def test_a_change_in_an_extended_file_counts(here: Path) -> None:
    assert ids(here) == ["B1", "B2"]
    (here / "base.yaml").write_text(BASE.replace("B1", "B3"))
    assert ids(here) == ["B3", "B2"]


@pytest.mark.parametrize(
    "damage",
    [
        "",
        "{",
        "[]",
        "null",
        '{"digest": "x", "inputs": [], "plan": "{}"}',
        '{"digest": 1, "inputs": 2, "plan": 3}',
    ],
)
def test_a_broken_entry_costs_time_only(here: Path, damage: str) -> None:
    ids(here)
    entry(here).write_text(damage)
    assert ids(here) == ["B1", "B2"]


def test_a_changed_plan_is_noticed(here: Path) -> None:
    ids(here)
    path = entry(here)
    content = json.loads(path.read_text())
    content["plan"] = content["plan"].replace('"B1"', '"B9"')
    path.write_text(json.dumps(content))
    assert ids(here) == ["B1", "B2"]


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="the system has no file modes")
def test_an_entry_that_others_can_write_is_not_trusted(here: Path) -> None:
    ids(here)
    entry(here).chmod(0o666)
    assert compiles(here)


def test_a_cache_that_cannot_be_written_costs_time_only(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "file").write_text("")
    monkeypatch.setenv("CLOUDRUN_LINT_CACHE", str(here / "file"))
    assert ids(here) == ["B1", "B2"]
