"""One fault, one finding: what a rule's invalid examples make of all rules together.

An example is a good manifest with one fault planted in it, at the lines with the mark. All rules
are run, of all severities: the rule itself must report at those lines, and no other anywhere.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lint.checks.context import CheckContext
from lint.engine.examples import SKELETONS, example_findings
from lint.engine.judge import Judge
from lint.engine.run import check
from lint.manifest.reader import read_manifest
from lint.manifest.resource import Resource
from lint.model.findings import Finding
from lint.model.options import Options
from lint.model.rule import Plan
from lint.ruleset.compile import compile_rule_set
from lint.support.paths import data_path
from lint.yaml.tree import MappingNode
from tests.conformance.linting import lint_files

SETS = [compile_rule_set(data_path("rules", f"{name}.yaml")) for name in ("input", "cloud-run")]
JUDGE = Judge([Plan(rule_set.plan()) for rule_set in SETS], frozenset())
RULES = {rule_id: rule for rule_set in SETS for rule_id, rule in rule_set.rules.items()}
EXAMPLES = [
    pytest.param(rule_id, text, id=f"{rule_id}-{number}")
    for rule_id, rule in RULES.items()
    for number, text in enumerate((rule["docs"].get("examples") or {}).get("invalid", ()), start=1)
]
VOLUMES = "CR001 CR006 CR008 CR155 CR156 CR157 CR158 CR159 CR160 CR161 CR162 CR163 CR164 CR166 CR167 CR168 CR169 CR188 CR189 CR197"
GPUS = "CR140 CR141 CR142 CR143 CR144 CR145 CR146 CR148 CR149"
LEFT_OUT = {
    # Fragments with a volume and no mount: the volume is never mounted.
    **{rule_id: {"CR165"} for rule_id in VOLUMES.split()},
    # Fragments with a GPU that do not state all that goes with one.
    **{rule_id: {"CR145", "CR147", "CR148", "CR149"} - {rule_id} for rule_id in GPUS.split()},
    # Several regions, without what failover between them needs.
    "CR023": {"CR133"},
    # Fields of preview features, which older releases of gcloud do not take.
    "CR037": {"CR008"},
    "CR045": {"CR008"},
}
"""What other rules say of that which an example leaves out, by the rule of the example."""
OTHER_SIDE = {
    # A field of Kubernetes inside of the security context, which is itself not supported.
    "CR001": {"CR006"},
    # A traffic target with a revision's name and all of the traffic.
    "CR062": {"CR066"},
    # A long period makes a long start.
    "CR123": {"CR129"},
    "CR124": {"CR129"},
    # The accelerator as an annotation is no annotation.
    "CR142": {"CR020"},
    # A socket of another instance than the attached one, which is then not used.
    "CR190": {"CR191"},
}
"""What other rules say of the same fault seen from another side."""
TOO_LONG_TO_SHOW = {
    "CR019": ("env", f"{{{{name: A, value: {'x' * 32769}}}}}", 1),
    "CR087": ("args", "a", 1001),
    "CR095": ("env", "{{name: A{0}, value: x}}", 1001),
}
"""The field of a container, one item of it, and how many are one too many."""


def allowed(rule_id: str, text: str) -> set[str]:
    # Fragments with a volume in memory do not state the environment that it needs.
    left_out = {"CR163"} if "emptyDir" in text and "execution-environment" not in text else set()
    return left_out | also(text) | LEFT_OUT.get(rule_id, set()) | OTHER_SIDE.get(rule_id, set())


def marked(text: str) -> set[int]:
    return {n for n, line in enumerate(text.split("\n"), start=1) if re.search("#.*<--", line)}


def also(text: str) -> set[str]:
    return set(re.findall(r"[A-Z]+\d{3}", " ".join(re.findall(r"# *also:(.*)", text))))


def reported(findings: list[Finding]) -> list[str]:
    return [f"{finding.place.line} {finding.rule} {finding.message}" for finding in findings]


@pytest.mark.parametrize("kind", SKELETONS)
def test_the_manifest_without_a_fault_has_no_finding(kind: str) -> None:
    root = read_manifest("example", SKELETONS[kind].encode()).documents[0].root
    assert isinstance(root, MappingNode)
    source = read_manifest("example", b"").source
    assert JUDGE.judge(CheckContext(Resource(root, kind, source))) == []


@pytest.mark.parametrize(("rule_id", "text"), EXAMPLES)
def test_one_fault_makes_one_rule_report(rule_id: str, text: str) -> None:
    findings = example_findings(JUDGE, text, RULES[rule_id])
    mine = [finding for finding in findings if finding.rule == rule_id]
    assert {finding.place.line for finding in mine} == marked(text), reported(mine)
    others = [finding for finding in findings if finding.rule != rule_id]
    assert reported([f for f in others if f.rule not in allowed(rule_id, text)]) == []


def test_every_companion_is_needed() -> None:
    seen: dict[str, set[str]] = {}
    for rule_id, text in (example.values for example in EXAMPLES):
        findings = example_findings(JUDGE, text, RULES[rule_id])
        seen.setdefault(rule_id, set()).update(f.rule for f in findings)
    for table in (LEFT_OUT, OTHER_SIDE):
        for rule_id, companions in table.items():
            # Of a GPU's four needs each fragment leaves out some.
            assert companions & seen[rule_id], rule_id


@pytest.mark.parametrize("rule_id", TOO_LONG_TO_SHOW)
def test_one_too_many_makes_one_rule_report(rule_id: str) -> None:
    field, item, count = TOO_LONG_TO_SHOW[rule_id]
    head = "spec:\n  template:\n    spec:\n      containers:\n      - "
    for number, expected in ((count, {rule_id}), (count - 1, set())):
        items = "".join(f"        - {item.format(index)}\n" for index in range(number))
        findings = example_findings(
            JUDGE, f"{head}{field}:\n{items or '          []'}", RULES[rule_id]
        )
        assert {finding.rule for finding in findings} == expected


def test_one_label_too_many_makes_one_rule_report() -> None:
    for number, expected in ((65, {"CR057"}), (64, set())):
        labels = "".join(f"    label-{index}: a\n" for index in range(number))
        findings = example_findings(JUDGE, f"metadata:\n  labels:\n{labels}", RULES["CR057"])
        assert {finding.rule for finding in findings} == expected


@pytest.mark.parametrize(
    "text",
    ["a: " + "[" * 101 + "]" * 101, "# " + "x" * 4 * 1024 * 1024, "a: [" + "b, " * 200_000 + "]"],
)
def test_a_file_beyond_the_limits_makes_one_rule_report(text: str, tmp_path: Path) -> None:
    path = tmp_path / "service.yaml"
    path.write_text(text)
    assert [finding.rule for finding in lint_files([str(path)])[str(path)]] == ["IN007"]


def test_a_file_that_is_not_there_makes_one_rule_report(tmp_path: Path) -> None:
    path = str(tmp_path / "service.yaml")
    assert [finding.rule for finding in lint_files([path])[path]] == ["IN008"]


def test_a_resource_that_no_rule_applies_to_makes_one_rule_report(tmp_path: Path) -> None:
    (tmp_path / "service.yaml").write_text(SKELETONS["Service"])
    (tmp_path / "rules.yaml").write_text("ruleset: own\n")
    options = Options([str(tmp_path / "service.yaml")])
    options.rules = [str(tmp_path / "rules.yaml")]
    assert [finding.rule for finding in check(options).findings] == ["IN009"]


def test_every_rule_has_a_mutation() -> None:
    mutated = {example.values[0] for example in EXAMPLES} | set(TOO_LONG_TO_SHOW)
    # IN900 is shown by tests/checks/test_protocol.py, IN015 by
    # tests/engine/acceptance/test_baseline.py, the others by the tests above.
    assert set(RULES) - mutated == {"CR057", "IN007", "IN008", "IN009", "IN015", "IN900"}
