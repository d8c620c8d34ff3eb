"""What all parameters have in common: no unknown keys, no silent conversions."""

from __future__ import annotations

import pytest
from pydantic import Field, TypeAdapter, ValidationError

from lint.checks.parameters import Strict, Strings


class Example(Strict):
    names: Strings = Field(default=[])
    number: int = 1


def test_one_string_is_a_list_of_one() -> None:
    assert Example.model_validate({"names": "a"}).names == ["a"]
    assert TypeAdapter(Strings).validate_python(["a", "b"]) == ["a", "b"]


@pytest.mark.parametrize(
    "data", [{"nmes": "a"}, {"number": "1"}, {"number": 1.0}, {"names": [1]}, {"names": {"a": 1}}]
)
def test_what_is_refused(data: object) -> None:
    with pytest.raises(ValidationError):
        Example.model_validate(data)
