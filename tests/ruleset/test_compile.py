"""What a rule set makes of the rules that it extends."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.engine.judge import Judge
from lint.ruleset.plan import load_plan


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "base.yaml").write_text(
        "ruleset: base\nextends: [root.yaml]\napplies-to: {kind: Service}\n"
        "rules:\n  B1: {labels: {required: [b]}}\n  R1: {severity: warning}\n"
    )
    (tmp_path / "root.yaml").write_text(
        "ruleset: root\nrules:\n"
        "  R1: {labels: {required: [r]}}\n  R2: {labels: {required: [s]}}\n"
        "  R3: {applies-to: {kind: Job}, labels: {required: [t]}}\n"
    )
    (tmp_path / "shop.yaml").write_text(
        "ruleset: shop\nextends: [base.yaml]\napplies-to: {name: shop-*}\n"
        "rules:\n  S1: {labels: {required: [x]}}\n  R1: {because: x}\n  R2: off\n"
        "  R3: {applies-to: {kind: Service}}\n"
    )
    return tmp_path


def rules(file: str, kind: str, name: str) -> dict[str, str]:
    """The rules in force for a resource, with their severities."""
    judge = Judge([load_plan(file)], frozenset())
    chosen = judge.rules_for(kind, name)
    assert len({rule.id for rule in chosen}) == len(chosen)
    return {rule.id: rule.severity + (" because" if rule.because else "") for rule in chosen}


def test_applies_to_limits_what_the_set_itself_states(here: Path) -> None:
    assert rules("base.yaml", "Service", "a") == {"R1": "warning", "R2": "error", "B1": "error"}
    assert rules("base.yaml", "Job", "a") == {"R1": "error", "R2": "error", "R3": "error"}


def test_a_change_leaves_the_rule_as_it_was_for_other_resources(here: Path) -> None:
    assert rules("shop.yaml", "Service", "shop-a") == {
        "R1": "warning because",
        "R3": "error",
        "B1": "error",
        "S1": "error",
    }
    assert rules("shop.yaml", "Service", "b") == rules("base.yaml", "Service", "b")
    assert rules("shop.yaml", "Job", "b") == rules("base.yaml", "Job", "b")
    assert rules("shop.yaml", "Job", "shop-a") == {"R1": "error because", "S1": "error"}


def test_a_set_without_applies_to_changes_a_rule_everywhere(here: Path) -> None:
    (here / "all.yaml").write_text(
        "ruleset: all\nextends: [shop.yaml]\nrules:\n  R1: {severity: info}\n  R2: off\n"
    )
    for kind in ("Service", "Job"):
        for name in ("shop-a", "b"):
            found = rules("all.yaml", kind, name)
            assert found["R1"].startswith("info")
            assert "R2" not in found
