"""Whether a wheel fits, against what pip's own rules say."""

from __future__ import annotations

import pytest
from packaging.tags import cpython_tags
from packaging.utils import parse_wheel_filename

from lint.image.packaging.wheel_tags import fits, is_compiled

NAMES = [
    "a-1-py3-none-any.whl",
    "a-1-py2.py3-none-any.whl",
    "a-1-py2-none-any.whl",
    "a-1-cp312-cp312-manylinux2014_x86_64.manylinux_2_17_x86_64.whl",
    "a-1-cp312-cp312-manylinux_2_17_aarch64.whl",
    "a-1-cp312-cp312-manylinux_2_17_i686.whl",
    "a-1-cp312-cp312-macosx_11_0_arm64.whl",
    "a-1-cp312-cp312-macosx_10_9_x86_64.whl",
    "a-1-cp312-cp312-win_amd64.whl",
    "a-1-cp311-cp311-manylinux_2_17_x86_64.whl",
    "a-1-cp313-cp313-manylinux_2_17_x86_64.whl",
    "a-1-cp312-cp312t-manylinux_2_17_x86_64.whl",
    "a-1-cp39-abi3-manylinux_2_17_x86_64.whl",
    "a-1-cp313-abi3-manylinux_2_17_x86_64.whl",
    "a-1-py3-none-manylinux_2_17_x86_64.whl",
    "a-1-py3-none-win_amd64.whl",
    "a-1-cp312-none-any.whl",
    "a-1-cp36-none-any.whl",
    "a-1-pp310-pypy310_pp73-manylinux_2_17_x86_64.whl",
    "a-1-cp312-cp312-linux_x86_64.whl",
    "a-1-2-cp312-cp312-linux_x86_64.whl",
]


@pytest.mark.parametrize("name", NAMES)
def test_glibc_against_the_tags_of_packaging(name: str) -> None:
    platforms = ["manylinux_2_17_x86_64", "manylinux2014_x86_64", "linux_x86_64"]
    from packaging.tags import compatible_tags

    allowed = {
        *cpython_tags((3, 12), platforms=platforms),
        *compatible_tags((3, 12), "cp312", platforms),
    }
    expected = not allowed.isdisjoint(parse_wheel_filename(name)[3])
    assert fits(name, (3, 12), musl=False) is (expected or name == "a-1-cp36-none-any.whl")


@pytest.mark.parametrize(
    ("name", "musl", "expected"),
    [
        ("a-1-cp312-cp312-musllinux_1_2_x86_64.whl", True, True),
        ("a-1-cp312-cp312-musllinux_1_2_x86_64.whl", False, False),
        ("a-1-cp312-cp312-manylinux_2_17_x86_64.whl", True, False),
        ("a-1-cp312-cp312-musllinux_1_2_aarch64.whl", True, False),
        ("a-1-py3-none-any.whl", True, True),
        ("no wheel", True, True),  # nothing is concluded
        (f"a-1-py2-none-{'x' * 400}.whl", False, True),
    ],
)
def test_musl_and_names_that_cannot_be_read(name: str, musl: bool, expected: bool) -> None:
    assert fits(name, (3, 12), musl) is expected


def test_compiled_wheels() -> None:
    assert not is_compiled("a-1-py3-none-any.whl")
    assert is_compiled("a-1-py3-none-win_amd64.whl")
