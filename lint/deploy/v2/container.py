"""A container of the v2 API as v1 has it. lint/cloud/v2/container.py has the way back."""

from __future__ import annotations

from lint.deploy.v2.fields import copy
from lint.deploy.v2.places import below, key_of, mapping, put, scalar, sequence
from lint.yaml.tree import MappingNode, Node, ScalarNode, elements, is_null

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.deploy.v2.secret_names import SecretNames

PROBES = ("startupProbe", "livenessProbe", "readinessProbe")


def convert_container(source: MappingNode, secrets: SecretNames, left_out: set[str]) -> MappingNode:
    """The v1 container. `left_out` are names of volumes that v1 has no mount for."""
    target = mapping(source)
    for name in ("name", "image", "command", "args", "workingDir", "sandboxLauncher"):
        copy(source, name, target)
    variables = [
        _variable(item, secrets) if isinstance(item, MappingNode) else item
        for item in elements(source.get("env"))
    ]
    _put_list(source, "env", target, variables)
    limits = source.at("resources", "limits")
    if limits is not None and not is_null(limits):
        put(below(target, "resources", key_of(source, "resources")), "limits", limits, limits)
    copy(source, "ports", target)
    mounts = [
        item
        for item in elements(source.get("volumeMounts"))
        if not (isinstance(volume := item.get("name"), ScalarNode) and volume.text in left_out)
    ]
    _put_list(source, "volumeMounts", target, mounts)
    for name in PROBES:
        copy(source, name, target)
    return target


def _put_list(source: MappingNode, name: str, target: MappingNode, items: list[Node]) -> None:
    node = source.get(name)
    if node is not None and items:
        put(target, name, sequence(node, items), key_of(source, name))


def _variable(source: MappingNode, secrets: SecretNames) -> MappingNode:
    target = mapping(source)
    copy(source, "name", target)
    value = source.get("value")
    if source.get("valueSource") is None or not (
        isinstance(value, ScalarNode) and value.text == ""
    ):
        copy(source, "value", target)
    reference = source.at("valueSource", "secretKeyRef")
    if isinstance(reference, MappingNode):
        key = key_of(source, "valueSource")
        made = mapping(reference)
        secrets.put(reference, "secret", made, "name")
        if is_null(reference.get("version")):
            put(made, "key", scalar(reference, "latest"), reference)
        else:
            copy(reference, "version", made, "key")
        put(below(target, "valueFrom", key), "secretKeyRef", made, key)
    return target
