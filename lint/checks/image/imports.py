"""`imports`: what start-up imports and the build does not have."""

from __future__ import annotations

from lint.checks.image.entry_points import entry_points, named_entry, not_followed
from lint.checks.image.needed_programs import absent_programs
from lint.checks.image.other_environment import other_environment
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
    "later-module",
    "name",
    "guarded-name",
    "later-name",
    "syntax",
    "dynamic",
    "undeclared",
    "not-installed",
    "program",
    "environment",
    "stdlib",
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
    entries, unknown = entry_points(context)
    seen: set[tuple[str, object, str]] = set()
    for entry in entries:
        known = start_up(entry)
        for fault in (
            *known.faults,
            *absent_programs(entry, known),
            *other_environment(entry, known),
        ):
            rule = by_fault.get(fault.kind)
            key = (fault.kind, (fault.where.line, fault.where.column), str(fault.message))
            if rule is not None and key not in seen:
                seen.add(key)
                yield context.fault_finding(rule, fault if entry.certain else _doubtful(fault))
    if not entries:
        yield from not_followed(rules, context, unknown)


def _doubtful(fault: Fault) -> Fault:
    """The fault where it is not certain that anybody meets it."""
    return Fault(
        fault.kind,
        fault.where,
        message=fault.message,
        help=fault.help,
        related=fault.related,
        severity="warning",
        moment=fault.moment,
    )


def closure_findings(
    rule: Rule, context: CheckContext, entrypoint: str, reported: set[str], all_imports: bool
) -> Iterator[Finding]:
    """All that is wrong with the closure of an entry point, as findings of a user's rule.

    The modules that are missing in it are added to `reported`. What runs later than the start is
    a warning, unless `all_imports` makes it an error of the rule.
    """
    known = start_up(named_entry(context, entrypoint))
    reported.update(known.missing)
    for fault in known.faults:
        if fault.kind in ("entry", "module", "name", "syntax", "not-installed", "stdlib"):
            yield context.fault_finding(rule, fault)
        elif fault.kind.startswith("later"):
            yield context.fault_finding(rule, fault if all_imports else _doubtful(fault))
        elif fault.kind.startswith("guarded"):
            yield context.fault_finding(rule, _doubtful(fault))
