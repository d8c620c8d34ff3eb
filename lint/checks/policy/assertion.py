"""`assert`: an expression in CEL that must be true."""

from __future__ import annotations

from lint.checks.policy.expression_values import deepest_node, depends_on_unknown, values_of
from lint.model.text import NOTHING, own, say
from lint.support.lazy_regex import lazy_regex
from lint.yaml.tree import ScalarNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.manifest.resource import Container
    from lint.model.findings import Finding, NotRun
    from lint.model.rule import Rule

_LITERAL = lazy_regex(r"['\"]([^'\"]*)['\"]")
_NUMBER = lazy_regex(r"(?<![\w.'\"])(\d{1,15})(?![\w.'\"])")
_GUESSES: tuple[tuple[str | None, int | None], ...] = (
    (None, None),
    ("", 0),
    ("zz-unknown", 1 << 30),
    ("0", -1),
)
"""What unknown values are replaced by: a verdict that depends on them is no verdict."""


def model() -> Any:
    """The parameter is the expression itself."""
    from typing import Annotated

    from pydantic import Field

    return Annotated[
        str,
        Field(min_length=1, max_length=10_000),
        Field(
            description="a CEL expression over resource, template, container, env and annotations"
        ),
    ]


def prepare(params: Any) -> Any:
    """Compiles and type-checks the expression."""
    from base64 import b64encode

    from lint.checks.policy.expression_text import mentioned_paths, mentioned_variables
    from lint.model.rule import ParameterError
    from lint.support.cel import CelError, CelMissingError, compile_expression

    try:
        compiled = compile_expression(params)
    except CelMissingError as error:
        raise ParameterError(error.message, help=error.help, once=True) from None
    except CelError as error:
        raise ParameterError(say("CEL: {}", own(error.message)), (), error.offset) from None
    return {
        "text": params,
        "compiled": b64encode(compiled).decode(),
        "paths": mentioned_paths(params),
        "variables": mentioned_variables(params),
    }


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding | NotRun]:
    """A finding for each expression, and each container, for which it is not true."""
    for rule in rules:
        if context.resource.partial:
            yield context.not_stated(rule)
            continue
        expression = _expression(rule.params["text"], rule.params["compiled"])
        if "container" in rule.params["variables"] or "env" in rule.params["variables"]:
            for container in context.resource.containers:
                if not rule.container or container in context.containers(rule):
                    yield from _judge(rule, context, expression, container)
        else:
            yield from _judge(rule, context, expression, None)


_expressions: dict[str, Any] = {}


def _expression(text: str, compiled: str) -> Any:
    if text not in _expressions:
        from base64 import b64decode

        from lint.support.cel import CelError, compile_expression, load_expression

        try:
            _expressions[text] = load_expression(b64decode(compiled))
        except CelError:  # serialised by another version of the runtime
            _expressions[text] = load_expression(compile_expression(text))
    return _expressions[text]


def _judge(
    rule: Rule, context: CheckContext, expression: Any, container: Container | None
) -> Iterator[Finding]:
    from lint.support.cel import evaluate

    verdicts = []
    guesses = _GUESSES[:1]
    variables = rule.params["variables"]
    if any(depends_on_unknown(context, container, name, variables[name]) for name in variables):
        # What the expression compares with is the likeliest value to make it true.
        words = [(word, 0) for word in _LITERAL.findall(rule.params["text"])]
        numbers = [("", int(number)) for number in _NUMBER.findall(rule.params["text"])]
        guesses = (*_GUESSES, *words, *numbers)
    for text, number in guesses:
        data = values_of(context, container, variables, text, number)
        verdicts.append(evaluate(expression, data))
    if any(verdict is True for verdict in verdicts):
        return  # it holds, or whether it holds depends on values that nobody knows yet
    verdict = verdicts[0]
    nodes = [
        node
        for path in rule.params["paths"]
        if (node := deepest_node(context, container, path)) is not None
    ]
    if any(isinstance(node, ScalarNode) and node.unknown for node in nodes):
        return
    where = nodes[0] if nodes else _fallback(context, container)
    finding = context.finding(
        rule,
        where,
        message=say(
            "`{}` {}{}",
            own(_shortened(rule.params["text"])),
            say("cannot be evaluated") if isinstance(verdict, str) else say("is not true"),
            say(" for {}", container.label) if container is not None else NOTHING,
        ),
        related=[
            (node, say("the expression also uses this")) for node in nodes[1:] if node is not where
        ],
        help=say("Change the expression or the manifest: {}.", own(verdict))
        if isinstance(verdict, str)
        else NOTHING,
    )
    yield finding


def _shortened(text: str) -> str:
    """An expression in one line of at most 80 characters."""
    line = " ".join(text.split())
    return line if len(line) <= 80 else line[:77] + "..."


def _fallback(context: CheckContext, container: Container | None) -> Any:
    if container is None:
        return context.resource.head
    name = container.node.get("name") or container.node.get("image")
    return name if name is not None else container.node
