"""The values that the variables of a CEL expression have for a resource, and where they stand."""

from __future__ import annotations

from lint.support.cel import VARIABLES
from lint.support.lazy_regex import lazy_regex
from lint.yaml.tree import MappingNode, ScalarNode, SequenceNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.manifest.resource import Container
    from lint.yaml.tree import Node

_INDEX = lazy_regex(r"[0-9]{1,9}")
_TEXTS = ("env", "annotations")
_ROOTS = {"service": "Service", "job": "Job", "workerPool": "WorkerPool"}
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


def deepest_node(
    context: CheckContext, container: Container | None, path: list[str]
) -> Node | None:
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


def depends_on_unknown(
    context: CheckContext, container: Container | None, variable: str, fields: Sequence[str]
) -> bool:
    """Whether something that the expression may look at is unknown."""
    node = _node(context, container, variable)
    if node is None:
        return False
    if fields and variable not in _TEXTS:
        values = (node.get(field) for field in fields)
        return any(_has_unknown(value) for value in values if value is not None)
    return _has_unknown(node)


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
