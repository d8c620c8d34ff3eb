"""One fault, one finding: what a rule's invalid examples make of all rules together.

An example is a good manifest with one fault planted in it, at the lines with the mark. All rules
are run, of all severities: the rule itself must report at those lines, and no other anywhere.
"""

from __future__ import annotations

import re

import pytest

from lint.checks.subject import Subject
from lint.data import data_path
from lint.findings import Finding
from lint.judge import Judge
from lint.manifest.reader import read_manifest
from lint.manifest.resource import Resource
from lint.manifest.tree import Mapping
from lint.ruleset.compile import compile_rule_set
from lint.ruleset.examples import SKELETONS, example_findings
from lint.ruleset.plan import Plan

SETS = [compile_rule_set(data_path("rules", f"{name}.yaml")) for name in ("input", "cloud-run")]
JUDGE = Judge([Plan(rule_set.plan()) for rule_set in SETS], frozenset())
RULES = {rule_id: rule for rule_set in SETS for rule_id, rule in rule_set.rules.items()}
EXAMPLES = [
    pytest.param(rule_id, text, id=f"{rule_id}-{number}")
    for rule_id, rule in RULES.items()
    for number, text in enumerate((rule["docs"].get("examples") or {}).get("invalid", ()), start=1)
]
COMPANIONS: dict[str, set[str]] = {}
"""What other rules say of the same fault, by rule; with reason."""


def marked(text: str) -> set[int]:
    return {n for n, line in enumerate(text.split("\n"), start=1) if re.search("#.*<--", line)}


def also(text: str) -> set[str]:
    return set(re.findall(r"[A-Z]+\d{3}", " ".join(re.findall(r"# *also:(.*)", text))))


def told(findings: list[Finding]) -> list[str]:
    return [f"{finding.place.line} {finding.rule} {finding.message}" for finding in findings]


@pytest.mark.parametrize("kind", SKELETONS)
def test_the_manifest_without_a_fault_has_no_finding(kind: str) -> None:
    root = read_manifest("example", SKELETONS[kind].encode()).documents[0].root
    assert isinstance(root, Mapping)
    source = read_manifest("example", b"").source
    assert JUDGE.judge(Subject(Resource(root, kind, source))) == []


@pytest.mark.parametrize(("rule_id", "text"), EXAMPLES)
def test_one_fault_makes_one_rule_report(rule_id: str, text: str) -> None:
    findings = example_findings(JUDGE, text, RULES[rule_id])
    mine = [finding for finding in findings if finding.rule == rule_id]
    assert {finding.place.line for finding in mine} == marked(text), told(mine)
    allowed = also(text) | COMPANIONS.get(rule_id, set())
    others = [f for f in findings if f.rule != rule_id and f.rule not in allowed]
    assert told(others) == []
