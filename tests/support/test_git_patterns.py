"""The patterns of `.gitignore` against git itself, and their time on hostile input."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from lint.support.git_patterns import (
    MAX_PATTERNS,
    GitPatterns,
    TooManyPatternsError,
    read_ignore_lines,
    split_lines,
)

NAMES = ["a", "b", "ab", "foo", "foo.py", "x1", ".c", "a b", "b]", "-", "[", "é", "!", "#", "a\\"]
PIECES = [
    "a", "b", "ab", "foo", "*", "**", "***", "?", "[ab]", "[!a]", "[^a]", "[a-f]", "[]-]", "[[:alpha:]]",
    "[[:nope:]]", "[", "[a", "[\\]]", "\\*", "\\", "\\a", "*.py", "a*", "**b", "b**", ".", " ", "\\ ", "é", "[a-", "-", "#", "!",
    "[[]", "[[:]", "[b-a]", "[\\a-\\f]", "[a\\]]", "x?",
]  # fmt: skip


class Git:
    """`git check-ignore` on a tree that exists, so that folders are known as such."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}  # fmt: skip
        subprocess.run(["git", "init", "-q", root], check=True, env=self.environment)

    def ignored(self, ignore_file: bytes, paths: list[str]) -> set[str]:
        (self.root / ".gitignore").write_bytes(ignore_file)
        done = subprocess.run(
            ["git", "-c", "core.ignorecase=false", "check-ignore", "--no-index", "-z", "--stdin"],
            input=b"\0".join(map(os.fsencode, paths)) + b"\0",
            capture_output=True,
            cwd=self.root,
            env=self.environment,
            check=False,
        )
        assert done.returncode in (0, 1), done.stderr
        return {os.fsdecode(path) for path in done.stdout.split(b"\0") if path}


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    if shutil.which("git") is None:
        pytest.skip("git is not installed: its verdicts cannot be asked")
    root = tmp_path_factory.mktemp("git")
    git = Git(root)
    choose = random.Random(7)
    paths: dict[str, bool] = {}
    for _ in range(150):
        parts = [choose.choice(NAMES) for _ in range(choose.randint(1, 4))]
        folder = root.joinpath(*parts[:-1])
        if any(parent.is_file() for parent in [folder, *folder.parents]):
            continue
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / parts[-1]
        if not path.exists():
            path.write_bytes(b"")
        for end in range(1, len(parts) + 1):
            name = "/".join(parts[:end])
            paths[name] = (root / name).is_dir()
    return git, paths


def line(choose: random.Random) -> str:
    parts = ["".join(choose.choices(PIECES, k=choose.randint(1, 3))) for _ in range(choose.randint(1, 3))]  # fmt: skip
    text = "/".join(parts)
    before = choose.choice(["", "", "", "!", "/", "!/", "**/", "\\"])
    return before + text + choose.choice(["", "", "", "/", " ", "/**", "\\ ", "\r", "\t"])


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(60))
def test_the_verdicts_are_gits(tree, seed: int) -> None:
    git, paths = tree
    choose = random.Random(seed)
    data = "\n".join(line(choose) for _ in range(choose.randint(1, 6))).encode()
    ours = GitPatterns(split_lines(data))
    found = {path for path, is_folder in paths.items() if ours.ignores(path, is_folder)}
    assert found == git.ignored(data, list(paths)), data


@pytest.mark.parametrize(
    "data",
    [
        b"!", b"a\\", b"!\\", b"\\", b"/", b"//", b"!/", b"#", b"\\#", b"\\!", b"   ", b"\t", b"\xef\xbb\xbfa\n", b"a\r\nb\r", b"foo**/a", b"foo**",
        b"**", b"**/", b"/**", b"a/**", b"**/a/**", b"a/**/**/b", b"***/b", b"*", b"!*/", b"*\n!foo\n!foo/**", b"foo//", b"a/../b", b"./a", b"[", b"[]",
        b"a b\\ ", b"a\\ b", b"\xc3\xa9", b"?", b"??", b"\xff", b"a\0b", b"**\\/b", b"a\n!a\n/a/b",
    ],
)  # fmt: skip
def test_odd_lines_mean_what_they_mean_to_git(tree, data: bytes) -> None:
    git, paths = tree
    ours = GitPatterns(split_lines(data))
    found = {path for path, is_folder in paths.items() if ours.ignores(path, is_folder)}
    if b"\0" not in data:  # git ends the line there
        assert found == git.ignored(data, list(paths))


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("*a*a*a*a*a*b", "a" * 250),
        ("**/a/**/a/**/a/**/b", "a/" * 120 + "a"),
        ("**/" * 5_000 + "b", "a/" * 120 + "a"),
        ("?*" * 2_000 + "b", "a" * 250),
        ("[a-z]*" * 2_000, "a" * 250),
    ],
)
def test_hostile_lines_take_linear_time(line: str, path: str) -> None:
    start = time.process_time()
    patterns = GitPatterns([line] * 8)
    for number in range(200):
        patterns.ignores(f"{number}/{path}")
    assert time.process_time() - start < 2


def test_lists_beyond_the_limits_are_refused() -> None:
    for lines in (["a"] * (MAX_PATTERNS + 1), ["x" * 70_000]):
        with pytest.raises(TooManyPatternsError):
            GitPatterns(lines)


def test_memory_stays_bounded_for_any_number_of_folders() -> None:
    patterns = GitPatterns(["*" + "x" * 60_000])
    for number in range(10_000):
        patterns.ignores(f"{number}/{number}/a")
    assert len(patterns._folders) < 5_000


def test_only_regular_files_are_read(tmp_path) -> None:
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "link").symlink_to("/dev/zero")
    for name in ("fifo", "link", ".", "none", "a\0b"):
        assert read_ignore_lines(str(tmp_path / name)) is None
    (tmp_path / "file").write_bytes(b"a\r\nb")
    assert read_ignore_lines(str(tmp_path / "file")) == ["a", "b"]
