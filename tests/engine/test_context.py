"""The context of each file: its rules and values, shared by the files of one override."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.engine.context import Contexts
from lint.model.options import Options
from lint.model.rule import RuleSetError
from lint.settings import SettingsTree


def contexts() -> Contexts:
    return Contexts(Options(), SettingsTree(), {}, frozenset())


def test_files_of_one_override_share_their_context() -> None:
    made = contexts()
    assert made.of("a/service.yaml") is made.of("b/service.yaml")


def test_an_override_has_rules_and_values_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own.yaml").write_text("ruleset: own\nrules: {A1: {labels: {required: [team]}}}\n")
    (tmp_path / "lint.toml").write_text(
        '[[overrides]]\npaths = ["a/*"]\nrules = ["own.yaml"]\nvalues = {TAG = "1"}\n'
    )
    made = contexts()
    one, other = made.of("a/service.yaml"), made.of("b/service.yaml")
    assert [plan.name for plan in one.judge.plans] == ["own"]
    assert [plan.name for plan in other.judge.plans] == ["cloud-run"]
    assert (one.values, other.values) == ({"TAG": "1"}, {})


def test_all_broken_rule_sets_are_reported_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text(f"ruleset: {name}\nrules: {{A1: {{nope: {{}}}}}}\n")
    (tmp_path / "lint.toml").write_text(
        'rules = ["a.yaml"]\n[[overrides]]\npaths = ["x/*"]\nrules = ["b.yaml"]\n'
    )
    with pytest.raises(RuleSetError) as caught:
        contexts().of_all(["service.yaml", "x/service.yaml"])
    assert {finding.place.path for finding in caught.value.findings} == {"a.yaml", "b.yaml"}
