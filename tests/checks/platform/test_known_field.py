"""Fields that the API has: too new for gcloud, without use, or not set."""

from __future__ import annotations

from typing import Any

import pytest

from lint.checks.platform.known_field import (
    listed_field_fault,
    missing_field_fault,
    newer_field_fault,
)
from lint.manifest.reader import read_manifest
from lint.manifest.schema import Field
from lint.model.fault import Fault
from lint.model.findings import Place
from lint.yaml.tree import MappingNode

HEAD = Place("service.yaml", 9, 9)


def mapping(text: str) -> MappingNode:
    root = read_manifest("service.yaml", text.encode()).documents[0].root
    assert isinstance(root, MappingNode)
    return root


@pytest.mark.parametrize(
    ("flags", "message", "help"),
    [
        ("gcloud-578", "gcloud before SDK 578 rejects `x`", "Google Cloud SDK 578 or newer"),
        ("gcloud-never", "gcloud rejects `x` (up to SDK 600)", "Deploy through the API"),
    ],
)
def test_a_field_that_not_every_gcloud_takes(flags: str, message: str, help: str) -> None:
    node = mapping("x: 1\n")
    fault = newer_field_fault(Field("x", "string", "", flags), node.keys["x"], 600)
    assert str(fault.message).startswith(message)
    assert help in str(fault.help)


def listed(value: str, **entry: Any) -> Fault | None:
    node = mapping(f"x: {value}\n")
    stated = {"why": "does nothing", "help": "", "only": [], "unless": [], "doubtful": False}
    return listed_field_fault("x", node.keys["x"], node.values["x"], {**stated, **entry})


@pytest.mark.parametrize(
    ("value", "entry", "faulty"),
    [
        ("a", {}, True),
        ("{a: 1}", {}, True),
        ("{}", {}, False),
        ("''", {}, False),
        ("${A}", {}, False),
        ("Always", {"unless": ["always"]}, False),
        ("Never", {"unless": ["always"]}, True),
        ("true", {"only": ["true"]}, True),
        ("false", {"only": ["true"]}, False),
    ],
)
def test_a_field_without_use_unless_its_value_is_harmless(
    value: str, entry: dict[str, Any], faulty: bool
) -> None:
    assert (listed(value, **entry) is not None) is faulty


def test_what_is_not_documented_is_a_warning() -> None:
    doubtful = listed("a", doubtful=True)
    assert doubtful is not None
    assert doubtful.severity == "warning"


@pytest.mark.parametrize(
    ("text", "trail", "expected"),
    [
        ("a: 1\n", ("spec", "b"), ("`spec.b.image` is missing", 1)),
        ("a: 1\nimage:\n", ("spec", "b"), ("`spec.b.image` is missing", 2)),
        ("a: 1\nimage: []\n", ("spec", "[0]"), ("`spec[0].image` is missing", 2)),
        ("a: 1\n", ("spec",), ("`spec.image` is missing", 9)),
    ],
)
def test_a_required_field(text: str, trail: tuple[str, ...], expected: tuple[str, int]) -> None:
    fault = missing_field_fault("image", mapping(text), trail, None, HEAD)
    assert (str(fault.message), fault.where.line) == expected
