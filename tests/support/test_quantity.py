"""Quantities as Kubernetes writes them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint.support.quantity import UNIT, parse_quantity


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", 1), ("0.5", Fraction(1, 2)), (".5", Fraction(1, 2)), ("1.", 1), ("500m", Fraction(1, 2)),
        ("80m", Fraction(2, 25)), ("512Mi", 2**29), ("1Gi", 2**30), ("1G", 10**9), ("4k", 4000),
        ("1e3", 1000), ("1E3", 1000), ("2E", 2 * 10**18), ("-1", -1), ("+1", 1), ("512m", Fraction(64, 125)),
        ("1.5Gi", 3 * 2**29), ("1n", Fraction(1, 10**9)),
    ],
)  # fmt: skip
def test_quantities(text: str, value: Fraction) -> None:
    assert parse_quantity(text) == value * UNIT


@pytest.mark.parametrize(
    "text", ["", "1 Gi", "512mi", "1gi", "Mi", "1KB", "1Ki ", "one", "1,5", "0x10", "1e", "--1"]
)
def test_no_quantities(text: str) -> None:
    assert parse_quantity(text) is None


def test_finer_than_a_billionth_is_rounded_up() -> None:
    assert parse_quantity("0.1n") == 1
    assert parse_quantity("1e-12") == 1


@given(st.decimals(0, 10**6, places=3), st.sampled_from(["", "m", "k", "M", "Ki", "Gi", "e2"]))
def test_agrees_with_exact_arithmetic(number, suffix) -> None:  # type: ignore[no-untyped-def]
    factors = {
        "": 1,
        "m": Fraction(1, 1000),
        "k": 1000,
        "M": 10**6,
        "Ki": 2**10,
        "Gi": 2**30,
        "e2": 100,
    }
    assert parse_quantity(f"{number}{suffix}") == Fraction(number) * factors[suffix] * UNIT
