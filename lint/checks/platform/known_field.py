"""The faults about fields that the API has: too new for gcloud, without use, or not set."""

from __future__ import annotations

from lint.model import text as shown
from lint.model.fault import Fault
from lint.model.text import say
from lint.yaml.tree import MappingNode, ScalarNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lint.manifest.schema import Field
    from lint.model.findings import Place
    from lint.yaml.tree import Node


def newer_field_fault(field: Field, key: ScalarNode, newest_sdk: int) -> Fault:
    """The fault of a field that gcloud SDK 528 does not take; `newest_sdk` is the newest examined."""
    if field.gcloud is None:
        return Fault(
            "newer-field",
            key,
            message=say(
                "gcloud rejects `{}` (up to SDK {}), although the API has it",
                shown.name(field.name),
                shown.number(newest_sdk),
            ),
            help=say("Deploy through the API, or remove it."),
        )
    return Fault(
        "newer-field",
        key,
        message=say(
            "gcloud before SDK {} rejects `{}`", shown.number(field.gcloud), shown.name(field.name)
        ),
        help=say("Deploy with Google Cloud SDK {} or newer.", shown.number(field.gcloud)),
    )


def listed_field_fault(name: str, key: ScalarNode, value: Node, entry: Any) -> Fault | None:
    """The fault of a field that Cloud Run refuses or ignores; None if its value is harmless.

    `entry` is the field's one in the parameter `fields` of a rule.
    """
    if isinstance(value, ScalarNode):
        text = value.text.lower()
        if value.unknown or not text or text in entry["unless"]:
            return None
        if entry["only"] and text not in entry["only"]:
            return None
    elif isinstance(value, MappingNode) and not len(value):
        return None
    return Fault(
        "listed-field",
        key,
        message=say("`{}` {}", shown.name(name), shown.own(entry["why"])),
        help=shown.own(entry["help"]),
        severity="warning" if entry["doubtful"] else None,
    )


def missing_field_fault(
    name: str, node: MappingNode, trail: tuple[str, ...], key: ScalarNode | None, head: Place
) -> Fault:
    """The fault of the object at `trail` in which a field is not set.

    `key` is the key that the object stands under, None for a list's item. `head` is the place for
    what is missing at the top.
    """
    where: Node | Place = node.keys.get(name) or key or node
    if where is node and len(trail) < 2:
        where = head
    path = ".".join((*trail, name)).replace(".[", "[")
    return Fault(
        "missing-field",
        where,
        message=say("`{}` is missing", shown.own(path)),
        help=say("Add `{}`.", shown.name(name)),
    )
