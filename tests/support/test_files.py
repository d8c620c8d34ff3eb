"""Only regular files are read, and only up to a limit."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from lint.support.files import (
    NotRegularError,
    open_regular,
    read_in_tree,
    read_regular,
    read_start,
    with_texts,
)


def test_a_file_up_to_the_limit_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a"
    for size in (0, 1, 70_000, 200_000):
        path.write_bytes(b"x" * size)
        assert read_regular(str(path), 200_000) == b"x" * size
    with pytest.raises(OSError, match="larger than 199,999 bytes"):
        read_regular(str(path), 199_999)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no FIFOs")
def test_what_is_no_regular_file_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (str(tmp_path / "pipe"), str(tmp_path), "/dev/zero", "/proc/self/environ"):
        if os.path.exists(path):
            with pytest.raises(OSError, match=r"not a regular file|Is a directory"):
                read_regular(path, 1000)
    with pytest.raises(FileNotFoundError):
        read_regular(str(tmp_path / "gone"), 1000)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no FIFOs")
@pytest.mark.parametrize("read", [read_regular, read_start, read_in_tree])
def test_links_lead_to_none_of_them_either(
    tmp_path: Path, read: Callable[[str, int], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket")
        for number, target in enumerate(
            ["pipe", "socket", "/dev/zero", "/dev/stdin", "/proc/kmsg", "/proc/self/environ",
             "/proc/version", "/sys/kernel/uevent_seqnum"]
        ):  # fmt: skip
            if os.path.lexists(target):
                Path(f"link{number}").symlink_to(target)
                with pytest.raises(OSError, match=r"not a regular file|No such device|Permission"):
                    read(f"link{number}", 1000)
                with pytest.raises(OSError, match=r"not a regular file|No such device|Permission"):
                    open_regular(f"link{number}")


def test_an_archive_is_opened_for_reading_anywhere(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"0123456789")
    with open_regular(str(tmp_path / "a")) as stream:
        stream.seek(4)
        assert stream.read(2) == b"45"
    with pytest.raises(NotRegularError):
        open_regular(str(tmp_path))


def test_the_start_of_a_larger_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 300_000)
    assert read_start(str(tmp_path / "a"), 10) == b"x" * 11
    assert read_start(str(tmp_path / "a"), 200_000) == b"x" * 200_001
    assert read_start(str(tmp_path / "a"), 300_000) == b"x" * 300_000


def test_a_link_out_of_a_repository_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "repository" / "link").symlink_to("../secret")
    assert read_regular(str(tmp_path / "repository" / "link"), 10) == b"secret"
    with pytest.raises(OSError, match="a link out of the repository"):
        read_in_tree(str(tmp_path / "repository" / "link"), 10)


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="the system has no /dev/fd")
def test_what_the_shell_hands_over_is_read() -> None:
    code = "import sys; from lint.support.files import read_regular as r; print(r(sys.argv[1], 99))"
    command = [sys.executable, "-c", code]
    done = subprocess.run([*command, "/dev/stdin"], input=b"text", capture_output=True, check=True)
    assert done.stdout.strip() == b"b'text'"
    reading, writing = os.pipe()
    os.write(writing, b"text")
    os.close(writing)
    done = subprocess.run(
        [*command, f"/dev/fd/{reading}"], pass_fds=[reading], capture_output=True, check=True
    )
    os.close(reading)
    assert done.stdout.strip() == b"b'text'"


@pytest.mark.parametrize("path", ["a\0b", "\ud800"])
def test_a_path_that_no_file_system_takes(path: str) -> None:
    for read in (read_regular, read_start, read_in_tree):
        with pytest.raises((ValueError, OSError)):
            read(path, 10)


def test_texts_are_read_instead_of_files_while_something_runs(tmp_path: Path) -> None:
    path, other = tmp_path / "a", tmp_path / "b"
    path.write_text("file")
    other.symlink_to(path)

    def read() -> list[bytes]:
        return [read_start(str(path), 100), read_in_tree(str(other), 2)]

    assert with_texts({str(path): b"text"}, read) == [b"text", b"tex"]
    assert read() == [b"file", b"fil"]
    assert with_texts({str(tmp_path / "c"): b"text"}, read) == [b"file", b"fil"]

    def inner() -> list[bytes]:
        return with_texts({str(tmp_path / "c"): b"c"}, read)

    assert with_texts({str(path): b"text"}, inner) == [b"text", b"tex"]
