"""The values that the variables of a CEL expression have for a resource, and where they are from."""

from __future__ import annotations

from lint.checks.policy.expression_defaults import fill_container, fill_resource, fill_template
from lint.support.cel import VARIABLES
from lint.support.lazy_regex import lazy_regex
from lint.yaml.tree import MappingNode, ScalarNode, SequenceNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.manifest.resource import Container, Resource
    from lint.yaml.tree import Node

_INDEX = lazy_regex(r"[0-9]{1,9}")
_TEXTS = ("env", "annotations")
ROOTS = {"service": "Service", "job": "Job", "workerPool": "WorkerPool", "instance": "Instance"}
"""The variables that are the whole resource where it is of a kind."""
_QUANTITIES = frozenset(("limits", "requests"))
NUMBERS = frozenset(
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
        "terminationGracePeriodSeconds",
        "deletionGracePeriodSeconds",
        "generation",
        "runAsUser",
    ]
)
"""Fields that the v1 API takes as integers (discovery document `run.v1`)."""


def deepest_node(
    context: CheckContext, container: Container | None, path: list[str]
) -> Node | None:
    """The deepest node of a path that is there; None when not even its first step is."""
    root, *steps = path
    if root == "env":
        found = [each for each in container.env if each.name == steps[0]] if container else []
        return (found[-1].value or found[-1].node) if found else None
    node = node_of(context, container, root)
    if root == "annotations":
        template = context.resource.template_annotations
        in_template = template is not None and steps[0] in template
        node = template if in_template else context.resource.annotations
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


def has_unknown(node: Node, key: str = "") -> bool:
    """Whether anything in a node is a placeholder; `key` is the field that it is the value of."""
    return any(
        isinstance(found, ScalarNode) and is_unknown(found, name)
        for found, name in node.walk_with(key, lambda parent, name, above: name or above)
    )


def is_unknown(node: ScalarNode, key: str) -> bool:
    """Whether the value of a field is a placeholder."""
    # A name such as SERVICE_ID is a good one for an env var and no word to fill in.
    return node.templated if key == "name" else node.unknown


def node_of(context: CheckContext, container: Container | None, variable: str) -> Node | None:
    """The part of the resource that a variable of expressions has its value from."""
    resource = context.resource
    if variable == "template":
        return resource.template
    if variable == "container":
        return container.node if container is not None else None
    if variable == "env":
        return container.node.get("env") if container is not None else None
    if variable in ROOTS and ROOTS[variable] != resource.kind:
        return None
    return resource.root  # annotations stand at two levels of it


def depends_on_unknown(
    context: CheckContext, container: Container | None, variable: str, fields: Sequence[str]
) -> bool:
    """Whether something that the expression may look at is unknown."""
    node = node_of(context, container, variable)
    if node is None:
        return False
    if fields and variable not in _TEXTS:
        values = (node.get(field) for field in fields)
        return any(
            has_unknown(value, field)
            for value, field in zip(values, fields, strict=True)
            if value is not None
        )
    return has_unknown(node)


def values_of(
    context: CheckContext,
    container: Container | None,
    variables: Mapping[str, Sequence[str]],
) -> dict[str, Any]:
    """The values of the variables, as far as the expression looks at them."""
    data: dict[str, Any] = {}
    for variable in VARIABLES:
        node = node_of(context, container, variable) if variable in variables else None
        if node is None:
            data[variable] = {}
        elif variable == "annotations":
            data[variable] = _annotation_values(context.resource)
        elif variable == "env":
            data[variable] = _env_values(container)
        else:
            data[variable] = _plain(node, fields=_with_ports(variables[variable]))
    _fill(data, variables, context.resource, container)
    return data


def _with_ports(fields: Sequence[str]) -> Sequence[str]:
    """The fields to take; the default start-up probe asks the port of the container."""
    return [*fields, "ports"] if "startupProbe" in fields else fields


def _fill(
    data: dict[str, Any],
    variables: Mapping[str, Sequence[str]],
    resource: Resource,
    container: Container | None,
) -> None:
    """Fills in what Cloud Run assumes."""
    ingress = next((each.index for each in resource.containers if each.ingress), -1)
    for variable, value in data.items():
        if variable not in variables or not isinstance(value, dict):
            continue
        if variable == "container":
            if container is not None:
                fill_container(value, container.ingress and resource.kind == "Service")
        elif variable == "template":
            fill_template(value, resource.kind, ingress)
        elif variable not in _TEXTS and ROOTS.get(variable, resource.kind) == resource.kind:
            fill_resource(value, resource.kind, ingress)


def _annotation_values(resource: Any) -> dict[str, str]:
    values: dict[str, str] = {}
    for mapping in (resource.annotations, resource.template_annotations):
        if mapping is not None:
            for name, value in _plain(mapping).items():
                values[name] = str(value)
    return values


def _env_values(container: Container | None) -> dict[str, str]:
    return {
        variable.name: variable.value.text
        for variable in (container.env if container is not None else ())
        if variable.name is not None and variable.secret is None and variable.value is not None
    }


def _plain(node: Node, key: str = "", fields: Sequence[str] = ()) -> Any:
    """Plain data as gcloud would send it: numbers of number fields, texts of quantities.

    `fields` are the only fields of a mapping to be taken, unless there are none.
    """
    if isinstance(node, MappingNode):
        return {
            name: _plain(value, key if key in _QUANTITIES else name)
            for name, _, value in node.items()
            if (not fields or name in fields)
            and not (isinstance(value, ScalarNode) and value.value is None)
        }
    if isinstance(node, SequenceNode):
        return [_plain(item, key) for item in node.items]
    assert isinstance(node, ScalarNode)
    if key in _QUANTITIES and isinstance(node.value, int | float):
        return node.text
    if key in NUMBERS and isinstance(node.value, str):
        try:
            return int(node.value)
        except ValueError:
            return node.value
    if isinstance(node.value, str):
        return str(node.value)
    return node.value
