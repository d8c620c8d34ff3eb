"""Variables that are assigned: plain ones, arrays, and those of `local`, `export`, `readonly`."""

from __future__ import annotations

from lint.deploy.bash.machine import Machine
from lint.deploy.text import Piece, Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def assign_all(machine: Machine, node: Any) -> None:
    """Runs a `variable_assignments` node."""
    for child in node.children:
        if child.type == "variable_assignment":
            assign(machine, child)


def declare(machine: Machine, node: Any) -> None:
    """Runs a `declaration_command` node."""
    first = node.children[0].type if node.children else ""
    is_local = first in ("local", "declare", "typeset") and bool(machine.locals)
    # `declare -n NAME=OTHER` has one variable stand for another.
    is_reference = any(_is_reference(machine.plain(child)) for child in node.children[1:])
    for child in node.children:
        if child.type == "variable_assignment":
            assign(machine, child, is_local=is_local)
            target = child.child_by_field_name("name")
            if is_reference and target is not None:
                name = machine.plain(target)
                machine.scope.values[name] = _unknown(machine, target, name)
        elif child.type == "variable_name" and is_local:
            name = machine.plain(child)
            machine.locals[-1].setdefault(name, machine.scope.values.get(name))
            machine.scope.values[name] = []
        else:
            machine.substitutions(child)


def _is_reference(option: str) -> bool:
    return option.startswith("-") and option[1:].isalpha() and "n" in option


def unset(machine: Machine, node: Any) -> None:
    """Runs an `unset_command` node."""
    for child in node.children:
        if child.type == "variable_name" and machine.plain(child) in machine.scope.values:
            machine.scope.values[machine.plain(child)] = []


def assign(machine: Machine, node: Any, *, is_local: bool = False) -> None:
    """Runs a `variable_assignment` node."""
    target = node.child_by_field_name("name")
    if target is None:
        return
    name = machine.plain(target)
    value = node.child_by_field_name("value")
    values = machine.scope.values
    if target.type == "subscript":
        # What the array holds behind `ARRAY[key]=value` is not followed.
        values[name.partition("[")[0]] = _unknown(machine, target, name.partition("[")[0])
        return
    if not name.isidentifier():
        return  # `--flag=value`, which the grammar takes for an assignment
    if is_local and machine.locals:
        machine.locals[-1].setdefault(name, values.get(name))
    old = values.get(name)
    adds = any(child.type == "+=" for child in node.children)
    if value is not None and value.type == "array":
        items = _array(machine, value)
        if adds and isinstance(old, list):
            items = old + items
        elif adds:
            items = [old if isinstance(old, Text) else _unknown(machine, target, name), *items]
        values[name] = items
        return
    if value is None:
        # `PROJECT=` with nothing behind it is there to be filled in, or to be added to.
        made = _unknown(machine, target, name)
    else:
        made = _named(name, machine.words().value(value))
    if adds and isinstance(old, Text):
        made = old + made
    elif adds:
        made = _unknown(machine, target, name)
    values[name] = made


def _unknown(machine: Machine, node: Any, name: str) -> Text:
    return Text([machine.unit.spot(node.start_byte, node.end_byte, f"${{{name}}}", known=False)])


def _named(name: str, value: Text) -> Text:
    """A value that the output of a command decides gets the name of its variable."""
    if not value.is_unknown or len(value.pieces) != 1:
        return value
    piece = value.pieces[0]
    inside = piece.text[2:-1]
    if not piece.text.startswith("${") or piece.text.startswith("${{") or inside.isupper():
        return value
    return Text([Piece(f"${{{name}}}", piece.source, piece.line, piece.column, False, piece.width)])


def _array(machine: Machine, node: Any) -> list[Text]:
    items: list[Text] = []
    groups: list[list[Any]] = []
    for child in node.children:
        if child.type in ("(", ")", "comment", "\n"):
            continue
        if groups and groups[-1][-1].end_byte == child.start_byte:
            groups[-1].append(child)
        else:
            groups.append([child])
    words = machine.words()
    for nodes in groups:
        if machine.unit.plain[nodes[0].start_byte] == "[":
            # An array with keys, which is not followed.
            return [_unknown(machine, node, "array")]
        items.extend(words.fields_between(nodes, nodes[0].start_byte, nodes[-1].end_byte))
    return items
