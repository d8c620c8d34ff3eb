"""`inventory-age`: the days after which a recorded inventory is too old to rely on."""

from __future__ import annotations

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
                message=f"the inventory was recorded {days:.0f} days ago; it is trusted for {rule.params}",
                help="Record it anew with `lint inventory`.",
            )
