"""A resource as the data that a custom constraint sees: the v1 resource of a create or an update.

Maps and lists that the server always has are there, also where the manifest leaves them out. The
scalars that it fills in (concurrency, limits, service account, start-up probe, port) are an
alternative of their own: whether a constraint sees them is not documented.
"""

from __future__ import annotations

from copy import deepcopy

from lint.checks.policy.expression_defaults import fill_resource
from lint.checks.policy.expression_values import NUMBERS, is_unknown
from lint.yaml.tree import MappingNode, ScalarNode, SequenceNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.manifest.resource import Resource
    from lint.yaml.tree import Node

_MAPS = frozenset(("annotations", "labels", "limits", "requests", "nodeSelector"))
"""Maps of strings: gcloud sends numbers in them as text."""
_LEFT_OUT = object()
_DEFAULT_ACCOUNT = "000000000000-compute@developer.gserviceaccount.com"
"""The name of the default service account but for the project's number."""


def variants(resource: Resource, literals: Sequence[str], numbers: Sequence[int]) -> list[Any]:
    """The resource as data, once for each way in which unknown values may turn out.

    Without an unknown value there is one. Otherwise unknown values are left out (which makes an
    expression that needs them fail), are of no type, and are the likeliest texts and numbers.
    """
    root = resource.root
    if not any(_has_unknown(root)):
        return [_plain(root, "", _LEFT_OUT, _LEFT_OUT)]
    guesses: list[tuple[Any, Any]] = [(_LEFT_OUT, _LEFT_OUT), (None, None), ("zz-unknown", 1 << 30)]
    guesses += [("", 0), ("0", -1)]
    guesses += [(text, 1) for text in literals]
    guesses += [("1", number) for number in numbers]
    return [_plain(root, "", text, number) for text, number in guesses]


def _has_unknown(root: Node) -> Iterator[bool]:
    for node, key in root.walk_with("", lambda parent, key, above: key or above):
        if isinstance(node, ScalarNode) and is_unknown(node, key):
            yield True


def _plain(node: Node, key: str, text: Any, number: Any) -> Any:
    if isinstance(node, MappingNode):
        pairs = (
            (name, _plain(value, key if key in _MAPS else name, text, number))
            for name, _, value in node.items()
            if not (isinstance(value, ScalarNode) and value.value is None)
        )
        return {name: value for name, value in pairs if value is not _LEFT_OUT}
    if isinstance(node, SequenceNode):
        items = (_plain(item, key, text, number) for item in node.items)
        return [None if item is _LEFT_OUT else item for item in items]
    assert isinstance(node, ScalarNode)
    if is_unknown(node, key):
        return number if key in NUMBERS else text
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


def _with_metadata(parent: dict[str, Any]) -> dict[str, Any]:
    metadata = _mapping(parent, "metadata")
    _mapping(metadata, "annotations")
    _mapping(metadata, "labels")
    return parent


def _mapping(parent: dict[str, Any], key: str) -> dict[str, Any]:
    """The mapping at a key, which is made where there is none; what is malformed stays."""
    found = parent.setdefault(key, {})
    return found if isinstance(found, dict) else {}
