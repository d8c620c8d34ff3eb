"""Plans and states as `terraform show -json` and `tofu show -json` print them.

A plan has the values of all arguments, of every instance and module. What the apply decides is
`true` in `after_unknown`; what is `true` in `after_sensitive` is in the plan all the same, and is never
shown. Where the .tf files are beside the plan, findings point at their lines.
Source: developer.hashicorp.com/terraform/internals/json-format
"""

from __future__ import annotations

import os
from contextlib import suppress

from lint.deploy.step import Read
from lint.deploy.terraform.addresses import described
from lint.deploy.terraform.demands import demands, drop_conflicts
from lint.deploy.terraform.fields import BLOCKS, KINDS, Field, field_of
from lint.deploy.terraform.hcl import HclUnavailableError
from lint.deploy.terraform.joined import with_places_of
from lint.deploy.terraform.resource_nodes import NodeMaker
from lint.deploy.terraform.step import make_step
from lint.deploy.terraform.values import Entries, Entry, Items, Literal, Unknown, as_text
from lint.deploy.text import Text
from lint.yaml.tree import MappingNode, ScalarNode, SequenceNode, elements, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lint.deploy.file import DeployFile
    from lint.deploy.step import Step
    from lint.deploy.terraform.values import Value
    from lint.model.source import Source
    from lint.yaml.tree import Node

MAX_RESOURCES = 500
MAX_DEPTH = 20
"""Modules in modules, and blocks in blocks."""


def read(file: DeployFile) -> Read:
    """The Cloud Run resources that the plan or state has after it is applied."""
    found = Read()
    for document in file.manifest.documents:
        root = document.root
        if not isinstance(root, MappingNode):
            continue
        values = root.get("planned_values") or root.get("values")
        module = values.get("root_module") if values is not None else None
        if not isinstance(module, MappingNode):
            continue
        changes = {
            address: change
            for item in elements(root.get("resource_changes"))
            if (address := text_of(item.get("address"))) and (change := item.get("change"))
        }
        text: dict[str, Entries] = {}
        with suppress(HclUnavailableError):  # without it, findings point at the plan
            text = described(file)
        planned: set[str] = set()
        for resource in _resources(module, 0):
            if len(found.steps) >= MAX_RESOURCES:
                break
            step = _step(resource, changes, text, file.source)
            if step is not None:
                found.steps.append(step)
                planned.add(_without_keys(text_of(resource.get("address")) or ""))
        found.covers = _covered(text, planned)
    return found


def _covered(text: dict[str, Entries], planned: set[str]) -> list[str]:
    """The .tf files all of whose resources are in the plan, which says more of them."""
    of_file: dict[str, set[str]] = {}
    for address, entries in text.items():
        path = os.path.normpath(entries.anchor.source.path)
        of_file.setdefault(path, set()).add(address)
    return sorted(path for path, addresses in of_file.items() if addresses <= planned)


def _resources(module: MappingNode, depth: int) -> Iterator[MappingNode]:
    for item in elements(module.get("resources")):
        if isinstance(item, MappingNode) and text_of(item.get("mode")) in ("managed", None):
            if text_of(item.get("type")) in KINDS:
                yield item
    if depth < MAX_DEPTH:
        for child in elements(module.get("child_modules")):
            if isinstance(child, MappingNode):
                yield from _resources(child, depth + 1)


def _step(
    resource: MappingNode,
    changes: dict[str, Node],
    text: dict[str, Entries],
    source: Source,
) -> Step | None:
    resource_type = text_of(resource.get("type")) or ""
    field = field_of(resource_type)
    values = resource.get("values")
    if not isinstance(values, MappingNode):
        return None
    address = text_of(resource.get("address")) or ""
    change = changes.get(address)
    reader = _Reader(source)
    sensitive = resource.get("sensitive_values")
    if change is not None:
        sensitive = change.get("after_sensitive") or sensitive
    place = resource.get("address") or resource
    unknown = change.get("after_unknown") if change is not None else None
    entries = reader.block(values, unknown, sensitive, field, _text(place, "", source), 0)
    known = text.get(_without_keys(address))
    if known is not None:
        joined = with_places_of(entries, known)
        assert isinstance(joined, Entries)
        entries = joined
    faults = list(demands(entries, field, resource_type, False))
    drop_conflicts(entries, field)
    project = reader.blocks_free(values, "project", entries.anchor)
    return make_step(resource_type, entries, field, NodeMaker(), project, faults)


