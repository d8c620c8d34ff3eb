"""All JSON Schemas that come with the tool: ids, titles, and a description of every property."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from lint.cli.options import SCHEMAS
from lint.model.links import schema_id

ROOT = Path(__file__).resolve().parent.parent


def load(parts: tuple[str, ...]) -> Any:
    return json.loads((ROOT / "schemas").joinpath(*parts).read_text(encoding="utf-8"))


def properties(schema: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every property at any depth, with its path."""
    if isinstance(schema, list):
        for item in schema:
            yield from properties(item, path)
    if not isinstance(schema, dict):
        return
    for key, value in schema.items():
        if key in ("properties", "$defs", "patternProperties"):
            for name, part in value.items():
                if key == "properties":
                    yield f"{path}/{name}", part
                yield from properties(part, f"{path}/{name}")
        elif key not in ("const", "default", "enum", "examples"):
            yield from properties(value, path)


@pytest.mark.slow
@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_one(name: str) -> None:
    Draft202012Validator.check_schema(load(SCHEMAS[name]))


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_says_what_it_is_and_where(name: str) -> None:
    schema = load(SCHEMAS[name])
    assert schema["$id"] == schema_id("/".join(SCHEMAS[name]))
    assert schema["title"]
    assert schema["description"].endswith(".")


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_property_has_a_description(name: str) -> None:
    found = list(properties(load(SCHEMAS[name])))
    assert len(found) > 10
    assert [path for path, part in found if not part.get("description")] == []


def test_every_schema_is_in_the_wheel() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    included = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    schemas = (ROOT / "schemas").rglob("*.json")
    paths = {path.relative_to(ROOT) for path in schemas if "schemastore" not in path.parts}
    for path in paths:
        parts = (path, *path.parents)
        assert any(f"lint/{part.as_posix()}" == included.get(part.as_posix()) for part in parts)
    assert not [path for path in included if path.startswith("schemas/schemastore")]


def test_ids_are_addresses_of_the_repository() -> None:
    assert schema_id("report.json") == (
        "https://raw.githubusercontent.com/cloudrun-lint/cloudrun-lint/main/schemas/report.json"
    )
