"""What an import statement asks for: names that packages bind, stars and folders."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.image.python.importing import closure, missing


def test_packages_on_the_way_are_imported_too(tmp_path: Path) -> None:
    found = closure(
        tmp_path,
        "app.sub.main",
        app__init="import app.gone\n",
        app__sub__init="",
        app__sub__main="",
    )
    assert missing(found) == [("app.gone", "", False, False)]


def test_names_behind_a_star_or_getattr_are_unknown(tmp_path: Path) -> None:
    found = closure(
        tmp_path,
        "app.main",
        app__init="",
        app__main="from app.lazy import x\nfrom app.star import y\nfrom app.own import z\n",
        app__lazy="def __getattr__(name):\n    return name\n",
        app__star="from numpy import *\n",
        app__own="from app.base import *\n",
        app__base="z = 1\n",
    )
    assert missing(found) == []


def test_a_package_without_init_is_a_package(tmp_path: Path) -> None:
    found = closure(
        tmp_path, "app.main", app__main="import app.x.y\nimport app.x.z\n", app__x__y=""
    )
    assert missing(found) == [("app.x.z", "", False, False)]


@pytest.mark.parametrize(
    "init",
    [
        "from . import gone\n",
        "from app import gone\n",
        "from .other import *\n",
        "def __getattr__(name):\n    return name\nfrom . import gone\n",
    ],
)
def test_what_a_package_imports_from_itself_is_not_there_by_that(tmp_path: Path, init: str) -> None:
    found = closure(
        tmp_path,
        "app.main",
        app__init=init,
        app__other="from app import gone\n",
        app__main="",
    )
    assert missing(found) == [("app", "gone", False, False)]


@pytest.mark.parametrize(
    ("init", "expected"),
    [
        ("gone = 1\nfrom . import gone\n", []),
        ("from .other import gone\n", []),
        ("from os import path as gone\nfrom . import gone\n", []),
    ],
)
def test_what_a_package_has_otherwise_is_there(
    tmp_path: Path, init: str, expected: list[tuple[str, str, bool, bool]]
) -> None:
    found = closure(
        tmp_path,
        "app.main",
        app__init=init,
        app__other="gone = 2\n",
        app__main="from app import gone\n",
    )
    assert missing(found) == expected


def test_many_ways_of_star_imports_are_walked_once(tmp_path: Path) -> None:
    layers = 40
    files = {"app__init": "", "app__main": "from app.a0 import gone\n"}
    for number in range(layers):
        both = "".join(f"from app.{side}{number + 1} import *\n" for side in "ab")
        files |= {f"app__{side}{number}": both for side in "ab"}
    files |= {f"app__{side}{layers}": "" for side in "ab"}
    assert missing(closure(tmp_path, "app.main", **files)) == [("app.a0", "gone", False, False)]
