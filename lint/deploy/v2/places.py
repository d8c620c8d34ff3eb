"""Nodes of a v1 resource that are made of the nodes of a v2 tree, each in the place of its own."""

from __future__ import annotations

from lint.deploy.nodes import Mark
from lint.yaml.tree import MappingNode, Node, ScalarNode, SequenceNode, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.yaml.scalars import Value


def _span(node: Node) -> Span:
    source = node.source
    # A node without a file of its own is in the file of the resource, and so is what is made of it.
    start = Mark(source, node.line - 1, node.column - 1)  # type: ignore[arg-type]
    end = Mark(source, node.end_line - 1, node.end_column - 1)  # type: ignore[arg-type]
    return Span(start, end)


def scalar(place: Node, value: Value) -> ScalarNode:
    """A scalar in the place of another node."""
    shown = value if isinstance(value, str) else str(value).lower()
    return ScalarNode(value, shown, '"', _span(place))


def mapping(place: Node) -> MappingNode:
    """An empty mapping in the place of another node."""
    span = _span(place)
    node = MappingNode(span.start_mark, True)
    node.end = span.end_mark
    return node


def sequence(place: Node, items: list[Node]) -> SequenceNode:
    """A sequence in the place of another node."""
    span = _span(place)
    node = SequenceNode(span.start_mark, True)
    node.end = span.end_mark
    node.items = items
    return node


def put(parent: MappingNode, name: str, node: Node, key: Node) -> None:
    """Sets a key, whose place is that of `key`; what it had before is gone."""
    parent.keys[name] = scalar(key, name)
    parent.values[name] = node


def below(parent: MappingNode, name: str, place: Node) -> MappingNode:
    """The mapping under a key, made where there is none."""
    node = parent.get(name)
    if not isinstance(node, MappingNode):
        node = mapping(place)
        put(parent, name, node, place)
    return node


def key_of(parent: MappingNode, name: str) -> Node:
    """The node of a key, the mapping itself where it has no such key."""
    key = parent.keys.get(name)
    return parent if key is None else key
