"""`vpc`: connectors by short name and by path, networks, egress."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checks.policy.own_rule import assert_messages


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("vpc: {connector: main}", []),
        ("vpc: {connector: projects/p/locations/eu/connectors/main}", []),
        ("vpc: {connector: other}", ["the VPC connector is `projects/p/locations/eu/connectors/main`, not `other`"]),
        ("vpc: {connector: main, egress: all-traffic}", ["`run.googleapis.com/vpc-access-egress` is not set"]),
        ("vpc: {egress: private-ranges-only}", []),
        ("vpc: {network: default}", ["the network `default` is not set for VPC egress"]),
    ],
)  # fmt: skip
def test_ways_out(tmp_path: Path, rule: str, expected: list[str]) -> None:
    assert_messages(tmp_path, rule, expected)
