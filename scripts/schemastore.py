"""The JSON Schemas as SchemaStore (https://www.schemastore.org) takes them, and its catalog's entries.

`scripts/generate.py` writes them below `schemas/schemastore`, which has the layout of SchemaStore's
repository: what is there can be copied into it. Beside the schemas there are texts that they must accept
(`src/test`) and reject (`src/negative_test`).

SchemaStore asks for draft 07, and its own check compiles each schema with Ajv in strict mode: no
keyword that Ajv does not know, one type for each schema (or one and null), a type wherever a keyword is
about one, and no required property without a schema. Its other rules: `src/schemas/json/NAME.json` has
the id https://json.schemastore.org/NAME.json, an address ends a description on a line of its own, and
the catalog claims no files by a generic name. `lint.toml`, `lint-rules.yaml` and `service.yaml` are
such names, which others use as well, so the schemas are for files that name them.
Source: CONTRIBUTING.md of https://github.com/SchemaStore/schemastore, https://ajv.js.org/strict-mode.html
"""

from __future__ import annotations

import json
import re
from typing import Any

FOLDER = "schemas/schemastore"
CATALOG = "src/api/json/catalog.json"
DRAFT_07 = "http://json-schema.org/draft-07/schema#"
ENTRIES = {
    "settings.json": ("cloudrun-lint", "cloudrun-lint settings"),
    "ruleset.json": ("cloudrun-lint-rules", "cloudrun-lint rule set"),
    "cloud-run/service.json": ("cloud-run-service", "Google Cloud Run Service"),
    "cloud-run/job.json": ("cloud-run-job", "Google Cloud Run Job"),
    "cloud-run/workerpool.json": ("cloud-run-workerpool", "Google Cloud Run WorkerPool"),
    "cloud-run/instance.json": ("cloud-run-instance", "Google Cloud Run Instance"),
}
"""By our file, the name of the schema at SchemaStore, and its name in the catalog."""
_TYPE_OF = {
    "pattern": "string",
    "minLength": "string",
    "maxLength": "string",
    "minimum": "number",
    "items": "array",
    "maxItems": "array",
    "minItems": "array",
    "properties": "object",
    "required": "object",
    "additionalProperties": "object",
    "propertyNames": "object",
}
"""The type that a keyword is about."""
_SUBSCHEMAS = ("anyOf", "oneOf", "allOf")
_MAPS = ("properties", "definitions")
_ADDRESS = re.compile(r" (?=https://\S+$)")
_UNKNOWN = ("discriminator", "title", "default")
"""Left out: what Ajv does not know, and what pydantic writes into each schema."""


def schemastore_files(schemas: dict[str, dict[str, Any]]) -> dict[str, str]:
    """The files by their paths below `FOLDER`, from our schemas by their paths below `schemas`."""
    files = {}
    catalog = []
    for path, (name, title) in ENTRIES.items():
        schema = draft_07(schemas[path], name)
        files[f"src/schemas/json/{name}.json"] = _json(schema)
        description = schema["description"]
        catalog.append({"name": title, "description": description, "url": schema["$id"]})
    catalog.sort(key=lambda entry: entry["name"].lower())
    files[CATALOG] = _json({"schemas": catalog})
    return files


def draft_07(schema: dict[str, Any], name: str) -> dict[str, Any]:
    """A schema of draft 2020-12 in draft 07, with the id that it has at SchemaStore."""
    body = {key: value for key, value in schema.items() if key not in ("$schema", "$id", "$defs")}
    definitions = {key: _converted(part) for key, part in schema.get("$defs", {}).items()}
    root = _converted(body)
    head = {
        "$schema": DRAFT_07,
        "$id": f"https://json.schemastore.org/{name}.json",
        "title": schema["title"],
    }
    used = _used(root, definitions)
    kept = {key: part for key, part in definitions.items() if key in used}
    return {**head, **root, **({"definitions": kept} if kept else {})}


def _converted(schema: Any) -> Any:
    """A schema without what is not of draft 07, or not allowed in strict mode."""
    if not isinstance(schema, dict):
        return schema
    found: dict[str, Any] = {}
    for key, value in schema.items():
        if key.startswith("x-") or key in _UNKNOWN:
            continue
        if key in _SUBSCHEMAS:
            found[key] = [_converted(part) for part in value]
        elif key in _MAPS:
            found[key] = {name: _converted(part) for name, part in value.items()}
        elif key == "patternProperties":
            # With properties, it has the checks that only built-in rule sets may use.
            if "properties" not in schema:
                found[key] = {name: _converted(part) for name, part in value.items()}
        elif key in ("items", "additionalProperties", "propertyNames"):
            found[key] = _converted(value)
        elif key == "description":
            found[key] = _ADDRESS.sub("\n", value)
        elif key == "$ref":
            found[key] = value.replace("#/$defs/", "#/definitions/")
        else:
            found[key] = value
    if found.pop("deprecated", False):
        found["description"] = f"DEPRECATED. {found.get('description', '')}".rstrip()
    return _strict(found)


def _strict(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema with what strict mode asks for: types, and a schema for each required property."""
    for name in schema.get("required", ()):
        # Stated elsewhere, as by the schema of a `$ref` beside it.
        schema.setdefault("properties", {}).setdefault(name, True)
    types = schema.get("type", [])
    types = [types] if isinstance(types, str) else list(types)
    if len(types) == 1:
        schema["type"] = types[0]
    for keyword, about in _TYPE_OF.items():
        if keyword in schema and not types:
            types = [about]
            schema["type"] = about
    if "$ref" in schema and len(schema) > 1:
        # In draft 07, nothing beside a `$ref` counts.
        schema["allOf"] = [{"$ref": schema.pop("$ref")}]
    if len(types) - ("null" in types) > 1:
        return _alternatives(schema, types)
    return schema


def _alternatives(schema: dict[str, Any], types: list[str]) -> dict[str, Any]:
    """A schema of several types as one of each type, with the keywords that are about it."""
    found: dict[str, Any] = {}
    parts: dict[str, dict[str, Any]] = {name: {"type": name} for name in types}
    for keyword, value in schema.items():
        about = _TYPE_OF.get(keyword, "")
        if about in parts:
            parts[about][keyword] = value
        elif about == "number" and "integer" in parts:
            parts["integer"][keyword] = value
        elif keyword != "type":
            found[keyword] = value
    found["anyOf"] = list(parts.values())
    return found


def _used(schema: Any, definitions: dict[str, Any]) -> set[str]:
    """The names of the definitions that a schema needs."""
    used: set[str] = set()
    left = [schema]
    while left:
        part = left.pop()
        if isinstance(part, list):
            left += part
        elif isinstance(part, dict):
            reference = part.get("$ref")
            if isinstance(reference, str):
                name = reference.rpartition("/")[2]
                if name not in used:
                    used.add(name)
                    left.append(definitions[name])
            left += part.values()
    return used


def _json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
