from __future__ import annotations

from pathlib import Path

import pytest

from lint.image.packaging.source_roots import source_roots


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
