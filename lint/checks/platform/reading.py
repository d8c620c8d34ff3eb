"""`reading`: what the reader met in the text, before there was a resource to judge."""

from __future__ import annotations

from lint.checks.context import make_finding
from lint.model.findings import Place, Related

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.manifest.problem import Problem
    from lint.model.findings import Finding
    from lint.model.rule import Rule


def model() -> Any:
    """The kinds of problem (see `lint.manifest.reader`) that the rule is about."""
    from lint.checks.parameters import Strings

    return Strings


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding]:
    """A finding for each problem in the resource's document."""
    return problem_findings(rules, context.problems, context.resource.source.path)


def problem_findings(
    rules: Iterable[Rule], problems: Iterable[Problem], path: str
) -> Iterator[Finding]:
    """Findings for the problems of a text that may hold no resource at all."""
    by_kind = {kind: rule for rule in rules for kind in rule.params}
    for problem in problems:
        rule = by_kind.get(problem.kind)
        if rule is None:
            continue
        related = []
        if problem.related is not None:
            *span, label = problem.related
            related.append(Related(Place(path, *span), label))
        yield make_finding(
            rule,
            Place(path, problem.line, problem.column, problem.end_line, problem.end_column),
            problem.message,
            help=problem.help,
            related=related,
        )
