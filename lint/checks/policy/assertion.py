"""`assert`: an expression in CEL that must be true."""

from __future__ import annotations

import re

from lint.model.text import NOTHING, own, say
from lint.support.cel import VARIABLES
from lint.support.lazy_regex import lazy_regex
from lint.yaml.tree import MappingNode, ScalarNode, SequenceNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping as Fields
    from collections.abc import Sequence as Rules
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.manifest.resource import Container
    from lint.model.findings import Finding, NotRun
    from lint.model.rule import Rule
    from lint.yaml.tree import Node

_PATH = lazy_regex(
    r"\b(resource|service|job|workerPool|template|container|annotations|env)"
    r"((?:\??\.[A-Za-z_]\w*|\[\s*(?:'[^']*'|\"[^\"]*\"|\d+)\s*\])+)"
)
_STEP = lazy_regex(r"\.([A-Za-z_]\w*)|\[\s*'([^']*)'\s*\]|\[\s*\"([^\"]*)\"\s*\]|\[\s*(\d+)\s*\]")
_STRING = lazy_regex(
    r"(?:[rR]|\b[bB])?(?:\"\"\"[\s\S]*?\"\"\"|'''[\s\S]*?''')"
    r"|[rR](?:\"[^\"]*\"|'[^']*')"
    r"|\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'"
)
_LITERAL = lazy_regex(r"['\"]([^'\"]*)['\"]")
_INDEX = lazy_regex(r"[0-9]{1,9}")
_NUMBER = lazy_regex(r"(?<![\w.'\"])(\d{1,15})(?![\w.'\"])")
_TEXTS = ("env", "annotations")
_ROOTS = {"service": "Service", "job": "Job", "workerPool": "WorkerPool"}
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

    from lint.model.rule import ParameterError
    from lint.support.cel import CelError, CelMissingError, compile_expression

    try:
        compiled = compile_expression(params)
    except CelMissingError as error:
        raise ParameterError(error.message, help=error.help, once=True) from None
    except CelError as error:
        raise ParameterError(say("CEL: {}", own(error.message)), (), error.offset) from None
    paths = [
        [match.group(1), *_steps(match.group(2))]
        for match in _PATH.finditer(re.sub(r"'[^']*'|\"[^\"]*\"", _blank_free, params))
    ]
    return {
        "text": params,
        "compiled": b64encode(compiled).decode(),
        "paths": paths,
        "variables": _variables(params),
    }


def _variables(expression: str) -> dict[str, list[str]]:
    """The variables that an expression mentions, each with the fields that it takes of it.

    [] stands for all fields: the variable is also used as a whole.
    """
    code = _STRING.sub('""', expression)
    found: dict[str, list[str]] = {}
    for name in VARIABLES:
        whole = len(re.findall(rf"(?<![\w.]){name}\b", code))
        fields = re.findall(
            rf"(?<![\w.]){name}\b\s*(?:\.\??|\?\.)\s*([A-Za-z_]\w*)(?!\w*\s*\()", code
        )
        if whole:
            found[name] = sorted(set(fields)) if len(fields) == whole else []
    return found


def _blank_free(match: re.Match[str]) -> str:
    # Keys in brackets are kept; other strings must not look like paths.
    text = match.group()
    return text if "container." not in text and "resource." not in text else '""'


def _steps(text: str) -> list[str]:
    return [next(group for group in match.groups() if group) for match in _STEP.finditer(text)]


