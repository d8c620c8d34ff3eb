"""`image`: registries and pins."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checks.policy.own_rule import assert_messages


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("image: {pinned: tag}", ["the image has the tag `latest`"]),
        ("image: {registries: [eu-docker.pkg.dev/p]}", ["the image comes from `ghcr.io/x`"]),
        ("image: {registries: ['*.pkg.dev/p/*', ghcr.io]}", []),
        ("container: app, image: {pinned: digest}", ["the image has the tag `1.2` and no digest"]),
    ],
)  # fmt: skip
def test_registries_and_pins(tmp_path: Path, rule: str, expected: list[str]) -> None:
    assert_messages(tmp_path, rule, expected)
