"""`gpu`: GPUs, and what else must be set where one is asked for."""

from __future__ import annotations

from lint.checks.faults import fault_parameters, report_faults
from lint.checks.suggestion import suggestion
from lint.manifest.defaults import CPU, MEMORY
from lint.model import text as shown
from lint.model.fault import Fault
from lint.model.text import NOTHING, say
from lint.support.quantity import UNIT, parse_quantity
from lint.yaml.tree import MappingNode, ScalarNode, integer_of, is_null

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.checks.faults import Facts
    from lint.manifest.resource import Container, Resource
    from lint.model.findings import Finding
    from lint.model.rule import Rule

FAULTS = (
    "count",
    "job-timeout",
    "unpaired",
    "unknown-accelerator",
    "too-small",
    "defaults",
    "excluded-by",
    "job-redundancy",
    "redundancy",
    "max-scale",
)
GPU = "nvidia.com/gpu"
ACCELERATOR = "run.googleapis.com/accelerator"
_REDUNDANCY = "run.googleapis.com/gpu-zonal-redundancy-disabled"
_THROTTLING = "run.googleapis.com/cpu-throttling"
_ENVIRONMENT = "run.googleapis.com/execution-environment"
_MAX_SCALE = "autoscaling.knative.dev/maxScale"
_SERVICE_MAX_SCALE = "run.googleapis.com/maxScale"
_MODE = "run.googleapis.com/scalingMode"


def model() -> Any:
    """The parameters, for pydantic."""
    return fault_parameters(FAULTS)


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding]:
    """A finding for each setting that a GPU needs or does not allow."""
    return report_faults(rules, context, _detect)


def _detect(context: CheckContext, facts: dict[str, Facts]) -> Iterator[Fault]:
    resource = context.resource
    selector = resource.spec.get("nodeSelector") if resource.spec is not None else None
    accelerator = selector.get(ACCELERATOR) if isinstance(selector, MappingNode) else None
    if is_null(accelerator):
        accelerator = None
    asking = [container for container in resource.containers if _limit(container) is not None]
    yield from _count(resource, asking)
    yield from _pairs(context, asking, selector, accelerator)
    if isinstance(accelerator, ScalarNode) and isinstance(accelerator.value, str):
        known = facts.get("unknown-accelerator", {}).get("accelerators", [])
        if known and accelerator.text not in known and not accelerator.unknown:
            yield Fault(
                "unknown-accelerator",
                accelerator,
                message=say("unknown accelerator `{}`", resource.value(accelerator)),
                help=suggestion(accelerator.text, known),
            )
    if not asking:
        return
    table = facts.get("too-small", {})
    least = table.get(accelerator.text) if isinstance(accelerator, ScalarNode) else None
    yield from _sizes(context, asking[0], least)
    yield from _settings(context, asking[0])
    if resource.kind == "Job":
        yield from _job(context, asking[0], facts)
    else:
        yield from _redundancy(context, asking[0], "redundancy")


def _limit(container: Container) -> ScalarNode | None:
    """The GPU limit of a container, unless it is 0 or null."""
    node = container.node.at("resources", "limits", GPU)
    if not isinstance(node, ScalarNode) or node.value is None or node.text == "0":
        return None
    return node


def _count(resource: Resource, asking: list[Container]) -> Iterator[Fault]:
    nodes = [node for node in map(_limit, asking) if node is not None]
    for node in nodes:
        if not node.unknown and parse_quantity(node.text) != UNIT:
            yield Fault(
                "count",
                node,
                message=say("`{}` must be 1, not `{}`", shown.own(GPU), resource.value(node)),
                help=say('Set it to "1".'),
            )
    for node in nodes[1:]:
        yield Fault(
            "count",
            node,
            message=say("more than one container requests a GPU"),
            help=say("Request it only in the container that uses it."),
            related=[(nodes[0], say("the first one"))],
        )


def _pairs(
    context: CheckContext, asking: list[Container], selector: Any, accelerator: Any
) -> Iterator[Fault]:
    resource = context.resource
    if asking and accelerator is None:
        related = []
        for annotations in (resource.template_annotations, resource.annotations):
            wrong = annotations.keys.get(ACCELERATOR) if annotations is not None else None
            if wrong is not None:
                related.append((wrong, say("it is a node selector, not an annotation")))
        yield Fault(
            "unpaired",
            _key(context, asking[0], GPU),
            message=say("`{}` is set, but no accelerator is selected", shown.own(GPU)),
            help=say(
                "Add `{}: nvidia-l4` to `nodeSelector` under `{}`.",
                shown.own(ACCELERATOR),
                shown.own(resource.spec_path),
            ),
            related=related,
        )
    elif accelerator is not None and not asking:
        yield Fault(
            "unpaired",
            resource.key_place(selector, ACCELERATOR),
            message=say("an accelerator is selected, but no container requests a GPU"),
            help=say(
                'Add `{}: "1"` to `resources.limits` of the container that uses it.', shown.own(GPU)
            ),
        )
    elif not asking and _truth(resource.annotation(_REDUNDANCY, template=True)):
        yield Fault(
            "unpaired",
            resource.key_place(resource.template_annotations, _REDUNDANCY),
            message=say("`{}` is set, but no container requests a GPU", shown.own(_REDUNDANCY)),
            help=say(
                'Add `{}: "1"` to `resources.limits`, or remove the annotation.', shown.own(GPU)
            ),
        )


