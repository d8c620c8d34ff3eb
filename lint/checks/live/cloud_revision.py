"""`cloud-revision`: the revisions that a resource names, and those in the project."""

from __future__ import annotations

from lint.checks.faults import fault_parameters, report_faults
from lint.model.fault import Fault
from lint.model.text import name, say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.checks.faults import Facts
    from lint.checks.protocol import Input
    from lint.model.findings import Finding
    from lint.model.rule import Rule

FAULTS = ("name-used", "target-absent")


def model() -> Any:
    """The parameters, for pydantic."""
    return fault_parameters(FAULTS)


def requires(params: Any) -> Input:
    """Answers about the project."""
    return "cloud"


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding]:
    """A finding for a revision name that is taken, and for a target that does not exist."""
    return report_faults(rules, context, _detect)


def _detect(context: CheckContext, facts: dict[str, Facts]) -> Iterator[Fault]:
    view = context.given_cloud
    kind = context.resource.kind
    own = view.own_revision
    if own is not None and view.answer(own.question).found:
        yield Fault(
            "name-used",
            own.node,
            message=say(
                "revision `{}` already exists; Cloud Run accepts its name again only for the same "
                "configuration",
                name(own.question.short),
            ),
            help=say("Remove the name, or choose another one."),
        )
    field = say("traffic") if kind == "Service" else say("instanceSplits")
    for use in view.revisions:
        if view.answer(use.question).absent:
            yield Fault(
                "target-absent",
                use.node,
                message=say(
                    "revision `{}` in `{}` does not exist", name(use.question.short), field
                ),
                help=say("Use a revision that exists, or `latestRevision: true`."),
            )
