"""`env`: which env vars a container must have, must not have, and what literals must look like."""

from __future__ import annotations

from lint.checks.policy.value_constraint import faults
from lint.model.fault import Repair
from lint.model.findings import NotRun
from lint.model.text import MOST_NAMES, count, hidden, listed, own, say
from lint.model.text import name as shown_name
from lint.support.globs import matches
from lint.support.whole_match import MatchLimitError
from lint.yaml.tree import MappingNode, SequenceNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.manifest.resource import Container, EnvVar
    from lint.model.findings import Finding
    from lint.model.rule import Rule


def model() -> Any:
    """The parameters, for pydantic."""
    from pydantic import Field

    from lint.checks.parameters import Strict, Strings
    from lint.checks.policy.value_constraint import expected_model

    class Env(Strict):
        required: Strings = Field(default=[], description="env vars that must be set")
        forbidden: Strings = Field(default=[], description="env vars that must not be set; globs")
        values: dict[str, expected_model()] = Field(  # type: ignore[valid-type]
            default={}, description="allowed values of env vars that are set to a literal"
        )

    return Env


def prepare(params: Any) -> Any:
    """Refuses globs in place of names, and patterns that are no regular expressions."""
    from lint.checks.policy.value_constraint import check_constraints

    return check_constraints(params)


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding | NotRun]:
    """A finding for all variables that are missing, and for each that is forbidden or malformed."""
    for rule in rules:
        yield from context.container_not_stated(rule)
        for container in context.containers(rule):
            yield from _judge(rule, context, container)


def _judge(rule: Rule, context: CheckContext, container: Container) -> Iterator[Finding | NotRun]:
    by_name: dict[str, EnvVar] = {}
    for variable in container.env:
        if variable.name is not None:
            # The last of duplicate names is the one that the container sees.
            by_name[variable.name] = variable
    yield from _required(rule, context, container, by_name)
    for pattern in rule.params["forbidden"]:
        for name, variable in by_name.items():
            if matches(name, (pattern,)):
                yield context.finding(
                    rule,
                    variable.name_node or variable.node,
                    message=say(
                        "env var `{}` must not be set on {}", shown_name(name), container.label
                    ),
                    help=say("Remove `{}`.", shown_name(name)),
                    repair=Repair(
                        "remove_item", container.node.get("env"), variable.node, safe=False
                    ),
                )
    for name, expected in rule.params["values"].items():
        found = by_name.get(name)
        if found is not None and found.secret is None and not found.unknown:
            yield from _value(rule, context, found, expected)


def _required(
    rule: Rule, context: CheckContext, container: Container, by_name: dict[str, EnvVar]
) -> Iterator[Finding | NotRun]:
    missing = []
    for name in dict.fromkeys(rule.params["required"]):
        variable = by_name.get(name)
        if variable is None:
            missing.append(name)
        elif not variable.is_set:
            yield context.finding(
                rule,
                variable.name_node or variable.node,
                message=say("env var `{}` is empty on {}", own(name), container.label),
                help=say("Give `{}` a value or a `secretKeyRef`.", own(name)),
            )
    if missing and context.resource.may_have_more("env"):
        yield context.not_stated(rule)
        return
    absent = []
    for name in missing:
        similar = _similar(rule, name, by_name)
        if similar is not None:
            yield _misspelt(rule, context, container, name, similar)
        else:
            absent.append(name)
    if absent:
        yield _absent(rule, context, container, absent)


def _similar(rule: Rule, name: str, by_name: dict[str, EnvVar]) -> EnvVar | None:
    """The variable that is set under a name that is nearly the wanted one."""
    from lint.support.nearest import nearest

    others = (other for other in by_name if other not in rule.params["required"])
    near = nearest(name, others, cutoff=0.88)
    return by_name[near] if near is not None and by_name[near].name_node is not None else None


def _misspelt(
    rule: Rule, context: CheckContext, container: Container, name: str, similar: EnvVar
) -> Finding:
    found = shown_name(similar.name or "")
    return context.finding(
        rule,
        context.env_place(container),
        message=say("env var `{}` is not set on {}", own(name), container.label),
        help=say("Rename `{}` to `{}`, or add `{}`.", found, own(name), own(name)),
        related=[(similar.name_node or similar.node, say("`{}` is set instead", found))],
    )


def _absent(
    rule: Rule, context: CheckContext, container: Container, names: Sequence[str]
) -> Finding:
    """One finding for all variables that are to be added in one place."""
    one = len(names) == 1
    every = listed(map(own, names), most=MOST_NAMES)
    return context.finding(
        rule,
        context.env_place(container),
        message=say("env var {} is not set on {}", every, container.label)
        if one
        else say("{} are not set on {}: {}", count(len(names), "env var"), container.label, every),
        help=say("Add {} to the container's `env`.", every if one else own("them")),
        topic=say("env vars that are not set on {}", container.label),
        repair=_added(container, names),
    )


def _added(container: Container, names: Sequence[str]) -> Repair | None:
    """The variables with a value to fill in."""
    env = container.node.get("env")
    if isinstance(env, SequenceNode):
        items = [[f"name: {name}", "value: TODO"] for name in names]
        return Repair("add_items", env, items, safe=False)
    if env is not None or not isinstance(container.node, MappingNode):
        return None
    lines = [line for name in names for line in (f"- name: {name}", "  value: TODO")]
    return Repair("add_entry", container.node, "env", lines, safe=False)


def _value(
    rule: Rule, context: CheckContext, variable: EnvVar, expected: Any
) -> Iterator[Finding | NotRun]:
    node = variable.value
    text = variable.literal
    where = node if node is not None else variable.node
    if text is None:
        if node is not None and node.value is not None:
            return  # not a string: gcloud refuses it, and says so elsewhere
        text = ""
    subject = say("env var `{}`", shown_name(variable.name or ""))
    shown = hidden(text) if text else say("empty")
    try:
        for message, help in faults(text, expected, subject, shown):
            yield context.finding(rule, where, message=message, help=help)
    except MatchLimitError as error:
        yield NotRun(rule.id, str(error), limit_reached=True)
