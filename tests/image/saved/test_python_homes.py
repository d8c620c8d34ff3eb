"""Where the Pythons of an image find modules."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.image.saved.python_homes import extra_roots, in_library, python_homes, sites_of
from tests.image.saved.layouts import BASE, ELF, SITE
from tests.image.saved.layouts import file_system as system

VENV = "opt/venv/lib/python3.12/site-packages"
FILES: dict[str, bytes | str] = {
    **BASE,
    "opt/venv/pyvenv.cfg": b"home = /usr/local/bin\ninclude-system-site-packages = false\n",
    "opt/venv/bin/python": "->/usr/local/bin/python3.12",
    f"{VENV}/flask/__init__.py": b"",
    f"{VENV}/app.pth": b"# a comment\n/srv/src\n../lib2\n",
    "opt/open/pyvenv.cfg": b"include-system-site-packages = true\n",
    "opt/open/bin/python": "->/usr/local/bin/python3.12",
    "opt/open/lib/python3.12/site-packages/a.py": b"",
    "usr/bin/python3.11": ELF,
    "usr/bin/python3": "->python3.11",
    "usr/lib/python3.11/os.py": b"",
    "usr/lib/python3/dist-packages/debian.py": b"",
}


def test_all_homes(tmp_path: Path) -> None:
    homes = python_homes(system(tmp_path, FILES))
    assert homes.libraries == ["/usr/lib/python3.11", "/usr/local/lib/python3.12"]
    assert homes.version() is None
    assert "/" + VENV in homes.sites
    assert "/usr/lib/python3/dist-packages" in homes.sites
    assert python_homes(system(tmp_path, BASE)).version() == (3, 12)


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        ("/opt/venv/bin/python", ["/" + VENV]),
        ("/opt/open/bin/python", ["/opt/open/lib/python3.12/site-packages", "/" + SITE]),
        ("/usr/local/bin/python", ["/" + SITE]),
        ("/usr/bin/python3", ["/usr/lib/python3/dist-packages"]),
        ("/usr/bin/env", None),
        ("/gone", None),
    ],
)
def test_the_folders_of_one_interpreter(
    tmp_path: Path, program: str, expected: list[str] | None
) -> None:
    found = system(tmp_path, FILES)
    assert sites_of(found, python_homes(found), program) == expected


@pytest.mark.parametrize(
    ("line", "open_ended"),
    [
        (b"import __editable___shop_finder; __editable___shop_finder.install()", True),
        (b"import os; var = 'SETUPTOOLS_USE_DISTUTILS'; enabled = 1", False),
        (b"/srv/src", False),
    ],
)
def test_pth_files(tmp_path: Path, line: bytes, open_ended: bool) -> None:
    found = system(tmp_path, {**FILES, f"{VENV}/z.pth": line})
    roots, code = extra_roots(found, ["/" + VENV])
    assert roots == ["/srv/src", "/opt/venv/lib/python3.12/lib2"]
    assert code is open_ended


@pytest.mark.parametrize(
    ("module", "there"), [("cgi", True), ("_old", True), ("six", False), ("os", True)]
)
def test_modules_of_the_standard_library(tmp_path: Path, module: str, there: bool) -> None:
    found = system(tmp_path, BASE)
    assert in_library(found, python_homes(found), module) is there


def test_without_a_standard_library_nothing_is_said_to_be_missing(tmp_path: Path) -> None:
    found = system(tmp_path, {"app/main.py": b""})
    assert in_library(found, python_homes(found), "six")
