"""`cloud-revision`: the revisions that a resource names, as the project has them."""

from __future__ import annotations

from lint.checks.faults import fault_parameters, report_faults

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.checks.faults import Facts, Fault
    from lint.cloud.lookups import ResourceLookups
    from lint.model.findings import Finding
    from lint.model.rule import Rule

REQUIRES = "cloud"
FAULTS = ("name-used", "target-absent")


def model() -> Any:
    """The parameters, for pydantic."""
    return fault_parameters(FAULTS)


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding]:
    """A finding for a revision name that is taken, and for a target that does not exist."""
    return report_faults(rules, context, _detect)


def _detect(context: CheckContext, facts: dict[str, Facts]) -> Iterator[Fault]:
    view: ResourceLookups = context.cloud
    kind = context.resource.kind
    own = view.own_revision
    if own is not None and view.answer(own.question).found:
        yield (
            "name-used",
            own.node,
            f"revision `{own.question.short}` exists already; unless nothing differs from it, the "
            "deploy is rejected",
            "Remove the name, or choose one that is free.",
        )
    field = "traffic" if kind == "Service" else "instanceSplits"
    for use in view.revisions:
        if view.answer(use.question).absent:
            yield (
                "target-absent",
                use.node,
                f"revision `{use.question.short}` does not exist, and `{field}` names it",
                "Name a revision that exists, or `latestRevision: true`.",
            )
