"""Why a module is missing, and whether the source tree has it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from lint.image.image import read_image
from lint.image.missing import left_out, why_missing
from lint.image.python.closure import import_closure


def test_a_name_that_no_file_system_takes(tmp_path: Path) -> None:
    (tmp_path / "tree" / "app").mkdir(parents=True)
    (tmp_path / "tree" / "app" / "main.py").write_text(
        "import importlib\nimportlib.import_module('app.\\ud800')\n"
    )
    build = read_image([], str(tmp_path / "tree"), "docker", "")
    found = import_closure(
        build.members, build.modules(), "app.main", left_out=partial(left_out, build)
    )
    assert [item.module for item in found.missing] == ["app.\ud800"]
    assert why_missing(build, "app.\ud800") == []
