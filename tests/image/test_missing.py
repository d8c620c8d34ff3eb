"""Why a module is missing, and whether the source tree has it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from lint.engine.run import check
from lint.image.image import read_image
from lint.image.missing import import_left_out, left_out, why_missing
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


FLASK = "FROM python:3.12-slim\nWORKDIR /app\nRUN pip install flask\nCOPY . .\n"


@pytest.mark.parametrize(
    ("code", "ignored", "found"),
    [
        ("from routers.users import router\n", "routers/", "BLD021"),
        ("from routers import users\n", "routers/", "BLD021"),
        ("import routers.users\n", "**/users.py", "BLD021"),
        # nobody can tell what a folder alone stands for
        ("import routers\n", "routers/", "BLD050"),
        ("from routers.other import x\n", "routers/", "BLD050"),
        ("from routers import users\n", "other/", ""),
        # a distribution that is known by this name
        ("from yaml.users import x\n", "yaml/", "BLD050"),
    ],
)
def test_a_bare_folder_that_an_ignore_file_excludes(
    tmp_path: Path, code: str, ignored: str, found: str
) -> None:
    for folder in ("routers", "yaml"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "users.py").write_text("router = 1\n")
    (tmp_path / "main.py").write_text(code)
    (tmp_path / ".dockerignore").write_text(f".git\n{ignored}\n")
    (tmp_path / "Dockerfile").write_text(FLASK + 'CMD ["python", "main.py"]\n')
    options = Options([])
    options.source = str(tmp_path)
    rules = ("BLD020", "BLD021", "BLD022", "BLD027", "BLD050")
    findings = [one for one in check(options).findings if one.rule in rules]
    assert [one.rule for one in findings] == ([found] if found else [])
    if found == "BLD021":
        assert [one.place.line for one in findings[0].related] == [2]
        assert "**/users.py" in ignored or findings[0].related[0].place.path.endswith("ignore")


def test_a_name_that_the_requirements_have(tmp_path: Path) -> None:
    (tmp_path / "routers").mkdir()
    (tmp_path / "routers" / "users.py").write_text("")
    (tmp_path / "requirements.txt").write_text("routers\n")
    (tmp_path / "main.py").write_text("import routers.users\n")
    (tmp_path / ".dockerignore").write_text("routers\n")
    (tmp_path / "Dockerfile").write_text(FLASK)
    image = read_image([], str(tmp_path), "docker", "")
    assert not import_left_out(image, "routers.users")
    (tmp_path / "requirements.txt").write_text("flask\n")
    assert import_left_out(read_image([], str(tmp_path), "docker", ""), "routers.users")
