"""The variables and the builder of a project.toml."""

from __future__ import annotations

import pytest

from lint.image.context.project_toml import builder_of, project_env


@pytest.mark.parametrize("table", ["build", "io.buildpacks.build", "_.build"])
def test_variables(table: str) -> None:
    text = f"[[{table}.env]]\nname = 'A'\nvalue = 'b'\n[[{table}.env]]\nname = 'N'\nvalue = 3\n"
    assert project_env(text) == {"A": "b", "N": "3"}


@pytest.mark.parametrize(
    "text", ["", "build = 1\n", "[build]\nenv = 'A'\n", "[[build.env]]\n", "[["]
)
def test_what_states_no_variable(text: str) -> None:
    assert project_env(text) == {}


@pytest.mark.parametrize(
    ("text", "builder"),
    [
        ("[io.buildpacks]\nbuilder = 'gcr.io/buildpacks/builder:v1'\n", "gcr.io/buildpacks/builder:v1"),
        ("[io.buildpacks]\nbuilder = 1\n", ""),
        ("io = 'x'\n", ""),
        ("[[", ""),
    ],
)  # fmt: skip
def test_the_builder(text: str, builder: str) -> None:
    assert builder_of(text) == builder
