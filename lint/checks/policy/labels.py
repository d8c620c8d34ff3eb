"""`labels`: labels that must be there, must not be there, or must have certain values."""

from __future__ import annotations

from lint.checks.policy.metadata_keys import judge, labelled_model

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.model.findings import Finding, NotRun
    from lint.model.rule import Rule


def model() -> Any:
    """The parameters, for pydantic."""
    return labelled_model("service")


def prepare(params: Any) -> Any:
    """Refuses globs in place of names, and patterns that are no regular expressions."""
    from lint.checks.policy.value_constraint import check_constraints

    return check_constraints(params)


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding | NotRun]:
    """A finding for each key that is missing, forbidden or has another value."""
    for rule in rules:
        yield from judge(rule, context, "labels")
