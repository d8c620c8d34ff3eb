from __future__ import annotations

import pytest

from lint.engine.policy_examples import is_policy_file, policies_of
from tests.organization.texts import CONSTRAINT, ENFORCED


def test_the_fragment_keeps_its_lines() -> None:
    pytest.importorskip("cel_expr_python")
    text = f"{CONSTRAINT}---\n{ENFORCED}---\nmetadata: {{name: web}}\n"
    given, fragment = policies_of(text)
    assert list(given.policies.constraints) == ["custom.probes"]
    assert len(given.policies.policies) == 1
    assert fragment.split("\n").index("metadata: {name: web}") == text.split("\n").index(
        "metadata: {name: web}"
    )


def test_a_policy_file_alone() -> None:
    pytest.importorskip("cel_expr_python")
    given, fragment = policies_of(CONSTRAINT.replace("ALLOW", "PERMIT") + "---\n" + ENFORCED)
    assert fragment == ""
    assert [fault.kind for fault in given.policies.faults] == ["constraint-choice"]
    assert len(given.policies.policies) == 1


def test_what_begins_with_a_policy() -> None:
    assert is_policy_file(CONSTRAINT)
    assert is_policy_file(ENFORCED)
    assert not is_policy_file("metadata: {name: web}\n")
