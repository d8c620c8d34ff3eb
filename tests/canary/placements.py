"""Manifests with a secret in each place that the schema has, made by walking the schema.

A field that the API gets tomorrow is covered when `lint/manifest/field_table.py` is made anew:
unless somebody lists it as harmless, whatever is written into it must not be shown.
"""

from __future__ import annotations

import copy
import itertools
import json
from collections.abc import Iterator
from typing import Any

from lint.manifest.disclosure import HARMLESS_KEYS, is_harmless
from lint.manifest.schema import Field, ObjectType, Schema
from lint.support.paths import data_path

Path = tuple[str | int, ...]

BASES: dict[str, Any] = {
    "Service": {
        "apiVersion": "serving.knative.dev/v1",
        "kind": "Service",
        "metadata": {"name": "example"},
        "spec": {"template": {"spec": {"containers": [{"image": "gcr.io/p/a"}]}}},
    },
    "Job": {
        "apiVersion": "run.googleapis.com/v1",
        "kind": "Job",
        "metadata": {"name": "example"},
        "spec": {
            "template": {"spec": {"template": {"spec": {"containers": [{"image": "gcr.io/p/a"}]}}}}
        },
    },
    "WorkerPool": {
        "apiVersion": "run.googleapis.com/v1",
        "kind": "WorkerPool",
        "metadata": {"name": "example"},
        "spec": {"template": {"spec": {"containers": [{"image": "gcr.io/p/a"}]}}},
    },
}


class Placement:
    """A manifest, as data, in which `canary` must never come out."""

    def __init__(self, label: str, canary: str, data: Any) -> None:
        self.label = label
        self.canary = canary
        self.data = data


def fields(kind: str) -> Iterator[tuple[Path, ObjectType, Field]]:
    """Every field of every type of a kind, by the shortest way from the root."""
    todo: list[tuple[Path, ObjectType]] = [((), Schema.load(kind).root)]
    seen: set[str] = set()
    for path, object_type in todo:
        if object_type.name in seen:
            continue
        seen.add(object_type.name)
        for name, field in object_type.fields.items():
            here = (*path, name)
            yield here, object_type, field
            if field.type is not None:
                todo.append(((*here, 0) if field.kind == "list" else here, field.type))


def placements() -> Iterator[Placement]:
    numbers = itertools.count(1)
    known: set[str] = set()
    for kind, base in BASES.items():
        types = set()
        for path, object_type, field in fields(kind):
            types.add(object_type.name)
            if object_type.name in known:
                continue
            for what, make in values(object_type.name, field).items():
                canary = f"CANARY{next(numbers):04}"
                label = f"{kind} {'.'.join(map(str, path))}: {what}"
                yield Placement(label, canary, put(base, path, make(canary)))
        known |= types


def values(owner: str, field: Field) -> dict[str, Any]:
    """What is written into a field, by a word for it: functions of the canary."""
    url = {"URL": lambda canary: f"postgres://u:{canary}@h"}
    lone = {
        "text": lambda canary: canary,
        "item": lambda canary: [canary],
    }
    below = {
        "key": lambda canary: {canary: "x"},
        "lone key": lambda canary: {canary: None},
        "item": lambda canary: [canary],
    }
    unknown = {
        "unknown field": lambda canary: {"foo": canary},
        "below an unknown field": lambda canary: {"foo": {"A": canary}},
        "in a list below an unknown field": lambda canary: {
            "foo": [{"name": "A", "value": canary}]
        },
    }
    if field.kind == "map":
        keys = table_keys() if field.name == "annotations" else sorted(HARMLESS_KEYS)
        made = {f"URL in {key}": lambda canary, key=key: {key: url["URL"](canary)} for key in keys}
        for key in [*keys, "foo", "example.com/foo"]:
            if key not in HARMLESS_KEYS and field.name not in ("limits", "requests"):
                made[f"text in {key}"] = lambda canary, key=key: {key: canary}
        return made | lone
    if field.kind == "list":
        if field.type is not None:
            items = {
                f"list, {what}": lambda canary, make=make: [make(canary)]
                for what, make in unknown.items()
            }
            return url | lone | items | {"a mapping": lambda canary: {"A": canary}}
        return url | lone
    if field.type is not None:
        return url | lone | unknown
    if is_harmless(owner, field):
        return url | below
    return url | lone | below | {"value of a key": lambda canary: {"x": canary}}


def table_keys() -> list[str]:
    with open(data_path("schemas", "cloud-run", "annotations.json"), encoding="utf-8") as stream:
        return list(json.load(stream)["annotations"])


def put(base: Any, path: Path, value: Any) -> Any:
    """The base with a value at a path; what is on the way is made."""
    data = copy.deepcopy(base)
    node = data
    for step, following in itertools.pairwise(path):
        empty: Any = [] if isinstance(following, int) else {}
        if isinstance(step, int):
            if not node:
                node.append(empty)
            node = node[0]
        else:
            if not isinstance(node.get(step), type(empty)):
                node[step] = empty
            node = node[step]
    if "env" in path or "httpHeaders" in path:
        if path[-1] not in ("env", "httpHeaders", "name"):
            node.setdefault("name", "A")
    node[path[-1]] = value
    return data


def block(data: Any, indent: int = 0) -> str:
    """YAML in block style; scalars are plain where JSON's text can be, else double-quoted."""
    pad = "  " * indent
    if isinstance(data, dict) and data:
        return "".join(
            f"{pad}{key}:{inline(value) or chr(10) + block(value, indent + 1)}"
            for key, value in data.items()
        )
    assert isinstance(data, list)
    lines = []
    for item in data:
        short = inline(item)
        if short:
            lines.append(f"{pad}-{short}")
        else:
            lines.append(f"{pad}-{block(item, indent + 1)[2 * indent + 1 :]}")
    return "".join(lines)


def inline(value: Any) -> str:
    """A scalar or an empty collection behind its key, with the end of the line; else ""."""
    if value is None:
        return "\n"
    if isinstance(value, str):
        return f" {value}\n"
    if not value:
        return " []\n" if isinstance(value, list) else " {}\n"
    return ""
