"""File name, METADATA, WHEEL, tags and Python against each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.image.wheel.audit import audit
from lint.image.wheel.reader import read_wheel
from tests.image.wheel.judging import kinds
from tests.image.wheels import Entry, build_wheel


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"metadata": False}, ["metadata-missing"]),
        ({"wheel": False}, ["wheel-file-missing"]),
        ({"metadata": "Metadata-Version: 2.1\nVersion: 1.0\n"}, ["metadata-invalid"]),
        ({"metadata": "Metadata-Version: 2.1\nName: app\nVersion: one\n"}, ["metadata-invalid"]),
        (
            {"metadata": "Metadata-Version: 2.1\nName: app\nVersion: 1.0.0\n"},
            ["wheel-name-mismatch"],
        ),
        (
            {"metadata": "Metadata-Version: 2.1\nName: other\nVersion: 1.0\n"},
            ["wheel-name-mismatch"],
        ),
        ({"requires": ["fastapi >>= 1"]}, ["metadata-invalid"]),
        ({"requires_python": "three"}, ["metadata-invalid"]),
        ({"wheel": "Generator: x\n"}, ["wheel-file-invalid"]),
        ({"wheel": "Wheel-Version: 2.0\n"}, ["wheel-file-invalid"]),
        ({"wheel": "Wheel-Version: 1.9\nTag: py3-none-any\n"}, []),
        ({"wheel": "Wheel-Version: 1.0\nTag: cp311-none-any\n"}, ["tag-mismatch"]),
        ({"filename": "app.whl"}, ["wheel-name-invalid"]),
        ({"filename": "app-1.0-py3-none-any.zip"}, ["wheel-name-invalid"]),
        ({"filename": "other-1.0-py3-none-any.whl"}, ["wheel-name-mismatch"]),
        ({"filename": "app-2.0-py3-none-any.whl"}, ["wheel-name-mismatch"]),
        ({"filename": "App-1.0-1local-py3-none-any.whl"}, []),
        (
            {"extra": [Entry("zlib-1.0.dist-info/x", b"")]},
            ["dist-info-multiple", "record-unlisted-member"],
        ),
    ],
)
def test_names_and_metadata(
    tmp_path: Path, options: dict[str, object], expected: list[str]
) -> None:
    assert kinds(build_wheel(tmp_path, **options)) == expected  # type: ignore[arg-type]


def test_faults_of_metadata_show_their_line(tmp_path: Path) -> None:
    wheel = read_wheel(build_wheel(tmp_path, requires=["ok", "fastapi >>= 1"]))
    [fault] = audit(wheel)
    source = wheel.source(fault.where.path)
    assert source is not None
    assert source.line(fault.where.line) == "Requires-Dist: fastapi >>= 1"


@pytest.mark.parametrize(
    ("tag", "python", "expected"),
    [
        ("py3-none-any", None, []),
        ("py2.py3-none-any", (3, 12), []),
        ("py2-none-any", None, ["tag-python"]),
        ("py2-none-any", (3, 12), ["tag-python"]),
        ("py311-none-any", (3, 12), []),
        ("py312-none-any", (3, 11), ["tag-python"]),
        ("cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64", None, []),
        ("cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64", (3, 11), []),
        ("cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64", (3, 12), ["tag-python"]),
        ("cp311-cp311-linux_x86_64", (3, 11), []),
        ("cp311-cp311-musllinux_1_2_x86_64", (3, 11), []),
        ("cp38-abi3-manylinux2014_x86_64", (3, 12), []),
        ("cp313-abi3-manylinux2014_x86_64", (3, 12), ["tag-python"]),
        ("pp310-pypy310_pp73-manylinux2014_x86_64", (3, 10), []),
        ("cp311-cp311-win_amd64", None, ["tag-platform"]),
        ("cp311-cp311-win_amd64", (3, 11), ["tag-platform"]),
        ("cp311-cp311-macosx_11_0_arm64", None, ["tag-platform"]),
        ("cp311-cp311-manylinux_2_17_aarch64", None, ["tag-platform"]),
        ("cp311-cp311-linux_i686", None, ["tag-platform"]),
        ("cp311-cp311-macosx_10_9_universal2.manylinux_2_17_x86_64", None, []),
    ],
)
def test_tags(
    tmp_path: Path, tag: str, python: tuple[int, int] | None, expected: list[str]
) -> None:
    assert kinds(build_wheel(tmp_path, tag=tag), python) == expected


@pytest.mark.parametrize(
    ("requires_python", "tag", "python", "expected"),
    [
        (">=3.11", "py3-none-any", (3, 11), []),
        (">=3.11.5", "py3-none-any", (3, 11), []),
        (">=3.12", "py3-none-any", (3, 11), ["requires-python"]),
        ("<3.11", "py3-none-any", (3, 11), ["requires-python"]),
        ("==3.11.*", "py3-none-any", (3, 11), []),
        (">=3.12", "py3-none-any", None, []),
        (">=3.12", "cp311-cp311-linux_x86_64", None, ["requires-python-tag"]),
        ("<3.11", "cp311-cp311-linux_x86_64", None, ["requires-python-tag"]),
        (">=3.8", "cp311-cp311-linux_x86_64", None, []),
        (">=3.12", "cp38-abi3-linux_x86_64", None, []),
        ("<3", "py3-none-any", None, ["requires-python-tag"]),
        ("<3", "py2-none-any", None, ["tag-python"]),
    ],
)
def test_requires_python(
    tmp_path: Path,
    requires_python: str,
    tag: str,
    python: tuple[int, int] | None,
    expected: list[str],
) -> None:
    path = build_wheel(tmp_path, requires_python=requires_python, tag=tag)
    assert kinds(path, python) == expected
