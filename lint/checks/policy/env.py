"""`env`: which env vars a container must have, must not have, and what literals must look like."""

from __future__ import annotations

from lint.checks.policy.value_constraint import faults
from lint.model.findings import NotRun
from lint.model.text import hidden, own, say
from lint.model.text import name as shown_name
from lint.support.globs import matches
from lint.support.whole_match import MatchLimitError

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
    """A finding for each variable that is missing, forbidden or malformed."""
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
    for name in rule.params["required"]:
        yield from _required(rule, context, container, name, by_name)
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
                )
    for name, expected in rule.params["values"].items():
        found = by_name.get(name)
        if found is not None and found.secret is None and not found.unknown:
            yield from _value(rule, context, found, expected)


def _required(
    rule: Rule, context: CheckContext, container: Container, name: str, by_name: dict[str, EnvVar]
) -> Iterator[Finding | NotRun]:
    variable = by_name.get(name)
    if variable is not None:
        if not variable.is_set:
            yield context.finding(
                rule,
                variable.name_node or variable.node,
                message=say("env var `{}` is empty on {}", own(name), container.label),
                help=say("Give `{}` a value or a `secretKeyRef`.", own(name)),
            )
        return
    if context.resource.may_have_more("env"):
        yield context.not_stated(rule)
        return
    from lint.support.nearest import nearest

    near = nearest(name, (other for other in by_name if not _is_wanted(other, rule)), cutoff=0.88)
    key = container.node.get("env")
    where = context.resource.key_place(container.node, "env") if key is not None else container.node
    if near is not None and (node := by_name[near].name_node) is not None:
        help = say("Rename `{}` to `{}`, or add `{}`.", shown_name(near), own(name), own(name))
        related = [(node, say("`{}` is set instead", shown_name(near)))]
    else:
        help = say("Add `{}` to the container's `env`.", own(name))
        related = []
    yield context.finding(
        rule,
        where,
        message=say("env var `{}` is not set on {}", own(name), container.label),
        help=help,
        related=related,
    )


def _is_wanted(name: str, rule: Rule) -> bool:
    return name in rule.params["required"]


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
