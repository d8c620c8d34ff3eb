"""`labels`: keys and values."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checks.policy.own_rule import assert_messages


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("labels: {required: [team, cost]}", ["label `cost` is not set on the Service"]),
        ("labels: {required: [cost, team, tier, cost]}", ["2 labels are not set on the Service: `cost`, `tier`"]),
        ("labels: {values: {team: {pattern: 's.*'}}}", []),
    ],
)  # fmt: skip
def test_labels(tmp_path: Path, rule: str, expected: list[str]) -> None:
    assert_messages(tmp_path, rule, expected)
