"""`inventory-age`: how many days old a recorded inventory may be."""

from __future__ import annotations

from lint.model.text import count, say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.checks.protocol import Input
    from lint.model.findings import Finding
    from lint.model.rule import Rule


def model() -> Any:
    """The parameter, for pydantic: days."""
    from typing import Annotated

    from pydantic import Field

    return Annotated[int, Field(ge=0, description="days")]


def requires(params: Any) -> Input:
    """Answers about the project."""
    return "cloud"


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding]:
    """A finding where the inventory is older than the rule allows."""
    view = context.given_cloud
    if view.age is None:
        return
    days, place = view.age
    for rule in rules:
        if days > rule.params:
            yield context.finding(
                rule,
                place,
                message=say(
                    "the inventory is {} old; the rule allows {}",
                    count(round(days), "day"),
                    count(rule.params, "day"),
                ),
                help=say("Record the inventory again with `lint inventory`."),
            )
