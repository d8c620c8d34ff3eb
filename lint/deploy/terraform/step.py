"""A resource of the provider, as values, as the deploy step that it is."""

from __future__ import annotations

from lint.deploy.nodes import below, drop, mapping, put, scalar
from lint.deploy.step import Step
from lint.deploy.terraform.fields import KINDS, V1
from lint.deploy.terraform.resource_nodes import NodeMaker
from lint.deploy.terraform.values import Items, as_text
from lint.deploy.v2.resource import convert
from lint.manifest.resource import KINDS as VERSIONS
from lint.manifest.resource import Resource
from lint.yaml.tree import MappingNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.deploy.terraform.fields import Field
    from lint.deploy.terraform.values import Entries
    from lint.deploy.text import Text
    from lint.model.fault import Fault


def make_step(
    resource_type: str,
    entries: Entries,
    field: Field,
    maker: NodeMaker,
    project: Text | None,
    faults: list[Fault],
) -> Step:
    """The step that a resource block amounts to. `field` is the root of its type."""
    anchor = entries.anchor
    kind = KINDS[resource_type]
    tree = maker.block(entries, field)
    root = _v1(tree, kind, anchor) if resource_type == V1 else convert(tree, kind, scalar(anchor))
    template = entries.get("template")
    if not isinstance(template, Items) or not template.items:
        return Step(resource_type, anchor, anchor.source, None, faults)
    resource = Resource(root, kind, anchor.source)
    resource.by_gcloud = False
    resource.partial = maker.partial
    resource.open = frozenset(maker.open)
    location = entries.get("location")
    return Step(
        resource_type,
        anchor,
        anchor.source,
        resource,
        faults,
        as_text(location) if location is not None else None,
        project,
        revealed=maker.revealed,
    )


def _v1(tree: MappingNode, kind: str, anchor: Text) -> MappingNode:
    """The v1 object of `google_cloud_run_service`, whose blocks are the API's but for its root."""
    root = mapping(anchor)
    put(root, "apiVersion", scalar(anchor, VERSIONS[kind]), anchor)
    put(root, "kind", scalar(anchor, kind), anchor)
    metadata = tree.get("metadata")
    if isinstance(metadata, MappingNode):
        root.add("metadata", tree.keys["metadata"], metadata)
    _move(tree, "name", below(root, "metadata", anchor))
    spec = below(root, "spec", anchor)
    for name in ("template", "traffic"):
        _move(tree, name, spec)
    for part in (root.get("metadata"), spec.at("template", "metadata")):
        namespace = part.get("namespace") if part is not None else None
        if isinstance(part, MappingNode) and namespace is not None and part is not root:
            # The provider writes the project there, as a number or by its id.
            drop(part, "namespace")
    return root


def _move(source: MappingNode, name: str, target: MappingNode) -> None:
    node = source.get(name)
    if node is not None:
        target.add(name, source.keys[name], node)
