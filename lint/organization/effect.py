"""What the policies of an organisation amount to for one project: refused, allowed, or not known.

The policy of a project wins over that of a folder, and that over the organisation's; with
`inheritFromParent` the values of both count. A rule with a condition counts for projects with a tag,
which nobody can see in a file. Source:
cloud.google.com/resource-manager/docs/organization-policy/understanding-hierarchy
"""

from __future__ import annotations

import re

from lint.model.record import record
from lint.organization.model import LEVELS, PolicyRule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from lint.model.findings import Place
    from lint.organization.model import Policy, PolicySet

    Match = Callable[[str], bool | None]

_TAGS = "it depends on the tags of the project"
_PARENT = "it inherits from a policy that is not among the given ones"
_SEVERAL = "the given policies of several projects, folders or organisations differ"
_GROUP = "whether the value is in a group of values is not known"
_VALUE = "the value is not known yet"


@record
class Effect:
    """What follows for one resource."""

    allowed: bool | None
    """None where it cannot be decided."""
    reason: str = ""
    """Why it cannot be decided."""
    place: Place | None = None
    """The rule that refuses, or that would."""


def policies_for(policies: PolicySet, constraint: str, project: str, dry_run: bool) -> list[Policy]:
    """The policies about a constraint of the level that wins, of this project where it is known."""
    about = [
        policy
        for policy in policies.policies
        if policy.constraint == constraint
        and policy.dry_run == dry_run
        and not _of_another_project(policy, project)
    ]
    for level in LEVELS:
        found = [policy for policy in about if policy.level in (level, "")]
        if found:
            return found
    return about


def _parents(policies: PolicySet, policy: Policy) -> list[Policy]:
    """The policies of the next level that one with `inheritFromParent` adds its values to."""
    if policy.level not in LEVELS:
        return []
    higher = LEVELS[LEVELS.index(policy.level) + 1 :]
    for level in higher:
        found = [
            other
            for other in policies.policies
            if other.constraint == policy.constraint
            and other.dry_run == policy.dry_run
            and other.level == level
        ]
        if found:
            return found
    return []


def _of_another_project(policy: Policy, project: str) -> bool:
    if not project or policy.level != "projects":
        return False
    own = policy.parent.partition("/")[2]
    # A number and an id may be the same project's.
    return own != project and own.isdigit() == project.isdigit()


def enforced(policies: PolicySet, constraint: str, project: str, dry_run: bool = False) -> Effect:
    """Whether a boolean or custom constraint is enforced: `allowed` is False where it is."""
    effects = []
    for policy in policies_for(policies, constraint, project, dry_run):
        if policy.unread:
            effects.append(Effect(None, policy.unread, policy.place))
            continue
        if policy.resets:
            effects.append(Effect(True, place=policy.place))
            continue
        always = [rule for rule in policy.rules if not rule.condition]
        stated = {rule.enforce for rule in policy.rules}
        if not always and policy.rules:
            stated.add(False)
        place = next((rule.place for rule in policy.rules if rule.enforce), policy.place)
        if stated == {True}:
            effects.append(Effect(False, place=place))
        elif True not in stated and None not in stated:
            effects.append(Effect(True, place=place))
        else:
            reason = _VALUE if None in stated else _TAGS
            effects.append(Effect(None, reason, place))
    return _together(effects)


def judged(
    policies: PolicySet,
    constraint: str,
    project: str,
    matches: Callable[[str], bool | None],
    dry_run: bool = False,
) -> Effect:
    """Whether a list constraint allows a value; `matches` says whether an entry is that value."""
    effects = []
    for policy in policies_for(policies, constraint, project, dry_run):
        if policy.unread:
            effects.append(Effect(None, policy.unread, policy.place))
            continue
        if policy.resets:
            effects.append(Effect(True, place=policy.place))
            continue
        effect = _of_rules(policy, policy.rules, matches)
        if policy.inherits and not (effect.allowed is False and _denies(policy, matches)):
            above = _parents(policies, policy)
            if not above:
                effect = Effect(None, _PARENT, policy.place)
            else:
                rules = [*policy.rules, *(rule for parent in above for rule in parent.rules)]
                effect = _of_rules(policy, rules, matches)
                denied = any(_denies(parent, matches) for parent in above)
                if any(parent.inherits for parent in above) and not denied:
                    effect = Effect(None, _PARENT, policy.place)
        effects.append(effect)
    return _together(effects)


def _merged(rules: list[PolicyRule]) -> list[PolicyRule]:
    """Rules without a condition as one: what any of them allows or denies."""
    plain = [rule for rule in rules if not rule.condition]
    if len(plain) < 2:
        return rules
    one = PolicyRule(
        place=plain[0].place,
        allow_all=any(rule.allow_all for rule in plain),
        deny_all=any(rule.deny_all for rule in plain),
        allowed=[value for rule in plain for value in rule.allowed],
        denied=[value for rule in plain for value in rule.denied],
    )
    return [one, *(rule for rule in rules if rule.condition)]


def _denies(policy: Policy, matches: Match) -> bool:
    return any(
        not rule.condition and (rule.deny_all or any(matches(value) for value in rule.denied))
        for rule in policy.rules
    )


def _of_rules(policy: Policy, rules: list[PolicyRule], matches: Match) -> Effect:
    verdicts = [(_of_rule(rule, matches), rule) for rule in _merged(rules)]
    if not verdicts:
        return Effect(True, place=policy.place)
    results = {verdict for verdict, _ in verdicts}
    if all(rule.condition for _, rule in verdicts):
        results.add(True)  # what is allowed without a tag
    place = next((rule.place for verdict, rule in verdicts if verdict is False), policy.place)
    if results == {True} or results == {False}:
        return Effect(results == {True}, place=place)
    if None in results:
        return Effect(None, _GROUP, place)
    return Effect(None, _TAGS, place)  # rules without a condition are one


def _of_rule(rule: PolicyRule, matches: Match) -> bool | None:
    if rule.deny_all:
        return False
    denied = {matches(value) for value in rule.denied}
    if True in denied:
        return False
    if rule.allow_all:
        return None if None in denied else True
    allowed = {matches(value) for value in rule.allowed}
    if True in allowed or not rule.allowed:
        return None if None in denied else True
    return None if None in allowed else False


def _together(effects: list[Effect]) -> Effect:
    if not effects:
        return Effect(True)
    results = {effect.allowed for effect in effects}
    if len(results) == 1:
        return effects[0]
    unknown = next((effect for effect in effects if effect.allowed is None), None)
    return unknown or Effect(None, _SEVERAL, effects[0].place)


def is_value(value: str) -> Match:
    """Whether an entry of a list is a value; None for a group that may contain it."""

    def matches(entry: str) -> bool | None:
        kind, colon, rest = entry.partition(":")
        if colon and kind == "is":
            return rest == value
        return None if colon and kind in ("in", "under") else entry == value

    return matches


_REGION = re.compile(r"[a-z]+-[a-z]+\d+")


def is_region(region: str) -> Match:
    """As `is_value`, for `gcp.resourceLocations`.

    `in:us-east1-locations` holds `us-east1` and its zones; which regions `in:eu-locations` has,
    Google decides.
    """
    plain = is_value(region)

    def matches(entry: str) -> bool | None:
        group = re.fullmatch(r"in:(.+)-locations", entry)
        if group is not None:
            return region == group[1] if _REGION.fullmatch(group[1]) else None
        return plain(entry)

    return matches
