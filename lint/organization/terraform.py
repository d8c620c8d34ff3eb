"""Policies in Terraform: `google_org_policy_*`, and the older `google_*_organization_policy`.

The arguments are made into the same nodes that a YAML file has, and read as those are.
"""

from __future__ import annotations

from lint.deploy.file import DeployFile
from lint.deploy.nodes import mapping, put, scalar, sequence
from lint.deploy.terraform.blocks import instances
from lint.deploy.terraform.hcl import HclUnavailableError
from lint.deploy.terraform.scope import Scope, parsed_file
from lint.deploy.terraform.values import Entries, Items, Literal, as_text
from lint.errors import UsageError
from lint.organization.objects import api_name, read_constraint, read_old_policy, read_policy
from lint.yaml.tree import MappingNode, ScalarNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lint.deploy.terraform.hcl import Block, Body
    from lint.deploy.terraform.values import Value
    from lint.deploy.text import Text
    from lint.organization.model import PolicySet
    from lint.yaml.tree import Node

CONSTRAINT = "google_org_policy_custom_constraint"
POLICY = "google_org_policy_policy"
OLD = {
    "google_project_organization_policy": ("project", "projects"),
    "google_folder_organization_policy": ("folder", "folders"),
    "google_organization_policy": ("org_id", "organizations"),
}
"""The older resources, with the argument that names what the policy is for, and its level."""
_MARK = b"org"
MAX_INSTANCES = 200
"""Instances of one block that are read."""


def read_terraform(path: str, data: bytes, shown: str, found: PolicySet) -> None:
    """Adds the constraints and policies of a .tf file. Raises `UsageError` without the parser."""
    if _MARK not in data:
        return
    file = DeployFile(path, data, shown)
    try:
        parsed = parsed_file(file)
    except HclUnavailableError:
        raise UsageError(
            f"--policy {shown}: tree-sitter-hcl is not installed: "
            "run `pip install tree-sitter tree-sitter-hcl`"
        ) from None
    scope = Scope(file, parsed)
    for block in parsed.body.blocks:
        kind = str(block.labels[0]) if str(block.type) == "resource" and block.labels else ""
        if kind not in (CONSTRAINT, POLICY, *OLD):
            continue
        scope.load()
        found.sources[shown] = parsed.source
        for names in instances(block.body, scope.evaluator, block.labels[0], MAX_INSTANCES):
            _read(kind, _Maker(scope, names), block, found)


def _read(kind: str, maker: _Maker, block: Block, found: PolicySet) -> None:
    root = maker.body(block.body, block.labels[0])
    source = block.file.source
    if kind == CONSTRAINT:
        id = _text(root.get("name")).rpartition("/")[2]
        read_constraint(root, source, found, id=id, gcloud=False)
    elif kind == POLICY:
        read_policy(root, source, found, gcloud=False)
    else:
        argument, level = OLD[kind]
        read_old_policy(_old(root, block.labels[0]), source, found, gcloud=False)
        parent = _text(root.get(api_name(argument))).rpartition("/")[2]
        found.policies[-1].parent = f"{level}/{parent}" if parent else level


def _old(root: MappingNode, anchor: Text) -> MappingNode:
    """The arguments of an older resource in the form of the v1 API."""
    made = mapping(anchor)
    for key in ("constraint", "booleanPolicy"):
        node = root.get(key)
        if node is not None:
            put(made, key, node, anchor)
    if root.get("restorePolicy") is not None:
        put(made, "restoreDefault", mapping(anchor), anchor)
    values = root.get("listPolicy")
    if isinstance(values, MappingNode):
        listed = mapping(anchor)
        put(made, "listPolicy", listed, anchor)
        for block, key, everything in (
            ("allow", "allowedValues", "ALLOW"),
            ("deny", "deniedValues", "DENY"),
        ):
            entries = values.at(block, "values")
            if entries is not None:
                put(listed, key, entries, anchor)
            if _text(values.at(block, "all")).lower() == "true":
                put(listed, "allValues", scalar(anchor, everything), anchor)
        inherits = values.get("inheritFromParent")
        if inherits is not None:
            put(listed, "inheritFromParent", inherits, anchor)
    return made


class _Maker:
    """Makes nodes of the arguments and blocks of one instance."""

    def __init__(self, scope: Scope, names: Mapping[str, Value]) -> None:
        self._scope = scope
        self._names = names

    def body(self, body: Body, anchor: Text) -> MappingNode:
        """The arguments and blocks of a body; several blocks of a name are a list."""
        made = mapping(anchor)
        for name, attribute in body.attributes.items():
            value = self._scope.evaluator.attribute(attribute, self._names)
            node = self._node(value, attribute.name)
            if node is not None:
                put(made, api_name(name), node, attribute.name)
        for block in body.blocks:
            key = api_name(str(block.type))
            inner = self.body(block.body, block.type)
            if key == "rules":
                rules = made.get(key) or sequence(block.type)
                rules.items.append(inner)  # type: ignore[attr-defined]
                put(made, key, rules, block.type)
            elif key == "dynamic" and block.labels:
                # What a dynamic block makes is not known here: its rules count for some tag.
                self._dynamic(made, api_name(str(block.labels[0])), block)
            else:
                put(made, key, inner, block.type)
        return made

    def _dynamic(self, made: MappingNode, key: str, block: Block) -> None:
        if key != "rules":
            return
        rule = mapping(block.type)
        put(rule, "condition", mapping(block.type), block.type)
        rules = made.get(key) or sequence(block.type)
        rules.items.append(rule)  # type: ignore[attr-defined]
        put(made, key, rules, block.type)

    def _node(self, value: Value, anchor: Text) -> Node | None:
        if isinstance(value, Items):
            made = sequence(anchor)
            made.items += self._items(value, anchor)
            return made
        if isinstance(value, Entries):
            entries = mapping(anchor)
            for name, entry in value.entries.items():
                node = self._node(entry.value, entry.key)
                if node is not None:
                    put(entries, api_name(name), node, entry.key)
            return entries
        text = as_text(value)
        if text is None:
            return None
        if isinstance(value, Literal) and value.known and not isinstance(value.value, str):
            return scalar(text, value.value)
        return scalar(text)

    def _items(self, value: Items, anchor: Text) -> Iterator[Node]:
        for item in value.items:
            node = self._node(item, anchor)
            if node is not None:
                yield node


def _text(node: Node | None) -> str:
    return node.text if isinstance(node, ScalarNode) else ""
