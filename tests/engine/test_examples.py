"""Examples of rule sets: fragments of any length, made whole and judged."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.engine.examples import example_findings, run_examples, whole_set
from lint.ruleset.compile import compile_rule_set

CHECKS = {
    "env": "{required: [A], values: {B: x}}",
    "secrets": "{PW: {secret: pw, version: pinned}}",
    "vpc": "{network: default, egress: all-traffic}",
    "cloudsql": "{instances: 'p:r:i'}",
    "annotations": "{required: [run.googleapis.com/ingress]}",
    "labels": "{required: [team]}",
    "resources": "{memory: 1Gi, min-instances: {min: 1}, timeout: {max: 60}}",
    "image": "{registries: [example.com], pinned: digest}",
    "service-account": "{required: true}",
    "ingress": "internal",
    "assert": "\"annotations['x'] == 'y' && size(env) > 0\"",
}


def ran(tmp_path: Path, check: str, kind: str, text: str) -> list[str]:
    path = tmp_path / "rules.yaml"
    indented = "".join(f"          {line}\n" for line in text.split("\n"))
    path.write_text(
        f"ruleset: own\nrules:\n  O1:\n    title: t\n    {check}: {CHECKS[check]}\n"
        f"    examples:\n      {kind}:\n        - |\n{indented}"
    )
    results = run_examples(compile_rule_set(str(path)))
    assert (results.own, results.inherited) == (1, 0)
    return results.failures


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("text", ["kind: Service", "kind: Job", "metadata: {name: a}", "spec: {}"])
def test_a_fragment_of_one_line_is_judged(tmp_path: Path, check: str, text: str) -> None:
    pytest.importorskip("cel_expr_python")
    for failure in ran(tmp_path, check, "valid", text):
        assert failure.startswith("O1, valid example 1: it reports: ")


def test_the_marked_line_is_the_one_that_is_reported(tmp_path: Path) -> None:
    text = (
        "spec:\n  template:\n    spec:\n      containers:\n        - image: a\n"
        "          env:{}\n            - {{name: B, value: z}}"
    )
    (failure,) = ran(tmp_path, "env", "invalid", text.format("   # <--"))
    assert failure == "O1, invalid example 1: it reports on line 6, 7 instead of 6"
    marked = text.format("   # <--") + "   # <--"
    assert ran(tmp_path, "env", "invalid", marked) == []


def test_an_example_that_shows_nothing_is_told(tmp_path: Path) -> None:
    text = "metadata: {annotations: {run.googleapis.com/ingress: internal}}"
    assert ran(tmp_path, "ingress", "invalid", text) == [
        "O1, invalid example 1: it does not report"
    ]


def test_an_example_that_was_made_whole_has_no_repairs(tmp_path: Path) -> None:
    """What is filled in has its place in another text."""
    rules = tmp_path / "rules.yaml"
    rules.write_text(
        "ruleset: own\nextends: [cloud-run]\nrules:\n  OWN1: {title: t, env: {required: [A]}}\n"
    )
    rule_set = compile_rule_set(str(rules))
    judge = whole_set(rule_set)
    found = example_findings(judge, "spec: {template: {}}", rule_set.rules["OWN1"])
    assert [(finding.rule, finding.fix) for finding in found if finding.rule == "OWN1"] == [
        ("OWN1", None)
    ]
