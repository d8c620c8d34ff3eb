"""Plain scalars as YAML 1.1 reads them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint.yaml import scalars
from lint.yaml.scalars import Timestamp, resolve


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("y", True), ("N", False), ("yes", True), ("No", False), ("ON", True), ("off", False),
        ("True", True), ("FALSE", False), ("yEs", "yEs"), ("t", "t"),
        ("", None), ("~", None), ("Null", None), ("None", "None"), ("nil", "nil"),
        ("0", 0), ("010", 8), ("0777", 511), ("089", "089"), ("0o777", "0o777"), ("-010", -8),
        ("0xff", 255), ("0b11", 3), ("1_000", 1000), ("+1", 1), ("0X1", "0X1"),
        ("12:30:45", 45045), ("22:22", 1342), ("99:99", "99:99"), ("-1:30", -90),
        ("1.5", 1.5), (".5", 0.5), ("1e3", 1000.0), ("12e5", 1200000.0), ("1:30.5", 90.5),
        ("1.2.3", "1.2.3"), ("10.0.0.1", "10.0.0.1"), ("555-1234", "555-1234"), ("a:b", "a:b"),
        ("-", "-"), ("+", "+"), (".", "."), ("1,000", "1,000"), ("2024-1-1", "2024-1-1"),
    ],
)  # fmt: skip
def test_yaml_1_1(text: str, value: object) -> None:
    found = resolve(text)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    "text", ["2024-01-01", "2024-01-01T00:00:00Z", "2024-1-1 1:02:03", "2024-01-01 01:02:03.5 +1"]
)
def test_dates_are_marked(text: str) -> None:
    assert type(resolve(text)) is Timestamp


def test_infinities_and_nan() -> None:
    assert resolve("-.inf") == -math.inf
    assert math.isnan(resolve(".nan"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "value"), [("yes", "yes"), ("010", 10), ("0o10", 8), ("1:30", "1:30")]
)
def test_yaml_1_2(text: str, value: object) -> None:
    assert resolve(text, yaml_1_2=True) == value


@pytest.mark.parametrize("text", ["0x_", "9" * 5000])
def test_numbers_that_cannot_be_made(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        resolve(text)


@given(
    st.sampled_from(sorted(scalars._NUMERIC_START)),
    st.text("0123456789abfoxeEGiInNaFTZ:_+-. ", max_size=24),
)
def test_shortcuts_pass_over_no_number_and_no_date(start: str, rest: str) -> None:
    text = start + rest
    try:
        value = resolve(text)
    except ValueError:
        return
    if isinstance(value, bool):
        return
    number = scalars._FLOAT.fullmatch(text) or scalars._INT.fullmatch(text)
    date = scalars._TIMESTAMP.fullmatch(text)
    assert isinstance(value, int | float) == bool(number)
    assert isinstance(value, Timestamp) == bool(date and not number)
