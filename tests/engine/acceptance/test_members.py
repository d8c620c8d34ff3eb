"""The archive of a member."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.engine.acceptance.members import file_of


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("a.yaml", "a.yaml"),
        ("dist/x-1.0-py3-none-any.whl!app/main.py", "dist/x-1.0-py3-none-any.whl"),
        ("image.tar.gz!app/main.py", "image.tar.gz"),
        ("odd!name/image!app/main.py", "odd!name/image"),
        ("what!.yaml", "what!.yaml"),
        ("!a.yaml", "!a.yaml"),
    ],
)
def test_a_member_is_in_its_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, file: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "image.tar.gz").touch()
    (tmp_path / "odd!name").mkdir()
    (tmp_path / "odd!name" / "image").touch()
    assert file_of(path) == file
