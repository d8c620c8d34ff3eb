"""The walk over a source tree: links, limits, odd entries."""

from __future__ import annotations

import os
import time

import pytest

from lint.image.context import source_tree as tree
from lint.image.context.build_context import read_context
from tests.image.context.trees import code, make


def test_symbolic_links(tmp_path) -> None:
    outside = tmp_path / "outside"
    make(outside, "far.py")
    directory = tmp_path / "ctx"
    make(directory, "real/a.py", "real/deep/b.py", "hidden/c.py", dockerignore="hidden\nskipped\n")
    os.symlink("real", directory / "alias")
    os.symlink("real/a.py", directory / "one.py")
    os.symlink("hidden", directory / "ghost")
    os.symlink("hidden/c.py", directory / "c.py")
    os.symlink("real", directory / "skipped")
    os.symlink("nowhere", directory / "broken")
    os.symlink("self", directory / "self")
    os.symlink("..", directory / "real" / "up")
    os.symlink("../outside", directory / "away")
    context = read_context(str(directory))
    assert code(context) == [
        "alias/a.py",
        "alias/deep/b.py",
        "one.py",
        "real/a.py",
        "real/deep/b.py",
    ]
    assert [(fault.kind, fault.where.path) for fault in context.faults] == [
        ("symlink-outside", f"{directory}/away")
    ]
    absence = context.absence("away/far.py")
    assert absence is not None
    assert absence.reason == "link-outside"


def test_links_that_multiply_paths_are_bounded(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(tree, "MAX_ENTRIES", 5_000)
    for i in range(12):
        os.mkdir(tmp_path / f"d{i}")
        for j in range(12):
            os.symlink(f"../d{j}", tmp_path / f"d{i}" / f"l{j}")
    start = time.process_time()
    context = read_context(str(tmp_path))
    assert time.process_time() - start < 3
    assert not context.complete
    assert [fault.kind for fault in context.faults] == ["context-too-large"]


def test_deep_trees_and_long_names_are_bounded(tmp_path) -> None:
    for name, depth, kind in (
        ("d", 110, "context-too-deep"),
        ("n" * 200, 30, "directory-unreadable"),
    ):
        top = tmp_path / name[0]
        top.mkdir()
        handle = os.open(top, os.O_RDONLY)
        for _ in range(depth):
            os.mkdir(name, dir_fd=handle)
            below = os.open(name, os.O_RDONLY, dir_fd=handle)
            os.close(handle)
            handle = below
        os.close(handle)
        context = read_context(str(top))
        assert not context.complete
        assert [fault.kind for fault in context.faults] == [kind]


def test_odd_entries(tmp_path) -> None:
    os.mkfifo(tmp_path / "pipe.py")
    (tmp_path / os.fsdecode(b"bad\xff.py")).write_bytes(b"")
    context = read_context(str(tmp_path))
    (member,) = context.members.values()
    member.display_path.encode()
    assert member.read() == b""


@pytest.mark.parametrize(
    "path", ["", "..", "../x", "a/../x", "/etc/passwd", "a//b", "a\0b", "x" * 9999]
)
def test_no_path_leaves_the_tree(tmp_path, path: str) -> None:
    (tmp_path.parent / "x").write_text("", encoding="utf-8")
    context = read_context(make(tmp_path, "a.py"))
    assert not context.exists_in_tree(path)
    assert context.absence(path) is None
