"""The cache: used when it is right, and never more than time lost when it is not."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from lint.support import cache
from lint.support.cache import CacheFile, package_stamp
from lint.support.paths import package_files

posix = pytest.mark.skipif(not hasattr(os, "getuid"), reason="the system has no owners and modes")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CLOUDRUN_LINT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr(cache, "_state", {})
    return tmp_path


def keep(kind: str = "facts", key: str = "a", **kept: Any) -> Path:
    assert CacheFile(kind, [key]).store(kept or {"x": 1})
    return Path(os.environ["CLOUDRUN_LINT_CACHE"], kind, CacheFile(kind, [key])._name)


def kept(kind: str = "facts", key: str = "a") -> dict[str, Any]:
    return CacheFile(kind, [key]).load()


def secret(here: Path) -> Path:
    return here / "state" / "cloudrun-lint" / "cache-key"


def test_what_is_stored_is_loaded_for_the_same_kind_and_key_only(here: Path) -> None:
    assert kept() == {}
    keep(x=[1, "\ud800", None])
    assert kept() == {"x": [1, "\ud800", None]}
    assert kept(key="b") == {}
    assert kept(kind="plans") == {}


def test_switched_off_it_neither_reads_nor_writes(here: Path) -> None:
    keep()
    cache.disable()
    assert kept() == {}
    assert not CacheFile("facts", ["b"]).store({"x": 1})
    assert len(list((here / "cache").rglob("*.json"))) == 1


def test_the_key_is_the_users_alone_and_not_in_the_cache(here: Path) -> None:
    path = keep()
    assert len(secret(here).read_bytes()) == 32
    if hasattr(os, "getuid"):
        assert secret(here).stat().st_mode & 0o777 == 0o600
        assert path.stat().st_mode & 0o777 == 0o600
        assert (here / "cache").stat().st_mode & 0o777 == 0o700
    assert not [file for file in (here / "cache").rglob("*") if "key" in file.name]


def test_without_a_key_outside_of_the_cache_there_is_no_cache(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(here / "cache" / "state"))
    assert not CacheFile("facts", ["a"]).store({"x": 1})
    assert not (here / "cache").exists()


@pytest.mark.parametrize("content", [b"", b"x" * 31, b"x" * 33])
def test_a_damaged_key_is_not_used(here: Path, content: bytes) -> None:
    keep()
    secret(here).write_bytes(content)
    cache._state.clear()
    assert kept() == {}
    assert not CacheFile("facts", ["a"]).store({"x": 1})


@posix
@pytest.mark.parametrize("mode", [0o644, 0o660, 0o606])
def test_a_key_that_others_can_read_or_write_is_not_used(here: Path, mode: int) -> None:
    keep()
    secret(here).chmod(mode)
    cache._state.clear()
    assert kept() == {}


def test_every_changed_byte_is_noticed(here: Path) -> None:
    path = keep(word="value", number=12)
    content = path.read_bytes()
    for place in range(len(content)):
        path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        assert kept() == {}, place
    for end in range(len(content)):
        path.write_bytes(content[:end])
        assert kept() == {}, end
    path.write_bytes(content + b" ")
    assert kept() == {}
    path.write_bytes(content)
    assert kept() == {"word": "value", "number": 12}


def test_an_entry_does_not_pass_for_another_one(here: Path) -> None:
    first = keep(key="a", x=1)
    second = keep(key="b", x=2)
    second.write_bytes(first.read_bytes())
    assert kept(key="b") == {}
    third = keep(kind="plans", key="a", x=3)
    third.write_bytes(first.read_bytes())
    assert kept(kind="plans") == {}


def test_an_entry_sealed_with_another_key_is_not_believed(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep()
    monkeypatch.setenv("XDG_STATE_HOME", str(here / "other"))
    assert kept() == {}


@posix
@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_an_entry_that_others_can_write_is_not_used(here: Path, mode: int) -> None:
    keep().chmod(mode)
    assert kept() == {}


@posix
@pytest.mark.parametrize("folder", ["cache", "cache/facts"])
@pytest.mark.parametrize("mode", [0o770, 0o707, 0o1777])
def test_a_directory_that_others_can_write_is_not_used(here: Path, folder: str, mode: int) -> None:
    keep()
    (here / folder).chmod(mode)
    assert kept() == {}
    assert not CacheFile("facts", ["b"]).store({"x": 1})


def test_a_link_is_not_followed(here: Path) -> None:
    path = keep()
    path.rename(here / "moved")
    path.symlink_to(here / "moved")
    assert kept() == {}


def test_a_linked_directory_is_neither_used_nor_cleared(here: Path) -> None:
    path = keep()
    victim = here / "victim"
    path.parent.rename(victim)
    path.parent.symlink_to(victim)
    for number in range(cache.MAX_FILES + 5):
        (victim / f"{number}.json").write_text("mine")
    assert kept() == {}
    assert not CacheFile("facts", ["b"]).store({"x": 1})
    assert len(list(victim.iterdir())) == cache.MAX_FILES + 6


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no FIFOs")
@pytest.mark.parametrize("place", ["entry", "key"])
def test_a_fifo_is_not_waited_for(here: Path, place: str) -> None:
    path = keep()
    path = secret(here) if place == "key" else path
    path.unlink()
    os.mkfifo(path, 0o600)
    cache._state.clear()
    assert kept() == {}


def test_a_sparse_file_is_not_read(here: Path) -> None:
    with keep().open("r+b") as stream:
        stream.truncate(5 << 30)
    assert kept() == {}


def test_what_is_too_large_is_not_written(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MAX_BYTES", 1000)
    assert not CacheFile("facts", ["a"]).store({"x": "y" * 1000})
    assert not (here / "cache").exists()


def test_number_and_size_are_bounded(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(6):
        path = keep(key=str(number), x="y" * 1000)
        os.utime(path, (number, number))
    monkeypatch.setattr(cache, "MAX_FILES", 4)
    keep(key="last")
    assert [bool(kept(key=str(number))) for number in range(6)] == [False] * 3 + [True] * 3
    monkeypatch.setattr(cache, "MAX_TOTAL_BYTES", 2500)
    keep(key="last", x="z")
    assert [bool(kept(key=str(number))) for number in range(6)] == [False] * 4 + [True] * 2
    assert kept(key="last") == {"x": "z"}


def test_what_a_killed_run_left_behind_is_cleared_later(here: Path) -> None:
    path = keep()
    old, new = path.with_name("old.json.1.part"), path.with_name("new.json.2.part")
    old.write_text("")
    new.write_text("")
    os.utime(old, (time.time() - 3600,) * 2)
    keep(key="b")
    assert not old.exists()
    assert new.exists()


@pytest.mark.parametrize("call", ["write", "close", "replace"])
def test_nothing_is_left_behind_on_a_full_disk(
    here: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    keep()
    full = OSError(errno.ENOSPC, "No space left on device")

    def fails(*arguments: Any) -> Any:
        raise full

    if call == "replace":
        monkeypatch.setattr(os, "replace", fails)
    else:
        opened = open

        class Full:
            def __init__(self, *arguments: Any) -> None:
                self.stream = opened(*arguments)

            def __enter__(self) -> Any:
                return self

            def read(self, size: int) -> bytes:
                return self.stream.read(size)  # type: ignore[no-any-return]

            def fileno(self) -> int:
                return self.stream.fileno()  # type: ignore[no-any-return]

            def write(self, data: bytes) -> None:
                self.stream.write(data[:10])
                if call == "write":
                    fails()

            def __exit__(self, *_: object) -> None:
                writable = self.stream.writable()
                self.stream.close()
                if writable and call == "close":
                    fails()

        monkeypatch.setattr(cache, "open", Full, raising=False)
    assert not CacheFile("facts", ["b"]).store({"x": "y" * 100})
    monkeypatch.undo()
    assert [file.suffix for file in (here / "cache" / "facts").iterdir()] == [".json"]


def test_a_truly_full_disk(here: Path) -> None:
    (here / "cache").mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=16k,mode=700", "none", str(here / "cache")],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("no file system can be mounted here")
    try:
        assert not CacheFile("facts", ["b"]).store({"x": "y" * 100_000})
        assert list((here / "cache").rglob("*.*")) == []
    finally:
        subprocess.run(["umount", str(here / "cache")], check=True)


@pytest.mark.parametrize("place", ["cache", "state"])
def test_a_place_that_cannot_be_written_costs_time_only(here: Path, place: str) -> None:
    (here / place).write_text("a file")
    assert not CacheFile("facts", ["a"]).store({"x": 1})
    assert kept() == {}


def test_a_changed_file_of_the_package_counts_at_once(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep()
    before = package_stamp()
    files = list(package_files())
    assert kept() == {"x": 1}
    names = [path for path, _ in files]
    assert any(path.endswith("env.py") for path in names)
    assert any(path.endswith("validators.json") for path in names)
    assert len(names) == len(set(names))
    for changed in (0, len(files) - 1):
        path, status = files[changed]
        touched = os.stat_result(
            status, {"st_mtime_ns": status.st_mtime_ns + 1, "st_mtime": status.st_mtime}
        )
        others = [*files[:changed], (path, touched), *files[changed + 1 :]]
        monkeypatch.setattr(cache, "package_files", lambda others=others: others)
        cache._state.clear()
        assert package_stamp() != before
        assert kept() == {}
    monkeypatch.setattr(cache, "package_files", lambda: files[1:])
    cache._state.clear()
    assert kept() == {}


@pytest.mark.slow
def test_two_first_runs_at_once_use_one_key(here: Path) -> None:
    code = (
        "from lint.support.cache import CacheFile\n"
        "import sys\n"
        "CacheFile('facts', [sys.argv[1]]).store({'x': 1})\n"
    )
    runs = [subprocess.Popen([sys.executable, "-c", code, str(number)]) for number in range(6)]
    assert [run.wait() for run in runs] == [0] * 6
    assert len(secret(here).read_bytes()) == 32
    keep(key="last")
    assert kept(key="last") == {"x": 1}
