"""Where the parts of a resource are written: whole spans, so that findings in them can be found."""

from __future__ import annotations

from lint.model.findings import Place
from lint.yaml.tree import MappingNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.manifest.resource import Resource
    from lint.yaml.tree import Node


def extent(resource: Resource, node: Node | None) -> list[Place]:
    """The place of a whole node, of a collection up to its last line; [] for no node."""
    if node is None:
        return []
    path = (node.source or resource.source).path
    return [Place(path, node.line, node.column, node.end_line, node.end_column)]


def entry(resource: Resource, parent: Node | None, *names: str) -> list[Place]:
    """The places of keys of a mapping and of their values; of names that it lacks, none."""
    if not isinstance(parent, MappingNode):
        return []
    return [
        place
        for name in names
        if name in parent.keys
        for node in (parent.keys[name], parent.values[name])
        for place in extent(resource, node)
    ]
