"""Only regular files are read, and only up to a limit."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lint.support.files import read_regular


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
