"""The findings about fields that do not exist where they are written."""

from __future__ import annotations

from lint.model import text as shown
from lint.model.text import say
from lint.support.globs import matches
from lint.support.nearest import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from lint.manifest.schema import ObjectType, Schema
    from lint.model.text import Message

_NEAR = 4
"""How many steps through the tree a field may have strayed and still be called misplaced."""


class Verdict:
    """What is reported about a field.

    `fault` is "unknown-field" or "misplaced-field"; `meant` is the field of this object that was
    intended, or "".
    """

    __slots__ = ("fault", "help", "meant", "message")

    def __init__(self, fault: str, message: Message, help: Message, meant: str = "") -> None:
        self.fault = fault
        self.message = message
        self.help = help
        self.meant = meant


def unknown_field(
    name: str, type: ObjectType, trail: tuple[str, ...], schema: Schema, reported: Sequence[Any]
) -> Verdict:
    """Judges a field that `type`, the object at `trail`, does not have.

    `reported` are the entries of the rule's `reported` parameter. In order: an entry of these, a
    misspelling, a field that belongs elsewhere in this kind, the nearest name, all names.
    """
    # The steps of the trail are fields of the schema.
    message = say("`{}` is not a top-level field", shown.name(name))
    if trail:
        message = say("`{}` is not a field of `{}`", shown.name(name), shown.own(_dotted(trail)))
    for entry in reported:
        if _fits(entry, name, type, schema):
            if entry["why"]:
                message = say("{}: {}", message, shown.own(entry["why"]))
            return Verdict("unknown-field", message, shown.own(entry["help"]), entry["meant"])
    fields = [field.name for field in type.fields.values() if not field.unsupported]
    near = nearest(name, fields, 0.9)
    if near is not None:
        return Verdict("unknown-field", message, say("Write `{}`.", shown.own(near)), near)
    parents = [say("`{}`", shown.own(parent)) for parent in _homes(name, trail, schema)]
    if parents:
        where = parents[0] if len(parents) == 1 else say("{} or {}", *parents)
        return Verdict(
            "misplaced-field",
            say("{}; it belongs under {}", message, where),
            say("Move it to {}.", where),
        )
    near = nearest(name, fields)
    if near is not None:
        return Verdict("unknown-field", message, say("Did you mean `{}`?", shown.own(near)), near)
    if len(fields) <= 6:
        known = shown.listed(map(shown.own, fields))
        return Verdict("unknown-field", message, say("Remove it, or write one of {}.", known))
    return Verdict("unknown-field", message, say("Remove it."))


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
