"""What an import statement asks for: names that packages bind, stars and folders."""

from __future__ import annotations

from importlib.util import resolve_name
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint.image.file import ImageFile
from lint.image.python.facts import Import
from lint.image.python.resolution import (
    MISSING,
    MISSING_NAME,
    PRESENT,
    THIRD_PARTY,
    Resolution,
    ancestors,
    is_package,
)
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


def resolution(*paths: str) -> Resolution:
    members = {path: ImageFile(path, path, 0, lambda: b"") for path in paths}
    modules = {
        path.removesuffix(".py").removesuffix("/__init__").replace("/", "."): path for path in paths
    }
    return Resolution(members, modules, {})


@pytest.mark.parametrize("module", ["app", "app.sub", "app.sub.main"])
@pytest.mark.parametrize("level", [0, 1, 2, 3, 4])
@pytest.mark.parametrize("name", ["", "x", "x.y"])
def test_relative_names_are_those_of_python(module: str, level: int, name: str) -> None:
    found = resolution("app/__init__.py", "app/sub/__init__.py", "app/sub/main.py")
    if not level and not name:
        return  # nobody can write it
    statement = Import(name, level, None, 1, 1, 0)
    package = module if found.is_package(module) else module.rpartition(".")[0]
    try:
        expected: str | None = resolve_name("." * level + name, package)
    except ImportError:
        expected = None
    mine = found.resolve(module, statement)
    assert (mine or None) == (expected.rstrip(".") if expected else None)


@pytest.mark.parametrize(
    ("path", "package"),
    [
        ("app/__init__.py", True),
        ("app/__init__.cpython-311-x86_64-linux-gnu.so", True),
        ("app", True),
        ("app/main.py", False),
        ("app/main.cpython-311-x86_64-linux-gnu.so", False),
        ("app/main.pyd", False),
    ],
)
def test_what_may_have_submodules(path: str, package: bool) -> None:
    assert is_package(path) is package


@given(st.lists(st.sampled_from("ab"), min_size=1, max_size=5).map(".".join))
def test_the_packages_on_the_way(module: str) -> None:
    parts = module.split(".")
    assert list(ancestors(module)) == [
        ".".join(parts[:count]) for count in range(1, len(parts) + 1)
    ]


@pytest.mark.parametrize(
    ("source", "edges"),
    [
        ("import app.a", [(PRESENT, "app", ""), (PRESENT, "app.a", "")]),
        ("import app.b", [(PRESENT, "app", ""), (MISSING, "app.b", "")]),
        ("from app import a", [(PRESENT, "app", ""), (PRESENT, "app.a", "")]),
        ("from app import b", [(PRESENT, "app", ""), (MISSING_NAME, "app", "b")]),
        ("from .. import x", [(MISSING, "..", "")]),
        ("import os, json.decoder", []),
        ("import requests.adapters", [(THIRD_PARTY, "requests", "")]),
        (
            "import google.cloud.run",
            [(THIRD_PARTY, "google", ""), (THIRD_PARTY, "google.cloud.run", "")],
        ),
        (
            "from google.cloud import run, storage",
            [
                (THIRD_PARTY, "google", ""),
                (THIRD_PARTY, "google.cloud.run", ""),
                (THIRD_PARTY, "google.cloud.storage", ""),
            ],
        ),
        (
            "from google.cloud import *",
            [(THIRD_PARTY, "google", ""), (THIRD_PARTY, "google.cloud", "")],
        ),
        ("import a; import a", [(THIRD_PARTY, "a", "")]),
    ],
)
def test_what_an_import_leads_to(source: str, edges: list[tuple[int, str, str]]) -> None:
    files = {"app/__init__.py": b"", "app/a.py": b"", "app/main.py": source.encode()}
    members = {
        path: ImageFile(path, path, len(data), lambda data=data: data)  # type: ignore[misc]
        for path, data in files.items()
    }
    modules = {"app": "app/__init__.py", "app.a": "app/a.py", "app.main": "app/main.py"}
    found = Resolution(members, modules, {}).edges("app.main")
    assert [(edge.kind, edge.target, edge.name) for edge in found] == edges


def test_what_is_read_ahead_is_not_read_again() -> None:
    read: list[str] = []

    def reading(path: str, data: bytes) -> ImageFile:
        def get() -> bytes:
            read.append(path)
            return data

        return ImageFile(path, path, len(data), get)

    files = {"app/__init__.py": b"", "app/a.py": b"", "app/main.py": b"from app import a\n"}
    members = {path: reading(path, data) for path, data in files.items()}
    modules = {"app": "app/__init__.py", "app.a": "app/a.py", "app.main": "app/main.py"}
    found = Resolution(members, modules, {})
    found.prefetch(["app.main"])
    assert sorted(read) == sorted(files)
    found.edges("app.main")
    assert found.binds_name("app", "a") is False
    assert len(read) == 3
