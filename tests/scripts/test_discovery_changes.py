"""What is told of the differences between two discovery documents."""

from __future__ import annotations

from typing import Any

import pytest

from scripts.discovery_changes import changes
from tests.scripts.discovery import document_of

TEXT = {"type": "string"}


def told(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """The changes of the fields of one type."""
    return changes(document_of(Service=before), document_of(Service=after), ("Service",))


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        ({"a": TEXT}, {"a": TEXT}, []),
        ({}, {"a": TEXT}, ["+ Service.a: string"]),
        ({"a": TEXT}, {}, ["- Service.a"]),
        (
            {"a": TEXT},
            {"a": {"type": "integer", "format": "int32"}},
            ["~ Service.a: string is now int32"],
        ),
        (
            {"a": {"type": "array", "items": TEXT}},
            {"a": {"type": "object", "additionalProperties": TEXT}},
            ["~ Service.a: list of string is now map of string"],
        ),
        (
            {"a": {**TEXT, "enum": ["X", "Y"]}},
            {"a": {**TEXT, "enum": ["Y", "Z"]}},
            ["+ Service.a: the value Z", "- Service.a: the value X"],
        ),
        ({"a": TEXT}, {"a": {**TEXT, "deprecated": True}}, ["~ Service.a: is deprecated"]),
        # What the server sets, nobody writes.
        ({}, {"a": {**TEXT, "readOnly": True}, "status": TEXT}, []),
    ],
)
def test_fields(before: dict[str, Any], after: dict[str, Any], lines: list[str]) -> None:
    assert told(before, after) == lines


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        (
            "Optional. At most 0.95 is allowed. Two decimals.",
            "Optional. At most 0.90 is allowed. Two decimals.",
            ["    - At most 0.95 is allowed.", "    + At most 0.90 is allowed."],
        ),
        (
            "These exist. * `a/b`: Service, Job. * `c/d`: Job.",
            "These exist. * `a/b`: Service. * `c/d`: Job. * `e/f`: Service.",
            ["    - * `a/b`: Service, Job.", "    + * `a/b`: Service.", "    + * `e/f`: Service."],
        ),
        ("One of `X` and Y.", "One of X and `Y`", None),
        ("These exist. `a/b`: Job.", "These exist. * `a/b`: Job,", None),
        ("B. A.", "A. B.", None),
    ],
)
def test_descriptions(before: str, after: str, lines: list[str] | None) -> None:
    found = told({"a": {**TEXT, "description": before}}, {"a": {**TEXT, "description": after}})
    assert found == ([] if lines is None else ["~ Service.a: the description", *lines])


def test_only_what_the_roots_reach() -> None:
    spec: dict[str, Any] = {
        "spec": {"$ref": "Spec"},
        "all": {"type": "array", "items": {"$ref": "One"}},
    }
    old = document_of(Service=spec, Spec={}, Other={}, Gone={})
    new = document_of(
        Service=spec, Spec={"self": {"$ref": "Spec"}}, One={"a": TEXT}, Other={"a": TEXT}
    )
    old["schemas"]["One"] = {}
    lines = ["+ One.a: string", "+ Spec.self: Spec"]
    assert changes(old, new, ("Service", "Missing")) == lines


def test_types() -> None:
    whole = document_of(Service={"a": {"$ref": "Part"}}, Part={"b": TEXT})
    without = document_of(Service={})
    assert changes(without, whole, ("Service",)) == [
        "+ type Part",
        "+ Part.b: string",
        "+ Service.a: Part",
    ]
    assert changes(whole, without, ("Service",)) == ["- type Part", "- Service.a"]
