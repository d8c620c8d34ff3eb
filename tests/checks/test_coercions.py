"""Short forms become long ones, and what is no short form stays what it is."""

from __future__ import annotations

import pytest

from lint.checks.coercions import COERCIONS


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("as_list", "a", ["a"]),
        ("as_list", ["a"], ["a"]),
        ("as_list", 1, 1),
        ("as_amount", 2, "2"),
        ("as_amount", 0.5, "0.5"),
        ("as_amount", True, True),
        ("as_amount", "512Mi", "512Mi"),
        ("as_bound", "2", {"equals": "2"}),
        ("as_bound", {"min": 1}, {"min": 1}),
        ("as_expected", "a", {"one-of": ["a"]}),
        ("as_expected", {"pattern": "a"}, {"pattern": "a"}),
        ("as_secret", "a", {"secret": "a"}),
        ("as_secret", {}, {}),
    ],
)
def test_short_forms(name: str, value: object, expected: object) -> None:
    found = COERCIONS[name](value)
    assert found == expected
    assert type(found) is type(expected)
