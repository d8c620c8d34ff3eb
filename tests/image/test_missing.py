"""Why a module is missing, and whether the source tree has it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from lint.engine.run import check
from lint.image.image import read_image
from lint.image.missing import left_out, why_missing
from lint.image.python.closure import import_closure
from lint.model.options import Options


def test_a_program_that_searches_its_own_folder_only(tmp_path: Path) -> None:
    """`python app/main.py` has /srv/app on its path, and `import app.names` needs /srv."""
    tree = tmp_path / "tree"
    (tree / "app").mkdir(parents=True)
    (tree / "app" / "__init__.py").write_text("")
    (tree / "app" / "main.py").write_text("import app.names\n")
    (tree / "app" / "names.py").write_text("")
    (tree / "Dockerfile").write_text(
        "FROM python:3.12-slim\nWORKDIR /srv\nCOPY app app\nCOPY readme .\n"
        'CMD ["python", "app/main.py"]\n'
    )
    options = Options([])
    options.source = str(tree)
    (finding,) = [finding for finding in check(options).findings if finding.rule == "BLD021"]
    (related,) = finding.related
    assert related.place.path.endswith("Dockerfile")
    assert related.place.line == 3
    assert "Set PYTHONPATH to `/srv`, or start the program with `python -m`." in finding.help


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
