"""The faults about fields that do not exist where they are written."""

from __future__ import annotations

from lint.model import text as shown
from lint.model.fault import Fault, Repair
from lint.model.text import say
from lint.support.globs import matches
from lint.support.nearest import is_given, nearest
from lint.yaml.tree import MappingNode, SequenceNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from lint.manifest.schema import ObjectType, Schema
    from lint.yaml.tree import ScalarNode

_NEAR = 4
"""How many steps through the tree a field may have strayed and still be called misplaced."""


def unknown_field_fault(
    name: str,
    key: ScalarNode,
    type: ObjectType,
    trail: tuple[str, ...],
    schema: Schema,
    reported: Sequence[Any],
    node: MappingNode,
    root: MappingNode,
) -> tuple[Fault, str]:
    """The fault of a field that `type`, the object at `trail`, does not have.

    `node` is that object, `root` the resource. With the fault, the field of the object that was
    intended, or "". `reported` are the entries of the rule's `reported` parameter. In order: an entry
    of these, a misspelling, a field that belongs elsewhere in this kind, the nearest name, all names.
    """
    # The steps of the trail are fields of the schema.
    message = say("`{}` is not a top-level field", shown.name(name))
    if trail:
        message = say("`{}` is not a field of `{}`", shown.name(name), shown.own(_dotted(trail)))
    for entry in reported:
        if _fits(entry, name, type, schema):
            if entry["why"]:
                message = say("{}: {}", message, shown.own(entry["why"]))
            help = shown.own(entry["help"])
            return Fault("unknown-field", key, message=message, help=help), entry["meant"]
    fields = [field.name for field in type.fields.values() if not field.unsupported]
    near = nearest(name, fields, 0.9)
    if near is not None:
        help = say("Write `{}`.", shown.own(near))
        given = is_given(near, name, node.keys, fields)
        repair = None if given else Repair("rename_key", key, near)
        return Fault("unknown-field", key, message=message, help=help, repair=repair), near
    parents = _homes(name, trail, schema)
    if parents:
        labels = [say("`{}`", shown.own(parent)) for parent in parents]
        where = labels[0] if len(labels) == 1 else say("{} or {}", *labels)
        message = say("{}; it belongs under {}", message, where)
        help = say("Move it to {}.", where)
        certain = len(schema.where_is(name)) == 1
        moved = _moved(name, node, root, parents[0], certain) if len(parents) == 1 else None
        return Fault("misplaced-field", key, message=message, help=help, repair=moved), ""
    near = nearest(name, fields)
    if near is not None:
        help = say("Did you mean `{}`?", shown.own(near))
    elif len(fields) <= 6:
        help = say("Remove it, or write one of {}.", shown.listed(map(shown.own, fields)))
    else:
        help = say("Remove it.")
    return Fault("unknown-field", key, message=message, help=help), near or ""


def _moved(
    name: str, node: MappingNode, root: MappingNode, home: str, certain: bool
) -> Repair | None:
    """Moves a field to the one object that it belongs to, such as `spec.template.spec`.

    A list on the way must have one item. Where other objects have such a field, it is unsafe.
    """
    if node.duplicates:
        return None
    target, path = root, home.split(".")
    while any(step.endswith("[]") for step in path):
        step = path.pop(0)
        below = target.get(step.removesuffix("[]"))
        if isinstance(below, SequenceNode) and len(below.items) == 1:
            below = below.items[0]
        if not isinstance(below, MappingNode):
            return None
        target = below
    return Repair("move_entry", node, name, target, path, safe=certain, shown=False)


def is_of_type(node: MappingNode, type: ObjectType, depth: int = 3) -> bool:
    """Whether all fields of a mapping are those of a type, and of what is in them down to a depth."""
    for name, _, value in node.items():
        field = type.fields.get(name)
        if field is None:
            return False
        if depth and field.type is not None and isinstance(value, MappingNode):
            if not is_of_type(value, field.type, depth - 1):
                return False
    return True


def one_level_too_many_fault(name: str, key: ScalarNode, trail: tuple[str, ...]) -> Fault:
    """The fault of a field in a field of the same name, whose own fields belong one level up."""
    where = shown.own(_dotted(trail))
    return Fault(
        "misplaced-field",
        key,
        message=say(
            "`{}` is written twice: its fields belong directly under `{}`", shown.name(name), where
        ),
        help=say("Remove this line, and move its fields one level up."),
    )


def _fits(entry: Any, name: str, type: ObjectType, schema: Schema) -> bool:
    if entry["kind"] and schema.kind not in entry["kind"]:
        return False
    if entry["in"] and type.name not in entry["in"]:
        return False
    return matches(name, entry["fields"])


def _homes(name: str, trail: tuple[str, ...], schema: Schema) -> list[str]:
    """The objects of this kind that have the field, nearest first, at most two.

    Nearness is the number of steps up and down the tree from where the field stands.
    """
    here = [step for step in trail if not step.startswith("[")]
    found: list[tuple[int, int, str]] = []
    for path in schema.where_is(name):
        steps = path.replace("[]", "").split(".")
        if here[: len(steps)] == steps:
            continue  # the field is below the one of its name: another is intended
        shared = 0
        for mine, theirs in zip(here, steps[:-1], strict=False):
            if mine != theirs:
                break
            shared += 1
        distance = len(here) - shared + len(steps) - shared
        parent = path.rpartition(".")[0]
        found.append((distance, len(steps), parent))
    found.sort()
    if not found or not found[0][2]:
        return []
    nearest_ones = [parent for distance, _, parent in found if distance == found[0][0]]
    # A name that many objects have (`name`, `key`) says nothing about where it belongs.
    if found[0][0] > _NEAR or len(nearest_ones) > 2:
        return []
    return nearest_ones


def _dotted(trail: tuple[str, ...]) -> str:
    return ".".join(trail).replace(".[", "[")
