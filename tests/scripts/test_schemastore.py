"""What SchemaStore gets: draft 07, in Ajv's strict mode, with texts that are right and wrong."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from lint.api import RuleSetError, SettingsError, check_paths
from lint.settings import SettingsTree
from scripts.schemastore import CATALOG, ENTRIES, FOLDER, draft_07

ROOT = Path(__file__).resolve().parents[2] / FOLDER
NAMES = [name for name, _ in ENTRIES.values()]
KEYWORDS = {
    "$comment", "$id", "$ref", "$schema", "additionalProperties", "allOf", "anyOf", "const",
    "definitions", "description", "enum", "examples", "format", "items", "maxItems", "maxLength",
    "minItems", "minLength", "minimum", "oneOf", "pattern", "patternProperties", "properties",
    "propertyNames", "readOnly", "required", "title", "type",
}  # fmt: skip
TEXTS = [
    (path, path.parent.name, path.parent.parent.name == "test")
    for folder in ("test", "negative_test")
    for path in sorted((ROOT / "src" / folder).rglob("*.*"))
]


def load(name: str) -> Any:
    path = ROOT / "src" / "schemas" / "json" / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8"))


def parts(schema: Any) -> Iterator[dict[str, Any]]:
    """A schema and every schema in it."""
    if not isinstance(schema, dict):
        return
    yield schema
    for key in ("properties", "definitions", "patternProperties"):
        for part in schema.get(key, {}).values():
            yield from parts(part)
    for key in ("anyOf", "allOf", "oneOf"):
        for part in schema.get(key, ()):
            yield from parts(part)
    for key in ("items", "additionalProperties", "propertyNames"):
        yield from parts(schema.get(key))


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_of_draft_07_and_strict(name: str) -> None:
    schema = load(name)
    Draft7Validator.check_schema(schema)
    assert schema["$id"] == f"https://json.schemastore.org/{name}.json"
    for part in parts(schema):
        assert part.keys() <= KEYWORDS
        assert "$ref" not in part or len(part) == 1
        types = part.get("type", [])
        assert isinstance(types, str) or not types or (len(types) == 2 and "null" in types)
        assert set(part.get("required", ())) <= part.get("properties", {}).keys()
        if "pattern" in part:
            assert "string" in types
        assert not str(part.get("description", "")).endswith(":")


@pytest.mark.parametrize("name", NAMES)
def test_every_definition_is_used_and_there(name: str) -> None:
    schema = load(name)
    references = {part["$ref"] for part in parts(schema) if "$ref" in part}
    defined = {f"#/definitions/{key}" for key in schema.get("definitions", ())}
    assert references == defined


@pytest.mark.parametrize("name", NAMES)
def test_there_are_texts_that_are_right_and_wrong(name: str) -> None:
    assert {right for _, owner, right in TEXTS if owner == name} == {True, False}


@pytest.mark.parametrize(
    ("path", "name", "right"), TEXTS, ids=lambda value: getattr(value, "stem", "")
)
def test_a_text_is_accepted_or_not(path: Path, name: str, right: bool) -> None:
    text = path.read_text(encoding="utf-8")
    data = tomllib.loads(text) if path.suffix == ".toml" else yaml.safe_load(text)
    assert Draft7Validator(load(name)).is_valid(data) is right


@pytest.mark.parametrize(
    ("path", "name", "right"), TEXTS, ids=lambda value: getattr(value, "stem", "")
)
def test_lint_says_the_same(path: Path, name: str, right: bool, tmp_path: Path) -> None:
    pytest.importorskip("cel_expr_python")
    manifest = ROOT / "src" / "test" / "cloud-run-service" / "service.yaml"
    if name == "cloudrun-lint":
        # The settings name a rule set and a folder that are not here; that is no matter of theirs.
        settings = tmp_path / "lint.toml"
        settings.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
        try:
            SettingsTree(str(settings)).of_run([])
        except SettingsError:
            assert not right
        else:
            assert right
    elif name == "cloudrun-lint-rules":
        try:
            check_paths([manifest], rules=[str(path)], isolated=True)
        except RuleSetError:
            assert not right
        else:
            assert right
    else:
        found = check_paths([path], isolated=True).findings
        assert any(finding.severity == "error" for finding in found) is not right


def test_the_catalog_names_each_schema_in_order_and_no_generic_file() -> None:
    catalog = json.loads((ROOT / CATALOG).read_text(encoding="utf-8"))["schemas"]
    urls = {f"https://json.schemastore.org/{name}.json" for name in NAMES}
    assert {entry["url"] for entry in catalog} == urls
    names = [entry["name"] for entry in catalog]
    assert names == sorted(names, key=str.lower)
    assert all(entry["description"] and "fileMatch" not in entry for entry in catalog)


def test_what_draft_07_does_not_have_is_written_otherwise() -> None:
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "x",
        "title": "T",
        "type": "object",
        "properties": {
            "a": {"type": ["integer", "string", "null"], "pattern": "^1$", "x-format": "int32"},
            "b": {"$ref": "#/$defs/B", "description": "Says it. https://example.com/b"},
            "c": {"$ref": "#/$defs/B", "required": ["d"]},
            "old": {"type": "string", "deprecated": True, "description": "Was used."},
        },
        "$defs": {"B": {"type": "object"}, "Unused": {"type": "string"}},
    }
    made = draft_07(schema, "t")
    reference = [{"$ref": "#/definitions/B"}]
    assert made["properties"] == {
        "a": {
            "anyOf": [{"type": "integer"}, {"type": "string", "pattern": "^1$"}, {"type": "null"}]
        },
        "b": {"description": "Says it.\nhttps://example.com/b", "allOf": reference},
        "c": {"required": ["d"], "properties": {"d": True}, "type": "object", "allOf": reference},
        "old": {"type": "string", "description": "DEPRECATED. Was used."},
    }
    assert made["definitions"] == {"B": {"type": "object"}}
