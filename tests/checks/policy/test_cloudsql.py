"""`cloudsql`: which instances are attached."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checks.policy.own_rule import assert_messages


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("cloudsql: {instances: 'p:eu:main'}", []),
        ("cloudsql: {instances: ['p:eu:main', 'p:eu:more']}", ["Cloud SQL instance `p:eu:more` is not attached"]),
        ("cloudsql: {instances: ['p:eu:a', 'p:eu:main', 'p:eu:b']}", ["2 Cloud SQL instances are not attached: `p:eu:a`, `p:eu:b`; the annotation lists `p:eu:main`"]),
    ],
)  # fmt: skip
def test_instances(tmp_path: Path, rule: str, expected: list[str]) -> None:
    assert_messages(tmp_path, rule, expected)
