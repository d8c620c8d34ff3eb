"""Scripts that may run before the build."""

from __future__ import annotations

from pathlib import Path

from lint.image.context.build_context import read_context
from lint.image.context.build_scripts import repository_root, script_text, written_by
from tests.image.context.trees import make


def test_the_root_of_a_repository(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / ".git").write_text("gitdir: x\n")
    assert repository_root(str(tmp_path / "a" / "b")) == str(tmp_path)


def test_lines_that_write(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    make(tmp_path, "app/main.py", Makefile="test:\n\tcat gone.txt\nall:\n\tcp a app/gone.txt\n")
    context = read_context(str(tmp_path / "app"))
    where = written_by(context, "gone.txt")
    assert where is not None
    assert (Path(where.path).resolve(), where.line) == (tmp_path / "Makefile", 4)
    first = written_by(context, "gone.txt", any_line=True)
    assert first is not None
    assert first.line == 2
    assert written_by(context, "other.txt") is None


def test_texts(tmp_path: Path) -> None:
    (tmp_path / "a.sh").write_bytes(b"x\xff\n")
    assert script_text(str(tmp_path / "a.sh")) == "x\ufffd\n"
    assert script_text(str(tmp_path / "gone.sh")) == ""
