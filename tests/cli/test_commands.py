"""The commands beside `check`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command import lint_here as lint

OWN = """\
ruleset: own
extends: [base.yaml, input]
applies-to: {kind: Service}
rules:
  O10: {title: ten, labels: {required: [team]}}
  O2:
    title: two
    labels: {required: [tier]}
    examples: {valid: ["metadata: {labels: {tier: web}}"], invalid: ["metadata: {labels: {a: b}}"]}
  IN005: {severity: info}
"""
BASE = """\
ruleset: base
rules:
  B1:
    title: base
    labels: {required: [base]}
    examples: {valid: ["metadata: {labels: {base: web}}"]}
"""


def test_own_examples_are_counted_apart_and_rules_without_are_named(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(OWN)
    (tmp_path / "base.yaml").write_text(BASE)
    done = lint("test", "own.yaml", cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    assert done.stdout.startswith("own: 3 own examples and ")
    assert done.stdout.endswith(" inherited: passed; 1 rule without examples: O10\n")
    done = lint("test", "base.yaml", cwd=tmp_path)
    assert done.stdout == "base: 1 example: passed\n"


@pytest.mark.slow
def test_explain_shows_the_scope_that_the_rule_set_adds(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(
        "ruleset: own\nextends: [base.yaml]\n"
        "applies-to: {kind: [Service, Job], name: web-*}\n"
        "rules:\n"
        "  O1: {title: one, labels: {required: [team]}}\n"
        "  O2: {title: two, labels: {required: [team]}, applies-to: {kind: Job}}\n"
        "  B1: off\n"
    )
    (tmp_path / "base.yaml").write_text(BASE)

    def scope(rule: str) -> list[str]:
        done = lint("explain", rule, "--rules", "own.yaml", cwd=tmp_path)
        return [
            " ".join(line.split())
            for line in done.stdout.splitlines()
            if line.startswith("applies to")
        ]

    assert scope("O1") == ["applies to Service, Job named web-*"]
    assert scope("O2") == ["applies to Job; only to Service, Job named web-*"]


def test_rules_are_listed_by_id(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(OWN)
    (tmp_path / "base.yaml").write_text(BASE)
    done = lint("rules", "--rules", "own.yaml", "--format", "json", cwd=tmp_path)
    ids = [entry["id"] for entry in json.loads(done.stdout)]
    assert ids[0] == "B1"
    assert ids[-2:] == ["O2", "O10"]
    lines = lint("rules", cwd=tmp_path).stdout.splitlines()
    assert lines[-1].endswith("`lint explain RULE` describes one")
    numbers = [int(line[2:5]) for line in lines if line.startswith("CR")]
    assert numbers == sorted(numbers)
