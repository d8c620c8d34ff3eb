"""Runs the rules of plans over resources: the middle of the flow."""

from __future__ import annotations

from importlib import import_module

from lint.checks.context import CheckContext
from lint.checks.registry import CHECKS
from lint.model.findings import Finding, NotRun

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

    from lint.model.rule import Plan, Rule

    Run = Callable[[Sequence[Rule], CheckContext], Iterator[Finding]]

_LACKS = {
    "build": "needs --wheel or --source",
    "wheel": "needs --wheel",
    "source": "needs --source",
    "cloud": "needs --live or --inventory",
    "live": "needs --live",
}


class Judge:
    """The rules of one or more plans, grouped by check and by the kind they apply to.

    `available` names the inputs that were given ("build", "wheel", "source", "cloud", "live").
    """

    def __init__(self, plans: Iterable[Plan], available: frozenset[str]) -> None:
        self.plans = list(plans)
        self.available = available
        self.not_run: dict[str, NotRun] = {}
        self._groups: dict[tuple[str, ...], list[tuple[Run, list[Rule]]]] = {}
        # What of the plans depends on a resource's name, in a fixed order.
        self._scopes = [
            rule.applies_to for plan in self.plans for rule in plan.rules if rule.applies_to.by_name
        ]

    def rules_for(self, kind: str, name: str) -> list[Rule]:
        """The rules that apply to a resource, each once, in the order of their plans."""
        chosen: dict[tuple[str, str], Rule] = {}
        for plan in self.plans:
            for rule in plan.rules:
                if rule.applies_to.covers(kind, name):
                    chosen.setdefault((rule.id, repr(rule.params)), rule)
        return list(chosen.values())

    def judge(self, check_context: CheckContext) -> list[Finding] | None:
        """The findings on one resource, each once; None when no rule applies to it."""
        resource = check_context.resource
        kind, name = resource.kind, resource.name
        groups = self._grouped(kind, name)
        if not groups and not self.rules_for(kind, name):
            return None
        findings: dict[Any, Finding] = {}
        for run, rules in groups:
            for finding in run(rules, check_context):
                findings.setdefault((finding.rule, *_words(finding)), finding)
        # What a rule of the user's own says already, a built-in rule need not say again.
        own = {_words(f) for f in findings.values() if f.consequence == "policy"}
        return [f for f in findings.values() if f.consequence == "policy" or _words(f) not in own]

    def _grouped(self, kind: str, name: str) -> list[tuple[Run, list[Rule]]]:
        key = (kind, *[str(scope.covers(kind, name)) for scope in self._scopes])
        groups = self._groups.get(key)
        if groups is None:
            by_check: dict[str, list[Rule]] = {}
            for rule in self.rules_for(kind, name):
                by_check.setdefault(rule.check, []).append(rule)
            groups = []
            for check, rules in by_check.items():
                module = import_module(CHECKS[check])
                runnable = [rule for rule in rules if self._runnable(rule, module)]
                if runnable:
                    groups.append((module.run, runnable))
            self._groups[key] = groups
        return groups

    def _runnable(self, rule: Rule, module: Any) -> bool:
        needs = getattr(module, "REQUIRES", "")
        if callable(needs):
            needs = needs(rule.params)
        if not needs or needs in self.available:
            return True
        self.not_run.setdefault(rule.id, NotRun(rule.id, _LACKS[needs]))
        return False


def _words(finding: Finding) -> tuple[Any, ...]:
    return (finding.place.sort_key(), finding.message)
