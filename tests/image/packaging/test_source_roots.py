"""Where the packages of a project are imported from, and what it depends on and starts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint.image.packaging.source_roots import project_scripts, source_roots, stated_dependencies


def project(folder: Path, pyproject: str = "", cfg: str = "", *folders: str) -> str:
    if pyproject:
        (folder / "pyproject.toml").write_text(pyproject)
    if cfg:
        (folder / "setup.cfg").write_text(cfg)
    for name in folders:
        (folder / name).mkdir(parents=True)
    return str(folder)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pyproject.toml", "[tool.setuptools.packages.find]\nwhere = ['lib']\n"),
        ("pyproject.toml", "[tool.setuptools.package-dir]\n'' = 'lib'\n"),
        ("pyproject.toml", "[tool.setuptools.package-dir]\nshop = 'lib/shop'\n"),
        ("pyproject.toml", "[tool.poetry]\npackages = [{include = 'shop', from = 'lib'}]\n"),
        ("pyproject.toml", "[tool.hatch.build.targets.wheel]\npackages = ['lib/shop']\n"),
        ("pyproject.toml", "[tool.hatch.build.targets.wheel]\nonly-include = ['lib/shop']\n"),
        ("pyproject.toml", "[tool.hatch.build.targets.wheel]\nsources = ['lib']\n"),
        ("pyproject.toml", "[tool.hatch.build.targets.wheel.sources]\n'lib' = ''\n"),
        ("pyproject.toml", "[tool.hatch.build.targets.wheel.sources]\n'lib/shop' = 'shop'\n"),
        ("pyproject.toml", "[tool.pdm.build]\npackage-dir = 'lib'\n"),
        ("pyproject.toml", "[tool.uv.build-backend]\nmodule-root = 'lib'\n"),
        ("setup.cfg", "[options.packages.find]\nwhere = lib\n"),
        ("setup.cfg", "[options]\npackage_dir =\n    = lib\n"),
        ("setup.py", "from setuptools import setup\nsetup(package_dir={'': 'lib'})\n"),
        (
            "setup.py",
            "import setuptools\nsetuptools.setup(packages=setuptools.find_packages('lib'))\n",
        ),
        ("setup.py", "setup(packages=find_namespace_packages(where='lib'))\n"),
        ("setup.py", "setup(package_dir={'shop': 'lib/shop'})\n"),
    ],
)
def test_settings_name_the_root(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / "lib" / "shop").mkdir(parents=True)
    (tmp_path / name).write_text(text)
    assert source_roots(str(tmp_path)) == ("", "lib")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("setup.py", "setup(package_dir={'': find()})\n"),
        ("setup.py", "setup(package_dir={'other': 'lib/shop'})\n"),
        ("setup.py", "setup(\n"),
        ("setup.py", "setup(packages=find_packages('../lib'))\n"),
        ("pyproject.toml", "[tool.hatch.build.targets.wheel.sources]\n'lib/shop' = 'acme/shop'\n"),
        ("pyproject.toml", "[tool.setuptools]\npackage-dir = 'lib'\n"),
    ],
)
def test_what_names_no_root(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / "lib" / "shop").mkdir(parents=True)
    (tmp_path / name).write_text(text)
    assert source_roots(str(tmp_path)) == ("",)


@pytest.mark.parametrize("root", ["../out", "/etc", "*", ".", "", "gone", "a/../../b"])
def test_roots_that_lead_nowhere_do_not_count(tmp_path: Path, root: str) -> None:
    text = f"[tool.setuptools.packages.find]\nwhere = [{json.dumps(root)}]\n"
    assert source_roots(project(tmp_path, text)) == ("",)


def test_src_counts_unless_it_is_a_package(tmp_path: Path) -> None:
    assert source_roots(project(tmp_path, "", "", "src")) == ("", "src")
    (tmp_path / "src" / "__init__.py").touch()
    assert source_roots(str(tmp_path)) == ("",)


@pytest.mark.parametrize(
    ("pyproject", "scripts"),
    [
        ('[project.scripts]\nserve = "app.cli:main"\n', {"serve": "app.cli:main"}),
        ('[project.scripts]\nserve = "app.cli:main [extra]"\n', {"serve": "app.cli:main"}),
        ('[tool.poetry.scripts]\nserve = "app:run"\nother = {callable = "x"}\n', {"serve": "app:run"}),
        ("[project]\nscripts = 3\n", {}),
        ("[project", {}),
        ("", {}),
    ],
)  # fmt: skip
def test_console_scripts(tmp_path: Path, pyproject: str, scripts: dict[str, str]) -> None:
    assert project_scripts(project(tmp_path, pyproject)) == scripts


@pytest.mark.parametrize(
    "text",
    [
        '[project]\ndependencies = ["needle"]\n',
        '[project.optional-dependencies]\nx = ["needle"]\n',
        '[dependency-groups]\nx = ["needle"]\n',
        '[tool.poetry.dependencies]\nneedle = "1"\n',
        '[tool.poetry.group.dev.dependencies]\nneedle = "1"\n',
        '[tool.pdm.dev-dependencies]\nx = ["needle"]\n',
        '[tool.uv]\ndev-dependencies = ["needle"]\n',
        '[tool.hatch.envs.x]\ndependencies = ["needle"]\n',
        '[project]\ndynamic = ["dependencies"]\n'
        '[tool.setuptools.dynamic]\ndependencies = {file = ["needle.txt"]}\n',
        "needle = [",  # what cannot be read may say anything
    ],
)
def test_where_dependencies_are_stated(text: str) -> None:
    assert "needle" in stated_dependencies(text)


@pytest.mark.parametrize(
    "text",
    [
        '[project]\nname = "needle"\ndescription = "needle"\n',
        '[tool.ruff]\nexclude = ["needle"]\n',
        '[project]\nname = "x"\n[tool.setuptools.dynamic]\nreadme = {file = ["needle.txt"]}\n',
    ],
)
def test_where_they_are_not(text: str) -> None:
    assert "needle" not in stated_dependencies(text)


PIECES = ["[project]\n", "[tool.uv]\n", "dependencies", " = ", "[", "]", '"x"', "3", "{", "}", "\n",
          "#", "é", "1979-05-27", "dynamic", "[project.optional-dependencies]\n"]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_any_text_is_read_without_an_exception(text: str) -> None:
    found = stated_dependencies(text)
    assert found == text or isinstance(json.loads(found), list)
