"""One run: which rules judge which resource, and when a run is no pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.engine.examples import SKELETONS
from lint.engine.run import check
from lint.model.options import Options


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_built_in_rules_stay_in_force_for_every_manifest(here: Path) -> None:
    (here / "own.yaml").write_text(
        "ruleset: own\nextends: [cloud-run]\napplies-to: {name: parcels-*}\n"
        "rules: {P1: {labels: {required: [team]}}}\n"
    )
    (here / "bad.yaml").write_text(SKELETONS["Service"].replace("example", "Hello_World", 1))
    options = Options(["bad.yaml"])
    options.rules = ["own.yaml"]
    outcome = check(options)
    assert "CR050" in [finding.rule for finding in outcome.findings]
    assert "P1" not in [finding.rule for finding in outcome.findings]
    assert [entry.path for entry in outcome.checked] == ["bad.yaml"]


def test_a_manifest_that_no_rule_applies_to_is_no_pass(here: Path) -> None:
    (here / "own.yaml").write_text(
        "ruleset: own\napplies-to: {name: parcels-*}\nrules: {P1: {labels: {required: [team]}}}\n"
    )
    (here / "other.yaml").write_text(SKELETONS["Service"])
    (here / "parcels.yaml").write_text(
        SKELETONS["Service"].replace("name: example", "name: parcels-a\n  labels: {team: a}", 1)
    )
    options = Options(["other.yaml", "parcels.yaml"])
    options.rules = ["own.yaml"]
    outcome = check(options)
    assert outcome.incomplete
    assert [(f.rule, f.severity, f.place.line) for f in outcome.findings] == [
        ("IN009", "warning", 4)
    ]
    assert [entry.path for entry in outcome.checked] == ["parcels.yaml"]
    assert [(entry.path, entry.reason) for entry in outcome.skipped] == [
        ("other.yaml", "no rule applies to Service example")
    ]
    options.allow_empty = True
    outcome = check(options)
    assert not outcome.incomplete
    assert [finding.rule for finding in outcome.findings] == ["IN009"]
