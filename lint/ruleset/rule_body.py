"""One rule of a rule file, alone or on top of the rule that it inherits."""

from __future__ import annotations

import re

from lint.checks.registry import CHECKS, CheckError, user_checks
from lint.model.text import count, listed, own, say
from lint.model.text import name as shown_name
from lint.ruleset.parameters import check_parameters, validate
from lint.ruleset.validators import RULE, rule_fields
from lint.support.nearest import did_you_mean
from lint.yaml.tree import MappingNode, Node, ScalarNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from lint.ruleset.rule_file import RuleFile

    Compiled = dict[str, Any]

_LONGEST_ID = 60
_INHERITED = ("severity", "consequence", "because", "message", "container")


def is_off(body: Node) -> bool:
    """Whether a rule is switched off: `CR030: off`."""
    return isinstance(body, ScalarNode) and (body.value is False or body.value == "off")


def unknown_rule(file: RuleFile, key: ScalarNode, rules: Iterable[str]) -> None:
    """Reports a rule that is changed or switched off, and that no extended rule set has."""
    file.error(
        key,
        say(
            "rule `{}` has no check, and no extended rule set has it",
            own(key.text if len(key.text) <= _LONGEST_ID else f"{key.text[:_LONGEST_ID]}..."),
        ),
        own(did_you_mean(key.text, rules)),
    )


def compile_rule(
    file: RuleFile, key: ScalarNode, body: Node, versions: list[Compiled], rules: Iterable[str]
) -> list[Compiled] | None:
    """A rule as JSON-like data (see `lint.ruleset.compile.RuleSet`), or None with errors.

    `versions` are the versions of the rule of this id that the file inherits, and each is changed;
    without any, the rule is a new one. `rules` are the ids of all inherited rules.
    """
    if not isinstance(body, MappingNode):
        file.error(body, say("expected a mapping or `off`"))
        return None
    fields = rule_fields()
    before = len(file.errors.findings)
    check = _stated_check(file, body, fields)
    data = _fields(file, key, body, fields)
    common = validate(file, RULE, data, body)
    wrong = common is None or len(file.errors.findings) > before
    if check is None and not versions and not wrong:
        unknown_rule(file, key, rules)
        return None
    stated: Compiled = {}
    # What is wrong with the parameters is reported together with what is wrong around them.
    if check is not None:
        name, value = check
        stated = {"check": name, "error": []}
        if not file.shipped:
            stated["own"] = True
        try:
            stated["params"] = check_parameters(file, name, value)
        except CheckError as error:  # not an error of the rule file: it is reported when run
            stated.update(params={}, error=[error.module, error.what])
        if stated["params"] is None:
            return None
    if wrong or common is None:
        return None
    place = file.place(key)
    changed = [{**version, **stated} for version in versions or [{"id": key.text}]]
    for version in changed:
        if not version.get("error"):
            version.pop("error", None)
    for version in changed:
        _describe(version, common, data)
        version["docs"]["place"] = [place.path, place.line, place.column]
    return changed


def _stated_check(
    file: RuleFile, body: MappingNode, fields: frozenset[str]
) -> tuple[str, Node] | None:
    """The check of a rule with its parameters, None where it states none."""
    checks: list[tuple[str, ScalarNode, Node]] = []
    for name, key, value in body.items():
        if name in CHECKS and (name in user_checks() or file.shipped):
            checks.append((name, key, value))
        elif name in CHECKS:
            # These trust their parameters: a pattern of theirs, for one, runs without a bound.
            file.error(
                key,
                say("the check `{}` is for the built-in rules only", shown_name(name)),
                say("Use one of {}.", listed(own(check) for check in sorted(user_checks()))),
            )
        elif name not in fields:
            file.error(
                key,
                say("unknown key `{}` in a rule", shown_name(name)),
                say("Move `kind` to `applies-to`.")
                if name == "kind"
                else own(did_you_mean(name, [*fields, *user_checks()])),
            )
    if len(checks) > 1:
        names = listed(shown_name(name) for name, *_ in checks)
        file.error(
            checks[1][1],
            say("the rule has {}, expected one: {}", count(len(checks), "check"), names),
            say("Write a rule for each check."),
        )
    return (checks[0][0], checks[0][2]) if checks else None


def _fields(
    file: RuleFile, key: ScalarNode, body: MappingNode, fields: frozenset[str]
) -> dict[str, Any]:
    """What the rule says about itself."""
    data = {}
    for name, _, value in body.items():
        if name not in fields:
            continue
        if name == "severity" and is_off(value):
            file.error(
                value,
                say("`off` is not a severity"),
                say("Write `{}: off` to turn the rule off.", shown_name(key.text)),
            )
        else:
            data[name] = file.data(value)
    return data


def _describe(compiled: Compiled, common: dict[str, Any], stated: dict[str, Any]) -> None:
    """Puts what a rule says about itself over what it inherits."""
    docs = compiled["docs"] = dict(compiled.get("docs", {}))
    title = common["title"] or compiled.get("title", "")
    compiled["title"] = title
    if common["name"] is not None or "name" not in compiled:
        compiled["name"] = common["name"] or _slug(title) or compiled["check"]
    for field in _INHERITED:
        if field in stated or field not in compiled:
            compiled[field] = common[field]
    if common["whole-resource"]:
        compiled["whole-resource"] = True
    if not common["ignorable"]:
        compiled["ignorable"] = False
    elif "ignorable" in stated:
        compiled.pop("ignorable", None)
    if common["applies-to"] is not None:
        inherited = compiled.get("applies-to", {})
        limits = {name: inherited[name] for name in ("within", "outside") if name in inherited}
        compiled["applies-to"] = {**stated_scope(common["applies-to"]), **limits}
    for field in ("source", "since"):
        if field in stated or field not in docs:
            docs[field] = common[field]
    if common["examples"] is not None:
        docs["examples"] = common["examples"]


def stated_scope(scope: dict[str, list[str]] | None) -> dict[str, list[str]]:
    """What `applies-to` states, without the keys that are empty."""
    return {key: value for key, value in (scope or {}).items() if value}


def _slug(title: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", title.lower()))[:60].strip("-")
