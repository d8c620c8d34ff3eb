"""`imports`: what start-up imports and the build does not have."""

from __future__ import annotations

from lint.checks.image.entry_points import Entry, entry_points, image_place, not_followed
from lint.checks.image.start_up import start_up
from lint.model.fault import Fault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.checks.protocol import Input
    from lint.model.findings import Finding, NotRun
    from lint.model.rule import Rule

FAULTS = (
    "entry",
    "module",
    "guarded-module",
    "name",
    "guarded-name",
    "syntax",
    "dynamic",
    "undeclared",
)


def model() -> Any:
    """The fault that the rule is about."""
    from typing import Literal

    from pydantic import Field

    from lint.checks.parameters import Strict

    class Imports(Strict):
        fault: Literal[*FAULTS] = Field(description="the fault that the rule is about")  # type: ignore[valid-type]

    return Imports


def requires(params: Any) -> Input:
    """An image: a wheel or a source tree."""
    return "image"


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding | NotRun]:
    """The findings for the entry points that the command line or the manifest states."""
    by_fault = {rule.params["fault"]: rule for rule in rules}
    entries = entry_points(context)
    for entry in entries:
        for fault in start_up(context.given_image, entry).faults:
            rule = by_fault.get(fault.kind)
            if rule is not None:
                yield context.fault_finding(rule, fault)
    if not entries:
        yield from not_followed(rules, context)


def closure_findings(
    rule: Rule, context: CheckContext, entrypoint: str, reported: set[str]
) -> Iterator[Finding]:
    """All that is wrong with the closure of an entry point, as findings of a user's rule.

    The modules that are missing in it are added to `reported`.
    """
    module, _, attribute = entrypoint.partition(":")
    container = context.resource.ingress_container
    entry = Entry(module, False, image_place(context), container, attribute=attribute)
    known = start_up(context.given_image, entry)
    reported.update(known.missing)
    for fault in known.faults:
        if fault.kind in ("entry", "module", "name", "syntax"):
            yield context.fault_finding(rule, fault)
        elif fault.kind.startswith("guarded"):
            doubtful = Fault(
                fault.kind,
                fault.where,
                message=fault.message,
                help=fault.help,
                related=fault.related,
                severity="warning",
            )
            yield context.fault_finding(rule, doubtful)
