"""`probes`: start-up, liveness and readiness probes."""

from __future__ import annotations

from lint.checks.faults import fault_parameters, report_faults
from lint.model.fault import Fault
from lint.support.lazy_regex import lazy_regex
from lint.yaml.tree import MappingNode, Node, ScalarNode, elements, integer_of, is_null

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.checks.faults import Facts
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
)
_PROBES = ("startupProbe", "livenessProbe", "readinessProbe")
_ACTIONS = ("httpGet", "tcpSocket", "grpc", "exec")
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
                yield from _probe(context, facts, name, probe, container.node, uses_gpu(context))


def uses_gpu(context: CheckContext) -> bool:
    """Whether any container asks for a GPU, for which several limits are wider."""
    return any(
        not is_null(container.node.at("resources", "limits", "nvidia.com/gpu"))
        for container in context.resource.containers
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
            yield Fault(fault, key, message=reason, help=f"Remove `{name}`.")
    actions = [action for action in _ACTIONS if not is_null(probe.get(action))]
    if not actions:
        yield Fault(
            "no-action",
            key,
            message=f"`{name}` has no action",
            help="Add `httpGet`, `grpc`" + (" or `tcpSocket`." if name == "startupProbe" else "."),
        )
    elif len(actions) > 1:
        yield Fault(
            "several-actions",
            probe.keys[actions[1]],
            message=f"`{name}` has {len(actions)} actions, exactly one is allowed",
            help=f"Keep one of {' and '.join(f'`{action}`' for action in actions)}.",
            related=[(probe.keys[actions[0]], "the first one")],
        )
    allowed = facts.get("unsupported-action", {}).get(name)
    for action in actions:
        # `exec` is no action of the API at all: that is told with the other unknown fields.
        if allowed and action not in allowed and action != "exec":
            options = " or ".join(f"`{option}`" for option in allowed)
            yield Fault(
                "unsupported-action",
                probe.keys[action],
                message=f"`{action}` is not supported in `{name}`",
                help=f"Use {options}.",
            )
    yield from _numbers(facts, name, probe, gpu)
    for action in actions:
        yield from _action(facts, name, action, probe.get(action))


def _numbers(facts: dict[str, Facts], name: str, probe: MappingNode, gpu: bool) -> Iterator[Fault]:
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
                span = f"{least} to {most}" if most is not None else f"at least {least}"
                extra = table.get("note", "")
                yield Fault(
                    fault,
                    node,
                    message=f"`{field}` of `{name}` is {value}; {extra or f'allowed is {span}'}",
                    help=f"Set it to {most if most is not None and value > most else least}"
                    + (" or less." if most is not None and value > most else " or more."),
                )
    delay = probe.get("initialDelaySeconds")
    if name == "readinessProbe" and delay is not None and integer_of(delay):
        yield Fault(
            "initial-delay",
            probe.keys["initialDelaySeconds"],
            message="`initialDelaySeconds` is not supported in `readinessProbe`",
            help="Remove it.",
        )
    success = probe.get("successThreshold")
    if name != "readinessProbe" and success is not None and (integer_of(success) or 1) != 1:
        yield Fault(
            "success-threshold",
            success,
            message=f"`successThreshold` of `{name}` must be 1",
            help="Remove it.",
        )
    period = _number(probe, "periodSeconds", 10)
    timeout = _number(probe, "timeoutSeconds", 1)
    if period is not None and timeout is not None and timeout > period:
        node = probe.get("timeoutSeconds") or probe
        other = probe.get("periodSeconds")
        default = "" if other is not None else " (the default)"
        yield Fault(
            "timeout-above-period",
            node,
            message=f"`timeoutSeconds` of `{name}` is {timeout}, more than `periodSeconds`, which is "
            f"{period}{default}",
            help=f"Set `periodSeconds` to {timeout} or more, or lower `timeoutSeconds`.",
            related=[(other, "the period")] if other is not None else [],
        )
    if name == "startupProbe":
        threshold = _number(probe, "failureThreshold", 3)
        limit = facts.get("long-startup", {}).get("gpu" if gpu else "seconds")
        if limit and period is not None and threshold is not None and period * threshold > limit:
            node = probe.get("failureThreshold") or probe.get("periodSeconds") or probe
            note = facts["long-startup"].get("note", "")
            yield Fault(
                "long-startup",
                node,
                message=f"start-up may take `periodSeconds` x `failureThreshold` = {period * threshold} s; "
                f"{note or f'the limit is {limit} s'}",
                help=f"Keep the product at {limit} s or less.",
            )


def _number(probe: MappingNode, field: str, default: int) -> int | None:
    node = probe.get(field)
    if is_null(node):
        return default
    value = integer_of(node)
    return default if value == 0 else value


def _action(facts: dict[str, Facts], name: str, action: str, node: Node | None) -> Iterator[Fault]:
    if not isinstance(node, MappingNode):
        return
    port = node.get("port")
    number = integer_of(port)
    if port is not None and number is not None and number != 0 and not 1 <= number <= 65535:
        yield Fault(
            "port",
            port,
            message=f"the port of `{name}` is {number}; ports go from 1 to 65535",
            help="",
        )
    for header in elements(node.get("httpHeaders")):
        header_name = header.get("name")
        if isinstance(header_name, ScalarNode) and isinstance(header_name.value, str):
            if not header_name.unknown and not _HEADER.fullmatch(header_name.text):
                yield Fault(
                    "header-name",
                    header_name,
                    message=f"`{header_name.text[:60]}` is not the name of an HTTP header",
                    help="Use letters, digits and `-` only.",
                )