def _sizes(context: CheckContext, container: Container, least: Any) -> Iterator[Fault]:
    for key, default in (("cpu", CPU), ("memory", MEMORY)):
        node = container.node.at("resources", "limits", key)
        if node is None or is_null(node):
            needed = say("; it needs at least {}", shown.own(str(least[key]))) if least else NOTHING
            yield Fault(
                "defaults",
                _key(context, container, GPU),
                message=say(
                    "the container with the GPU has no `{}` limit{}", shown.own(key), needed
                ),
                help=say("Set `{}` under `resources.limits`.", shown.own(key)),
            )
            continue
        if not least or not isinstance(node, ScalarNode) or node.unknown:
            continue
        value = parse_quantity(node.text)
        minimum = parse_quantity(str(least[key]))
        if value is None or minimum is None or value >= minimum:
            continue
        # Whether the minimum is for the container or for the whole instance is not documented.
        total = _total(context, key, default)
        if total is not None and total < minimum:
            yield Fault(
                "too-small",
                node,
                message=say(
                    "`{}` is {}; with this accelerator it must be at least {}",
                    shown.own(key),
                    context.resource.value(node),
                    shown.own(str(least[key])),
                ),
                help=say('Set it to "{}" or more.', shown.own(str(least[key]))),
            )


def _total(context: CheckContext, key: str, default: str) -> int | None:
    """The sum of a limit over all containers; None where a part of it is unknown."""
    total = 0
    for container in context.resource.containers:
        node = container.node.at("resources", "limits", key)
        if isinstance(node, ScalarNode) and node.unknown:
            return None
        text = node.text if isinstance(node, ScalarNode) and node.value is not None else default
        value = parse_quantity(text)
        if value is None:
            return None
        total += value
    return total


def _settings(context: CheckContext, container: Container) -> Iterator[Fault]:
    resource = context.resource
    limit = _limit(container)
    related = [(limit, say("the GPU is requested here"))] if limit is not None else []
    environment = resource.annotation(_ENVIRONMENT, template=True)
    if environment is not None and environment.text == "gen1":
        yield Fault(
            "excluded-by",
            environment,
            message=say("GPUs are not available in the execution environment gen1"),
            help=say("Set it to gen2."),
            related=related,
        )
    throttling = resource.annotation(_THROTTLING, template=True)
    if throttling is not None and _truth(throttling):
        yield Fault(
            "excluded-by",
            throttling,
            message=say("a GPU needs always-allocated CPU, but `cpu-throttling` is on"),
            help=say('Set it to "false".'),
            related=related,
        )
    if resource.kind != "Service":
        return
    if throttling is None:
        yield Fault(
            "defaults",
            _key(context, container, GPU),
            message=say(
                "`{}` is not set; the default is on, but with a GPU it must be off",
                shown.own(_THROTTLING),
            ),
            help=say('Add the template annotation `{}: "false"`.', shown.own(_THROTTLING)),
        )
    mode = resource.annotation(_MODE, template=False)
    if (
        resource.annotation(_MAX_SCALE, template=True) is None
        and resource.annotation(_SERVICE_MAX_SCALE, template=False) is None
        and (mode is None or mode.text == "automatic")
    ):
        yield Fault(
            "max-scale",
            context.resource.annotations_place,
            message=say(
                "the maximum number of instances is not set; the default usually exceeds the GPU"
                " quota"
            ),
            help=say(
                "Set the template annotation `{}` to a number that the quota allows.",
                shown.own(_MAX_SCALE),
            ),
            related=related,
        )


def _redundancy(context: CheckContext, container: Container, fault: str) -> Iterator[Fault]:
    resource = context.resource
    node = resource.annotation(_REDUNDANCY, template=True)
    if node is not None and (fault == "redundancy" or node.unknown or _truth(node)):
        return
    yield Fault(
        fault,
        _key(context, container, GPU) if node is None else node,
        message=say("zonal redundancy of the GPU is not disabled"),
        help=say('Add the template annotation `{}: "true"`.', shown.own(_REDUNDANCY))
        if node is None
        else say('Set it to "true".'),
    )


def _job(context: CheckContext, container: Container, facts: dict[str, Facts]) -> Iterator[Fault]:
    yield from _redundancy(context, container, "job-redundancy")
    spec = context.resource.spec
    node = spec.get("timeoutSeconds") if spec is not None else None
    seconds = integer_of(node)
    most = facts.get("job-timeout", {}).get("seconds")
    if node is not None and seconds is not None and most and seconds > most:
        yield Fault(
            "job-timeout",
            node,
            message=say(
                "`timeoutSeconds` is {}; with a GPU it must be at most {} s",
                shown.amount(seconds),
                shown.amount(most),
            ),
            help=say("Set it to {} or less.", shown.number(most)),
        )


def _truth(node: ScalarNode | None) -> bool:
    return node is not None and node.text.lower() == "true"


def _key(context: CheckContext, container: Container, name: str) -> Any:
    return context.resource.key_place(container.node.at("resources", "limits"), name)