def run(rules: Rules[Rule], context: CheckContext) -> Iterator[Finding | NotRun]:
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
    if any(_unknown_in(context, container, name, variables[name]) for name in variables):
        # What the expression compares with is the likeliest value to make it true.
        words = [(word, 0) for word in _LITERAL.findall(rule.params["text"])]
        numbers = [("", int(number)) for number in _NUMBER.findall(rule.params["text"])]
        guesses = (*_GUESSES, *words, *numbers)
    for text, number in guesses:
        data = _data(context, container, variables, text, number)
        verdicts.append(evaluate(expression, data))
    if any(verdict is True for verdict in verdicts):
        return  # it holds, or whether it holds depends on values that nobody knows yet
    verdict = verdicts[0]
    nodes = [
        node
        for path in rule.params["paths"]
        if (node := _follow(context, container, path)) is not None
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


def _follow(context: CheckContext, container: Container | None, path: list[str]) -> Node | None:
    """The deepest node of a path that is there; None when not even its first step is."""
    root, *steps = path
    resource = context.resource
    node: Node | None = resource.root
    if root == "template":
        node = resource.template
    elif root == "container":
        node = container.node if container is not None else None
    elif root == "annotations":
        node = _annotations(resource, steps[0])
    elif root == "env":
        if container is None:
            return None
        found = [variable for variable in container.env if variable.name == steps[0]]
        return (found[-1].value or found[-1].node) if found else None
    deepest: Node | None = None
    for step in steps:
        if isinstance(node, SequenceNode):
            index = int(step) if _INDEX.fullmatch(step) else -1
            node = node.items[index] if 0 <= index < len(node.items) else None
        else:
            node = node.get(step) if node is not None else None
        if node is None:
            break
        deepest = node
    return deepest


def _annotations(resource: Any, key: str) -> Node | None:
    template = resource.template_annotations
    if template is not None and key in template:
        return template  # type: ignore[no-any-return]
    return resource.annotations  # type: ignore[no-any-return]


def _has_unknown(node: Node) -> bool:
    return any(
        isinstance(found, ScalarNode) and _is_unknown(found, key)
        for found, key in node.walk_with("", lambda parent, key, above: key or above)
    )


def _is_unknown(node: ScalarNode, key: str) -> bool:
    # A name such as SERVICE_ID is a good one for an env var and no word to fill in.
    return node.templated if key == "name" else node.unknown


def _node(context: CheckContext, container: Container | None, variable: str) -> Node | None:
    """The part of the resource that a variable of expressions has its value from."""
    resource = context.resource
    if variable == "template":
        return resource.template
    if variable == "container":
        return container.node if container is not None else None
    if variable == "env":
        return container.node.get("env") if container is not None else None
    if variable in _ROOTS and _ROOTS[variable] != resource.kind:
        return None
    return resource.root  # annotations stand at two levels of it


def _unknown_in(
    context: CheckContext, container: Container | None, variable: str, fields: Rules[str]
) -> bool:
    """Whether something that the expression may look at is unknown."""
    node = _node(context, container, variable)
    if node is None:
        return False
    if fields and variable not in _TEXTS:
        values = (node.get(field) for field in fields)
        return any(_has_unknown(value) for value in values if value is not None)
    return _has_unknown(node)


def _data(
    context: CheckContext,
    container: Container | None,
    variables: Fields[str, Rules[str]],
    text: str | None,
    number: int | None,
) -> dict[str, Any]:
    """The values of the variables, as far as the expression looks at them."""
    data: dict[str, Any] = {}
    for variable in VARIABLES:
        node = _node(context, container, variable) if variable in variables else None
        if node is None:
            data[variable] = {}
        elif variable == "annotations":
            data[variable] = _annotation_values(context.resource, text, number)
        elif variable == "env":
            data[variable] = _env_values(container, text)
        else:
            data[variable] = _plain(node, text, number, fields=variables[variable])
    return data


def _annotation_values(resource: Any, text: str | None, number: int | None) -> dict[str, str]:
    values: dict[str, str] = {}
    for mapping in (resource.annotations, resource.template_annotations):
        if mapping is not None:
            for name, value in _plain(mapping, text, number).items():
                values[name] = str(value)
    return values


def _env_values(container: Container | None, text: str | None) -> dict[str, str]:
    return {
        variable.name: (text if variable.unknown and text is not None else variable.value.text)
        for variable in (container.env if container is not None else ())
        if variable.name is not None and variable.secret is None and variable.value is not None
    }


def _plain(
    node: Node, text: str | None, number: int | None, key: str = "", fields: Rules[str] = ()
) -> Any:
    """Plain data as gcloud would send it: quoted numbers of number fields are numbers.

    `fields` are the only fields of a mapping to be taken, unless there are none.
    """
    if isinstance(node, MappingNode):
        return {
            name: _plain(value, text, number, name)
            for name, _, value in node.items()
            if (not fields or name in fields)
            and not (isinstance(value, ScalarNode) and value.value is None)
        }
    if isinstance(node, SequenceNode):
        return [_plain(item, text, number, key) for item in node.items]
    assert isinstance(node, ScalarNode)
    if text is not None and _is_unknown(node, key):
        return number if key in _NUMBERS else text
    if key in _NUMBERS and isinstance(node.value, str):
        try:
            return int(node.value)
        except ValueError:
            return node.value
    if isinstance(node.value, str):
        return str(node.value)
    return node.value


_NUMBERS = frozenset(
    [
        "containerConcurrency",
        "timeoutSeconds",
        "containerPort",
        "port",
        "percent",
        "mode",
        "defaultMode",
        "initialDelaySeconds",
        "periodSeconds",
        "failureThreshold",
        "successThreshold",
        "maxRetries",
        "taskCount",
        "parallelism",
    ]
)
"""Fields that the v1 API takes as integers (discovery document `run.v1`)."""
