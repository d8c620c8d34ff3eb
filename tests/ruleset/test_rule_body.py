"""Which checks a rule may state."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.checks.registry import CHECKS, user_checks
from lint.model.rule import RuleSetError
from lint.ruleset.plan import load_plan


def test_rule_sets_of_users_state_only_the_checks_for_users(tmp_path: Path) -> None:
    """The others trust their parameters: `(a+)+b` would run there without a bound."""
    ours = sorted(set(CHECKS) - set(user_checks()))
    assert "annotation-values" in ours
    for check in ours:
        (tmp_path / "own.yaml").write_text(
            f"ruleset: own\nrules:\n  OWN1: {{title: The key is right, {check}: {{}}}}\n"
        )
        with pytest.raises(RuleSetError) as caught:
            load_plan(str(tmp_path / "own.yaml"))
        assert f"the check `{check}` is for the built-in rules only" in str(caught.value)
