"""The values of a resource block as nodes with the names of the API, and what of them may be more."""

from __future__ import annotations

from lint.deploy.nodes import mapping, put, scalar, sequence
from lint.deploy.terraform.values import (
    Entries,
    Items,
    Literal,
    Unknown,
    as_text,
    is_null,
    known_text,
)
from lint.yaml.tree import MappingNode, SequenceNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.deploy.terraform.fields import Field
    from lint.deploy.terraform.values import Value
    from lint.deploy.text import Text
    from lint.yaml.tree import Node, ScalarNode

OPEN = {
    "annotations": ("annotations",),
    "cloud_sql_instance": ("cloudsql",),
    "containers": ("containers",),
    "env": ("env", "secrets"),
    "instances": ("cloudsql",),
    "labels": ("labels",),
    "volume_mounts": ("volumes",),
    "volumes": ("volumes", "cloudsql", "secrets"),
}
"""What there may be more of (`Resource.open`) where a field is not wholly known."""


_SHOWN = frozenset(
    [
        "bucket",
        "connector",
        "execution_environment",
        "image",
        "instances",
        "limits",
        "location",
        "mount_path",
        "name",
        "network",
        "path",
        "requests",
        "revision",
        "revision_name",
        "secret",
        "server",
        "service_account",
        "service_account_name",
        "size_limit",
        "sub_path",
        "subnetwork",
        "tag",
        "version",
        "working_dir",
    ]
)
"""Fields of text that hold no secrets, as in lint/manifest/disclosure.py."""


def camel(name: str) -> str:
    """The name that the API has for a field: `max_instance_count` is `maxInstanceCount`."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


class NodeMaker:
    """Makes the nodes of one resource."""

    def __init__(self) -> None:
        self.open: set[str] = set()
        """As `Resource.open`."""
        self.partial = False
        """Whether something else may be set that is not known."""
        self.revealed: list[Text] = []
        """The values that may be shown."""

    def block(self, entries: Entries, field: Field) -> MappingNode:
        """The node of a block. What has the wrong type, or is not Cloud Run's, is left out."""
        node = mapping(entries.anchor)
        for known in field.fields.values():
            entry = entries.entries.get(known.name)
            if entry is None or known.only_here or is_null(entry.value):
                if known.required and known.type == "string":
                    # Terraform refuses it: nothing else need be said of what is missing.
                    unknown = entries.anchor.written(f"${{{known.name}}}", False)
                    put(node, camel(known.name), scalar(unknown), unknown)
                elif known.name == "containers":
                    put(node, known.name, _unknown_list(entries.anchor), entries.anchor)
                continue
            made = self._value(entry.value, known, entry.key)
            if made is None and known.name == "containers":
                made = _unknown_list(entry.key)
            if made is not None:
                put(node, camel(known.name), made, entry.key)
        return node

    def unsure(self, field: str) -> None:
        """Notes that there may be more in a field than is known."""
        words = OPEN.get(field)
        if words is None:
            self.partial = True
        else:
            self.open.update(words)

    def _value(self, value: Value, field: Field, key: Text) -> Node | None:
        kind = field.type
        if kind in ("block", "blocks"):
            return self._blocks(value, field, key)
        if kind == "map":
            return self._map(value, field)
        if kind == "list":
            return self._list(value, field, key)
        return self._shown(value, field, _scalar(value, kind))

    def _shown(self, value: Value, field: Field, node: ScalarNode | None) -> ScalarNode | None:
        """Notes a value as one that may be shown, if its field holds no secrets."""
        harmless = field.type in ("int", "bool", "float") or field.values or field.duration
        if isinstance(value, Literal) and value.known and (harmless or field.name in _SHOWN):
            self.revealed.append(value.text)
        return node

    def _blocks(self, value: Value, field: Field, key: Text) -> Node | None:
        if isinstance(value, Entries):
            value = Items([value], value.anchor)
        if not isinstance(value, Items):
            self.unsure(field.name)
            return None
        if value.open or any(isinstance(item, Unknown) for item in value.items):
            self.unsure(field.name)
        found = [item for item in value.items if isinstance(item, Entries)]
        if not found:
            return None
        if field.type == "block":
            return self.block(found[0], field)
        node = sequence(key)
        node.items = [self.block(item, field) for item in found]
        return node

    def _map(self, value: Value, field: Field) -> Node | None:
        if not isinstance(value, Entries):
            self.unsure(field.name)
            return None
        if value.open:
            self.unsure(field.name)
        node = mapping(value.anchor)
        for name, entry in value.entries.items():
            made = self._shown(entry.value, field, _scalar(entry.value, "string"))
            if made is not None:
                put(node, name, made, entry.key)
        return node

    def _list(self, value: Value, field: Field, key: Text) -> Node | None:
        if isinstance(value, Unknown):
            if field.name in OPEN:
                self.unsure(field.name)
            node = sequence(key)
            node.items = [scalar(value.text)]
            return node
        if not isinstance(value, Items):
            return None
        node = sequence(value.anchor)
        made = [self._shown(item, field, _scalar(item, "string")) for item in value.items]
        node.items = [item for item in made if item is not None]
        if value.open:
            if field.name in OPEN:
                self.unsure(field.name)
            node.items.append(scalar(value.anchor.written("${more}", False)))
        return node


def _unknown_list(anchor: Text) -> SequenceNode:
    """Containers that nothing here states: a revision may be there already, or what makes them is unknown."""
    node = sequence(anchor)
    node.items = [scalar(anchor.written("${containers}", False))]
    return node


def _scalar(value: Value, kind: str) -> ScalarNode | None:
    text = as_text(value)
    if text is None:
        return None
    if isinstance(value, Literal) and value.known:
        written = known_text(value) or ""
        if kind == "int" and written.lstrip("-").isdecimal() and len(written) < 19:
            return scalar(text, int(written))
        if kind == "bool" and written in ("true", "false"):
            return scalar(text, written == "true")
        if kind in ("int", "bool"):
            return None
        return scalar(text, written)
    return scalar(text)
