"""Whether data conform to a JSON Schema, for the few keywords that schemas/inventory.json uses."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "boolean": bool,
    "null": type(None),
}


def first_mistake(data: Any, schema: dict[str, Any]) -> str:
    """The first place that does not conform, in words; "" when all do.

    Knows `type`, `const`, `enum`, `pattern`, `required`, `properties`, `propertyNames`,
    `additionalProperties`, `items` and references to `$defs`.
    """
    return _mistake(data, schema, schema.get("$defs", {}), "")


def _mistake(data: Any, schema: dict[str, Any], definitions: dict[str, Any], path: str) -> str:
    reference = schema.get("$ref")
    if reference is not None:
        schema = definitions[reference.rpartition("/")[2]]
    where = f"`{path}`" if path else "the top level"
    types = schema.get("type")
    if types is not None:
        names = [types] if isinstance(types, str) else types
        if not any(_is(data, name) for name in names):
            return f"{where} is not of type {' or '.join(names)}"
    if "const" in schema and data != schema["const"]:
        return f"{where} is not {schema['const']!r}"
    if "enum" in schema and data not in schema["enum"]:
        return f"{where} is not one of {', '.join(map(str, schema['enum']))}"
    if isinstance(data, str) and "pattern" in schema and not re.search(schema["pattern"], data):
        return f"{where} does not match {schema['pattern']}"
    if isinstance(data, dict):
        return _object(data, schema, definitions, path)
    if isinstance(data, list) and "items" in schema:
        for index, item in enumerate(data):
            mistake = _mistake(item, schema["items"], definitions, f"{path}[{index}]")
            if mistake:
                return mistake
    return ""


def _object(
    data: dict[str, Any], schema: dict[str, Any], definitions: dict[str, Any], path: str
) -> str:
    for name in schema.get("required", ()):
        if name not in data:
            return f"`{f'{path}.{name}' if path else name}` is missing"
    properties = schema.get("properties", {})
    others = schema.get("additionalProperties", True)
    for name, value in data.items():
        inner = f"{path}.{name[:60]}" if path else name[:60]
        names = schema.get("propertyNames")
        if names is not None and _mistake(name, names, definitions, ""):
            return f"`{inner}` is not a name that may stand here"
        part = properties.get(name, others)
        if part is False:
            return f"`{inner}` is not known"
        if isinstance(part, dict):
            mistake = _mistake(value, part, definitions, inner)
            if mistake:
                return mistake
    return ""


def _is(data: Any, name: str) -> bool:
    if name == "integer" and isinstance(data, bool):
        return False
    return isinstance(data, _TYPES[name])
