"""`secrets`: which secret, which version, by name or by alias."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checks.policy.own_rule import assert_messages


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("secrets: {KEY: {secret: key, version: pinned}}", []),
        ("secrets: {KEY: {secret: key, version: latest}}", ["env var `KEY` uses version `3`"]),
        ("secrets: {KEY: {secret: key, version: '3'}}", []),
        ("secrets: {KEY: lock}", ["env var `KEY` comes from secret `key`, not from `lock`"]),
        ("secrets: {FAR: {secret: far}}", []),
        ("secrets: {FAR: {secret: projects/9/secrets/far}}", []),
        ("secrets: {FAR: {secret: far, version: pinned}}", ["env var `FAR` uses version `latest`"]),
        ("secrets: {PLAIN: {secret: plain}}", ["env var `PLAIN` is a plain value (<redacted, 7 chars>)"]),
        ("secrets: {NOPE: {}}", ["env var `NOPE` is not set"]),
        ("secrets: {A: {secret: a}, PLAIN: {}, B: {}}", ["env var `PLAIN` is a plain", "2 env vars are not set on container `app`; they must come from Secret Manager: `A` (secret `a`), `B`"]),
    ],
)  # fmt: skip
def test_secrets(tmp_path: Path, rule: str, expected: list[str]) -> None:
    assert_messages(tmp_path, rule, expected)
