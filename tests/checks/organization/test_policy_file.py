from __future__ import annotations

import pytest

from lint.checks.registry import TEXT_CHECKS, load_check
from lint.engine.judge import text_findings
from lint.ruleset.plan import load_plan
from tests.organization.texts import CONSTRAINT, constraint, read


def test_every_fault_of_a_file_has_a_rule() -> None:
    pytest.importorskip("cel_expr_python")
    assert "policy-file" in TEXT_CHECKS
    assert load_check("policy-file").report is not None
    texts = [
        CONSTRAINT.replace("condition:", "condition_:"),
        CONSTRAINT.replace("ALLOW", "PERMIT").replace("custom.", "custom-"),
        CONSTRAINT.replace("/Service", "/service").replace(
            "displayName: Every", "displayName: [1] #"
        ),
        CONSTRAINT.replace("custom.probes", "custom." + "a" * 70),
        constraint("resource.ingress == 'a'"),
        constraint("has(resource.a)"),
        constraint("1 +"),
        "name: projects/p/policies/run.allowedIngress\nspec: {rules: [{values: {allowedValues: [x]}}]}",
        "name: [",
    ]
    faults = []
    for text in texts:  # constraints of one name replace each other
        faults += read(text).faults
    findings, failed = text_findings([load_plan("org-policy")], faults)
    assert not failed
    assert {finding.rule for finding in findings} == {f"POL{n:03}" for n in range(1, 13)}
