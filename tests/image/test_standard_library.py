"""Which Python has which modules."""

from __future__ import annotations

import sys

import pytest

from lint.image.standard_library import ADDED, REMOVED, is_standard, lacks, stand_ins


@pytest.mark.parametrize(
    ("module", "python", "expected"),
    [
        ("cgi", (3, 12), False),
        ("cgi", (3, 13), True),
        ("distutils", (3, 11), False),
        ("distutils", (3, 12), True),
        ("tomllib", (3, 10), True),
        ("tomllib", (3, 11), False),
        ("zoneinfo", (3, 8), True),
        ("sre_parse", (3, 14), False),
        ("sre_parse", (3, 15), True),
        ("compression", (3, 13), True),
        ("profiling", (3, 14), True),
        ("profiling", (3, 15), False),
        ("os", (3, 14), False),
        ("requests", (3, 14), False),
    ],
)
def test_a_module_that_a_version_has_or_lacks(
    module: str, python: tuple[int, int], expected: bool
) -> None:
    assert lacks(module, python) is expected


def test_the_table_agrees_with_this_python() -> None:
    here = sys.version_info[:2]
    for module in [*REMOVED, *ADDED]:
        assert lacks(module, here) is (module not in sys.stdlib_module_names), module


@pytest.mark.parametrize("module", ["os", "cgi", "compression", "profiling", "sre_parse"])
def test_a_module_of_any_python_is_standard(module: str) -> None:
    assert is_standard(module)
    assert not is_standard("requests")


def test_distributions_that_bring_a_module_back() -> None:
    assert "legacy-cgi" in stand_ins("cgi")
    assert "setuptools" in stand_ins("distutils")
    assert stand_ins("telnetlib") == ("standard-telnetlib",)
