"""What a literal must look like: shared by the checks on env vars, annotations and labels."""

from __future__ import annotations

import re

from lint.model.text import NOTHING, listed, own, say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from lint.model.text import Message


def expected_model() -> Any:
    """The model of one expectation, for pydantic; a lone string means exactly that value."""
    from typing import Annotated

    from pydantic import BeforeValidator, Field

    from lint.checks.coercions import as_expected
    from lint.checks.parameters import Strict, Strings

    class Expected(Strict):
        one_of: Strings | None = Field(
            default=None, alias="one-of", description="the allowed values"
        )
        pattern: str | None = Field(
            default=None, description="a regular expression that the whole value must match"
        )
        trimmed: bool = Field(default=False, description="the value has no white space around it")
        not_empty: bool = Field(
            default=False, alias="not-empty", description="the value is not empty"
        )

    return Annotated[
        Expected,
        BeforeValidator(as_expected, json_schema_input_type=str | Expected),
        Field(description="the value, or what it must look like"),
    ]


def check_constraints(params: Any) -> Any:
    """Refuses globs in place of names, and patterns that are no regular expressions.

    `params` are those of `env`, `annotations` or `labels`, and are returned. Raises
    `ParameterError`.
    """
    from lint.model.rule import ParameterError
    from lint.support.whole_match import check_whole_pattern

    for index, name in enumerate(params["required"]):
        refuse_glob(name, ("required", index))
    for name, expected in params["values"].items():
        refuse_glob(name, ("values", name, "[key]"))
        if expected["pattern"] is not None:
            try:
                check_whole_pattern(expected["pattern"])
            except re.error as error:
                raise ParameterError(
                    say("not a regular expression: {}", own(error.msg)),
                    ("values", name, "pattern"),
                    error.pos or 0,
                ) from None
    return params


def refuse_glob(name: str, path: tuple[str | int, ...]) -> None:
    """Refuses a pattern where a name is expected: no variable has such a name.

    `path` leads to it in the parameters. Raises `ParameterError`.
    """
    from lint.model.rule import ParameterError

    if any(character in name for character in "*?["):
        raise ParameterError(
            say("`{}` is a pattern, and only exact names are allowed here", own(name)),
            path,
            help=say("Write out each name."),
        )


def faults(
    text: str, expected: Any, subject: Message, shown: Message
) -> Iterator[tuple[Message, Message]]:
    """(message, help) of each way in which a value is not as expected.

    `subject` is what messages call the thing, `shown` the value as it may be shown. Raises
    `lint.support.whole_match.MatchLimitError`, after all else, where a pattern takes too long.
    """
    if expected["not-empty"] and not text.strip():
        yield say("{} is empty", subject), say("Set a value.")
        return
    if expected["trimmed"] and text != text.strip():
        yield (
            say("{} has white space around its value: {}", subject, shown),
            say("Remove the white space around the value."),
        )
    value = text.strip() if expected["trimmed"] else text
    allowed = expected["one-of"]
    if allowed is not None and value not in allowed:
        yield (
            say("{} is {}, which is not an allowed value", subject, shown),
            say(
                "Set it to {}{}.",
                say("one of ") if len(allowed) > 1 else NOTHING,
                listed(map(own, allowed)),
            ),
        )
    pattern = expected["pattern"]
    if pattern is None:
        return
    from lint.support.whole_match import matches_whole

    if not matches_whole(pattern, value):
        yield (
            say("{} is {}, which does not match `{}`", subject, shown, own(pattern)),
            say("Set a value that matches the pattern."),
        )
