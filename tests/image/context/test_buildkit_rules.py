"""BuildKit walks the tree: what an excluded folder holds is reached only by `!` lines below it."""

from __future__ import annotations

import pytest

from lint.image.context.buildkit_rules import BuildKitRules
from lint.image.context.dockerignore import read_dockerignore


def rules(text: str) -> BuildKitRules:
    return BuildKitRules(read_dockerignore(text.encode(), ".dockerignore", []) or [])


@pytest.mark.parametrize(
    ("text", "path", "included"),
    [
        ("**/monitoring/\n!shop/\n", "shop/monitoring/a.py", False),
        ("**/monitoring/\n!shop/monitoring/\n", "shop/monitoring/a.py", True),
        ("*\n!src\n", "src/a.py", True),
        ("*\n!src/a.py\n", "src/b.py", False),
        ("src\n!src/a.py\n", "src/a.py", True),
        ("a\n", "b/a", True),
        ("**/a\n", "b/a", False),
    ],
)
def test_which_line_decides(text: str, path: str, included: bool) -> None:
    assert rules(text).decide(path).included is included


@pytest.mark.parametrize(
    ("text", "pruned"),
    [("src\n", True), ("src\n!src/a.py\n", False), ("src\n!*.py\n", False), ("src\n!web\n", True)],
)
def test_an_excluded_folder_is_entered_where_a_line_may_bring_something_back(
    text: str, pruned: bool
) -> None:
    assert rules(text).prunes("src") is pruned
