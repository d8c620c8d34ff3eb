"""What `lint explain` prints: the text of the rule's page."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import lint_here as lint

ROOT = Path(__file__).resolve().parents[2]


def test_explain_shows_what_the_page_shows(tmp_path: Path) -> None:
    done = lint("explain", "CR108", cwd=tmp_path)
    printed = " ".join(done.stdout.split())
    page = (ROOT / "docs" / "rules" / "CR108.md").read_text(encoding="utf-8")
    assert "/blob/main/docs/rules/CR108.md" in printed
    for shown in (
        "Memory is within the range that the CPU allows",
        "memory is 4097Mi; with 1 CPU it must be between 128Mi and 4Gi",
        "Set memory to 4Gi, or change the CPU.",
        "CR108: {severity: warning}",
        'severities = {CR108 = "off"}',
        "refused: the deploy is rejected",
        "https://cloud.google.com/run/docs/configuring/services/memory-limits",
    ):
        assert shown in printed
        assert shown in page


@pytest.mark.slow
def test_a_rule_of_ones_own_has_no_page(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(
        "ruleset: own\nextends: [cloud-run]\nrules:\n"
        "  O1: {title: one, labels: {required: [team]}}\n"
        "  CR012: {severity: warning}\n"
        "  CR013: {title: other, labels: {required: [tier]}}\n"
    )

    def page(rule: str) -> list[str]:
        done = lint("explain", rule, "--rules", "own.yaml", cwd=tmp_path)
        # It is changed in the set that is shown.
        assert "stated in" in done.stdout
        assert "extends:" not in done.stdout
        return [line for line in done.stdout.splitlines() if line.startswith("page")]

    assert page("O1") == []
    assert len(page("CR012")) == 1
    assert page("CR013") == []
