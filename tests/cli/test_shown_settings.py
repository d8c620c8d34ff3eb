"""`--show-settings`: every setting, with where it comes from."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.command import Done, lint_here

SETTINGS = """\
rules = ["rules.yaml"]
strict = true

[values]
TOKEN = "hunter2"

[[overrides]]
paths = ["deploy/"]
wheel = "dist/*.whl"
"""


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "lint.toml").write_text(SETTINGS)
    return tmp_path


def shown(*words: str, cwd: Path) -> Done:
    done = lint_here("--show-settings", *words, cwd=cwd)
    assert (done.returncode, done.stderr) == (0, "")
    return done


def origins(text: str) -> dict[str, str]:
    rows = [line for line in text.splitlines() if not line.startswith("#") and line]
    return {row.partition(" = ")[0]: row.rpartition("  # ")[2] for row in rows}


def test_each_setting_has_its_origin(here: Path) -> None:
    text = shown("--fail-on", "warning", "deploy/service.yaml", cwd=here).stdout
    assert text.startswith("# deploy/service.yaml: lint.toml\n")
    assert origins(text) == {
        "rules": "lint.toml:1",
        "wheel": "lint.toml:9",
        "builder": "default",
        "values": "lint.toml:4",
        "fail-on": "command line",
        "info": "default",
        "strict": "lint.toml:2",
    }
    assert text.splitlines()[-1].startswith("# not set: source, image, dockerfile,")


def test_what_is_shown_is_toml_without_the_values_of_placeholders(here: Path) -> None:
    text = shown("service.yaml", cwd=here).stdout
    assert tomllib.loads(text) == {
        "rules": ["rules.yaml"],
        "builder": "docker",
        "values": {"TOKEN": "..."},
        "fail-on": "error",
        "info": False,
        "strict": True,
    }


def test_each_path_has_its_own_settings(here: Path) -> None:
    other = here / "other"
    other.mkdir()
    (other / "pyproject.toml").write_text('[tool.lint]\nfail-on = "never"\n')
    text = shown("service.yaml", "other", cwd=here).stdout
    first, second = text.split("\n\n")
    assert origins(first)["fail-on"] == "default"
    assert second.startswith("# other: other/pyproject.toml\n")
    assert origins(second)["fail-on"] == "other/pyproject.toml:2"


def test_no_settings_file_is_said(tmp_path: Path) -> None:
    text = shown(cwd=tmp_path).stdout
    assert text.startswith("# .: no settings file\n")
    assert origins(text)["rules"] == "default"


def test_broken_settings_are_reported(here: Path) -> None:
    (here / "lint.toml").write_text("strict = 1\n")
    done = lint_here("--show-settings", cwd=here)
    assert done.returncode == 2
    assert "lint.toml:1:1: `strict` must be true or false" in done.stderr


def test_severities_are_shown_each_with_its_place(here: Path) -> None:
    with (here / "lint.toml").open("a") as file:
        file.write('severities = {CR077 = "off"}\n')
    text = shown("deploy/service.yaml", cwd=here).stdout
    assert 'severities.CR077 = "off"' in text
    assert origins(text)["severities.CR077"] == "lint.toml:10"
    assert "severities" in shown("service.yaml", cwd=here).stdout.partition("# not set: ")[2]
