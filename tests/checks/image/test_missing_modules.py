"""Modules and names that the image lacks: what is said, and what is likely to be meant."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from lint.checks.image.missing_modules import nearest_module
from lint.engine.run import check
from lint.image.image import read_image
from lint.model.options import Options
from tests.checks.image.building import MANIFEST, run, sourced
from tests.image.wheels import build_wheel


@pytest.mark.parametrize(
    ("module", "help"),
    [
        ("app.modles", "Did you mean `app.models`?"),
        ("app.workers.queue", "Only its parent package `app` exists."),
        ("shop.cart", "The image has the packages `app`."),
    ],
)
def test_the_nearest_module_or_package_is_named(tmp_path: Path, module: str, help: str) -> None:
    wheel = build_wheel(tmp_path, name="app", files={"app/__init__.py": "", "app/models.py": ""})
    assert str(nearest_module(read_image([str(wheel)], "", "docker", ""), module)) == help


def test_without_any_module_none_is_named(tmp_path: Path) -> None:
    image = read_image([], str(tmp_path), "docker", "")
    help = "Python looks for it where the image has no modules."
    assert str(nearest_module(image, "app")) == help


@pytest.mark.parametrize(
    ("line", "rule", "message"),
    [
        ("import app.gone", "BLD021", "`app.gone` is imported at import time and is not in"),
        ("from app.models import gone", "BLD023", "`app.models` has no `gone`"),
        ("from ..shop import cart", "BLD021", "leads out of the package of `app.main`"),
        ("def f():\n    import app.gone\nf()", "BLD021", "while the program starts, in `f`"),
        (
            "def f():\n    import app.gone",
            "BLD034",
            "a function that the start is not proven to call",
        ),
    ],
)
def test_a_message_says_what_is_imported_and_when(
    tmp_path: Path, line: str, rule: str, message: str
) -> None:
    files = {"app/__init__.py": "", "app/models.py": "", "app/main.py": f"app = 1\n{line}\n"}
    wheel = str(build_wheel(tmp_path, name="app", files=files))
    found = run(tmp_path, wheel=[wheel])
    assert [name for name, text in found if message in text] == [rule]


@pytest.mark.skipif(sys.version_info < (3, 15), reason="only Python 3.15 reads lazy imports")
def test_a_lazy_import_is_no_matter_of_the_start(tmp_path: Path) -> None:
    files = {"app/__init__.py": "", "app/main.py": "app = 1\nlazy from app.gone import name\n"}
    wheel = str(build_wheel(tmp_path, name="app", files=files))
    found = dict(run(tmp_path, wheel=[wheel]))
    assert "is imported lazily, when its name is first used, and is not in" in found["BLD034"]
    assert "BLD021" not in found


def test_what_the_build_may_make_is_said_with_its_line(tmp_path: Path) -> None:
    files = {
        "app.py": "import shop.gone\n",
        "shop/__init__.py": "",
        "Dockerfile": "FROM python:3.12\nWORKDIR /app\nCOPY . .\nRUN python generate.py\n"
        'CMD ["python", "app.py"]\n',
    }
    found = sourced(tmp_path, files)
    assert any("unless something else brings it" in message for message in found.values())
    assert "BLD021" not in found


@pytest.mark.parametrize(
    ("copied", "stated", "severity"),
    [
        ("lock.txt settings.ini job", False, "warning"),  # it is to be built at the root
        ("lock.txt settings.ini job", True, "error"),
        ("job", False, "error"),
    ],
)
def test_what_a_folder_lacks_that_may_not_be_the_context(
    tmp_path: Path, copied: str, stated: bool, severity: str
) -> None:
    (tmp_path / "job").mkdir()
    (tmp_path / "job" / "main.py").write_text("")
    (tmp_path / "job" / "job.txt").write_text("")
    (tmp_path / "job" / "Dockerfile").write_text(
        f"FROM python:3.12\nWORKDIR /app\nCOPY {copied.replace('job', 'job.txt')} ./\n"
        'CMD ["python", "-m", "job.main"]\n'
    )
    (tmp_path / "service.yaml").write_text(MANIFEST.partition("          command:")[0])
    options = Options([str(tmp_path)])
    if stated:
        options = Options([str(tmp_path / "service.yaml")])
        options.source = str(tmp_path / "job")
    found = [one for one in check(options).findings if one.rule == "BLD020"]
    assert [one.severity for one in found] == [severity]
