"""What the parameters of rules and checks are made of, in pydantic.

Imported only when a rule set is compiled.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict

from lint.checks.coercions import as_list

Strings = Annotated[list[str], BeforeValidator(as_list, json_schema_input_type=str | list[str])]
"""One string or a list of strings."""


class Strict(BaseModel):
    """Keys that nobody knows are mistakes; no value is converted silently."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        defer_build=True,  # most models are only parts of others
    )
