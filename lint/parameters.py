"""What the parameters of rules and checks are made of, in pydantic.

Imported only when a rule set is compiled.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict


def as_list(value: Any) -> Any:
    """A lone string counts as a list of one, wherever a list of strings may be written."""
    return [value] if isinstance(value, str) else value


Strings = Annotated[list[str], BeforeValidator(as_list, json_schema_input_type=str | list[str])]
"""One string or a list of strings."""


class Strict(BaseModel):
    """Keys that nobody knows are mistakes; no value is converted silently."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        populate_by_name=True,
        defer_build=True,  # most models are only parts of others
    )
