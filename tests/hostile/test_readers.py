"""What is costly to read has one reader, in which its bounds are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

LINT = Path(__file__).parents[2] / "lint"


@pytest.mark.parametrize(
    ("call", "allowed"),
    [
        (
            r"\bast\.parse\(",
            {"image/source_limits.py", "image/python/reader.py", "image/python/skeleton.py"},
        ),
        (r"\btomllib\.loads?\(", {"support/toml.py"}),
    ],
)
def test_no_other_module_reads_it(call: str, allowed: set[str]) -> None:
    found = {
        path.relative_to(LINT).as_posix()
        for path in LINT.rglob("*.py")
        if re.search(call, path.read_text(encoding="utf-8"))
    }
    assert found == allowed
