"""Files that conda installs from."""

from __future__ import annotations

import pytest

from lint.image.packaging.conda_environment import (
    CondaPackages,
    read_conda_lock,
    read_environment,
    read_packages,
)

ENVIRONMENT = """\
name: web
channels:
  - conda-forge
dependencies:
  - python=3.11
  - conda-forge::flask=3.0
  - pytorch>=2
  - numpy==2.1.0=py311h_0
  - pip
  - pip:
      - redis==5.0
      - -r requirements.txt
"""
LOCK = """\
version: 1
package:
  - name: python
    version: 3.11.6
    manager: conda
    platform: linux-64
  - name: flask
    version: 3.0.0
    manager: conda
    platform: osx-64
  - name: redis-py
    version: 5.0.0
    manager: conda
    platform: linux-64
  - name: stripe
    version: 7.0.0
    manager: pip
    platform: linux-64
"""


def stated(found: CondaPackages) -> list[str]:
    return [one.text for one in found.requirements]


def test_an_environment() -> None:
    found = read_environment(ENVIRONMENT)
    assert (found.name, found.python, found.unclear, found.locked) == ("web", (3, 11), False, False)
    assert stated(found) == ["flask==3.0", "torch", "numpy==2.1.0", "pip"]
    assert [one.line for one in found.requirements] == [6, 7, 8, 9]
    assert found.pip == [("redis==5.0", 11), ("-r requirements.txt", 12)]
    assert found.more == "flask"


def test_python_and_programs_bring_nothing_else() -> None:
    found = read_environment("dependencies: [python=3.12, pip, ffmpeg, {pip: [flask]}]\n")
    assert found.more == ""


@pytest.mark.parametrize(
    "text",
    ["", "name: web\n", "- flask\n", "dependencies: [flask\n", "dependencies: [{npm: [a]}]\n"],
)
def test_what_is_no_environment(text: str) -> None:
    assert read_environment(text).unclear


@pytest.mark.parametrize(
    ("version", "python"), [("=3.11", (3, 11)), ("3.9.*", (3, 9)), (">=3.9", None), ("", None)]
)
def test_the_python(version: str, python: tuple[int, int] | None) -> None:
    found = CondaPackages()
    found.add(f"python {version}" if version[:1].isdigit() else f"python{version}", 1)
    assert found.python == python


def test_a_list_of_packages() -> None:
    found = read_packages("# comment\nflask=3\nopencv  # images\n")
    assert (stated(found), found.locked) == (["flask==3", "opencv-python"], False)


def test_an_explicit_list_is_all() -> None:
    found = read_packages(
        "# platform: linux-64\n@EXPLICIT\n"
        "https://conda.anaconda.org/conda-forge/linux-64/python-3.11.6-h_0_cpython.conda#0\n"
        "https://conda.anaconda.org/conda-forge/noarch/redis-py-5.0.1-pyhd8ed1ab_0.tar.bz2\n"
    )
    assert (stated(found), found.locked, found.unclear) == (["python", "redis"], True, False)
    assert found.python == (3, 11)
    assert read_packages("@EXPLICIT\nflask\n").unclear


def test_a_lock_of_conda_lock() -> None:
    found = read_conda_lock(LOCK)
    assert (stated(found), found.locked) == (["python", "redis", "stripe"], True)
    assert found.python == (3, 11)
    assert read_conda_lock("version: 1\n").unclear
