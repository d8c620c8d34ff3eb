"""The closure of imports, and what it finds missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.image.image import read_image
from lint.image.python.closure import import_closure
from tests.image.python.importing import closure, missing, wheel

PACKAGE = {
    "app__init": "",
    "app__a__init": "",
    "app__a__b": "x = 1\n",
    "app__name": "from app.a import c\n",
}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import app.a.b", []),
        ("import app.a.c", [("app.a.c", "", False, False)]),
        ("from app.a import b", []),
        ("from app.a import c", [("app.a", "c", False, False)]),
        ("from app.a.b import x", []),
        ("from app.a.b import y", [("app.a.b", "y", False, False)]),
        ("from .a import b", []),
        ("from . import a", []),
        ("from .gone import x", [("app.gone", "", False, False)]),
        ("from .gone.deep import x", [("app.gone", "", False, False)]),
        ("from .a.b import *", []),
        ("def f():\n    import app.gone", [("app.gone", "", False, True)]),
        ("class C:\n    import app.gone", [("app.gone", "", False, False)]),
        ("try:\n    import app.gone\nexcept ImportError:\n    pass", [("app.gone", "", True, False)]),
        ("try:\n    import app.gone\nexcept ImportError:\n    raise", [("app.gone", "", False, False)]),
        ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import app.gone", []),
        ("import sys\nif sys.platform == 'win32':\n    import app.gone", [("app.gone", "", True, False)]),
        ("import importlib\nimportlib.import_module('app.gone')", [("app.gone", "", False, False)]),
        ("import importlib\nimportlib.import_module('.gone', 'app')", [("app.gone", "", False, False)]),
        ("import numpy, os.path, app", []),
        ("from os import nothing", []),
        ("from ...lib import x", [("...lib", "", False, False)]),
        ("import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'app.gone')", [("app.gone", "", True, False)]),
        ("import os\nos.environ.setdefault('OTHER_MODULE', 'app.gone')", []),
        ("try:\n    import app.name\nexcept ModuleNotFoundError:\n    pass", [("app.a", "c", False, False)]),
        ("try:\n    import app.name\nexcept ImportError:\n    pass", [("app.a", "c", True, False)]),
    ],
)  # fmt: skip
def test_one_import(
    tmp_path: Path, source: str, expected: list[tuple[str, str, bool, bool]]
) -> None:
    found = closure(tmp_path, "app.main", app__main=source + "\n", **PACKAGE)
    assert missing(found) == expected


def test_the_shortest_chain_is_told(tmp_path: Path) -> None:
    found = closure(
        tmp_path,
        "app.main",
        app__init="",
        app__main="import app.long\nimport app.short\n",
        app__long="import app.longer\n",
        app__longer="import app.gone\n",
        app__short="\n\nimport app.gone\n",
    )
    (item,) = found.missing
    assert [(step.importer, step.imported, step.line) for step in item.chain] == [
        ("app.main", "app.short", 2),
        ("app.short", "app.gone", 3),
    ]
    assert item.chain[-1].display_path.endswith(".whl!app/short.py")


def test_a_certain_way_beats_a_guarded_one(tmp_path: Path) -> None:
    found = closure(
        tmp_path,
        "app.main",
        app__init="",
        app__main="try:\n    import app.gone\nexcept ImportError:\n    pass\nimport app.other\n",
        app__other="def f():\n    from app import gone\n    import app.gone\n",
    )
    assert ("app.gone", "", False, True) in missing(found)
    assert ("app.gone", "", True, False) not in missing(found)


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


def test_third_party_imports_are_told_apart(tmp_path: Path) -> None:
    found = closure(
        tmp_path, "app.main", app__init="", app__main="import numpy.linalg\nimport json\n"
    )
    assert list(found.third_party) == ["numpy"]
    assert found.missing == []


def test_a_module_that_cannot_be_parsed_hides_nothing_else(tmp_path: Path) -> None:
    found = closure(
        tmp_path,
        "app.main",
        app__init="",
        app__main="import app.bad\nimport app.gone\n",
        app__bad="def (\n",
    )
    assert missing(found) == [("app.gone", "", False, False)]
    bad = found.reached["app.bad"].facts.unparsable
    assert bad is not None
    assert bad.line == 1


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


def test_what_the_source_tree_has_is_left_out_whatever_getattr_gives(tmp_path: Path) -> None:
    build = wheel(
        tmp_path,
        app__init="def __getattr__(name):\n    return name\n",
        app__main="from app import gone, made\n",
    )
    found = import_closure(
        build.members, build.modules(), "app.main", left_out=lambda module: module == "app.gone"
    )
    assert missing(found) == [("app.gone", "", False, False)]


def test_what_runs_as_main_only(tmp_path: Path) -> None:
    build = wheel(
        tmp_path, app__init="", app__main="if __name__ == '__main__':\n    import app.gone\n"
    )
    modules = build.modules()
    assert missing(import_closure(build.members, modules, "app.main")) == []
    found = import_closure(build.members, modules, "app.main", main=True)
    assert missing(found) == [("app.gone", "", False, False)]


def test_many_ways_of_star_imports_are_walked_once(tmp_path: Path) -> None:
    layers = 40
    files = {"app__init": "", "app__main": "from app.a0 import gone\n"}
    for number in range(layers):
        both = "".join(f"from app.{side}{number + 1} import *\n" for side in "ab")
        files |= {f"app__{side}{number}": both for side in "ab"}
    files |= {f"app__{side}{layers}": "" for side in "ab"}
    assert missing(closure(tmp_path, "app.main", **files)) == [("app.a0", "gone", False, False)]


@pytest.mark.parametrize(
    "module",
    [
        "import sys\nsetattr(sys.modules[__name__], 'gone', 1)\n",
        "import sys\nthis = sys.modules[__name__]\nthis.gone = 1\n",
        "import enum\n@enum.global_enum\nclass E(enum.Enum):\n    gone = 1\n",
    ],
)
def test_a_module_that_makes_its_own_names(tmp_path: Path, module: str) -> None:
    found = closure(
        tmp_path, "app.main", app__init="", app__main="from app.a import gone\n", app__a=module
    )
    assert missing(found) == []


@pytest.mark.parametrize(
    ("source", "followed"),
    [
        ("import os\nX = os.environ['X']\n", False),
        ("import os\nkey = input()\nX = os.environ[key]\n", False),
        ("def f():\n    import elsewhere\n", False),
        ("def f():\n    from app import gone\n", True),
        ("import os\ndef f():\n    return os.environ['X']\n", True),
        ("import os\ndef need(key):\n    return os.environ[key]\nneed('X')\n", True),
        ("from pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    x: str\ndef f():\n    Settings()\n", True),
    ],
)  # fmt: skip
def test_calls_are_read_only_where_a_finding_depends_on_them(
    tmp_path: Path, source: str, followed: bool
) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "__init__.py").write_text("")
    (tmp_path / "app" / "main.py").write_text(source)
    image = read_image([], str(tmp_path), "docker", "")
    closure = import_closure(image.members, image.modules(), "app.main")
    assert (closure.path is not None) is followed
