"""`resources`: exact values, limits, and defaults where nothing is stated."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.checks.policy.resources import _amount
from tests.checks.policy.own_rule import assert_messages


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("resources: {cpu: 2, memory: {min: 512Mi, max: 1Gi}, timeout: {max: 5m}}", []),
        ("resources: {cpu: {max: 1}}", ["cpu of container `app` is `2`; it must be at most `1`"]),
        ("resources: {memory: {min: 2G}}", ["memory of container `app` is `1Gi`"]),
        ("resources: {min-instances: {min: 1}}", ["min-instances is not set and defaults to `0`; it must be at least `1`"]),
        ("resources: {max-instances: {max: 5}}", []),
        ("resources: {concurrency: 80}", []),
        ("resources: {timeout: 1m}", []),
    ],
)  # fmt: skip
def test_sizes_and_limits(tmp_path: Path, rule: str, expected: list[str]) -> None:
    assert_messages(tmp_path, rule, expected)


@pytest.mark.parametrize("text", ["²s", "²", "9" * 5_000 + "s", "s", ""])
def test_a_timeout_that_is_no_number(text: str) -> None:
    assert _amount("timeout", text) is None
