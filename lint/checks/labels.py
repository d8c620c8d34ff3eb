"""`labels`: labels that must be there, must not be there, or must have certain values."""

from __future__ import annotations

from lint.checks.labelled import judge, labelled_model

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.subject import Subject
    from lint.findings import Finding
    from lint.rule import Rule


def model() -> Any:
    """The parameters, for pydantic."""
    return labelled_model("service")


def prepare(params: Any) -> Any:
    """Refuses patterns that are no regular expressions."""
    from lint.checks.expected import check_patterns

    check_patterns(params["values"], "values")
    return params


def run(rules: Sequence[Rule], subject: Subject) -> Iterator[Finding]:
    """A finding for each key that is missing, forbidden or has another value."""
    for rule in rules:
        yield from judge(rule, subject, "labels")
