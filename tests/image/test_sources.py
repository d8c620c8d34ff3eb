"""The texts of an image's files, as far as reports may show them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lint.image.image import read_image
from tests.image.wheels import build_wheel


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "tree"
    folder.mkdir()
    (folder / "main.py").write_text("TOKEN = 's3cret'\n")
    (folder / "Dockerfile").write_text("FROM python:3.12\nENV TOKEN=s3cret\nCOPY main.py .\n")
    (folder / ".dockerignore").write_text("*.md\n# s3cret\n")
    (folder / "left.md").write_text("s3cret\n")
    (tmp_path / "outside.py").write_text("s3cret\n")
    monkeypatch.chdir(tmp_path)
    return folder


def test_files_of_a_tree_are_shown_without_their_values(tree: Path) -> None:
    sources = read_image([], "tree", "docker", "").sources
    main = sources.get("tree/main.py")
    assert main is not None
    assert main.line(1) == "TOKEN = '<redacted, 6 chars>'"
    for name in ("Dockerfile", ".dockerignore", "left.md"):
        source = sources.get(f"tree/{name}")
        assert source is not None
        assert "s3cret" not in "\n".join(source.line(n) for n in range(1, 5))
    ignore = sources.get("tree/.dockerignore")
    assert ignore is not None
    assert ignore.line(1) == "*.md"


def test_a_text_is_read_once(tree: Path) -> None:
    sources = read_image([], "tree", "docker", "").sources
    first = sources.get("tree/main.py")
    assert first is not None
    (tree / "main.py").unlink()
    assert sources.get("tree/main.py") is first


@pytest.mark.parametrize(
    "path", ["outside.py", "tree/../outside.py", "tree/gone.py", "tree", "", "a\0b"]
)
def test_other_files_are_not_shown(tree: Path, path: str) -> None:
    assert read_image([], "tree", "docker", "").sources.get(path) is None


def test_a_link_out_of_the_repository_is_not_followed(tree: Path) -> None:
    (tree / ".git").mkdir()  # outside a repository, nothing is known to be a stranger's
    os.symlink("../outside.py", tree / "link.py")
    assert read_image([], "tree", "docker", "").sources.get("tree/link.py") is None


def test_large_files_are_not_shown(tree: Path) -> None:
    for size, shown in ((256 << 10, True), ((256 << 10) + 1, False)):
        (tree / "main.py").write_bytes(b"#" * size)
        sources = read_image([], "tree", "docker", "").sources
        assert (sources.get("tree/main.py") is not None) is shown


def test_members_of_wheels_are_shown_by_their_path_in_the_wheel(tmp_path: Path) -> None:
    wheel = build_wheel(tmp_path, files={"app/main.py": b"\xef\xbb\xbfkey = 's3cret'\xff\n"})
    image = read_image([str(wheel)], "", "docker", "")
    shown = image.members["app/main.py"].display_path
    source = image.sources.get(shown)
    assert source is not None
    assert shown.endswith(".whl!app/main.py")
    assert source.text.startswith("key = 's3cret'")
    assert source.line(1).startswith("key = '<redacted, ")
    assert image.sources.get("app/main.py") is None


def test_a_damaged_member_is_not_shown(tmp_path: Path) -> None:
    wheel = Path(build_wheel(tmp_path, files={"app/main.py": "x = 1\n" * 50}))
    image = read_image([str(wheel)], "", "docker", "")
    shown = image.members["app/main.py"].display_path
    wheel.write_bytes(b"\0" * wheel.stat().st_size)
    assert image.sources.get(shown) is None
