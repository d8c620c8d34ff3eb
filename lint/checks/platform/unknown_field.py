"""What is said of a field that does not exist where it stands."""

from __future__ import annotations

from lint.support.globs import matches
from lint.support.nearest import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from lint.manifest.schema import ObjectType, Schema

_NEAR = 4
"""How many steps through the tree a field may have strayed and still be called misplaced."""


class Verdict:
    """What is said of a field.

    `fault` is "unknown-field" or "misplaced-field"; `meant` is the field of this object that was
    meant, or "".
    """

    __slots__ = ("fault", "help", "meant", "message")

    def __init__(self, fault: str, message: str, help: str, meant: str = "") -> None:
        self.fault = fault
        self.message = message
        self.help = help
        self.meant = meant


def unknown_field(
    name: str, type: ObjectType, trail: tuple[str, ...], schema: Schema, reported: Sequence[Any]
) -> Verdict:
    """Judges a field that `type`, the object at `trail`, does not have.

    `reported` are the entries of the rule's `reported` parameter. In order: what is told in words, a
    slip of the pen, a field of this kind that stands elsewhere, the nearest name, all names.
    """
    display_path = name if len(name) <= 60 else name[:57] + "..."
    here = _dotted(trail) or "the top level"
    message = (
        f"`{display_path}` is not a field of `{here}`"
        if trail
        else f"`{display_path}` is not a field of {here}"
    )
    for entry in reported:
        if _fits(entry, name, type, schema):
            why = f": {entry['why']}" if entry["why"] else ""
            return Verdict("unknown-field", message + why, entry["help"], entry["meant"])
    fields = [field.name for field in type.fields.values() if not field.unsupported]
    near = nearest(name, fields, 0.9)
    if near is not None:
        return Verdict("unknown-field", message, f"Write `{near}`.", near)
    parents = _homes(name, trail, schema)
    if parents:
        where = " or ".join(f"`{parent}`" for parent in parents)
        return Verdict(
            "misplaced-field", f"{message}; it belongs under {where}", f"Move it to {where}."
        )
    near = nearest(name, fields)
    if near is not None:
        return Verdict("unknown-field", message, f"Did you mean `{near}`?", near)
    if len(fields) <= 6:
        return Verdict(
            "unknown-field", message, f"Remove it; known are {', '.join(f'`{f}`' for f in fields)}."
        )
    return Verdict("unknown-field", message, "Remove it.")


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
            continue  # the field stands below the one of its name: another is meant
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
