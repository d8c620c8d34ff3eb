"""A small reader of JSON Schemas, against a real one."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint.cloud.conformance import first_mistake
from tests.cloud.recording import SCHEMA as INVENTORY

SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["version", "items"],
    "additionalProperties": False,
    "properties": {
        "version": {"const": 1},
        "items": {"type": ["array", "null"], "items": {"$ref": "#/$defs/Item"}},
        "names": {
            "type": "object",
            "propertyNames": {"pattern": "^[a-z]+$"},
            "additionalProperties": {"type": "string"},
        },
    },
    "$defs": {
        "Item": {
            "type": "object",
            "required": ["state"],
            "properties": {
                "state": {"enum": ["ON", "OFF"]},
                "count": {"type": "integer"},
                "open": {"type": "boolean"},
                "id": {"type": "string", "pattern": "^[0-9]+$"},
            },
        }
    },
}


@pytest.mark.parametrize(
    ("change", "mistake"),
    [
        ({}, ""),
        ({"items": None}, ""),
        ({"items": [{"state": "ON", "count": 3, "open": True, "other": 1}]}, ""),
        ({"names": {"a": "b"}}, ""),
        ({"version": 2}, "`version` is not 1"),
        ({"items": 3}, "`items` is not of type array or null"),
        ({"items": [{"state": "ON"}, {}]}, "`items[1].state` is missing"),
        ({"items": [{"state": "NO"}]}, "`items[0].state` is not one of ON, OFF"),
        ({"items": [{"state": "ON", "count": True}]}, "`items[0].count` is not of type integer"),
        ({"items": [{"state": "ON", "open": 1}]}, "`items[0].open` is not of type boolean"),
        ({"items": [{"state": "ON", "id": "x"}]}, "`items[0].id` does not match ^[0-9]+$"),
        ({"names": {"A": "b"}}, "`names.A` is not a name that may stand here"),
        ({"names": {"a": 1}}, "`names.a` is not of type string"),
        ({"other": 1}, "`other` is not known"),
    ],
)
def test_the_first_mistake(change: dict[str, Any], mistake: str) -> None:
    data = {"version": 1, "items": [], **change}
    assert first_mistake(data, SCHEMA) == mistake
    assert jsonschema.Draft202012Validator(SCHEMA).is_valid(data) is (mistake == "")


def test_the_top_level_has_no_path() -> None:
    assert first_mistake([], SCHEMA) == "the top level is not of type object"
    assert first_mistake({}, SCHEMA) == "`version` is missing"


def test_a_long_name_is_shortened() -> None:
    assert len(first_mistake({"version": 1, "items": [], "x" * 10_000: 1}, SCHEMA)) < 100


DATA = st.recursive(
    st.none() | st.booleans() | st.integers(0, 2) | st.sampled_from(["ON", "OFF", "7", "x", ""]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["version", "items", "names", "state", "count", "open", "id", "A"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@given(
    st.fixed_dictionaries(
        {"version": st.sampled_from([1, 2]), "items": DATA | st.lists(DATA, max_size=2)},
        optional={"names": DATA, "x": DATA},
    )
    | DATA
)
def test_it_agrees_with_jsonschema(data: Any) -> None:
    valid = jsonschema.Draft202012Validator(SCHEMA).is_valid(data)
    assert (first_mistake(data, SCHEMA) == "") is valid


def keywords(schema: Any) -> set[str]:
    if isinstance(schema, list):
        return {name for item in schema for name in keywords(item)}
    if not isinstance(schema, dict):
        return set()
    found: set[str] = set()
    for name, inner in schema.items():
        found.add(name)
        named = name in ("properties", "$defs")
        found |= keywords(list(inner.values()) if named else inner)
    return found


def test_the_schema_of_inventories_uses_nothing_else() -> None:
    known = "type const enum pattern required properties propertyNames additionalProperties items"
    notes = "$schema $id $defs $ref title description examples"
    assert keywords(INVENTORY) <= {*known.split(), *notes.split()}
