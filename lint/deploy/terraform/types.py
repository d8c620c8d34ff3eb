"""The type of a variable, as far as it adds to a value: attributes that are optional have a default.

`object({name = string, port = optional(number, 8080)})`: a value without `port` has 8080, and null
where `optional` has no default.
"""

from __future__ import annotations

from lint.deploy.terraform.hcl import MAX_DEPTH
from lint.deploy.terraform.values import Entries, Entry, Items, Literal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lint.deploy.terraform.evaluate import Evaluator
    from lint.deploy.terraform.hcl import HclFile
    from lint.deploy.terraform.values import Value

_COLLECTIONS = frozenset(("list", "set", "map"))


class Shaper:
    """Completes values by types that are written in one file."""

    def __init__(self, file: HclFile, evaluator: Evaluator) -> None:
        self._file = file
        self._evaluator = evaluator

    def shaped(self, value: Value, type_node: Any, depth: int = 0) -> Value:
        """The value with what its type adds. `type_node` is the expression of the type."""
        name, arguments = self._call(type_node)
        if not arguments or depth > MAX_DEPTH:
            return value
        if name == "optional":
            return self.shaped(value, arguments[0], depth + 1)
        if name == "object" and isinstance(value, Entries):
            return self._object(value, arguments[0], depth)
        if name not in _COLLECTIONS:
            return value
        if isinstance(value, Items):
            items = [self.shaped(item, arguments[0], depth + 1) for item in value.items]
            return Items(items, value.anchor, value.open)
        if isinstance(value, Entries):
            entries = {
                key: Entry(entry.key, self.shaped(entry.value, arguments[0], depth + 1))
                for key, entry in value.entries.items()
            }
            return Entries(entries, value.anchor, value.open)
        return value

    def _object(self, value: Entries, type_node: Any, depth: int) -> Value:
        made = dict(value.entries)
        for element in _elements(type_node):
            parts = [part for part in element.named_children if part.type == "expression"]
            if len(parts) != 2:
                continue
            key = str(self._file.text(parts[0])).strip('"')
            entry = made.get(key)
            if entry is not None:
                made[key] = Entry(entry.key, self.shaped(entry.value, parts[1], depth + 1))
                continue
            name, arguments = self._call(parts[1])
            if name == "optional" and not value.open:
                made[key] = Entry(value.anchor, self._default(value, arguments, depth))
        return Entries(made, value.anchor, value.open)

    def _default(self, value: Entries, arguments: list[Any], depth: int) -> Value:
        if len(arguments) < 2:
            return Literal(value.anchor, None)
        default = self._evaluator.expression(arguments[1], self._file)
        return self.shaped(default, arguments[0], depth + 1)

    def _call(self, node: Any) -> tuple[str, list[Any]]:
        """The name and the arguments of a call; ("", []) for anything else."""
        children = node.named_children
        if len(children) != 1 or children[0].type != "function_call":
            return "", []
        name, *rest = children[0].named_children
        arguments = [
            part
            for child in rest
            if child.type == "function_arguments"
            for part in child.named_children
            if part.type == "expression"
        ]
        return str(self._file.text(name)), arguments


def _elements(node: Any) -> list[Any]:
    """The elements of an object expression."""
    children = node.named_children
    while len(children) == 1 and children[0].type in ("collection_value", "object"):
        node = children[0]
        children = node.named_children
        if node.type == "object":
            break
    return [child for child in node.named_children if child.type == "object_elem"]
