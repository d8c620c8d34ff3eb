"""What the checks of one topic share: a rule of such a check selects one fault by its name.

The logic of a topic (which of its parts contradict each other) is code and runs once for a
resource; the facts that it needs (limits, lists of names) are parameters of the rules, and a
fault that no rule selects is not reported.
"""

from __future__ import annotations

from functools import cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.model.fault import Fault
    from lint.model.findings import Finding
    from lint.model.rule import Rule

    Facts = Mapping[str, Any]


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
    """The findings for the faults that `detect` yields and a rule selects.

    `detect` gets the facts of each selected fault by the fault's name.
    """
    by_fault, facts = _selected(tuple(rules))
    for fault in detect(context, facts):
        rule = by_fault.get(fault.kind)
        if rule is not None:
            yield context.fault_finding(rule, fault)


def kinds_model() -> Any:
    """The parameter, for pydantic, of a rule about faults that readers met: their kinds."""
    from lint.checks.parameters import Strings

    return Strings


def by_kind(rules: Iterable[Rule]) -> dict[str, Rule]:
    """The rules with `kinds_model` parameters by the kinds they are about; the last one counts."""
    return {kind: rule for rule in rules for kind in rule.params}
