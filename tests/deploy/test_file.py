"""A file as readers get it: its text with places, and the files that it names."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lint.deploy.file import DeployFile


def test_the_text_has_places(tmp_path: Path) -> None:
    file = DeployFile("deploy.sh", b"\xef\xbb\xbfecho\r\ngcloud run\n")
    assert str(file.text) == "echo\ngcloud run\n"
    assert file.text.cut(5, 11).place.line == 2


def test_a_named_file_is_read_relative_to_the_folder(tmp_path: Path) -> None:
    (tmp_path / "env").mkdir()
    (tmp_path / "env" / "prod.yaml").write_text("A: '1'\n")
    path = str(tmp_path / "deploy.sh")
    file = DeployFile(path, b"", "deploy.sh")
    named = file.named("env/prod.yaml")
    assert named is not None
    assert named.data == b"A: '1'\n"
    assert file.sources[named.source.path] is named.source
    assert file.named("prod.yaml", str(tmp_path / "env")) is not None
    assert file.named("absent.yaml") is None


def test_nothing_outside_the_root_is_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x")
    inside = tmp_path / "repository"
    inside.mkdir()
    file = DeployFile(str(inside / "deploy.sh"), b"", root=str(inside))
    assert file.named("../secret") is None
    assert file.named(str(tmp_path / "secret")) is None
    os.symlink(tmp_path / "secret", inside / "link")
    assert file.named("link") is None
    os.mkfifo(inside / "pipe")
    assert file.named("pipe") is None


def test_yaml_and_text_are_of_one_source() -> None:
    file = DeployFile("a.yaml", b"steps: [a]\n")
    root = file.manifest.documents[0].root
    assert root is not None
    assert file.source is file.manifest.source


def test_keys_of_yaml_are_shown_and_values_are_not() -> None:
    file = DeployFile("workflow.yaml", b"jobs:\n  hue: s3cret\n")
    assert file.manifest.documents
    assert file.source.line(2) == "  hue: <redacted, 6 chars>"
    file.source.reveal(2, 8, 2, 14)
    assert file.source.line(2) == "  hue: s3cret"


def test_a_file_that_is_named_is_shown_as_the_one_that_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "other").write_text("x")
    for shown in ("./a", "a"):
        found = DeployFile(shown, b"", shown).named("b/other")
        assert found is not None
        assert found.source.path == shown.replace("a", "b/other")
