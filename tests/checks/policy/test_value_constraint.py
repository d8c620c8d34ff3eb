"""What a literal must look like, and what a rule set may not ask for."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter

from lint.checks.policy.value_constraint import (
    check_constraints,
    expected_model,
    faults,
    refuse_glob,
)
from lint.model.rule import ParameterError
from lint.model.text import own


def expected(written: object) -> Any:
    adapter = TypeAdapter(expected_model())
    return adapter.dump_python(adapter.validate_python(written), by_alias=True)


@pytest.mark.parametrize(
    ("written", "text", "number"),
    [
        ("a", "a", 0),
        ("a", "A", 1),
        ({"one-of": ["a", "b"]}, "b", 0),
        ({"trimmed": True}, " a", 1),
        ({"trimmed": True}, "a\n", 1),
        ({"trimmed": True, "one-of": "a"}, " a ", 1),
        ({"trimmed": True, "one-of": "a"}, " b ", 2),
        ({"not-empty": True}, "", 1),
        # Empty is said once.
        ({"not-empty": True, "trimmed": True, "pattern": "x"}, "  ", 1),
        ({"pattern": "[0-9]+"}, "12", 0),
        ({"pattern": "[0-9]+"}, "12a", 1),
        ({"pattern": "a|b"}, "ab", 1),
        ({}, "", 0),
    ],
)
def test_values(written: object, text: str, number: int) -> None:
    assert len(list(faults(text, expected(written), own("it"), own("a value")))) == number


def test_a_pattern_that_is_none_is_refused_where_it_is_wrong() -> None:
    values = {"A": expected({"pattern": "a(b"})}
    with pytest.raises(ParameterError, match="not a regular expression") as caught:
        check_constraints({"required": [], "values": values})
    assert (caught.value.path, caught.value.offset) == (("values", "A", "pattern"), 1)


@pytest.mark.parametrize("name", ["A*", "A?", "A[B]"])
def test_a_glob_in_place_of_a_name_is_refused(name: str) -> None:
    with pytest.raises(ParameterError, match="only exact names"):
        refuse_glob(name, ())
    with pytest.raises(ParameterError):
        check_constraints({"required": ["A", name], "values": {}})
    refuse_glob("A.B-C/D", ())
