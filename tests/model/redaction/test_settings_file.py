"""TOML and INI: tables and keys are shown, and the values of the settings of packaging."""

from __future__ import annotations

import pytest

from tests.model.redaction.showing import assert_hidden, shown


@pytest.mark.parametrize(
    "text",
    [
        '[project]\nname = "app"\nversion = "1.0"\ndescription = "«about us»"\n',
        '[tool.app]\nupstream = "«https://h»"\nretries = «3»\n«# a comment»\n',
        '[tool.hatch.build.targets.wheel]\npackages = ["src/app"]\nexclude = ["**/monitoring"]\n',
        '[project.scripts]\napp = "app.main:run"\n',
        "[project]\ndependencies = [\n  \"flask>=3\",\n  'uvicorn',\n]\n",
        '[tool.setuptools.packages.find]\nwhere = ["src"]\nother = ["«src»"]\n',
        '[tool.poetry.dependencies]\napp = {version = "^1", path = "../app"}\n',
        "[[tool.poetry.source]]\nname = \"private\"\nurl = '«https://x»'\n",
        'name = "app" «# said to be hunter2»\n',
    ],
)
def test_toml(text: str) -> None:
    assert_hidden("pyproject.toml", text)


@pytest.mark.parametrize(
    "text",
    [
        "[metadata]\nname = app\ndescription = «about us»\n",
        "[options]\ninstall_requires =\n    flask>=3\n    uvicorn\nzip_safe = «no»\n",
        "[options.packages.find]\nwhere: src\nexclude:\n    tests*\n    «# hunter2»\n",
        "[tool]\nupstream = «https://h»\n    «and more of it»\n",
    ],
)
def test_ini(text: str) -> None:
    assert_hidden("setup.cfg", text)


def test_a_credential_among_what_is_shown_is_hidden() -> None:
    text = '[project]\ndependencies = ["app @ https://user:hunter2@h/app.whl"]\n'
    assert "hunter2" not in shown("pyproject.toml", text)


def test_a_text_that_does_not_end_is_not_shown() -> None:
    assert "hunter2" not in shown("pyproject.toml", 'name = "hunter2\n')
