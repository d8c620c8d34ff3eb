"""The platform that FROM states."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.image.context.build_context import read_context
from lint.image.context.stage_platform import other_platform
from tests.image.context.trees import make

ERROR, WARNING = ("error", 1), ("warning", 2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FROM --platform=linux/arm64 python:3.12\n", [ERROR]),
        ("FROM --platform=arm64 python:3.12 AS a\nFROM a\n", [ERROR]),
        ("FROM --platform=linux/arm/v7 python:3.12\n", [ERROR]),
        ("FROM --platform=windows/amd64 python:3.12\n", [ERROR]),
        ("FROM --platform=linux/amd64 python:3.12\n", []),
        ("FROM --platform=$BUILDPLATFORM python:3.12\n", []),
        ("FROM --platform=$TARGETPLATFORM python:3.12\n", []),
        ("ARG P=linux/arm64\nFROM --platform=$P python:3.12\n", [WARNING]),
        ("ARG P\nFROM --platform=$P python:3.12\n", []),
        (
            "FROM --platform=linux/arm64 python:3.12 AS a\nFROM python:3.12\nCOPY --from=a /x /x\n",
            [],
        ),
        ("FROM python:3.12\n", []),
    ],
)
def test_platforms(tmp_path: Path, text: str, expected: list[tuple[str, int]]) -> None:
    make(tmp_path, "main.py", Dockerfile=text)
    faults = list(other_platform(read_context(str(tmp_path), "docker")))
    assert [(fault.severity or "error", fault.where.line) for fault in faults] == expected
    assert all(fault.kind == "image-platform" for fault in faults)
