"""The Python that a buildpack takes for a tree."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.image.context import builders
from lint.image.context.build_context import Context, read_context
from lint.image.context.buildpack_python import buildpack_python, is_for_python
from tests.image.context.trees import make

VARIABLE = "[[build.env]]\nname = '{name}'\nvalue = '{value}'\n"


def tree(tmp_path: Path, **files: str) -> Context:
    make(tmp_path, "main.py", **files)
    return read_context(str(tmp_path), "docker")


def python(context: Context) -> tuple[tuple[int, int], bool] | None:
    found = buildpack_python(context)
    return (found.version, found.stated) if found is not None else None


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({".python-version": "3.12\n"}, ((3, 12), True)),
        ({".python-version": "3.12.4\n"}, ((3, 12), True)),
        ({".python-version": "\ufeff3.12\n"}, ((3, 12), True)),
        ({".python-version": ">=3.11\n"}, ((3, 11), True)),
        ({".python-version": "pypy\n"}, None),
        ({"runtime.txt": "python-3.11.9\n"}, (builders.NEWEST, False)),
        ({}, (builders.NEWEST, False)),
        ({"project.toml": VARIABLE.format(name="GOOGLE_PYTHON_VERSION", value="3.11.x"),
          ".python-version": "3.13"}, ((3, 11), True)),
        ({"project.toml": VARIABLE.format(name="GOOGLE_RUNTIME_VERSION", value="3.11")}, ((3, 11), True)),
        ({"project.toml": "[io.buildpacks]\nbuilder = 'gcr.io/buildpacks/builder:google-22'\n"}, ((3, 13), False)),
        ({"project.toml": "[io.buildpacks]\nbuilder = 'paketo/builder'\n"}, None),
        # a script sets it for some build
        ({"deploy.sh": "gcloud run deploy --set-build-env-vars GOOGLE_PYTHON_VERSION=3.11\n"}, None),
        ({"build.sh": "pack build --builder gcr.io/buildpacks/builder:v1 app\n"}, None),
    ],
)  # fmt: skip
def test_the_version(
    tmp_path: Path, files: dict[str, str], expected: tuple[tuple[int, int], bool] | None
) -> None:
    assert python(tree(tmp_path, **files)) == expected


@pytest.mark.parametrize("name", ["Dockerfile", "api.Dockerfile", "package.json", "go.mod"])
def test_a_tree_that_something_else_builds(tmp_path: Path, name: str) -> None:
    context = tree(tmp_path, **{name: "x", ".python-version": "3.12"})
    assert not is_for_python(context)
    assert python(context) is None


def test_a_tree_without_python_at_its_top(tmp_path: Path) -> None:
    make(tmp_path, "app/main.py", **{".python-version": "3.12"})
    assert python(read_context(str(tmp_path), "docker")) is None
