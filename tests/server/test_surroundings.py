from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from lint.server.surroundings import code_behind, rule_sets_of

ROOT = Path(__file__).resolve().parents[2]

RULES = "ruleset: ours\nrules:\n  A1:\n    title: A\n    env: {required: [A]}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "rules.yaml").write_text("ruleset: ours\nrules: {}\n")
    (tmp_path / "lint.toml").write_text('rules = ["rules.yaml", "gone.yaml", "input"]\n')
    return tmp_path


def test_rule_sets_are_those_of_the_settings_as_they_are_typed(folder: Path) -> None:
    rules = folder / "rules.yaml"
    found = rule_sets_of(str(folder / "service.yaml"), {str(rules): RULES.encode()})
    ids = [rule.id for rule in found.rules]
    assert ids[0] == "A1"
    assert "IN001" in ids
    assert found.files == {str(rules): RULES}


def test_what_is_broken_is_left_out(folder: Path) -> None:
    rules, settings = folder / "rules.yaml", folder / "lint.toml"
    broken = rule_sets_of(str(folder / "a.yaml"), {str(rules): b"ruleset: [\n"})
    assert [rule.id for rule in broken.rules if not rule.id.startswith("IN")] == []
    assert list(broken.files) == [str(rules)]
    settings.write_text("nope = 1\n")
    assert rule_sets_of(str(folder / "a.yaml"), {}).rules == []
    assert code_behind(str(folder), str(folder / "a.yaml"), {}) is None


@pytest.mark.slow
def test_the_code_behind_a_manifest_is_that_of_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "r"
    shutil.copytree(ROOT / "examples" / "netra-staging", folder)
    code = code_behind(str(folder), str(folder / "service.yaml"), {})
    assert code is not None
    assert code.variable("JWT_SECRET_KEY") is not None
