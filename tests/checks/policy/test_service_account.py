"""`service-account`: whether one is stated, and which."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checks.policy.own_rule import assert_messages


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("service-account: {}", []),
        ("service-account: {allowed: ['*@q.iam.gserviceaccount.com']}", ["the service account `web@p.iam.gserviceaccount.com` is not allowed"]),
    ],
)  # fmt: skip
def test_identities(tmp_path: Path, rule: str, expected: list[str]) -> None:
    assert_messages(tmp_path, rule, expected)
