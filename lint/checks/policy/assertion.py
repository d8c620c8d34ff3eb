"""`assert`: an expression in CEL that must be true."""

from __future__ import annotations

from lint.checks.policy.expression_values import (
    LEFT_OUT,
    deepest_node,
    depends_on_unknown,
    node_at,
    unknown_values,
    value_at,
    values_of,
)
from lint.model.findings import NotRun
from lint.model.text import NOTHING, joined, listed, own, say
from lint.support.lazy_regex import lazy_regex
from lint.yaml.placeholders import find_any
from lint.yaml.tree import ScalarNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.manifest.resource import Container
    from lint.model.findings import Finding
    from lint.model.rule import Rule
    from lint.model.text import Message

_LITERAL = lazy_regex(r"['\"]([^'\"]*)['\"]")
_NUMBER = lazy_regex(r"(?<![\w.'\"])(\d{1,15})(?![\w.'\"])")
_MOST_FACTS = 6
_LONGEST_SHOWN = 1_000
_GUESSES: tuple[tuple[str, int], ...] = (
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
    """Compiles the expression, and checks its types against Cloud Run's resources."""
    from base64 import b64encode

    from lint.checks.policy.expression_text import mentioned_paths, mentioned_variables
    from lint.model.rule import ParameterError
    from lint.support.cel import CelError, CelMissingError, compile_expression

    try:
        compiled = compile_expression(params)
        _check_types(params)
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

    def verdict_for(text: str | None = None, number: int | None = None) -> bool | str:
        return evaluate(expression, values_of(context, container, variables, text, number))

    verdict = verdict_for()
    if any(depends_on_unknown(context, container, name, variables[name]) for name in variables):
        # What the expression compares with is the likeliest value to make it true.
        words = [(word, 0) for word in _LITERAL.findall(rule.params["text"])]
        numbers = [("", int(number)) for number in _NUMBER.findall(rule.params["text"])]
        verdicts = [verdict, *(verdict_for(*guess) for guess in (*_GUESSES, *words, *numbers))]
        if all(each is True for each in verdicts):
            return
        if any(each is True for each in verdicts) or not (
            # An operand that reads no unknown value decides, whatever the others are.
            verdict_for(LEFT_OUT) is False or _fails_anyway(context, container, rule, verdicts)
        ):
            yield _undecided(rule, context, container)
            return
    elif verdict is True:
        return
    yield _finding(rule, context, container, verdict)


def _fails_anyway(
    context: CheckContext, container: Container | None, rule: Rule, verdicts: list[bool | str]
) -> bool:
    """Whether an expression has no value because of parts that are known."""
    nodes = (deepest_node(context, container, path) for path in rule.params["paths"])
    return all(isinstance(each, str) for each in verdicts) and not any(
        isinstance(node, ScalarNode) and node.unknown for node in nodes
    )


def _undecided(rule: Rule, context: CheckContext, container: Container | None) -> NotRun:
    names: dict[str, Message] = {}
    for node in unknown_values(context, container, rule.params["variables"]):
        for text in find_any(node.text):
            names.setdefault(text, context.resource.placeholder(text, node))
    return NotRun(rule.id, str(say("needs the value of {}", listed(names.values(), most=3))))


def _finding(
    rule: Rule, context: CheckContext, container: Container | None, verdict: bool | str
) -> Finding:
    decided = [path for path in _decisive_paths(rule, context, container) if len(path) > 1]
    nodes = [
        node for path in decided if (node := deepest_node(context, container, path)) is not None
    ]
    facts = _facts(context, container, rule, decided)
    where = nodes[0] if nodes else _fallback(context, container)
    return context.finding(
        rule,
        where,
        message=say(
            "`{}` {}{}{}",
            own(_one_line(rule.params["text"])),
            say("cannot be evaluated") if isinstance(verdict, str) else say("is not true"),
            say(" for {}", container.label) if container is not None else NOTHING,
            say(": {}", joined(facts)) if facts else NOTHING,
        ),
        related=[
            (node, say("the expression also uses this")) for node in nodes[1:] if node is not where
        ],
        help=say("Change the expression or the manifest: {}.", own(verdict))
        if isinstance(verdict, str)
        else NOTHING,
    )


def _decisive_paths(
    rule: Rule, context: CheckContext, container: Container | None
) -> list[list[str]]:
    """The paths in the operands of `&&` that are not true; those of the whole else."""
    from lint.checks.policy.expression_text import mentioned_paths, operands
    from lint.support.cel import CelError, compile_expression, evaluate, load_expression

    variables = rule.params["variables"]
    parts = operands(rule.params["text"])
    if len(parts) > 1:
        data = values_of(context, container, variables, None, None)
        try:
            untrue = [
                part
                for part in parts
                if evaluate(load_expression(compile_expression(part)), data) is not True
            ]
        except CelError:
            return rule.params["paths"]  # type: ignore[no-any-return]
        return [path for part in untrue for path in mentioned_paths(part)]
    return rule.params["paths"]  # type: ignore[no-any-return]


def _facts(
    context: CheckContext, container: Container | None, rule: Rule, paths: list[list[str]]
) -> list[Message]:
    """What the expression found at its paths, as parts of a sentence. Env vars stay hidden."""
    data = values_of(context, container, rule.params["variables"], None, None)
    facts: dict[str, Message] = {}
    for path in paths:
        shown = "".join(
            step if number == 0 else f".{step}" if step.isidentifier() else f'["{step}"]'
            for number, step in enumerate(path)
        )
        node = node_at(context, container, path)
        value = value_at(data, path)
        if isinstance(node, ScalarNode) and node.value is not None:
            facts[shown] = say("`{}` is `{}`", own(shown), context.resource.value(node))
        elif value is None:
            facts[shown] = say("`{}` is not set", own(shown))
        elif node is None and isinstance(value, str | int):
            facts[shown] = say("`{}` is `{}` by default", own(shown), own(str(value)))
    return list(facts.values())[:_MOST_FACTS]


def _one_line(text: str) -> str:
    """An expression in one line; what is cut of a very long one is counted."""
    line = " ".join(text.split())
    cut = len(line) - _LONGEST_SHOWN
    return line if cut <= 0 else f"{line[:_LONGEST_SHOWN]} ... (+{cut:,} characters)"


def _fallback(context: CheckContext, container: Container | None) -> Any:
    if container is None:
        return context.resource.head
    name = container.node.get("name") or container.node.get("image")
    return name if name is not None else container.node
