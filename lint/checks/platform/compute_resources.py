"""`compute-resources`: CPU, memory, concurrency, time limits and scaling, and how they go together."""

from __future__ import annotations

from lint.checks.faults import fault_parameters, report_faults
from lint.manifest.defaults import CPU, MEMORY
from lint.model import text as shown
from lint.model.fault import Fault
from lint.model.text import say
from lint.support.quantity import UNIT, parse_quantity
from lint.yaml.tree import MappingNode, Node, ScalarNode, integer_of, is_null, written_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.checks.faults import Facts
    from lint.manifest.resource import Container, Resource
    from lint.model.findings import Finding
    from lint.model.rule import Rule
    from lint.model.text import Message

FAULTS = (
    "quantity",
    "limit-key",
    "cpu-value",
    "cpu-total",
    "cpu-below-one-concurrency",
    "cpu-below-one-always-on",
    "cpu-below-one-gen2",
    "cpu-below-one-kind",
    "memory-for-cpu",
    "memory-floor",
    "memory-unit",
    "concurrency",
    "timeout",
    "task-timeout",
    "retries",
    "tasks",
    "parallelism",
    "min-above-max",
    "min-above-max-service",
    "requests-above-limits",
)
_THROTTLING = "run.googleapis.com/cpu-throttling"
_ENVIRONMENT = "run.googleapis.com/execution-environment"
_MI = UNIT << 20
_NEEDS = {"Job": say("a job needs"), "WorkerPool": say("a worker pool needs")}
"""How messages name the kinds that always run in gen2 with their CPU allocated."""


def model() -> Any:
    """The parameters, for pydantic."""
    return fault_parameters(FAULTS)


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding]:
    """A finding for each amount that is out of range, and for each pair that cannot be."""
    return report_faults(rules, context, _detect)


class _Amount:
    """A limit of one container: its value in billionths, None when unknown; the default when not set."""

    __slots__ = ("node", "value")

    def __init__(self, container: Container, key: str, default: str) -> None:
        node = container.node.at("resources", "limits", key)
        self.node: ScalarNode | None = None
        self.value: int | None = parse_quantity(default)
        if isinstance(node, ScalarNode) and node.value is not None:
            self.node = node
            text = written_text(node)
            self.value = parse_quantity(text) if text is not None else None


def _detect(context: CheckContext, facts: dict[str, Facts]) -> Iterator[Fault]:
    resource = context.resource
    cpus: list[_Amount] = []
    memories: list[_Amount] = []
    for container in resource.containers:
        yield from _limits(resource, facts, container)
        cpu = _Amount(container, "cpu", CPU)
        memory = _Amount(container, "memory", MEMORY)
        gpu = not is_null(container.node.at("resources", "limits", "nvidia.com/gpu"))
        cpus.append(cpu)
        memories.append(memory)
        yield from _container(resource, facts, cpu, memory, gpu)
    if cpus:
        yield from _total(resource, facts, cpus, memories)
    yield from _numbers(resource, facts)
    yield from _scaling(resource)


def _limits(resource: Resource, facts: dict[str, Facts], container: Container) -> Iterator[Fault]:
    known = facts.get("limit-key", {}).get("keys", [])
    for part in ("limits", "requests"):
        mapping = container.node.at("resources", part)
        if not isinstance(mapping, MappingNode):
            continue
        for name, key, value in mapping.items():
            if part == "limits" and known and name not in known:
                yield Fault(
                    "limit-key",
                    key,
                    message=say("Cloud Run has no resource limit `{}`", shown.name(name)),
                    help=say("Use one of {}.", shown.listed(map(shown.own, known))),
                )
            text = written_text(value)
            if not isinstance(value, ScalarNode) or text is None:
                continue
            if name in ("cpu", "memory") and parse_quantity(text) is None:
                yield Fault(
                    "quantity",
                    value,
                    message=say("`{}` is not a valid quantity", resource.value(value)),
                    help=say("Write a quantity such as `500m`.")
                    if name == "cpu"
                    else say("Write a quantity such as `512Mi`."),
                )


def _container(
    resource: Resource, facts: dict[str, Facts], cpu: _Amount, memory: _Amount, gpu: bool
) -> Iterator[Fault]:
    table = facts.get("cpu-value", {})
    possible = cpu.value is not None
    if cpu.node is not None and cpu.value is not None and table:
        low, high = (parse_quantity(str(bound)) or 0 for bound in table["fraction"])
        whole = table["whole"] + (table["gpu"] if gpu else [])
        possible = low <= cpu.value <= high or cpu.value in [UNIT * value for value in whole]
        if not possible:
            yield Fault(
                "cpu-value",
                cpu.node,
                message=say("a container cannot have {} CPU", resource.value(cpu.node)),
                help=say(
                    "Use {} to {}, or one of {}.",
                    shown.own(str(table["fraction"][0])),
                    shown.own(str(table["fraction"][1])),
                    shown.listed(map(shown.number, table["whole"]), quoted=False),
                ),
            )
    if memory.node is not None and memory.value is not None and memory.value < _MI:
        if "memory-unit" in facts:
            yield Fault(
                "memory-unit",
                memory.node,
                message=say("memory is `{}`, which is less than 1Mi", resource.value(memory.node)),
                help=say("Add a unit, as in `512Mi` (the suffix `m` means thousandths)."),
            )
            return
    if gpu:
        return  # the memory that a GPU needs has its own rule
    if possible:
        yield from _memory_of_cpu(resource, facts, cpu, memory)
    elif memory.node is not None:
        yield from _memory_of_any_cpu(resource, facts, memory.node, memory)


