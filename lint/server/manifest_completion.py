"""What may be written at a place of a manifest."""

from __future__ import annotations

import re

from lint.manifest.field_table import ROOTS
from lint.ruleset.field_facts import annotations_at, is_useful
from lint.server.hover import about_spot, type_of
from lint.server.spots import SECRET_NAMES, kind_of, spot, volumes_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lint.engine.code_links import CodeLinks
    from lint.manifest.schema import Field
    from lint.server.offers import Offer, Slot
    from lint.server.outline import Outline, Path
    from lint.server.spots import Spot

_ENV = "env"
_PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
"""A name that YAML reads as it is written: the code may be a stranger's."""


def manifest_offers(slot: Slot, outline: Outline, code: CodeLinks | None) -> Iterator[Offer]:
    """What a manifest may have at a place, required fields first."""
    cursor = slot.cursor
    kind = kind_of(outline, cursor.document)
    if cursor.typing == "value":
        yield from _values(slot, outline, kind, code)
        return
    parent = spot(kind, cursor.parent)
    if parent is None:
        return
    present = outline.beside(cursor, slot.line)
    if parent.type is not None:
        if cursor.typing == "item" and cursor.parent[-2:-1] == (_ENV,):
            yield from _new_variables(slot, outline, code)
        yield from _fields(slot, kind, parent, present)
    elif parent.field is not None and parent.field.kind == "map" and not parent.key:
        for name in _map_keys(parent, kind):
            found = spot(kind, (*cursor.parent, name))
            text = found.text() if found is not None else None
            if name not in present and found is not None and text is not None and text.offered:
                yield slot.key(name, True, "", about_spot(found))


def _fields(slot: Slot, kind: str, parent: Spot, present: set[str | int]) -> Iterator[Offer]:
    assert parent.type is not None
    within = parent.field.name if parent.field is not None else ""
    # Right below the key of a list, an item has to begin.
    dash = ""
    if parent.field is not None and parent.field.kind == "list":
        if isinstance(slot.cursor.parent[-1], str):
            if slot.cursor.in_flow:
                return
            dash = "- "
    fields = sorted(parent.type.fields.values(), key=lambda field: not field.required)
    for field in fields:
        if field.name in present or not _is_offered(field):
            continue
        if not is_useful(parent.type.name, field.name, kind, within):
            continue
        found = spot(kind, (*slot.cursor.parent, field.name))
        about = about_spot(found) if found is not None else ""
        detail = type_of(field) + (", required" if field.required else "")
        is_scalar = field.kind not in ("object", "list", "map")
        offer = slot.key(field.name, is_scalar, detail, about)
        offer.insert = dash + offer.insert
        yield offer


def _is_offered(field: Field) -> bool:
    refused = field.output_only or field.unsupported or field.deprecated or field.unused
    return not refused and field.gcloud is not None


def _map_keys(parent: Spot, kind: str) -> list[str]:
    from lint.engine.field_text import map_keys

    assert parent.field is not None
    if parent.level:
        return annotations_at(parent.level, kind)
    return map_keys(parent.owner, parent.field.name)


def _values(slot: Slot, outline: Outline, kind: str, code: CodeLinks | None) -> Iterator[Offer]:
    cursor = slot.cursor
    path: Path = (*cursor.parent, cursor.key)
    if path == ("kind",):
        yield from (slot.value(name, True) for name in ROOTS)
        return
    found = spot(kind, path)
    if found is None or found.field is None or found.type is not None:
        return
    if found.field.kind == "boolean":
        yield from (slot.value(word, False) for word in ("true", "false"))
        return
    if (found.owner, found.field.name) == ("EnvVar", "name"):
        for name, detail in _free_variables(slot, outline, code):
            yield slot.value(name, True, detail, "variable")
        return
    names = _names(found, outline, slot)
    if names:
        yield from (slot.value(name, True) for name in names)
        return
    text = found.text()
    for value in text.values if text is not None else ():
        default = text is not None and value == text.default
        yield slot.value(value, True, "default" if default else "")


def _names(found: Spot, outline: Outline, slot: Slot) -> list[str]:
    """The names of this manifest that a field may refer to: volumes, secrets."""
    assert found.field is not None
    where = (found.owner, found.field.name)
    if where == ("VolumeMount", "name"):
        volumes = volumes_of(slot.cursor.parent)
        return [text for text in _named(outline, slot, volumes, "name") if text]
    if where in SECRET_NAMES:
        found_names: dict[str, None] = {}
        for entry in outline.entries:
            last = entry.path[-2:]
            is_secret = last == ("secretKeyRef", "name") or last == ("secret", "secretName")
            if is_secret and entry.text and entry.line != slot.line:
                found_names[entry.text] = None
        return list(found_names)
    return []


def _named(outline: Outline, slot: Slot, above: Path, key: str) -> Iterator[str]:
    for entry in outline.entries:
        if entry.document == slot.cursor.document and entry.path[-1] == key:
            if entry.path[:-2] == above and len(entry.path) == len(above) + 2:
                yield entry.text


def _new_variables(slot: Slot, outline: Outline, code: CodeLinks | None) -> Iterator[Offer]:
    """Items of `env` with the names that the code reads."""
    for name, detail in _free_variables(slot, outline, code):
        offer = slot.value(name, True, detail, "variable")
        offer.insert = f"name: {offer.insert}"
        yield offer


def _free_variables(
    slot: Slot, outline: Outline, code: CodeLinks | None
) -> Iterator[tuple[str, str]]:
    """The variables that the code reads and this container does not set, with a few words."""
    if code is None:
        return
    above = slot.cursor.parent[:-1]
    there = set()
    for entry in outline.entries:
        if entry.document == slot.cursor.document and entry.line != slot.line:
            if entry.path[:-2] == above and entry.path[-1] == "name":
                there.add(entry.text)
    for variable in code.variables.values():
        if not _PLAIN_NAME.fullmatch(variable.name):
            continue
        if variable.free and variable.name not in there:
            needed = "the start needs it" if variable.needed else "the code reads it"
            yield variable.name, f"{needed} ({variable.places[0]})"
