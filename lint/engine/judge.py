"""Runs the rules of plans over resources and texts: the middle of the flow."""

from __future__ import annotations

from lint.checks.context import make_finding
from lint.checks.registry import (
    CHECKS,
    MISSING,
    OF_AN_IMAGE,
    TEXT_CHECKS,
    CheckError,
    check_error,
    load_check,
)
from lint.model.findings import Finding, NotRun, Place
from lint.model.text import own

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.checks.protocol import Lookup
    from lint.checks.registry import LoadedCheck
    from lint.model.fault import Fault
    from lint.model.findings import ResourceId
    from lint.model.rule import Plan, Rule

    Group = tuple[LoadedCheck | CheckError, list[Rule]]

INTERNAL_ERROR = "internal-error"
"""The name of the rule that a broken check is reported by."""
_HELP = "Report it as a bug of cloudrun-lint; CLOUDRUN_LINT_DEBUG=1 shows the details."


IMAGE_CHECKS = "lint.checks.image."
"""The package of the checks that need no manifest."""


class Judge:
    """The rules of one or more plans, grouped by check and by the kind they apply to.

    `available` names the inputs that were given ("image", "wheel", "source", "cloud", "live").
    `not_run` are the rules that could not be judged on some resource, by id and reason. `failed` says that
    a check is broken or reached a limit, so that the run is incomplete.
    """

    def __init__(self, plans: Iterable[Plan], available: frozenset[str]) -> None:
        self.plans = list(plans)
        self.available = available
        self.not_run: dict[tuple[str, str], NotRun] = {}
        self.failed = False
        self._broken: dict[str, CheckError] = {}
        self._groups: dict[tuple[str, ...], tuple[list[Rule], list[Group]]] = {}
        # What of the plans depends on a resource's name, in a fixed order.
        self._scopes = [
            rule.applies_to for plan in self.plans for rule in plan.rules if rule.applies_to.by_name
        ]

    def rules_for(self, kind: str, name: str) -> list[Rule]:
        """The rules that apply to a resource, each once, in the order of their plans."""
        chosen: list[Rule] = []
        by_id: dict[str, list[Rule]] = {}
        for plan in self.plans:
            for rule in plan.rules:
                if not rule.applies_to.covers(kind, name):
                    continue
                known = by_id.setdefault(rule.id, [])
                if not any(rule.params == other.params for other in known):
                    known.append(rule)
                    chosen.append(rule)
        return chosen

    def lookups(self, kind: str, name: str) -> dict[Lookup, str]:
        """What rules need from the cloud for a resource, with the id of the first that does."""
        needed: dict[Lookup, str] = {}
        for rule in self.rules_for(kind, name):
            try:
                for lookup in load_check(rule.check).lookups(rule):
                    needed.setdefault(lookup, rule.id)
            except Exception as error:
                self._broken[rule.check] = check_error(_module(rule.check), error)
        return needed

    def judge(self, check_context: CheckContext) -> list[Finding] | None:
        """The findings on one resource, each once; None when no rule applies to it.

        Sets the rules of the context. A check that fails costs its own findings only: a finding
        says so, and `failed` is set.
        """
        resource = check_context.resource
        kind, name = resource.kind, resource.name
        check_context.rules, groups = self._grouped(kind, name)
        if not check_context.rules:
            # That the rules are left out on purpose is no reason to warn.
            off = [rule for plan in self.plans for rule in plan.off]
            return [] if any(rule.applies_to.covers(kind, name) for rule in off) else None
        if resource.partial:
            groups = [
                (check, kept)
                for check, rules in groups
                if (kept := [rule for rule in rules if _judges_parts(check, rule)])
            ]
        findings: dict[Any, Finding] = {}
        for check, rules in groups:
            for finding in self._run(check, rules, check_context):
                findings.setdefault((finding.rule, *_words(finding)), finding)
        # What a rule of the user's own says already, a built-in rule need not say again.
        own = {_words(f) for f in findings.values() if f.consequence == "policy"}
        return [f for f in findings.values() if f.consequence == "policy" or _words(f) not in own]

    def image_alone(self, check_context: CheckContext) -> list[Finding]:
        """The findings on an image without a manifest: those of the checks about images."""
        resource = check_context.resource
        check_context.rules, groups = self._grouped(resource.kind, resource.name)
        return [
            finding
            for check, rules in groups
            if isinstance(check, CheckError) or check.module.startswith(IMAGE_CHECKS)
            for finding in self._run(check, rules, check_context)
        ]

    def _run(
        self, check: LoadedCheck | CheckError, rules: list[Rule], context: CheckContext
    ) -> Iterator[Finding]:
        failure: CheckError
        if isinstance(check, CheckError):
            failure = check
        else:
            try:
                for result in check.run(rules, context):
                    if isinstance(result, NotRun):
                        self.not_run.setdefault((result.rule, result.reason), result)
                        self.failed |= result.limit_reached
                    else:
                        yield result
                return
            except Exception as error:
                failure = check_error(check.module, error)
        self.failed = True
        yield internal_error(failure, context.resource.head, context.resource.id)

    def _grouped(self, kind: str, name: str) -> tuple[list[Rule], list[Group]]:
        key = (kind, *[str(scope.covers(kind, name)) for scope in self._scopes])
        cached = self._groups.get(key)
        if cached is None:
            by_check: dict[str, list[Rule]] = {}
            chosen = self.rules_for(kind, name)
            for rule in chosen:
                if rule.check not in TEXT_CHECKS:
                    by_check.setdefault(rule.check, []).append(rule)
            groups = [
                group
                for check, rules in by_check.items()
                for group in self._groups_of(check, rules)
            ]
            cached = self._groups[key] = (chosen, groups)
        return cached

    def _groups_of(self, key: str, rules: list[Rule]) -> Iterator[Group]:
        """The rules of one check that can be run, and the check's failure where it is broken."""
        for rule in rules:
            if rule.error:
                yield CheckError(*rule.error), [rule]
        rules = [rule for rule in rules if not rule.error]
        try:
            if key in self._broken:
                raise self._broken[key]
            check = load_check(key)
            runnable = [rule for rule in rules if self._runnable(rule, check)]
        except Exception as error:
            yield check_error(_module(key), error), rules
            return
        if runnable:
            yield check, runnable

    def _runnable(self, rule: Rule, check: LoadedCheck) -> bool:
        required = check.requires(rule.params)
        if not required or required in self.available:
            return True
        reason = MISSING[required]
        self.not_run.setdefault((rule.id, reason), NotRun(rule.id, reason))
        return False


