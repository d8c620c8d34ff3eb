"""Why a file is not there: an ignore pattern, or nothing; and what leaves it open."""

from __future__ import annotations

from pathlib import Path

from lint.image.context.build_context import read_context
from lint.image.dependencies.absence import Absence, absence
from tests.image.context.trees import make


def known(folder: Path, *origins: str, guessed: bool = False) -> Absence | None:
    context = read_context(str(folder), "docker")
    context.guessed = guessed
    return absence(context, origins)


def test_the_pattern_that_excludes_a_file_is_named(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", Dockerfile="FROM scratch\n", _dockerignore="b\n*.txt\n")
    (tmp_path / "_dockerignore").rename(tmp_path / ".dockerignore")
    found = known(tmp_path, "a.txt")
    assert found is not None
    assert found.pattern is not None
    assert (found.pattern.text, str(found.unless)) == ("*.txt", "")
    assert [(place.line, str(label)) for place, label in found.spots] == [
        (2, "this pattern excludes it")
    ]


def test_a_file_that_is_there_is_not_absent(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", Dockerfile="FROM scratch\n")
    assert known(tmp_path, "gone.txt", "a.txt") is None


def test_what_a_line_makes_leaves_it_open(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    make(tmp_path, "x", Dockerfile="FROM scratch\n", Makefile="all:\n\techo 1 > a.txt\n")
    found = known(tmp_path, "a.txt")
    assert found is not None
    assert str(found.unless).startswith("it is made before (`")
    assert str(found.unless).endswith("Makefile` names it)")
    assert [place.line for place, _ in found.spots] == [2]


def test_a_context_that_nobody_named_may_be_another_folder(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    make(tmp_path, "a.txt", "app/x")
    (tmp_path / "app" / "Dockerfile").write_text("FROM scratch\n")
    found = known(tmp_path / "app", "a.txt")
    assert found is not None
    assert (found.pattern, str(found.unless), found.spots) == (None, "", ())
    found = known(tmp_path / "app", "a.txt", guessed=True)
    assert found is not None
    assert str(found.unless) == "another folder is the build context"
