"""What the checks of one topic share: a rule of such a check selects one fault by its name.

The logic of a topic (which of its parts contradict each other) is code and runs once for a
resource; the facts that it needs (limits, lists of names) are parameters of the rules, and a
fault that no rule selects is not told.
"""

from __future__ import annotations

from functools import cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.model.findings import Finding, Place, Severity
    from lint.model.rule import Rule
    from lint.model.text import Message
    from lint.yaml.tree import Node

    Facts = Mapping[str, Any]
    Words = Message | str
    Related = Sequence[tuple[Node | Place, Words]]
    Fault = (
        tuple[str, Node | Place, Words, Words]
        | tuple[str, Node | Place, Words, Words, Related]
        | tuple[str, Node | Place, Words, Words, Related, Severity]
    )


def fault_parameters(faults: Sequence[str]) -> Any:
    """The parameters, for pydantic: the fault, and the facts that it needs."""
    from typing import Literal

    from pydantic import Field

    from lint.checks.parameters import Strict

    class Topic(Strict):
        fault: Literal[*faults] = Field(description="the fault that the rule is about")  # type: ignore[valid-type]
        facts: dict[str, object] = Field(default={}, description="limits, tables and names")

    return Topic


@cache
def _selected(rules: tuple[Rule, ...]) -> tuple[dict[str, Rule], dict[str, Facts]]:
    """The rules by their faults, and their facts: the same for every resource of a kind."""
    by_fault = {rule.params["fault"]: rule for rule in rules}
    return by_fault, {fault: rule.params["facts"] for fault, rule in by_fault.items()}


def report_faults(
    rules: Sequence[Rule],
    context: CheckContext,
    detect: Callable[[CheckContext, dict[str, Facts]], Iterator[Fault]],
) -> Iterator[Finding]:
    """The findings for the faults that `detect` gives: (fault, where, message, help, related).

    A sixth element is a lower severity than the rule's, for a fault that is less sure. `detect`
    gets the facts of each selected fault by the fault's name.
    """
    by_fault, facts = _selected(tuple(rules))
    rest: list[Any]
    for fault, where, message, help, *rest in detect(context, facts):
        rule = by_fault.get(fault)
        if rule is not None:
            yield context.finding(
                rule,
                where,
                message,
                help=help,
                related=rest[0] if rest else (),
                severity=rest[1] if len(rest) > 1 else None,
            )
