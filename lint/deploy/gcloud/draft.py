"""The resource that commands make or change, as a tree in which every node has its flag's place."""

from __future__ import annotations

import json

from lint.deploy.nodes import below, drop, items, mapping, put, scalar, sequence
from lint.manifest.resource import KINDS, Resource
from lint.yaml.tree import MappingNode, ScalarNode, SequenceNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.deploy.text import Text
    from lint.yaml.scalars import Value as Plain
    from lint.yaml.tree import Node


class Draft:
    """A Service, Job or WorkerPool in the making.

    `partial` is whether it existed before, so that what is not there may be set; `open` names the
    lists and maps that may have more entries (see `lint.manifest.resource.Resource.open`).
    """

    def __init__(self, kind: str, anchor: Text, name: Text | None, partial: bool) -> None:
        self.kind = kind
        self.anchor = anchor
        self.partial = partial
        self.open: set[str] = set()
        self.cloudsql: list[Text] | None = None
        """The Cloud SQL instances; None where no command has named or cleared them."""
        self.network: dict[str, list[Text]] = {}
        """The network interface: the values of `network`, `subnetwork` and `tags`."""
        self.audiences: list[Text] = []
        self.dependencies: dict[str, list[Text]] = {}
        self.base_images: dict[str, Text] = {}
        self.secrets: dict[str, Text] = {}
        """The secrets of other projects: their paths, by alias."""
        root = mapping(anchor)
        put(root, "apiVersion", scalar(anchor.written(KINDS[kind])), anchor)
        put(root, "kind", scalar(anchor.written(kind)), anchor)
        metadata = below(root, "metadata", anchor)
        if name is not None:
            put(metadata, "name", scalar(name), name)
        self.root = root
        self.name = name

    def at(self, *keys: str) -> MappingNode:
        """The mapping under a chain of keys, made where there is none."""
        node = self.root
        for key in keys:
            node = below(node, key, self.anchor)
        return node

    def find(self, *keys: str) -> Node | None:
        """The node under a chain of keys, if it is there."""
        return self.root.at(*keys)

    @property
    def spec_keys(self) -> tuple[str, ...]:
        """The way to the containers."""
        if self.kind == "Job":
            return ("spec", "template", "spec", "template", "spec")
        return ("spec", "template", "spec")

    def spec(self) -> MappingNode:
        """What has the containers and volumes."""
        return self.at(*self.spec_keys)

    def execution(self) -> MappingNode:
        """What has the tasks of a Job."""
        return self.at("spec", "template", "spec")

    def annotate(self, key: str, value: Text | str, word: Text, *, template: bool = True) -> None:
        """Sets an annotation of the template, or of the resource."""
        keys = (
            ("spec", "template", "metadata", "annotations")
            if template
            else (
                "metadata",
                "annotations",
            )
        )
        text = word.written(value) if isinstance(value, str) else value
        put(self.at(*keys), key, scalar(text), word)

    def unannotate(self, key: str, *, template: bool = True) -> None:
        """Removes an annotation, if it is there."""
        keys = (
            ("spec", "template", "metadata", "annotations")
            if template
            else (
                "metadata",
                "annotations",
            )
        )
        found = self.find(*keys)
        if isinstance(found, MappingNode):
            drop(found, key)

    def annotation(self, key: str, *, template: bool = True) -> str | None:
        """An annotation's value, None where it is not known or not there."""
        keys = (
            ("spec", "template", "metadata", "annotations")
            if template
            else (
                "metadata",
                "annotations",
            )
        )
        found = self.find(*keys, key)
        return str(found.value) if isinstance(found, ScalarNode) else None

    def containers(self) -> list[MappingNode]:
        """The containers so far."""
        found = self.find(*self.spec_keys, "containers")
        if not isinstance(found, SequenceNode):
            return []
        return [item for item in found.items if isinstance(item, MappingNode)]

    def container(self, name: Text | None) -> MappingNode:
        """The container of a name, or the one that flags without `--container` are about."""
        found = self.containers()
        if name is None:
            if self.kind == "Service" and len(found) > 1:
                with_ports = [node for node in found if node.get("ports") is not None]
                return (with_ports or found)[0]
            if found:
                return found[0]
        else:
            for node in found:
                if name_of(node) == str(name):
                    return node
        where = name or self.anchor
        node = mapping(where)
        if name is not None and str(name):
            put(node, "name", scalar(name), name)
        items(self.spec(), "containers", self.anchor).items.append(node)
        return node

    def remove_containers(self, names: list[Text]) -> None:
        """Removes containers, where they are."""
        found = self.find(*self.spec_keys, "containers")
        gone = {str(name) for name in names}
        if isinstance(found, SequenceNode):
            found.items = [
                node
                for node in found.items
                if not isinstance(node, MappingNode) or name_of(node) not in gone
            ]

    def resource(self) -> Resource:
        """The resource as it is now. Raises nothing: what is missing is missing."""
        _prune(self.root)
        resource = Resource(self.root, self.kind, self.anchor.source)
        resource.partial = self.partial
        resource.open = frozenset(self.open)
        return resource


def name_of(container: MappingNode) -> str:
    """The name of a container, "" for none."""
    node = container.get("name")
    return str(node.value) if isinstance(node, ScalarNode) else ""


_MAY_BE_EMPTY = frozenset(("tcpSocket", "httpGet", "grpc", "emptyDir"))


def _prune(node: MappingNode) -> None:
    """Removes what changes have emptied, as the message that gcloud sends has it not either."""
    for key, value in list(node.values.items()):
        if isinstance(value, MappingNode):
            _prune(value)
            if not value.values and key not in _MAY_BE_EMPTY:
                drop(node, key)
        elif isinstance(value, SequenceNode):
            for item in value.items:
                if isinstance(item, MappingNode):
                    _prune(item)
            if key == "containers":
                value.items = [
                    item for item in value.items if not isinstance(item, MappingNode) or item.values
                ]
            if not value.items:
                drop(node, key)


def set_in(parent: MappingNode, key: str, value: Text | Plain, word: Text) -> None:
    """Sets a field to a text, or to a value that stands for the text of a flag."""
    if value is None or isinstance(value, (str, bool, int, float)):
        put(parent, key, scalar(word, value), word)
    else:
        put(parent, key, scalar(value), word)


def set_number(
    parent: MappingNode, key: str, text: Text, number: int | float | None, word: Text
) -> None:
    """Sets a field to a number that is written as `text`, or to the text where it is not known."""
    put(parent, key, scalar(text, number) if number is not None else scalar(text), word)


def set_list(parent: MappingNode, key: str, texts: list[Text], word: Text) -> None:
    """Sets a field to a list of texts; an empty one removes it."""
    if not texts:
        drop(parent, key)
        return
    node = sequence(texts[0])
    node.items = [scalar(text) for text in texts]
    put(parent, key, node, word)


def quoted(text: Text, word: Text) -> Text:
    """A text as a string of JSON. What is not known stays as it is."""
    if text.known:
        return text.written(json.dumps(str(text)))
    return word.written('"') + text + word.written('"')


def joined(parts: list[Text], separator: str, word: Text) -> Text:
    """Texts with a separator between them."""
    result = parts[0]
    for part in parts[1:]:
        result = result + word.written(separator) + part
    return result


def json_list(texts: list[Text], word: Text) -> Text:
    """Texts as a list in JSON, as Python writes it."""
    inner = [quoted(text, word) for text in texts]
    if not inner:
        return word.written("[]")
    return word.written("[") + joined(inner, ", ", word) + word.written("]")
