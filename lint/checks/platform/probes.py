"""`probes`: start-up, liveness and readiness probes."""

from __future__ import annotations

from lint.checks.faults import fault_parameters, report_faults
from lint.model import text as shown
from lint.model.fault import Fault
from lint.model.text import say
from lint.support.lazy_regex import lazy_regex
from lint.yaml.tree import MappingNode, Node, ScalarNode, elements, integer_of, is_null, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.checks.faults import Facts
    from lint.manifest.resource import Resource
    from lint.model.findings import Finding
    from lint.model.rule import Rule

FAULTS = (
    "no-action",
    "several-actions",
    "unsupported-action",
    "out-of-range",
    "disputed-range",
    "timeout-above-period",
    "initial-delay",
    "wrong-kind",
    "useless-kind",
    "port",
    "header-name",
    "long-startup",
    "success-threshold",
    "service-health",
)
_PROBES = ("startupProbe", "livenessProbe", "readinessProbe")
_ACTIONS = ("httpGet", "tcpSocket", "grpc", "exec")
_REGIONS = "run.googleapis.com/regions"
_HEADER = lazy_regex(r"[A-Za-z0-9-]+")


def model() -> Any:
    """The parameters, for pydantic."""
    return fault_parameters(FAULTS)


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding]:
    """A finding for each fault of each probe."""
    return report_faults(rules, context, _detect)


def _detect(context: CheckContext, facts: dict[str, Facts]) -> Iterator[Fault]:
    for container in context.resource.containers:
        for name in _PROBES:
            probe = container.node.get(name)
            if isinstance(probe, MappingNode):
                gpu = context.resource.uses_gpu
                yield from _probe(context, facts, name, probe, container.node, gpu)
    yield from _service_health(context.resource)


def _service_health(resource: Resource) -> Iterator[Fault]:
    """A service in several regions, whose load balancer cannot know that one of them is down."""
    node = resource.annotation(_REGIONS, template=False)
    container = resource.ingress_container
    if node is None or container is None or resource.partial:
        return
    if is_null(container.node.get("readinessProbe")):
        yield Fault(
            "service-health",
            node,
            message=say(
                "the service has several regions, but {} has no `readinessProbe`", container.label
            ),
            help=say("Add `readinessProbe` to it, or leave failover to something else."),
        )
    least = [
        resource.annotation("run.googleapis.com/minScale", template=False),
        resource.annotation("autoscaling.knative.dev/minScale", template=True),
    ]
    if all(count is None or integer_of(count) == 0 or count.text == "0" for count in least):
        mode = resource.annotation("run.googleapis.com/scalingMode", template=False)
        if mode is None or text_of(mode) == "automatic":
            yield Fault(
                "service-health",
                node,
                message=say("the service has several regions, but may have no instance in them"),
                help=say("Set `run.googleapis.com/minScale` to 1 or more for each region."),
            )


def _probe(
    context: CheckContext,
    facts: dict[str, Facts],
    name: str,
    probe: MappingNode,
    parent: Node,
    gpu: bool,
) -> Iterator[Fault]:
    resource = context.resource
    key = resource.key_place(parent, name)
    kind = resource.kind
    for fault in ("wrong-kind", "useless-kind"):
        reason = facts.get(fault, {}).get(kind, {}).get(name)
        if reason:
            yield Fault(
                fault,
                key,
                message=shown.own(reason),
                help=say("Remove `{}`.", shown.own(name)),
            )
    actions = [action for action in _ACTIONS if not is_null(probe.get(action))]
    if not actions:
        yield Fault(
            "no-action",
            key,
            message=say("`{}` has no action", shown.own(name)),
            help=say("Add `httpGet`, `grpc` or `tcpSocket`.")
            if name == "startupProbe"
            else say("Add `httpGet` or `grpc`."),
        )
    elif len(actions) > 1:
        yield Fault(
            "several-actions",
            probe.keys[actions[1]],
            message=say(
                "`{}` has {}; exactly 1 is allowed",
                shown.own(name),
                shown.count(len(actions), "action"),
            ),
            help=say("Keep only one of {}.", shown.listed(map(shown.own, actions))),
            related=[(probe.keys[actions[0]], say("the first one"))],
        )
    allowed = facts.get("unsupported-action", {}).get(name)
    for action in actions:
        # The API has no `exec`: it is reported with the other unknown fields.
        if allowed and action not in allowed and action != "exec":
            options = [say("`{}`", shown.own(option)) for option in allowed]
            either = options[0]
            for option in options[1:]:
                either = say("{} or {}", either, option)
            yield Fault(
                "unsupported-action",
                probe.keys[action],
                message=say("`{}` does not support `{}`", shown.own(name), shown.own(action)),
                help=say("Use {}.", either),
            )
    yield from _numbers(facts, name, probe, gpu, resource)
    for action in actions:
        yield from _action(resource, name, probe.get(action))


