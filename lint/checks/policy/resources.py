"""`resources`: the user's own bounds for CPU, memory, instances, concurrency and timeouts."""

from __future__ import annotations

from lint.manifest.defaults import (
    CPU,
    MAX_INSTANCES,
    MEMORY,
    MIN_INSTANCES,
    REQUEST_TIMEOUT,
    TASK_TIMEOUT,
    default_concurrency,
)
from lint.model.text import NOTHING, own, say
from lint.support.quantity import parse_quantity
from lint.yaml.tree import ScalarNode, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.model.findings import Finding, NotRun, Place
    from lint.model.rule import Rule
    from lint.model.text import Message
    from lint.yaml.tree import Node

_MIN = "autoscaling.knative.dev/minScale"
_MAX = "autoscaling.knative.dev/maxScale"
_OF_CONTAINER = ("cpu", "memory")
_FIELDS = {
    "cpu": "resources.limits.cpu",
    "memory": "resources.limits.memory",
    "min-instances": _MIN,
    "max-instances": _MAX,
    "concurrency": "containerConcurrency",
    "timeout": "timeoutSeconds",
}
_SECONDS = {"s": 1, "m": 60, "h": 3600}


def model() -> Any:
    """The parameters, for pydantic: a lone value means exactly that."""
    from typing import Annotated

    from pydantic import BeforeValidator, Field

    from lint.checks.coercions import as_amount, as_bound
    from lint.checks.parameters import Strict

    amount = Annotated[str, BeforeValidator(as_amount, json_schema_input_type=str | int | float)]

    class Bound(Strict):
        equals: amount | None = Field(default=None, description="exactly this amount")
        min: amount | None = Field(default=None, description="at least this amount")
        max: amount | None = Field(default=None, description="at most this amount")

    bound = Annotated[
        Bound, BeforeValidator(as_bound, json_schema_input_type=str | int | float | Bound)
    ]

    class Resources(Strict):
        cpu: bound | None = Field(
            default=None, description="CPU limit of the container: 1, 500m, ..."
        )
        memory: bound | None = Field(
            default=None, description="memory limit of the container: 512Mi, 1Gi, ..."
        )
        min_instances: bound | None = Field(
            default=None,
            alias="min-instances",
            description="instances that are kept running without requests",
        )
        max_instances: bound | None = Field(
            default=None,
            alias="max-instances",
            description="instances that may run at the same time",
        )
        concurrency: bound | None = Field(
            default=None, description="concurrent requests per instance"
        )
        timeout: bound | None = Field(
            default=None, description="time limit of a request or of a job's task: 300, 5m, 1h"
        )

    return Resources


def prepare(params: Any) -> Any:
    """Refuses what is not an amount, and bounds without a bound."""
    from lint.model.rule import ParameterError

    kept = {}
    for key, bound in params.items():
        if bound is None:
            continue
        stated = {relation: text for relation, text in bound.items() if text is not None}
        if not stated:
            raise ParameterError(
                say("`{}` has no bound", own(key)),
                (key,),
                help=say("Add `equals`, `min` or `max`."),
            )
        for relation, text in stated.items():
            if _amount(key, text) is None:
                what = say("a duration") if key == "timeout" else say("an amount")
                message = say("`{}` is not {} for `{}`", own(text), what, own(key))
                raise ParameterError(message, (key, relation))
        kept[key] = stated
    if not kept:
        raise ParameterError(
            say("`resources` requires nothing"),
            help=say(
                "Add `cpu`, `memory`, `min-instances`, `max-instances`, `concurrency` or `timeout`."
            ),
        )
    return kept


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding | NotRun]:
    """A finding for each amount that is out of its bounds; what is not set has its default."""
    for rule in rules:
        for key, bounds in rule.params.items():
            if key in _OF_CONTAINER:
                yield from context.container_not_stated(rule)
            for node, where, owner in _settings(rule, context, key):
                if node is None and context.resource.partial:
                    yield context.not_stated(rule)
                else:
                    yield from _judge(rule, context, key, bounds, node, where, owner)


def _settings(
    rule: Rule, context: CheckContext, key: str
) -> Iterator[tuple[Node | None, Node | Place, Message]]:
    """(node or None, where to point, whose it is) for each place where the amount can be set."""
    resource = context.resource
    if key in _OF_CONTAINER:
        for container in context.containers(rule):
            limits = container.node.at("resources", "limits")
            node = limits.get(key) if limits is not None else None
            yield node, node or limits or container.node, say(" of {}", container.label)
    elif key in ("min-instances", "max-instances"):
        annotation = resource.annotation(_MIN if key == "min-instances" else _MAX, template=True)
        yield annotation, annotation or resource.head, NOTHING
    elif resource.spec is not None:
        field = "containerConcurrency" if key == "concurrency" else "timeoutSeconds"
        node = resource.spec.get(field)
        yield node, node or resource.head, NOTHING


def _judge(
    rule: Rule,
    context: CheckContext,
    key: str,
    bounds: Any,
    node: Node | None,
    where: Node | Place,
    owner: Message,
) -> Iterator[Finding]:
    default = _default(context, key)
    text = default
    if isinstance(node, ScalarNode) and node.value is not None:
        if node.unknown:
            return
        text = node.text
    amount = _amount(key, text)
    if amount is None:
        return  # malformed: the platform's own rules say so
    is_default = node is None or (isinstance(node, ScalarNode) and node.value is None)
    found = (
        say("is not set and defaults to `{}`", own(default))
        if is_default
        else say("is `{}`", context.resource.value(node))
    )
    for relation, words in _RELATIONS.items():
        limit = bounds.get(relation)
        parsed = _amount(key, limit) if limit is not None else None
        if parsed is not None and not _holds(relation, amount, parsed):
            yield context.finding(
                rule,
                where,
                message=say("{}{} {}; it {} `{}`", own(key), owner, found, own(words), own(limit)),
                help=say("Set `{}` to `{}`.", own(_FIELDS[key]), own(limit)),
            )


def _default(context: CheckContext, key: str) -> str:
    """What Cloud Run assumes where nothing is stated."""
    if key == "timeout":
        return str(TASK_TIMEOUT if context.resource.kind == "Job" else REQUEST_TIMEOUT)
    if key == "concurrency":
        container = context.resource.ingress_container
        cpu = container.limits.get("cpu") if container and container.limits else None
        return str(default_concurrency(text_of(cpu) or CPU))
    instances = {"min-instances": MIN_INSTANCES, "max-instances": MAX_INSTANCES}
    return str({"cpu": CPU, "memory": MEMORY, **instances}[key])


_RELATIONS = {
    "equals": "must be",
    "min": "must be at least",
    "max": "must be at most",
}


def _holds(relation: str, amount: int, limit: int) -> bool:
    if relation == "equals":
        return amount == limit
    return amount >= limit if relation == "min" else amount <= limit


def _amount(key: str, text: str) -> int | None:
    if key == "timeout":
        if text[-1:] in _SECONDS and text[:-1].isdigit():
            amount = parse_quantity(text[:-1])
            return None if amount is None else amount * _SECONDS[text[-1]]
        return parse_quantity(text) if text.isdigit() else None
    return parse_quantity(text)
