"""A resource as the data that a custom constraint sees: the v1 resource of a create or an update.

Maps and lists that the server always has are there, also where the manifest leaves them out. The
scalars that it fills in (concurrency, limits, service account, start-up probe, port) are an
alternative of their own: whether a constraint sees them is not documented.
"""

from __future__ import annotations

from copy import deepcopy

from lint.checks.policy.expression_defaults import fill_resource
from lint.checks.policy.expression_values import NUMBERS, is_unknown
from lint.checks.policy.expression_verdict import UNKNOWN
from lint.yaml.tree import MappingNode, ScalarNode, SequenceNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lint.manifest.resource import Resource
    from lint.yaml.tree import Node

_MAPS = frozenset(("annotations", "labels", "limits", "requests", "nodeSelector"))
"""Maps of strings: gcloud sends numbers in them as text."""
_DEFAULT_ACCOUNT = "000000000000-compute@developer.gserviceaccount.com"
"""The name of the default service account but for the project's number."""


def stated(resource: Resource) -> Any:
    """The resource as data, with `UNKNOWN` for what is not known yet."""
    return _plain(resource.root, "")


def _plain(node: Node, key: str) -> Any:
    if isinstance(node, MappingNode):
        return {
            name: _plain(value, key if key in _MAPS else name)
            for name, _, value in node.items()
            if not (isinstance(value, ScalarNode) and value.value is None)
        }
    if isinstance(node, SequenceNode):
        return [_plain(item, key) for item in node.items]
    assert isinstance(node, ScalarNode)
    if is_unknown(node, key):
        return UNKNOWN
    if key in _MAPS or key in ("value", "args", "command"):
        return node.text if isinstance(node.value, str) else _as_text(node)
    if key in NUMBERS and isinstance(node.value, str):
        try:
            return int(node.value)
        except ValueError:
            return node.value
    return str(node.value) if isinstance(node.value, str) else node.value


def _as_text(node: ScalarNode) -> str:
    return str(node.value).lower() if isinstance(node.value, bool) else node.text


def completed(data: Any, resource: Resource, with_scalars: bool) -> Any:
    """A copy of the data with what the server fills in; its scalars only where they are wanted."""
    kind = resource.kind
    root = deepcopy(data)
    if with_scalars:
        ingress = next((each.index for each in resource.containers if each.ingress), -1)
        fill_resource(root, kind, ingress)
        if kind == "Service":
            _open_concurrency(data, root, ingress)
    _with_metadata(root)
    spec = _mapping(root, "spec")
    if kind != "Instance":
        spec = _mapping(_with_metadata(_mapping(spec, "template")), "spec")
    if kind == "Job":
        spec = _mapping(_mapping(spec, "template"), "spec")
    if with_scalars:
        spec.setdefault("serviceAccountName", _DEFAULT_ACCOUNT)
    containers = spec.get("containers")
    for container in containers if isinstance(containers, list) else ():
        if isinstance(container, dict):
            container.setdefault("env", [])
            _mapping(_mapping(container, "resources"), "limits")
    return root


def _open_concurrency(data: Any, filled: dict[str, Any], ingress: int) -> None:
    """The concurrency that is filled in follows from the CPU, and is unknown where that is."""
    if ingress < 0 or _at(data, "spec", "template", "spec", "containerConcurrency"):
        return
    path = ("spec", "template", "spec")
    cpu = _at(data, *path, "containers", ingress, "resources", "limits", "cpu")
    if cpu is UNKNOWN:
        _at(filled, *path)["containerConcurrency"] = cpu


def _at(data: Any, *path: str | int) -> Any:
    """What is at a path, None where there is nothing; an unknown value is all that is below it."""
    for step in path:
        if data is UNKNOWN:
            break
        if isinstance(data, dict):
            data = data.get(str(step))
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data


def _with_metadata(parent: dict[str, Any]) -> dict[str, Any]:
    metadata = _mapping(parent, "metadata")
    _mapping(metadata, "annotations")
    _mapping(metadata, "labels")
    return parent


def _mapping(parent: dict[str, Any], key: str) -> dict[str, Any]:
    """The mapping at a key, which is made where there is none; what is malformed stays."""
    found = parent.setdefault(key, {})
    return found if isinstance(found, dict) else {}
