"""`annotations`: keys and values on the resource and on the template."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checks.policy.own_rule import assert_messages


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("annotations: {required: [run.googleapis.com/ingress]}", []),
        ("annotations: {at: template, required: [run.googleapis.com/ingress]}", ["annotation `run.googleapis.com/ingress` is not set on the template"]),
        ("annotations: {forbidden: ['run.googleapis.com/*']}", ["annotation `run.googleapis.com/ingress` must not be"]),
        ("annotations: {values: {run.googleapis.com/ingress: all}}", ["annotation `run.googleapis.com/ingress` is `internal`"]),
    ],
)  # fmt: skip
def test_annotations(tmp_path: Path, rule: str, expected: list[str]) -> None:
    assert_messages(tmp_path, rule, expected)