def _judges_parts(check: LoadedCheck | CheckError, rule: Rule) -> bool:
    """Whether a rule can judge a resource of which only a part is known.

    What is not stated of it may be another command, so no image is known to be its own.
    """
    if isinstance(check, CheckError):
        return True
    return not rule.whole_resource and check.requires(rule.params) not in OF_AN_IMAGE


def text_findings(plans: Iterable[Plan], faults: Sequence[Fault]) -> tuple[list[Finding], bool]:
    """The findings on the faults that a reader met in a text, and whether a check failed.

    A rule counts in the form that the last plan with its id gives it.
    """
    chosen = {rule.id: rule for plan in plans for rule in plan.rules if rule.check in TEXT_CHECKS}
    findings: list[Finding] = []
    failed = False
    for key in sorted(TEXT_CHECKS) if faults else ():
        rules = [rule for rule in chosen.values() if rule.check == key]
        try:
            findings += load_check(key).report(rules, faults)
        except Exception as error:
            failed = True
            path = next((f.where.path for f in faults if isinstance(f.where, Place)), "")
            findings.append(internal_error(check_error(CHECKS[key], error), Place(path)))
    return findings, failed


def internal_error(
    failure: CheckError, place: Place, resource: ResourceId | None = None
) -> Finding:
    """The finding that a check is broken: nothing of the input is in its message."""
    from lint.ruleset.plan import load_plan

    rule = next(rule for rule in load_plan("input").rules if rule.name == INTERNAL_ERROR)
    return make_finding(
        rule, place, message=own(failure.message), help=own(_HELP), resource=resource
    )


def _module(key: str) -> str:
    return CHECKS.get(key, key)


def _words(finding: Finding) -> tuple[Any, ...]:
    return (finding.place.sort_key(), finding.message)
