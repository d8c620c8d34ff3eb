"""The closure of imports, and what it finds missing."""

from __future__ import annotations

from pathlib import Path

import pytest

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
