"""Versions of Python that builders offer."""

from __future__ import annotations

import pytest

from lint.image.context.builders import (
    BUILDERS,
    DEFAULT,
    NEWEST,
    is_range,
    named_builder,
    offering,
    stated_version,
)


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("3.12", (3, 12)),
        (" 3.12.1\n", (3, 12)),
        ("3.12.x", (3, 12)),
        ("3.14.0rc1", (3, 14)),
        ("==3.11", (3, 11)),
        ("3.x", None),
        ("3", None),
        ("pypy3.9", None),
        ("3.12\n3.11", None),
        ("", None),
    ],
)
def test_versions(text: str, version: tuple[int, int] | None) -> None:
    assert stated_version(text) == version


def test_ranges() -> None:
    assert all(map(is_range, ("*", "3", "3.x", ">=3.11", "^3.12", "3.11,3.12")))
    assert not any(map(is_range, ("3.12", "3.12.1", "", "pypy")))


def test_builders() -> None:
    assert named_builder("gcr.io/buildpacks/builder:google-22") == "google-22"
    assert named_builder("gcr.io/buildpacks/builder:latest") is None
    assert named_builder("paketobuildpacks/builder") is None
    assert offering((3, 13)) == ["google-24", "google-22"]
    assert offering((3, 6)) == []
    assert NEWEST in BUILDERS[DEFAULT]
