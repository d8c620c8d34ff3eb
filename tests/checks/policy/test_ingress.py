"""`ingress`: the allowed values."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checks.policy.own_rule import assert_messages


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("ingress: [internal, internal-and-cloud-load-balancing]", []),
        ("ingress: all", ["ingress `internal` is not allowed"]),
    ],
)  # fmt: skip
def test_ingress(tmp_path: Path, rule: str, expected: list[str]) -> None:
    assert_messages(tmp_path, rule, expected)
