"""`env`: set, empty, forbidden, and the values of literals."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checks.policy.own_rule import assert_messages


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("env: {required: [MODE, KEY, LATER]}", []),
        ("env: {required: [EMPTY]}", ["env var `EMPTY` is empty"]),
        ("env: {required: [NOPE]}", ["env var `NOPE` is not set on container `app`"]),
        ("env: {required: [ONLY_SIDE]}", ["env var `ONLY_SIDE` is not set"]),
        ("container: side, env: {required: [ONLY_SIDE]}", []),
        ("container: '*', env: {required: [ONLY_SIDE]}", ["env var `ONLY_SIDE` is not set on container `app`"]),
        ("env: {forbidden: ['PLA*']}", ["env var `PLAIN` must not be set"]),
        ("env: {values: {MODE: {trimmed: true}}}", ["env var `MODE` has white space"]),
        ("env: {values: {MODE: {one-of: [slow]}}}", ["env var `MODE` is <redacted, 5 chars, ends in white space>"]),
        ("env: {values: {MODE: {one-of: [fast], trimmed: true}}}", ["env var `MODE` has white space"]),
        ("env: {values: {EMPTY: {not-empty: true}}}", ["env var `EMPTY` is empty"]),
        ("env: {values: {LATER: {pattern: '[0-9]+'}}}", []),
        ("env: {values: {KEY: {pattern: '[0-9]+'}}}", []),
        ("env: {values: {PLAIN: {pattern: '[0-9]+'}}}", ["env var `PLAIN` is <redacted, 7 chars>"]),
    ],
)  # fmt: skip
def test_env_vars(tmp_path: Path, rule: str, expected: list[str]) -> None:
    assert_messages(tmp_path, rule, expected)
