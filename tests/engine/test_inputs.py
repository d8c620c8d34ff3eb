"""Which texts a run reads, each once."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from lint.engine.inputs import find_inputs
from lint.settings import SettingsTree


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "deploy").mkdir()
    for name in ("a.yaml", "b.txt", "deploy/c.yaml"):
        (tmp_path / name).write_text("a: 1\n")
    return tmp_path


def found(*paths: str) -> list[tuple[str, bool]]:
    return [(file.display_path, file.named) for file in find_inputs(paths, SettingsTree()).files]


def test_named_files_are_read_whatever_they_are_called_and_folders_are_searched(
    here: Path,
) -> None:
    assert found("b.txt", "deploy") == [("b.txt", True), ("deploy/c.yaml", False)]
    assert found(".") == [("a.yaml", False), ("deploy/c.yaml", False)]


@pytest.mark.parametrize(
    "paths",
    [
        ("a.yaml", "a.yaml", "./a.yaml", "deploy/../a.yaml"),
        ("a.yaml", "link.yaml", "hard/../a.yaml"),
        ("a.yaml", "linked/a.yaml"),
    ],
)
def test_a_file_with_several_paths_is_read_once(here: Path, paths: tuple[str, ...]) -> None:
    os.symlink("a.yaml", here / "link.yaml")
    os.symlink(".", here / "linked")
    (here / "hard").mkdir()
    assert found(*paths) == [("a.yaml", True)]


def test_a_file_that_a_folder_has_too_counts_as_named(here: Path) -> None:
    assert found(".", "./a.yaml") == [("a.yaml", True), ("deploy/c.yaml", False)]
    assert found("a.yaml", ".") == [("a.yaml", True), ("deploy/c.yaml", False)]


def test_what_cannot_be_searched_and_what_is_excluded_is_said(here: Path) -> None:
    (here / ".git").mkdir()
    (here / "lint.toml").write_text('exclude = ["deploy/"]\n')
    inputs = find_inputs(["deploy/c.yaml", "a\0b"], SettingsTree())
    assert inputs.files == []
    assert inputs.excluded == ["deploy/c.yaml"]
    assert inputs.unreadable == [("a\\0b", "not a file name")]


def test_what_an_option_excludes_is_relative_to_the_working_directory(here: Path) -> None:
    (here / "deploy" / "lint.toml").write_text('exclude = ["d.yaml"]\n')
    for name in ("d.yaml", "e.yaml"):
        (here / "deploy" / name).write_text("a: 1\n")
    inputs = find_inputs(["."], SettingsTree(), exclude=["/a.yaml", "deploy/c*"])
    assert [file.display_path for file in inputs.files] == ["deploy/e.yaml"]


def test_the_cache_is_not_searched(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLOUDRUN_LINT_CACHE", str(here / "deploy"))
    assert found(".") == [("a.yaml", False)]


def test_standard_input_may_have_the_name_of_a_file(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"edited\n"), "utf-8"))
    inputs = find_inputs(["-", "a.yaml", "deploy"], SettingsTree(), stdin_name="a.yaml")
    assert [(file.path, file.display_path, file.named) for file in inputs.files] == [
        ("a.yaml", "a.yaml", True),
        ("deploy/c.yaml", "deploy/c.yaml", False),
    ]
    assert inputs.files[0].read() == b"edited\n"


def test_a_link_to_a_program_of_the_system_is_passed_over_by_a_search(here: Path) -> None:
    (here / ".git").mkdir()
    (here / "bin").mkdir()
    (here / "bin" / "run").write_text("#!/bin/sh\ngcloud run deploy\n")
    os.symlink("/bin/sh", here / "bin" / "python")
    os.symlink("/etc/hostname", here / "bin" / "deploy.sh")
    inputs = find_inputs(["bin"], SettingsTree())
    assert [file.display_path for file in inputs.files] == ["bin/run"]
    assert [path for path, _ in inputs.unreadable] == ["bin/deploy.sh"]
    assert [path for path, _ in find_inputs(["bin/python"], SettingsTree()).unreadable] == [
        "bin/python"
    ]
