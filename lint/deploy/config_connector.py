"""Config Connector: RunService and RunJob, whose `spec` is the v2 API's with references.

`secretRef: {name: x}` names an object of the cluster, whose name in the cloud is not known here;
`secretRef: {external: x}` is the name itself. Source: cloud.google.com/config-connector/docs/reference
"""

from __future__ import annotations

from lint.deploy.step import Read
from lint.deploy.text import Text
from lint.deploy.v2.body import DURATIONS, body_step, text_of_node
from lint.deploy.v2.places import key_of, mapping, put, scalar, sequence
from lint.support.lazy_regex import lazy_regex
from lint.yaml.tree import MappingNode, Node, ScalarNode, SequenceNode, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.deploy.file import DeployFile
    from lint.deploy.step import Step
    from lint.model.source import Source

GROUP = "run.cnrm.cloud.google.com"
KINDS = {"RunService": "Service", "RunJob": "Job", "RunWorkerPool": "WorkerPool"}
_MAX_DEPTH = 30
_GO = lazy_regex(r"(?:([0-9]{1,9})h)?(?:([0-9]{1,9})m)?(?:([0-9]{1,9})s)?")


def read(file: DeployFile) -> Read:
    """The Cloud Run objects of the file."""
    found = Read()
    for document in file.manifest.documents:
        root = document.root
        if not isinstance(root, MappingNode):
            continue
        group = (text_of(root.get("apiVersion")) or "").partition("/")[0]
        kind = KINDS.get(text_of(root.get("kind")) or "")
        if group == GROUP and kind is not None:
            found.steps.append(_step(root, kind, file.source))
    return found


def _step(root: MappingNode, kind: str, source: Source) -> Step:
    spec = root.get("spec")
    place = root.get("kind") or root
    tree = _plain(spec, 0) if isinstance(spec, MappingNode) else mapping(place)
    assert isinstance(tree, MappingNode)
    for holder, name in ((spec, "resourceID"), (root.get("metadata"), "name")):
        found = holder.get(name) if holder is not None else None
        if isinstance(found, ScalarNode) and isinstance(holder, MappingNode):
            put(tree, "name", found, key_of(holder, name))
            break
    step = body_step(tree, kind, source, text_of(root.get("kind")) or "", place)
    step.region = _text(tree.get("location"), source)
    step.project = _text(tree.get("project"), source)
    if step.project is None:
        annotations = root.at("metadata", "annotations")
        key = "cnrm.cloud.google.com/project-id"
        step.project = _text(annotations.get(key) if annotations else None, source)
    return step


def _text(node: Node | None, source: Source) -> Text | None:
    if not isinstance(node, ScalarNode):
        return None
    place = text_of_node(node, source)
    return place.written(node.text, not node.unknown)


def _plain(node: Node, depth: int) -> Node:
    """A part of a `spec` without references: what they name is in their place."""
    if depth > _MAX_DEPTH:
        return node
    if isinstance(node, SequenceNode):
        return sequence(node, [_item(item, depth) for item in node.items])
    if not isinstance(node, MappingNode):
        return node
    made = mapping(node)
    for name, key, value in node.items():
        if name.endswith("Ref") and isinstance(value, MappingNode) and _is_reference(value):
            put(made, name[:-3], _named(value, name[:-3]), key)
        elif name in DURATIONS and isinstance(value, ScalarNode):
            put(made, name, _duration(value), key)
        else:
            put(made, name, _plain(value, depth + 1), key)
    return made


def _duration(node: ScalarNode) -> ScalarNode:
    """A duration in seconds: Config Connector takes Go's way of writing them, too (`10m0s`)."""
    match = _GO.fullmatch(node.text)
    if match is None or not match.group():
        return node
    hours, minutes, seconds = (int(part or "0") for part in match.groups())
    return scalar(node, f"{hours * 3600 + minutes * 60 + seconds}s")


def _item(node: Node, depth: int) -> Node:
    """An item of a list: references to Cloud SQL instances are items themselves."""
    if isinstance(node, MappingNode) and _is_reference(node):
        return _named(node, "reference")
    return _plain(node, depth + 1)


def _is_reference(node: MappingNode) -> bool:
    """Whether a mapping is a reference to another object."""
    return (
        len(node) > 0
        and all(name in ("external", "name", "namespace", "kind") for name in node.keys)
        and ("external" in node or "name" in node)
    )


def _named(node: MappingNode, field: str) -> ScalarNode:
    external = node.get("external")
    if isinstance(external, ScalarNode) and isinstance(external.value, str):
        text = external.text
        # The last part of a full name of a version is its number.
        return scalar(external, text.rpartition("/versions/")[2] if field == "version" else text)
    return scalar(node.get("name") or node, f"${{{field}}}")
