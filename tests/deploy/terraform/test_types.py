"""Types of variables: attributes that are optional have a default, or are null."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.deploy.terraform.reading import in_template, read_files

PROVIDER = 'provider "google" {}\n'


def account(folder: Path, type_text: str, default: str, use: str) -> str:
    variable = f'variable "v" {{\n  type = {type_text}\n  default = {default}\n}}\n'
    main = in_template(f"    service_account = {use}\n")
    (step,) = read_files(folder, main, v_tf=variable, p_tf=PROVIDER).steps
    assert step.resource is not None
    assert step.resource.spec is not None
    node = step.resource.spec.get("serviceAccountName")
    return "" if node is None else str(node.plain())


@pytest.mark.parametrize(
    ("type_text", "default", "use", "expected"),
    [
        ("object({ a = optional(string), b = string })", '{ b = "x" }', "var.v.a", ""),
        ('object({ a = optional(string, "d"), b = string })', '{ b = "x" }', "var.v.a", "d"),
        ('object({ a = optional(string, "d") })', '{ a = "x" }', "var.v.a", "x"),
        ('list(object({ a = optional(string, "d") }))', "[{}]", "var.v[0].a", "d"),
        ('map(object({ a = optional(string, "d") }))', "{ k = {} }", 'var.v["k"].a', "d"),
        (
            'object({ o = optional(object({ a = optional(string, "d") }), {}) , x = string })',
            '{ x = "x" }',
            "var.v.o.a",
            "d",
        ),
        ("object({ a = string })", '{ b = "x" }', "var.v.a", "${a}"),
        ("any", '{ b = "x" }', "var.v.b", "x"),
        ("string", '"x"', "var.v", "x"),
        ("object(var.x)", '{ b = "x" }', "var.v.b", "x"),
    ],
)
def test_shapes(tmp_path: Path, type_text: str, default: str, use: str, expected: str) -> None:
    assert account(tmp_path, type_text, default, use) == expected


def test_a_deep_type_ends(tmp_path: Path) -> None:
    deep = "list(" * 2_000 + "string" + ")" * 2_000
    assert account(tmp_path, deep, '["x"]', "var.v[0]") == "x"