def _numbers(
    facts: dict[str, Facts], name: str, probe: MappingNode, gpu: bool, resource: Resource
) -> Iterator[Fault]:
    column = "gpu" if gpu else "limits"
    reported: set[str] = set()
    for fault in ("out-of-range", "disputed-range"):
        table = facts.get(fault, {})
        limits = {**table.get("limits", {}).get(name, {})}
        if gpu:
            limits.update(table.get(column, {}).get(name, {}))
        for field, (least, most) in limits.items():
            node = probe.get(field)
            value = integer_of(node)
            # 0 stands for the default of every number.
            if node is None or value is None or value == 0 or field in reported:
                continue
            if value < least or (most is not None and value > most):
                reported.add(field)
                above = most is not None and value > most
                low = shown.number(least)
                span = say("at least {}", low)
                if most is not None:
                    span = say("between {} and {}", low, shown.number(most))
                note = table.get("note")
                yield Fault(
                    fault,
                    node,
                    message=say(
                        "`{}` of `{}` is {}; {}",
                        shown.own(field),
                        shown.own(name),
                        shown.number(value),
                        shown.own(note) if note else say("it must be {}", span),
                    ),
                    help=say("Set it to {} or less.", shown.number(most))
                    if above
                    else say("Set it to {} or more.", low),
                )
    delay = probe.get("initialDelaySeconds")
    if name == "readinessProbe" and delay is not None and integer_of(delay):
        yield Fault(
            "initial-delay",
            probe.keys["initialDelaySeconds"],
            message=say("`readinessProbe` may not support `initialDelaySeconds`"),
            help=say("Remove it."),
        )
    success = probe.get("successThreshold")
    if name != "readinessProbe" and success is not None and (integer_of(success) or 1) != 1:
        yield Fault(
            "success-threshold",
            success,
            message=say(
                "`successThreshold` of `{}` must be 1, not {}",
                shown.own(name),
                shown.number(integer_of(success) or 1),
            ),
            help=say("Remove it."),
        )
    period = _number(probe, "periodSeconds", 10)
    timeout = _number(probe, "timeoutSeconds", 1)
    if period is not None and timeout is not None and timeout > period:
        node = probe.get("timeoutSeconds") or probe
        other = probe.get("periodSeconds")
        default = say(", the default") if other is None else shown.NOTHING
        yield Fault(
            "timeout-above-period",
            node,
            message=say(
                "`timeoutSeconds` ({}) of `{}` is greater than `periodSeconds` ({}{})",
                shown.number(timeout),
                shown.own(name),
                shown.number(period),
                default,
            ),
            help=say(
                "Set `periodSeconds` to {} or more, or lower `timeoutSeconds`.",
                shown.number(timeout),
            ),
            related=[(other, say("the period is set here"))] if other is not None else [],
            # The v2 API's validation accepts it, and so do tests of the Terraform provider.
            severity=None if resource.by_gcloud else "warning",
        )
    if name == "startupProbe":
        threshold = _number(probe, "failureThreshold", 3)
        limit = facts.get("long-startup", {}).get("gpu" if gpu else "seconds")
        if limit and period is not None and threshold is not None and period * threshold > limit:
            node = probe.get("failureThreshold") or probe.get("periodSeconds") or probe
            note = facts["long-startup"].get("note")
            yield Fault(
                "long-startup",
                node,
                message=say(
                    "the start-up probe waits up to {} s (`periodSeconds` x `failureThreshold`); {}",
                    shown.number(period * threshold),
                    shown.own(note) if note else say("the limit is {} s", shown.number(limit)),
                ),
                help=say("Lower the product to {} s or less.", shown.number(limit)),
            )


def _number(probe: MappingNode, field: str, default: int) -> int | None:
    node = probe.get(field)
    if is_null(node):
        return default
    value = integer_of(node)
    if value is not None and value < 0:
        return None  # reported as out of range
    return default if value == 0 else value


def _action(resource: Resource, name: str, node: Node | None) -> Iterator[Fault]:
    if not isinstance(node, MappingNode):
        return
    port = node.get("port")
    number = integer_of(port)
    if port is not None and number is not None and number != 0 and not 1 <= number <= 65535:
        yield Fault(
            "port",
            port,
            message=say(
                "the port of `{}` must be between 1 and 65535, not {}",
                shown.own(name),
                shown.number(number),
            ),
            help=say("Write the port that the container listens on, or remove it."),
        )
    for header in elements(node.get("httpHeaders")):
        header_name = header.get("name")
        if isinstance(header_name, ScalarNode) and isinstance(header_name.value, str):
            if not header_name.unknown and not _HEADER.fullmatch(header_name.text):
                yield Fault(
                    "header-name",
                    header_name,
                    message=say(
                        "`{}` is not a valid HTTP header name", resource.value(header_name)
                    ),
                    help=say("Use only letters, digits and `-`."),
                )
