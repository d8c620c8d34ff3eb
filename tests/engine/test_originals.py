"""The files of a repository that members of archives were made from."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.engine.originals import originals
from lint.model.findings import Accepted, Place
from lint.model.text import own
from tests.report.build import finding, outcome

MEMBER = "dist/x-1.0-py3-none-any.whl!app/main.py"
TEXT = "import app.lost\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def write(path: str, text: str = TEXT) -> None:
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


@pytest.mark.parametrize(
    ("member", "file"),
    [
        (MEMBER, "app/main.py"),
        (MEMBER, "src/app/main.py"),
        (f"backend/{MEMBER}", "backend/app/main.py"),
        (f"backend/{MEMBER}", "backend/src/app/main.py"),
        ("image.tar!srv/shop/app/main.py", "app/main.py"),
    ],
)
def test_the_file_with_the_same_text_is_found(member: str, file: str) -> None:
    write(file)
    made = outcome(finding(Place(member, 1, 8, 1, 16)), texts={member: TEXT})
    assert originals(made) == {member: file}


def test_accepted_findings_have_places_too() -> None:
    write("app/main.py")
    made = outcome(texts={MEMBER: TEXT})
    made.accepted = [Accepted(finding(Place(MEMBER, 1)), "comment", own("known"))]
    assert originals(made) == {MEMBER: "app/main.py"}


@pytest.mark.parametrize(
    ("member", "file", "text"),
    [
        (MEMBER, "app/main.py", "import app.found\n"),  # its lines are others
        (MEMBER, "app/other.py", TEXT),
        ("app/main.py", "app/main.py", TEXT),  # no archive
        ("../dist/x.whl!app/main.py", "../app/main.py", TEXT),  # not below the working directory
        ("x.whl!../app/main.py", "../app/main.py", TEXT),
        ("x.whl!../../here/app/main.py", "../away/main.py", TEXT),
    ],
)
def test_no_other_file_is(member: str, file: str, text: str) -> None:
    write(file, text)
    assert originals(outcome(finding(Place(member, 1)), texts={member: TEXT})) == {}


def test_an_empty_module_is_like_any_other(here: Path) -> None:
    write("app/main.py", "")
    assert originals(outcome(finding(Place(MEMBER, 1)), texts={MEMBER: ""})) == {}


def test_a_link_out_of_the_repository_is_not_followed(here: Path) -> None:
    (here / ".git").mkdir()
    write("../secret.py")
    (here / "app").mkdir()
    (here / "app" / "main.py").symlink_to("../../secret.py")
    assert originals(outcome(finding(Place(MEMBER, 1)), texts={MEMBER: TEXT})) == {}