def _memory_of_cpu(
    resource: Resource, facts: dict[str, Facts], cpu: _Amount, memory: _Amount
) -> Iterator[Fault]:
    where = memory.node if memory.node is not None else cpu.node
    if where is None or cpu.value is None:
        return
    for below, least, most in facts.get("memory-for-cpu", {}).get("table", ()):
        text = str(below)
        bound = parse_quantity(text.lstrip("<")) or 0
        if cpu.value < bound if text.startswith("<") else cpu.value == bound:
            yield from _out_of_range(resource, where, memory, (least, most), cpu)
            return


def _memory_of_any_cpu(
    resource: Resource, facts: dict[str, Facts], where: Node, memory: _Amount
) -> Iterator[Fault]:
    """What is wrong with memory whatever the CPU is, which is not known or not possible."""
    table = facts.get("memory-for-cpu", {}).get("table", ())
    if table:
        least = min((row[1] for row in table), key=lambda text: parse_quantity(text) or 0)
        most = max((row[2] for row in table), key=lambda text: parse_quantity(text) or 0)
        yield from _out_of_range(resource, where, memory, (least, most), None)


def _out_of_range(
    resource: Resource,
    where: Node,
    memory: _Amount,
    bounds: tuple[str, str],
    cpu: _Amount | None,
) -> Iterator[Fault]:
    """The fault of memory that is not within the bounds of a CPU, None for those of any CPU."""
    least, most = bounds
    low, high = parse_quantity(least), parse_quantity(most)
    if memory.value is None or low is None or high is None or low <= memory.value <= high:
        return
    given = say("{} (the default)", shown.own(MEMORY))
    if memory.node is not None:
        given = resource.value(memory.node)
    related = []
    with_cpu, instead = say("any CPU"), shown.NOTHING
    if cpu is not None:
        amount = say("1") if cpu.node is None else resource.value(cpu.node)
        with_cpu, instead = say("{} CPU", amount), say(", or change the CPU")
        if cpu.node is not None and cpu.node is not where:
            related.append((cpu.node, say("the CPU is set here")))
    yield Fault(
        "memory-for-cpu",
        where,
        message=say(
            "memory is {}; with {} it must be between {} and {}",
            given,
            with_cpu,
            shown.own(least),
            shown.own(most),
        ),
        help=say("Set memory to {}{}.", shown.own(least if memory.value < low else most), instead),
        related=related,
    )


def _total(
    resource: Resource, facts: dict[str, Facts], cpus: list[_Amount], memories: list[_Amount]
) -> Iterator[Fault]:
    throttling = resource.annotation(_THROTTLING, template=True)
    environment = resource.annotation(_ENVIRONMENT, template=True)
    always_on = throttling is not None and throttling.text.lower() == "false"
    gen2 = environment is not None and environment.text == "gen2"
    files = [
        volume
        for volume in resource.volumes
        if not is_null(volume.get("csi")) or not is_null(volume.get("nfs"))
    ]
    cpu = _sum(cpus)
    where = next((amount.node for amount in cpus if amount.node is not None), None)
    if cpu is not None and where is not None:
        limit = facts.get("cpu-total", {}).get("limit")
        # `cpu-value` reports a single container above the limit.
        most = limit * UNIT if limit else 0
        if limit and len(cpus) > 1 and cpu > most and all((a.value or 0) <= most for a in cpus):
            yield Fault(
                "cpu-total",
                where,
                message=say(
                    "the containers together have {} CPU; the limit is {}",
                    shown.number(cpu / UNIT),
                    shown.number(limit),
                ),
                help=say("Lower the CPU of some containers."),
            )
        if cpu < UNIT:
            yield from _below_one(resource, where, always_on, throttling, gen2, environment, files)
    memory = _sum(memories)
    floor = parse_quantity(facts.get("memory-floor", {}).get("least", ""))
    memory_node = next((amount.node for amount in memories if amount.node is not None), None)
    if memory is not None and floor is not None and memory < floor and memory_node is not None:
        reason: Message | None = None
        other: Node | None = None
        if resource.kind in _NEEDS:
            reason = _NEEDS[resource.kind]
        elif gen2:
            reason, other = say("the execution environment gen2 needs"), environment
        elif always_on:
            reason, other = say("always-allocated CPU needs"), throttling
        elif files:
            reason, other = say("a bucket or NFS volume needs"), files[0]
        if reason is not None:
            least = shown.own(facts["memory-floor"]["least"])
            yield Fault(
                "memory-floor",
                memory_node,
                message=say(
                    "memory is {}; {} at least {} in total",
                    resource.value(memory_node),
                    reason,
                    least,
                ),
                help=say("Set it to `{}` or more.", least),
                related=[(other, say("this setting needs more memory"))] if other else [],
            )


