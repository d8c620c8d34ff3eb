"""Rules and plans as the engine and the checks see them: compiled, with plain data as parameters."""

from __future__ import annotations

from lint.errors import UsageError
from lint.support.globs import matches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any

    from lint.model.findings import Consequence, Finding, Severity
    from lint.model.source import Source
    from lint.model.text import Message


class Rule:
    """One thing that must hold.

    `check` names the kind of check (a module of `lint.checks`), `params` are its validated
    parameters as JSON-like data. `message` replaces the check's own wording, or is "".
    `applies_to` narrows the rule to kinds and names (see `Scope`), `container` to containers by
    name. `whole_resource` says that a resource of which only a part is known cannot be judged by it.
    `error` is empty, or the module of the check and what went wrong in it when the rule was
    compiled. `own` says that a user's rule set states its check, so that no page describes it.
    `ignorable` says whether a comment, a baseline or the settings may accept its findings.
    """

    __slots__ = (
        "applies_to",
        "because",
        "check",
        "consequence",
        "container",
        "error",
        "id",
        "ignorable",
        "message",
        "name",
        "own",
        "params",
        "severity",
        "title",
        "whole_resource",
    )

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.id: str = data["id"]
        self.name: str = data["name"]
        self.title: str = data["title"]
        self.severity: Severity = data["severity"]
        self.consequence: Consequence = data["consequence"]
        self.because: str = data.get("because", "")
        self.message: str = data.get("message", "")
        self.check: str = data["check"]
        self.params: Any = data["params"]
        self.container: str = data.get("container", "")
        self.error: list[str] = data.get("error", [])
        self.own: bool = data.get("own", False)
        self.ignorable: bool = data.get("ignorable", True)
        self.whole_resource: bool = data.get("whole-resource", False)
        self.applies_to = Scope(data.get("applies-to"))

    def __repr__(self) -> str:
        return f"<Rule {self.id} {self.name} ({self.check})>"

    def with_severity(self, severity: Severity) -> Rule:
        """The same rule with another severity."""
        rule = Rule.__new__(Rule)
        for slot in Rule.__slots__:
            setattr(rule, slot, getattr(self, slot))
        rule.severity = severity
        return rule


class Scope:
    """Which resources a rule applies to: any of `kinds` and any of `names`.

    Both are lists of shell-style patterns; an empty list means all. A rule set's `applies-to`
    limits the rules that the set states to all scopes of `within`. What the set changes of an
    inherited rule leaves that rule as it was for the resources of no scope in `outside`.
    """

    __slots__ = ("kinds", "names", "outside", "within")

    def __init__(self, data: Mapping[str, Any] | None) -> None:
        data = data or {}
        self.kinds: list[str] = data.get("kind", [])
        self.names: list[str] = data.get("name", [])
        self.within = [Scope(scope) for scope in data.get("within", ())]
        self.outside = [Scope(scope) for scope in data.get("outside", ())]

    def covers(self, kind: str, name: str) -> bool:
        """Whether a resource of this kind and name is in the scope. Matching is case-sensitive."""
        return (
            (not self.kinds or matches(kind, self.kinds))
            and (not self.names or matches(name, self.names))
            and all(scope.covers(kind, name) for scope in self.within)
            and not any(scope.covers(kind, name) for scope in self.outside)
        )

    @property
    def by_name(self) -> bool:
        """Whether it depends on a resource's name, not on its kind alone."""
        return bool(self.names) or any(scope.by_name for scope in (*self.within, *self.outside))


class Plan:
    """A rule set ready to run: its name, and its rules in order.

    A rule may occur several times, for resources that the rule set judges differently. `off` are
    the rules that the options or the settings of the run leave out.
    """

    __slots__ = ("name", "off", "rules")

    def __init__(self, data: dict[str, Any]) -> None:
        self.name: str = data["ruleset"]
        self.rules = [Rule(rule) for rule in data["rules"]]
        self.off: list[Rule] = []

    def chosen(self, choose: Callable[[Rule], Rule | None]) -> Plan:
        """The plan with the rules as `choose` gives them; those for which it gives None are off."""
        plan = Plan({"ruleset": self.name, "rules": ()})
        plan.off = list(self.off)
        for rule in self.rules:
            kept = choose(rule)
            if kept is None:
                plan.off.append(rule)
            else:
                plan.rules.append(kept)
        return plan


def has_versions(plans: Iterable[Plan], base: Plan) -> bool:
    """Whether one of the plans extends `base`, and so has its own versions of its rules.

    Then `base` itself does not count: a rule that is switched off would be on again.
    """
    ids = {rule.id for rule in base.rules}
    return any(rule.id in ids for plan in plans for rule in (*plan.rules, *plan.off))


class RuleSetError(UsageError):
    """A rule set that cannot be used: `findings` says why, `sources` holds the texts."""

    def __init__(self, findings: list[Finding], sources: dict[str, Source]) -> None:
        super().__init__("; ".join(finding.message for finding in findings))
        self.findings = findings
        self.sources = sources


def together(errors: Sequence[RuleSetError]) -> RuleSetError:
    """One error for several broken rule sets, each finding once."""
    findings: list[Finding] = []
    sources: dict[str, Source] = {}
    for error in errors:
        findings += [finding for finding in error.findings if finding not in findings]
        sources.update(error.sources)
    return RuleSetError(findings, sources)


class ParameterError(Exception):
    """A check's parameter that has the right type and still makes no sense.

    `path` leads to it from the check's key; `offset` is the position (in characters, from 0) in
    the text of a string, or -1 where it is not known; `help` is the repair, or "". `once` is for
    what every rule of the check would repeat: only the first is reported. `more` are further ones.
    """

    def __init__(
        self,
        message: Message | str,
        path: tuple[str | int, ...] = (),
        offset: int = -1,
        help: Message | str = "",
        once: bool = False,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.offset = offset
        self.help = help
        self.once = once
        self.more: list[ParameterError] = []
