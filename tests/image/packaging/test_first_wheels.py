"""Releases without a wheel for the newest Python."""

from __future__ import annotations

import pytest

from lint.image.packaging.first_wheels import FIRST, PYTHON, lacks_wheel


@pytest.mark.parametrize(
    ("name", "version", "python", "first"),
    [
        ("asyncpg", "0.29.0", PYTHON, FIRST["asyncpg"]),
        ("asyncpg", "0.30", PYTHON, FIRST["asyncpg"]),
        ("asyncpg", FIRST["asyncpg"], PYTHON, ""),
        ("asyncpg", "1.0", PYTHON, ""),
        ("asyncpg", "0.29.0", (3, 13), ""),
        ("flask", "1.0", PYTHON, ""),
    ],
)
def test_lacks_wheel(name: str, version: str, python: tuple[int, int], first: str) -> None:
    assert lacks_wheel(name, version, python) == first