def _below_one(
    resource: Resource,
    where: Node,
    always_on: bool,
    throttling: ScalarNode | None,
    gen2: bool,
    environment: ScalarNode | None,
    files: list[MappingNode],
) -> Iterator[Fault]:
    if resource.kind != "Service":
        noun = say("a job") if resource.kind == "Job" else say("a worker pool")
        yield Fault(
            "cpu-below-one-kind",
            where,
            message=say("{} needs at least 1 CPU", noun),
            help=say("Set it to `1`."),
        )
        return
    concurrency = resource.spec.get("containerConcurrency") if resource.spec is not None else None
    number = integer_of(concurrency)
    if concurrency is not None and number is not None and number > 1:
        yield Fault(
            "cpu-below-one-concurrency",
            where,
            message=say(
                "with less than 1 CPU in total, `containerConcurrency` must be 1, not {}",
                shown.number(number),
            ),
            help=say("Set the CPU to `1`, or `containerConcurrency` to 1."),
            related=[(concurrency, say("the concurrency is set here"))],
        )
    if always_on and throttling is not None:
        yield Fault(
            "cpu-below-one-always-on",
            where,
            message=say("CPU cannot be always allocated with less than 1 CPU in total"),
            help=say('Set the CPU to `1`, or set `{}` to "true".', shown.own(_THROTTLING)),
            related=[(throttling, say("this setting keeps the CPU allocated"))],
        )
    if gen2 and environment is not None:
        yield Fault(
            "cpu-below-one-gen2",
            where,
            message=say("the execution environment gen2 needs at least 1 CPU in total"),
            help=say("Set the CPU to `1`, or use gen1."),
            related=[(environment, say("the execution environment is set here"))],
        )
    elif files:
        yield Fault(
            "cpu-below-one-gen2",
            where,
            message=say("a bucket or NFS volume needs gen2, which needs at least 1 CPU in total"),
            help=say("Set the CPU to `1`."),
            related=[(files[0], say("the volume"))],
        )


def _sum(amounts: list[_Amount]) -> int | None:
    total = 0
    for amount in amounts:
        if amount.value is None:
            return None
        total += amount.value
    return total


def _numbers(resource: Resource, facts: dict[str, Facts]) -> Iterator[Fault]:
    for fault in ("concurrency", "timeout", "task-timeout", "retries", "tasks", "parallelism"):
        table = facts.get(fault)
        if table is None:
            continue
        parent = resource.execution if table.get("of") == "execution" else resource.spec
        node = parent.get(table["field"]) if parent is not None else None
        value = integer_of(node)
        if node is None or value is None:
            continue
        least, most = table["least"], table.get("most")
        if value < least or (most is not None and value > most):
            field = shown.own(table["field"])
            above = most is not None and value > most
            low, high = shown.number(least), shown.amount(most or 0)
            span = say("{} or more", low) if most is None else say("between {} and {}", low, high)
            yield Fault(
                fault,
                node,
                message=say(
                    "`{}` is {}; it must be {}{}",
                    field,
                    shown.amount(value),
                    span,
                    shown.own(table.get("unit", "")),
                ),
                help=say("Set it to {} or less.", shown.number(most or 0))
                if above
                else say("Set it to {} or more.", low),
            )


def _scaling(resource: Resource) -> Iterator[Fault]:
    for fault, template, prefix in (
        ("min-above-max", True, "autoscaling.knative.dev/"),
        ("min-above-max-service", False, "run.googleapis.com/"),
    ):
        low = resource.annotation(f"{prefix}minScale", template=template)
        high = resource.annotation(f"{prefix}maxScale", template=template)
        least, most = integer_of(low), integer_of(high)
        if low is not None and high is not None and least is not None and most is not None:
            if most > 0 and least > most:
                yield Fault(
                    fault,
                    low,
                    message=say(
                        "`minScale` ({}) is greater than `maxScale` ({})",
                        shown.number(least),
                        shown.number(most),
                    ),
                    help=say("Set `minScale` to {} or less.", shown.number(most)),
                    related=[(high, say("the maximum is set here"))],
                )
    for container in resource.containers:
        for key in ("cpu", "memory"):
            request = container.node.at("resources", "requests", key)
            limit = container.node.at("resources", "limits", key)
            asked, granted = (
                parse_quantity(text) if (text := written_text(node)) is not None else None
                for node in (request, limit)
            )
            if request is not None and limit is not None and asked and granted and asked > granted:
                yield Fault(
                    "requests-above-limits",
                    request,
                    message=say(
                        "the {} request ({}) is greater than the limit ({})",
                        shown.own(key),
                        resource.value(request),
                        resource.value(limit),
                    ),
                    help=say("Remove the request; only the limit has an effect."),
                    related=[(limit, say("the limit is set here"))],
                )
