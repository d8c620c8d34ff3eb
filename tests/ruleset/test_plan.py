"""Plans in the user's cache: used when right, and never more than time lost when not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from lint.model.rule import RuleSetError
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
        "0" * 64,
        "0" * 64 + '{"inputs": [], "plan": {}}',
        '{"inputs": 2, "plan": 3}',
    ],
)
def test_a_broken_entry_costs_time_only(here: Path, damage: str) -> None:
    ids(here)
    entry(here).write_text(damage)
    assert ids(here) == ["B1", "B2"]


def forged(path: Path, change: dict[str, Any]) -> None:
    """Changes the plan of an entry the way somebody would who has read the source."""
    content = path.read_text()
    seal, body = content[:64], json.loads(content[64:])
    body["plan"].update(change)
    path.write_text(seal + json.dumps(body, separators=(",", ":")))


RULE = {"id": "B1", "name": "x", "title": "x", "consequence": "policy", "applies-to": {}}


@pytest.mark.parametrize(
    "change",
    [
        {"rules": []},
        {"rules": [{**RULE, "severity": "error", "check": "nonsense", "params": {}}]},
        {"rules": [{**RULE, "severity": "zzz", "check": "env", "params": {}}]},
        {"rules": [{**RULE, "severity": "error", "check": "env", "params": 7}]},
        {"rules": 7},
        {"ruleset": "other", "rules": [{**RULE, "applies-to": {"kind": ["Job"]}}]},
    ],
)
def test_a_forged_plan_is_not_believed(here: Path, change: dict[str, Any]) -> None:
    assert ids(here) == ["B1", "B2"]
    forged(entry(here), change)
    assert ids(here) == ["B1", "B2"]
    assert not any(rule.applies_to.kinds for rule in load_plan(str(here / "own.yaml")).rules)


def test_an_entry_of_another_rule_file_does_not_pass_for_this_one(here: Path) -> None:
    ids(here)
    own = entry(here)
    (here / "none.yaml").write_text("ruleset: none\nrules: {}\n")
    load_plan(str(here / "none.yaml"))
    (other,) = set(own.parent.iterdir()) - {own}
    own.write_bytes(other.read_bytes())
    assert ids(here) == ["B1", "B2"]


def test_an_entry_made_with_another_key_is_not_believed(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids(here)
    monkeypatch.setenv("XDG_STATE_HOME", str(here / "elsewhere"))
    assert compiles(here)


def test_a_link_to_a_kept_plan_is_not_followed(here: Path) -> None:
    ids(here)
    path = entry(here)
    path.rename(here / "moved")
    path.symlink_to(here / "moved")
    assert compiles(here)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no FIFOs")
def test_a_fifo_in_place_of_a_plan_is_not_waited_for(here: Path) -> None:
    ids(here)
    path = entry(here)
    path.unlink()
    os.mkfifo(path, 0o600)
    assert compiles(here)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no FIFOs")
def test_a_rule_file_that_is_no_regular_file_is_not_waited_for(here: Path) -> None:
    os.mkfifo(here / "pipe.yaml")
    for path in (str(here / "pipe.yaml"), "/dev/zero"):
        with pytest.raises(OSError, match="not a regular file"):
            load_plan(path)


def test_a_huge_file_in_place_of_a_plan_is_not_read(here: Path) -> None:
    ids(here)
    with entry(here).open("r+b") as stream:
        stream.truncate(5 << 30)
    assert ids(here) == ["B1", "B2"]


def test_a_broken_rule_set_is_never_kept(here: Path) -> None:
    (here / "own.yaml").write_text(OWN.replace("required", "requird"))
    for _ in range(2):
        with pytest.raises(RuleSetError):
            ids(here)
    assert not (here / "cache" / "plans").exists()


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
