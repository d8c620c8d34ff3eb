"""`assert`: an expression in CEL that must be true."""

from __future__ import annotations

from lint.checks.policy.expression_values import depends_on_unknown, node_of, values_of
from lint.model.findings import NotRun
from lint.model.text import NOTHING, joined, listed, number, own, say
from lint.yaml.placeholders import find_any
from lint.yaml.tree import ScalarNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.checks.policy.expression_verdict import Read, Value, Verdict
    from lint.manifest.resource import Container
    from lint.model.findings import Finding
    from lint.model.rule import Rule
    from lint.model.text import Message
    from lint.yaml.tree import Node

_MOST_FACTS = 6
_LONGEST_SHOWN = 1_000


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
    """Compiles the expression, and checks its types against Cloud Run's resources."""
    from base64 import b64encode

    from lint.checks.policy.expression_text import mentioned_variables
    from lint.model.rule import ParameterError
    from lint.support.cel import CelError, CelMissingError, compile_expression
    from lint.support.cel_syntax import CelSyntaxError, parse

    try:
        compiled = compile_expression(params)
        _check_types(params)
        variables = mentioned_variables(parse(params))
    except CelMissingError as error:
        raise ParameterError(error.message, help=error.help, once=True) from None
    except (CelError, CelSyntaxError) as error:
        raise ParameterError(say("CEL: {}", own(error.message)), (), error.offset) from None
    return {
        "text": params,
        "compiled": b64encode(compiled).decode(),
        "variables": variables,
    }


def _check_types(text: str) -> None:
    """Raises `ParameterError` with all that is wrong with the types of an expression.

    Raises `CelMissingError` without protobuf.
    """
    from lint.checks.policy.expression_types import Types
    from lint.model.rule import ParameterError
    from lint.support.cel import CelMissingError, type_mistakes
    from lint.support.nearest import nearest

    try:
        types = Types()
    except ImportError as error:
        raise CelMissingError(error) from None
    mistakes = []
    for each in type_mistakes(text, types.pool, types.variables):
        help = NOTHING
        if each.field:
            near = nearest(each.field, types.fields(each.message_type))
            help = say("Did you mean `{}`?", own(near)) if near else NOTHING
        mistakes.append(ParameterError(say("CEL: {}", own(each.message)), (), each.offset, help))
    if mistakes:
        first, *first.more = mistakes
        raise first


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
) -> Iterator[Finding | NotRun]:
    from lint.support.cel import evaluate

    variables = rule.params["variables"]
    data = values_of(context, container, variables)
    secrets = "env" in variables and container is not None and _has_secret(container)
    certain = not (context.resource.open or secrets) and not any(
        depends_on_unknown(context, container, name, variables[name]) for name in variables
    )
    result: bool | str | None = evaluate(expression, data) if certain else None
    if result is True:
        return
    from lint.checks.policy.expression_verdict import Verdict, WorkLimitError

    try:
        verdict = _verdict(rule, context, container, data)
    except WorkLimitError:
        if not certain:
            yield NotRun(rule.id, "looks at too many values to be decided", limit_reached=True)
            return
        verdict = Verdict(result, [], None)
    if certain:
        verdict.result = result
    if verdict.result is None:
        yield _undecided(rule, context, verdict.reads)
    elif verdict.result is not True:
        yield _finding(rule, context, container, verdict)


def _has_secret(container: Container) -> bool:
    return any(variable.secret is not None for variable in container.env)


def _verdict(
    rule: Rule, context: CheckContext, container: Container | None, data: dict[str, Any]
) -> Verdict:
    """The verdict part by part, with the values that decided. Raises `WorkLimitError`."""
    from lint.checks.policy.expression_verdict import Value, judge
    from lint.support.cel_syntax import parse

    text = rule.params["text"]
    values = {}
    for name, datum in data.items():
        node: Node | dict[str, Node] | None = node_of(context, container, name)
        if name == "env":
            node = {
                variable.name: variable.value or variable.node
                for variable in (container.env if container is not None else ())
                if variable.name is not None
            }
        elif name == "annotations":
            node = {}
            for mapping in (context.resource.annotations, context.resource.template_annotations):
                if mapping is not None:
                    node.update((key, value) for key, _, value in mapping.items())
        values[name] = Value(datum, node, name if name in ("env", "annotations") else "")
    return judge(text, parse(text), values, context.resource.may_have_more)


def _undecided(rule: Rule, context: CheckContext, reads: list[Read]) -> NotRun:
    """Says which values the expression needs: placeholders, else what it reads."""
    names: dict[str, Message] = {}
    for read in reads:
        found = False
        for node in read.value.unknown_nodes():
            for text in find_any(node.text):
                names.setdefault(text, context.resource.placeholder(text, node))
                found = True
        if not found:
            names.setdefault(read.path, own(read.path))
    return NotRun(rule.id, str(say("needs the value of {}", listed(names.values(), most=3))))


def _finding(
    rule: Rule, context: CheckContext, container: Container | None, verdict: Verdict
) -> Finding:
    facts: dict[str, Message] = {}
    nodes: dict[str, Node] = {}
    for read in verdict.reads:
        words = _words(context, read.value)
        if words:
            facts.setdefault(read.path, say("`{}` {}", own(read.path), words))
        node = read.value.node
        if node is not None and not isinstance(node, dict):
            nodes.setdefault(read.path, node)
    where = next(iter(nodes.values()), None) or _fallback(context, container)
    shown = list(facts.values())
    more = len(shown) - _MOST_FACTS
    if more > 0:
        shown = [*shown[:_MOST_FACTS], say("{} more values decide", number(more))]
    error = verdict.result if isinstance(verdict.result, str) else ""
    return context.finding(
        rule,
        where,
        message=say(
            "`{}` {}{}{}",
            own(_shortened(rule.params["text"])),
            say("cannot be evaluated") if error else say("is not true"),
            say(" for {}", container.label) if container is not None else NOTHING,
            say(": {}", joined(shown)) if shown else NOTHING,
        ),
        related=[
            (node, facts.get(text, say("the expression also uses this")))
            for text, node in nodes.items()
            if node is not where
        ],
        help=say("Change the expression or the manifest: {}.", own(error)) if error else NOTHING,
    )


def _words(context: CheckContext, value: Value) -> Message:
    """What a value is, for a message: "is `5`", "is not set". Env vars stay hidden."""
    if value.state == "missing":
        return say("is not set")
    if isinstance(value.datum, list | dict):
        return NOTHING if value.datum else say("is empty")
    if isinstance(value.node, ScalarNode):
        return say("is `{}`", context.resource.value(value.node))
    if value.node is None and value.key and isinstance(value.datum, str | int):
        return say("is `{}` by default", own(str(value.datum)))
    return NOTHING


def _shortened(text: str) -> str:
    """An expression in one line; what is cut of a very long one is counted."""
    from lint.checks.policy.expression_text import one_line

    line = one_line(text)
    cut = len(line) - _LONGEST_SHOWN
    return line if cut <= 0 else f"{line[:_LONGEST_SHOWN]} ... (+{cut:,} characters)"


def _fallback(context: CheckContext, container: Container | None) -> Any:
    if container is None:
        return context.resource.head
    name = container.node.get("name") or container.node.get("image")
    return name if name is not None else container.node
