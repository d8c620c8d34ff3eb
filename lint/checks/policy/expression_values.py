"""The values that the variables of a CEL expression have for a resource, and where they stand."""

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

LEFT_OUT = "\0"
"""In place of a text for unknown values: they are left out, as if nothing stated them."""
_INDEX = lazy_regex(r"[0-9]{1,9}")
_TEXTS = ("env", "annotations")
ROOTS = {"service": "Service", "job": "Job", "workerPool": "WorkerPool", "instance": "Instance"}
"""The variables that are the whole resource where it is of a kind."""
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
    nodes = _nodes(context, container, path)
    return nodes[-1] if nodes else None


def node_at(context: CheckContext, container: Container | None, path: list[str]) -> Node | None:
    """The node at the end of a path; None where it is not there."""
    nodes = _nodes(context, container, path)
    return nodes[-1] if len(nodes) == len(path) - 1 else None


def _nodes(context: CheckContext, container: Container | None, path: list[str]) -> list[Node]:
    """The node of each step of a path behind the variable, as far as they are there."""
    root, *steps = path
    if root == "env":
        found = [each for each in container.env if each.name == steps[0]] if container else []
        return [found[-1].value or found[-1].node] if found else []
    node = _node(context, container, root)
    if root == "annotations":
        node = _annotations(context.resource, steps[0])
    nodes: list[Node] = []
    for step in steps:
        if isinstance(node, SequenceNode):
            index = int(step) if _INDEX.fullmatch(step) else -1
            node = node.items[index] if 0 <= index < len(node.items) else None
        else:
            node = node.get(step) if node is not None else None
        if node is None:
            break
        nodes.append(node)
    return nodes


def _annotations(resource: Any, key: str) -> Node | None:
    template = resource.template_annotations
    if template is not None and key in template:
        return template  # type: ignore[no-any-return]
    return resource.annotations  # type: ignore[no-any-return]


def _has_unknown(node: Node) -> bool:
    return any(
        isinstance(found, ScalarNode) and is_unknown(found, key)
        for found, key in node.walk_with("", lambda parent, key, above: key or above)
    )


def is_unknown(node: ScalarNode, key: str) -> bool:
    """Whether the value of a scalar is not known, given the key that it stands under."""
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
    if variable in ROOTS and ROOTS[variable] != resource.kind:
        return None
    return resource.root  # annotations stand at two levels of it


def depends_on_unknown(
    context: CheckContext, container: Container | None, variable: str, fields: Sequence[str]
) -> bool:
    """Whether something that the expression may look at is unknown."""
    return any(map(_has_unknown, _looked_at(context, container, variable, fields)))


def unknown_values(
    context: CheckContext, container: Container | None, variables: Mapping[str, Sequence[str]]
) -> list[ScalarNode]:
    """The unknown scalars that an expression may look at."""
    found: dict[int, ScalarNode] = {}
    for variable, fields in variables.items():
        for part in _looked_at(context, container, variable, fields):
            for node, key in part.walk_with("", lambda parent, key, above: key or above):
                if isinstance(node, ScalarNode) and is_unknown(node, key):
                    found[id(node)] = node
    return list(found.values())


def _looked_at(
    context: CheckContext, container: Container | None, variable: str, fields: Sequence[str]
) -> list[Node]:
    node = _node(context, container, variable)
    if node is None:
        return []
    if fields and variable not in _TEXTS:
        values = (node.get(field) for field in fields)
        return [value for value in values if value is not None]
    return [node]


def values_of(
    context: CheckContext,
    container: Container | None,
    variables: Mapping[str, Sequence[str]],
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
            data[variable] = _plain(node, text, number, fields=_with_ports(variables[variable]))
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


def value_at(data: Any, path: Sequence[str]) -> Any:
    """What plain data have at a path; None where nothing is."""
    for step in path:
        if isinstance(data, list):
            index = int(step) if _INDEX.fullmatch(step) else -1
            data = data[index] if 0 <= index < len(data) else None
        else:
            data = data.get(step) if isinstance(data, dict) else None
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
        if variable.name is not None
        and variable.secret is None
        and variable.value is not None
        and not (variable.unknown and text == LEFT_OUT)
    }


def _plain(
    node: Node, text: str | None, number: int | None, key: str = "", fields: Sequence[str] = ()
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
            and not (text == LEFT_OUT and isinstance(value, ScalarNode) and is_unknown(value, name))
        }
    if isinstance(node, SequenceNode):
        return [_plain(item, text, number, key) for item in node.items]
    assert isinstance(node, ScalarNode)
    if text is not None and is_unknown(node, key):
        return number if key in NUMBERS else text
    if key in NUMBERS and isinstance(node.value, str):
        try:
            return int(node.value)
        except ValueError:
            return node.value
    if isinstance(node.value, str):
        return str(node.value)
    return node.value
