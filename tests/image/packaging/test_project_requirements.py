"""What pyproject.toml and setup.cfg require."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.image.packaging.project_requirements import (
    project_requirements,
    requires_python,
    supports,
)

PROJECT = """\
[project]
name = "My.App"
version = "1"
requires-python = ">=3.12"
dependencies = [
  "flask>=3",
]
[project.optional-dependencies]
server = ["gunicorn"]
[dependency-groups]
dev = ["pytest"]
"""
POETRY = """\
[tool.poetry]
name = "app"
[tool.poetry.dependencies]
python = "^3.10"
flask = "3.0.3"
uvicorn = {extras = ["standard"], version = "^0.30"}
[tool.poetry.group.dev.dependencies]
pytest = "*"
"""


def _write(directory: Path, **files: str) -> str:
    for name, text in files.items():
        (directory / name.replace("_", ".", 1)).write_text(text)
    return str(directory)


@pytest.mark.parametrize(
    ("extras", "names"),
    [
        ((), ["flask"]),
        (("Server",), ["flask", "gunicorn"]),
        (None, ["flask", "gunicorn", "pytest"]),
    ],
)
def test_the_requirements_of_a_project(
    tmp_path: Path, extras: tuple[str, ...] | None, names: list[str]
) -> None:
    found = project_requirements(_write(tmp_path, pyproject_toml=PROJECT), extras)
    assert found is not None
    assert found.name == "my-app"
    assert [one.name for one in found.requirements] == names
    assert found.requirements[0].line == 6
    assert not found.open


def test_requirements_in_poetrys_form(tmp_path: Path) -> None:
    found = project_requirements(_write(tmp_path, pyproject_toml=POETRY))
    assert found is not None
    assert [(one.text, one.line) for one in found.requirements] == [
        ("flask==3.0.3", 5),
        ("uvicorn[standard]", 6),
    ]


def test_dynamic_requirements_are_open(tmp_path: Path) -> None:
    text = '[project]\nname = "a"\ndynamic = ["dependencies"]\n'
    found = project_requirements(_write(tmp_path, pyproject_toml=text))
    assert found is not None
    assert found.open


def test_a_setup_cfg(tmp_path: Path) -> None:
    text = "[metadata]\nname = app\n[options]\ninstall_requires =\n    flask>=3\n    redis\n"
    found = project_requirements(_write(tmp_path, setup_cfg=text))
    assert found is not None
    assert [(one.name, one.line) for one in found.requirements] == [("flask", 5), ("redis", 6)]


@pytest.mark.parametrize("files", [{}, {"pyproject_toml": "not toml ["}, {"setup_py": "x"}])
def test_a_folder_that_states_nothing(tmp_path: Path, files: dict[str, str]) -> None:
    assert project_requirements(_write(tmp_path, **files)) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (PROJECT, (">=3.12", "requires-python", 4)),
        (POETRY, (">=3.10,<4", "python", 4)),
        ('[tool.poetry.dependencies]\npython = "~3.10"\n', (">=3.10,<3.11", "python", 2)),
        ('[tool.poetry.dependencies]\npython = "^3.9 || ^4.0"\n', None),
        ("[project]\n", None),
    ],
)
def test_the_python_that_a_project_requires(
    tmp_path: Path, text: str, expected: tuple[str, str, int] | None
) -> None:
    assert requires_python(_write(tmp_path, pyproject_toml=text)) == expected


@pytest.mark.parametrize(
    ("python", "expected"), [((3, 11), False), ((3, 12), True), ((3, 13), True)]
)
def test_whether_a_project_supports_a_python(
    tmp_path: Path, python: tuple[int, int], expected: bool
) -> None:
    directory = _write(tmp_path, pyproject_toml=PROJECT)
    assert supports(directory, python) is expected
