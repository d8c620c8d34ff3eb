"""kaniko judges each path by itself, with the one parent that is as deep as the pattern."""

from __future__ import annotations

import pytest

from lint.image.context.dockerignore import read_dockerignore
from lint.image.context.kaniko_rules import KanikoRules


def rules(text: str) -> KanikoRules:
    return KanikoRules(read_dockerignore(text.encode(), ".dockerignore", []) or [])


@pytest.mark.parametrize(
    ("text", "path", "included"),
    [
        ("**/monitoring/\n!shop/\n", "shop/monitoring/a.py", True),
        ("**/monitoring/\n", "shop/monitoring/a.py", False),
        ("**/monitoring/\n", "a/shop/monitoring/deep/a.py", True),
        ("src\n", "src/deep/a.py", False),
        ("src\n!src/a.py\n", "src/a.py", True),
    ],
)
def test_which_line_decides(text: str, path: str, included: bool) -> None:
    assert rules(text).decide(path).included is included


def test_no_folder_is_pruned() -> None:
    assert not rules("src\n").prunes("src")


def test_a_pattern_that_cannot_be_read_makes_it_include_everything() -> None:
    assert rules("a.py\n[\n").decide("a.py").included
