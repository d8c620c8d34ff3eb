"""`secrets`: env vars that must come from Secret Manager."""

from __future__ import annotations

from lint.manifest.references import secret_aliases
from lint.model.text import MOST_NAMES, count, hidden, listed, own, say
from lint.model.text import name as shown_name
from lint.yaml.tree import ScalarNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.checks.protocol import Lookup
    from lint.manifest.resource import Container, EnvVar
    from lint.model.findings import Finding, NotRun
    from lint.model.rule import Rule
    from lint.model.text import Message


def model() -> Any:
    """The parameters, for pydantic: secrets by the name of the env var."""
    from typing import Annotated

    from pydantic import BeforeValidator, Field

    from lint.checks.coercions import as_secret
    from lint.checks.parameters import Strict

    class Secret(Strict):
        secret: str = Field(default="", description="name of the secret; default: any secret")
        version: Annotated[str, Field(pattern=r"^(pinned|latest|any|[1-9][0-9]*)$")] = Field(
            default="any",
            description="pinned (to a number), latest, any, or the number of a version",
        )

    reference = Annotated[
        Secret,
        BeforeValidator(as_secret, json_schema_input_type=str | Secret),
        Field(description="the secret that the env var comes from, by name or with its version"),
    ]
    return dict[str, reference]


def lookups(rule: Rule) -> Iterator[Lookup]:
    """The secrets that the rule names: they must exist, whether the manifest names them or not."""
    for expected in rule.params.values():
        if expected["secret"]:
            yield "secret", expected["secret"]


def prepare(params: Any) -> Any:
    """Refuses globs in place of names."""
    from lint.checks.policy.value_constraint import refuse_glob

    for name in params:
        refuse_glob(name, (name, "[key]"))
    return params


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding | NotRun]:
    """A finding for all variables that are missing, and for each that comes from elsewhere."""
    for rule in rules:
        yield from context.container_not_stated(rule)
        for container in context.containers(rule):
            variables = {variable.name: variable for variable in container.env}
            missing = {}
            for name, expected in rule.params.items():
                variable = variables.get(name)
                if variable is None:
                    missing[name] = expected
                else:
                    yield from _judge(rule, context, name, variable, expected)
            if missing and context.resource.may_have_more("env"):
                yield context.not_stated(rule)
            elif missing:
                yield _missing(rule, context, container, missing)


def _missing(
    rule: Rule, context: CheckContext, container: Container, missing: dict[str, Any]
) -> Finding:
    """One finding for all variables that are to be added in one place."""
    if len(missing) == 1:
        ((name, expected),) = missing.items()
        message = say(
            "env var `{}` is not set on {}; it must come from {}",
            own(name),
            container.label,
            _source(expected),
        )
    else:
        message = say(
            "{} are not set on {}; they must come from Secret Manager: {}",
            count(len(missing), "env var"),
            container.label,
            listed(
                (
                    say("`{}` ({})", own(name), _source(expected))
                    if expected["secret"]
                    else say("`{}`", own(name))
                    for name, expected in missing.items()
                ),
                most=MOST_NAMES,
                quoted=False,
            ),
        )
    additions = (
        say("`{}` with `{}`", own(name), own(_reference(expected)))
        for name, expected in missing.items()
    )
    return context.finding(
        rule,
        context.env_place(container),
        message=message,
        help=say("Add {}.", listed(additions, most=MOST_NAMES, quoted=False)),
        topic=say("env vars from secrets that are not set on {}", container.label),
    )


def _source(expected: Any) -> Message:
    if expected["secret"]:
        return say("secret `{}`", own(expected["secret"]))
    return say("Secret Manager")


def _reference(expected: Any) -> str:
    """The reference in YAML, as the rule wants it."""
    name = expected["secret"] or "NAME"
    version = expected["version"]
    key = version if version.isdigit() or version == "latest" else "NUMBER"
    if version == "any":
        key = "latest"
    return f'valueFrom: {{secretKeyRef: {{name: {name}, key: "{key}"}}}}'


def _judge(
    rule: Rule, context: CheckContext, name: str, variable: EnvVar, expected: Any
) -> Iterator[Finding]:
    if variable.secret is None:
        value = variable.value
        where = value if value is not None and value.text else variable.name_node or variable.node
        empty = value is None or not value.text
        found = say("empty") if empty else say("a plain value ({})", hidden(value.text))  # type: ignore[union-attr]
        yield context.finding(
            rule,
            where,
            message=say(
                "env var `{}` is {}; it must come from {}", own(name), found, _source(expected)
            ),
            help=say("Replace `value` with `{}`.", own(_reference(expected))),
        )
        return
    reference = variable.secret.get("name")
    if expected["secret"] and isinstance(reference, ScalarNode) and not reference.unknown:
        aliases = secret_aliases(context.resource)
        actual = aliases.get(reference.text, reference.text)
        if not _same(actual, expected["secret"]):
            yield context.finding(
                rule,
                reference,
                message=say(
                    "env var `{}` comes from secret `{}`, not from `{}`",
                    own(name),
                    shown_name(actual),
                    own(expected["secret"]),
                ),
                help=say("Set `name` to `{}`.", own(expected["secret"])),
            )
    key = variable.secret.get("key")
    version = expected["version"]
    if version == "any" or not isinstance(key, ScalarNode) or key.unknown:
        return
    if version == "pinned" and not key.text.isdigit():
        yield context.finding(
            rule,
            key,
            message=say(
                "env var `{}` uses version `{}` of its secret; it must be pinned to a number",
                own(name),
                context.resource.value(key),
            ),
            help=say("Set `key` to the number of the version, in quotes."),
        )
    elif version not in ("pinned", key.text):
        yield context.finding(
            rule,
            key,
            message=say(
                "env var `{}` uses version `{}` of its secret, not `{}`",
                own(name),
                context.resource.value(key),
                own(version),
            ),
            help=say('Set `key` to "{}".', own(version)),
        )


def _same(actual: str, expected: str) -> bool:
    """Whether two names mean one secret; a project on only one side does not count."""
    if "/" in actual and "/" in expected:
        return actual == expected
    return actual.rpartition("/")[2] == expected.rpartition("/")[2]
