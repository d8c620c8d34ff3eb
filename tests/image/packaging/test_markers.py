"""Environment markers as they are in an image."""

from __future__ import annotations

import pytest

from lint.image.packaging.markers import environment, holds


@pytest.mark.parametrize(
    ("marker", "expected"),
    [
        ("sys_platform == 'linux'", True),
        ("sys_platform == 'win32'", False),
        ("platform_machine == 'x86_64' and python_version >= '3.12'", True),
        ("python_full_version < '3.13'", True),
        ("python_full_version < '3.12.4'", False),  # only for some patch releases
        ("python_full_version >= '3.12.4'", False),
        ("extra == 'a'", False),
        ("no marker", False),
    ],
)
def test_what_holds_for_every_patch_release(marker: str, expected: bool) -> None:
    assert holds(marker, (3, 12)) is expected


def test_the_values() -> None:
    found = environment((3, 13), "db")
    assert found["python_version"] == "3.13"
    assert found["python_full_version"] == "3.13.0"
    assert found["extra"] == "db"
