"""Scripts that may run before the build."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.image.context import build_scripts
from lint.image.context.build_context import read_context
from lint.image.context.build_scripts import script_text, written_by
from tests.image.context.trees import make


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


@pytest.mark.parametrize(
    "script", ["ops/web.cloudbuild.yaml", "cloudbuild/cloudbuild-web.yaml", "ci/build.sh"]
)
def test_folders_with_the_scripts_of_builds(tmp_path: Path, script: str) -> None:
    (tmp_path / ".git").mkdir()
    make(tmp_path, "web/main.py")
    (tmp_path / script).parent.mkdir()
    (tmp_path / script).write_text("    cp -R clients/ web/clients\n")
    assert written_by(read_context(str(tmp_path / "web")), "clients") is not None


def test_an_operator_of_the_shell_is_no_file_that_a_script_writes(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    make(tmp_path, "main.py", **{"build.sh": "cp a b || true\n"})
    context = read_context(str(tmp_path))
    assert written_by(context, "b") is not None
    assert written_by(context, "||") is None


def test_texts(tmp_path: Path) -> None:
    (tmp_path / "a.sh").write_bytes(b"x\xff\n")
    assert script_text(str(tmp_path / "a.sh")) == "x\ufffd\n"
    assert script_text(str(tmp_path / "gone.sh")) == ""


def test_no_more_text_than_is_bounded_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build_scripts, "MAX_TEXT", 10)
    (tmp_path / "a.sh").write_text("#" * 20 + "\n")
    (tmp_path / "b.sh").write_text("cp x gone.txt\n")
    context = read_context(str(tmp_path))
    assert written_by(context, "gone.txt") is None
    assert [len(text) for _, text in context.scripts or ()] == [21, 0]
