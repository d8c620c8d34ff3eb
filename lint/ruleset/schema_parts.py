"""What rule sets and settings may say, part by part, from their JSON Schemas: for references and editors."""

from __future__ import annotations

from functools import cache

from lint.support.paths import data_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

_TYPES = {
    "string": "text",
    "integer": "number",
    "number": "number",
    "boolean": "true or false",
    "array": "list",
    "object": "mapping",
}


class Part:
    """A value that a rule set, or a file of settings, may have at one place."""

    __slots__ = ("_definitions", "_schema")

    def __init__(self, schema: dict[str, Any], definitions: dict[str, Any]) -> None:
        self._schema = schema
        self._definitions = definitions

    @property
    def says(self) -> str:
        """What it means; "" where the schema does not say."""
        return str(self._schema.get("description", ""))

    @property
    def default(self) -> str:
        """The value that counts without it, as YAML; "" for none and for an empty one."""
        value = self._schema.get("default")
        return "" if value in (None, "", [], {}) else str(value).lower()

    @property
    def takes(self) -> str:
        """The type in words, such as `list` or `text or mapping`."""
        found: dict[str, None] = {}
        for schema in self._alternatives():
            if "enum" in schema:
                found[", ".join(f"`{word}`" for word in schema["enum"] if word)] = None
            elif schema.get("type") in _TYPES:
                found[_TYPES[schema["type"]]] = None
        if "list" in found:
            found.pop("text", None)  # one string is a list of one
        return " or ".join(found)

    @property
    def values(self) -> tuple[str, ...]:
        """The words that it may be, or that its items may be; () where it may be any."""
        found: dict[str, None] = {}
        for schema in self._alternatives():
            if schema.get("type") == "boolean":
                found |= {"true": None, "false": None}
            items = self._resolved(schema.get("items", {}))
            words = (*schema.get("enum", ()), *items.get("enum", ()), schema.get("const"))
            found |= dict.fromkeys(word for word in words if word and isinstance(word, str))
        return tuple(found)

    @property
    def keys(self) -> dict[str, Part]:
        """The keys of the mapping that it may be; {} for any other value."""
        properties = self._mapping().get("properties", {})
        return {name: Part(schema, self._definitions) for name, schema in properties.items()}

    @property
    def named(self) -> Part | None:
        """What is below each key that the author names; None where there are no such keys."""
        mapping = self._mapping()
        others = mapping.get("additionalProperties")
        if not others and "properties" not in mapping:
            others = next(iter(mapping.get("patternProperties", {}).values()), None)
        return Part(others, self._definitions) if others else None

    @property
    def items(self) -> Part | None:
        """What the items of the list are that it may be; None for what is never a list."""
        for schema in self._alternatives():
            if schema.get("type") == "array":
                return Part(schema.get("items", {}), self._definitions)
        return None

    def at(self, path: Iterable[str | int]) -> Part | None:
        """The part that a path of keys and positions leads to; None for one that nobody knows."""
        found: Part | None = self
        for step in path:
            if found is None:
                return None
            below = found.items
            if isinstance(step, str):
                below = found.keys.get(step) or found.named
            found = below
        return found

    def _mapping(self) -> dict[str, Any]:
        """The mapping that it may be; {} where it may be none."""
        marks = ("properties", "additionalProperties", "patternProperties")
        for schema in self._alternatives():
            if any(schema.get(mark) for mark in marks):
                return schema
        return {}

    def _alternatives(self) -> list[dict[str, Any]]:
        return [self._resolved(part) for part in self._schema.get("anyOf", [self._schema])]

    def _resolved(self, schema: dict[str, Any]) -> dict[str, Any]:
        reference = schema.get("$ref", "")
        found: dict[str, Any] = schema
        if reference:
            found = self._definitions[reference.rpartition("/")[2]]
        return found


@cache
def rule_set_part() -> Part:
    """The whole of a rule set."""
    return _whole("ruleset.json")


@cache
def settings_part() -> Part:
    """The whole of a file of settings."""
    return _whole("settings.json")


def _whole(name: str) -> Part:
    import json

    with open(data_path("schemas", name), encoding="utf-8") as file:
        schema = json.load(file)
    return Part(schema, schema.get("$defs", {}))