def _without_keys(address: str) -> str:
    """An address without the keys of instances: `a.b["k"]` and `a.b[0]` are `a.b`."""
    made = ""
    depth = 0
    quoted = False
    for character in address:
        if character == '"':
            quoted = not quoted
        elif character == "[" and not quoted:
            depth += 1
        elif character == "]" and not quoted:
            depth -= 1
            continue
        if not depth:
            made += character
    return made


def _text(node: Node, string: str, source: Source, known: bool = True) -> Text:
    width = node.end_column - node.column if node.line == node.end_line else 1
    text = Text.of(string or "resource", source, node.line, node.column, max(width, 0))
    return text if known else text.written(string, False)


class _Reader:
    """Makes values of the JSON of one file."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def block(
        self,
        values: MappingNode,
        unknown: Node | None,
        sensitive: Node | None,
        field: Field,
        anchor: Text,
        depth: int,
    ) -> Entries:
        """A resource or block. What is not known yet is missing among the values."""
        made = Entries({}, anchor)
        for name, below in field.fields.items():
            value = values.get(name)
            key = values.keys.get(name)
            place = anchor if key is None else self._of(key, name)
            if _says(unknown, name) or _says(sensitive, name):
                made.entries[name] = Entry(place, _placeholder(place, name))
            elif value is not None and depth < MAX_DEPTH:
                found = self._value(
                    value, _at(unknown, name), _at(sensitive, name), below, place, depth + 1
                )
                made.entries[name] = Entry(place, found)
        return made

    def blocks_free(self, values: MappingNode, name: str, anchor: Text) -> Text | None:
        """An argument that every resource has, as text."""
        node = values.get(name)
        return as_text(self._scalar(node)) if isinstance(node, ScalarNode) else None

    def _of(self, node: Node, string: str) -> Text:
        return _text(node, string, self._source)

    def _value(
        self,
        value: Node,
        unknown: Node | None,
        sensitive: Node | None,
        field: Field,
        place: Text,
        depth: int,
    ) -> Value:
        if isinstance(value, ScalarNode):
            return self._scalar(value)
        if isinstance(value, SequenceNode):
            items: list[Value] = []
            for number, item in enumerate(value.items):
                below, hidden = _item(unknown, number), _item(sensitive, number)
                if _is_true(below) or _is_true(hidden):
                    items.append(_placeholder(place, field.name))
                elif field.type in BLOCKS and isinstance(item, MappingNode):
                    items.append(self.block(item, below, hidden, field, place, depth))
                else:
                    items.append(self._value(item, below, hidden, field, place, depth))
            return Items(items, place)
        assert isinstance(value, MappingNode)
        entries = Entries({}, place)
        for name, key, item in value.items():
            text = self._of(key, name)
            if _says(unknown, name) or _says(sensitive, name) or not isinstance(item, ScalarNode):
                entries.entries[name] = Entry(text, _placeholder(text, field.name))
            else:
                entries.entries[name] = Entry(text, self._scalar(item))
        return entries

    def _scalar(self, node: ScalarNode) -> Literal:
        if not isinstance(node.value, str) or not node.value:
            text = Text.of("", self._source, node.line, node.column, 0)
            return Literal(text, node.value if isinstance(node.value, (int, float, str)) else None)
        width = node.end_column - node.column if node.line == node.end_line else 1
        text = Text.of(node.value, self._source, node.line, node.column, max(width, 0))
        return Literal(text, node.value)


def _placeholder(place: Text, name: str) -> Unknown:
    return Unknown(place.written(f"${{{name}}}", False))


def _at(node: Node | None, name: str) -> Node | None:
    return node.get(name) if node is not None else None


def _item(node: Node | None, number: int) -> Node | None:
    if isinstance(node, SequenceNode) and number < len(node.items):
        return node.items[number]
    return node if _is_true(node) else None


def _is_true(node: Node | None) -> bool:
    return isinstance(node, ScalarNode) and node.value is True


def _says(node: Node | None, name: str) -> bool:
    """Whether a tree of marks has one for a name, or for all of it."""
    return _is_true(node) or _is_true(_at(node, name))
