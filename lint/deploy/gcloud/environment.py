"""Env vars of a container: literals and secrets, with the two kinds that gcloud keeps apart."""

from __future__ import annotations

from lint.deploy.nodes import items, mapping, put, scalar
from lint.model.text import name, say
from lint.yaml.tree import MappingNode, ScalarNode, SequenceNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.deploy.gcloud.faults import Faults
    from lint.deploy.text import Text
    from lint.yaml.tree import Node


def entries(container: MappingNode) -> list[MappingNode]:
    """The entries of `env`."""
    found = container.get("env")
    if not isinstance(found, SequenceNode):
        return []
    return [node for node in found.items if isinstance(node, MappingNode)]


def named(container: MappingNode, key: str) -> MappingNode | None:
    """The entry of a name."""
    for entry in entries(container):
        node = entry.get("name")
        if isinstance(node, ScalarNode) and node.value == key:
            return entry
    return None


def is_secret(entry: MappingNode) -> bool:
    """Whether an entry comes from a secret."""
    return entry.get("valueFrom") is not None


def remove(container: MappingNode, names: list[str] | None, *, secrets: bool) -> None:
    """Removes the literals or the secrets of some names; all of them for None."""
    found = container.get("env")
    if not isinstance(found, SequenceNode):
        return

    def stays(node: Node) -> bool:
        if not isinstance(node, MappingNode) or is_secret(node) is not secrets:
            return True
        key = node.get("name")
        return names is not None and not (isinstance(key, ScalarNode) and key.value in names)

    found.items = [node for node in found.items if stays(node)]


def set_literal(container: MappingNode, key: Text, value: Text, faults: Faults) -> None:
    """Sets a variable to a literal."""
    before = named(container, str(key))
    if before is not None and is_secret(before):
        _other_kind(key, faults)
        return
    entry = before if before is not None else _new(container, key)
    put(entry, "name", scalar(key), key)
    put(entry, "value", scalar(value), key)


def set_secret(
    container: MappingNode, key: Text, secret: Text, version: Text, faults: Faults
) -> None:
    """Sets a variable to a version of a secret."""
    before = named(container, str(key))
    if before is not None and not is_secret(before):
        _other_kind(key, faults)
        return
    entry = before if before is not None else _new(container, key)
    put(entry, "name", scalar(key), key)
    reference = mapping(secret)
    put(reference, "name", scalar(secret), secret)
    put(reference, "key", scalar(version), version)
    source = mapping(secret)
    put(source, "secretKeyRef", reference, secret)
    put(entry, "valueFrom", source, secret)


def _new(container: MappingNode, key: Text) -> MappingNode:
    entry = mapping(key)
    items(container, "env", key).items.append(entry)
    return entry


def _other_kind(key: Text, faults: Faults) -> None:
    faults.add(
        "conflicting-flags",
        key,
        say("`{}` is set both to a value and to a secret", name(str(key))),
        say("Remove one of the two; gcloud refuses to change one kind into the other."),
    )
