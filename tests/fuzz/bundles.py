"""Several files in one input: `=== PATH` on a line of its own, then the file's content."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

_HEAD = re.compile(rb"^=== ([^\n]*)\n", re.M)
MOST_FILES = 40


def pack(files: Mapping[str, bytes | str]) -> bytes:
    """The input for these files; a content that does not end a line gets a line end."""
    parts = []
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        parts.append(
            b"=== " + name.encode() + b"\n" + data + (b"" if data[-1:] == b"\n" else b"\n")
        )
    return b"".join(parts)


def unpack(data: bytes) -> dict[str, bytes]:
    """The files of an input by name, which may be anything; what is before the first has none."""
    parts = _HEAD.split(data)
    names = [name.decode("utf-8", "surrogateescape") for name in parts[1::2]]
    return dict(list(zip(names, parts[2::2], strict=True))[:MOST_FILES])


@contextmanager
def folder() -> Iterator[str]:
    """An empty folder, in memory where the system has such a place, removed afterwards."""
    memory = "/dev/shm"
    path = tempfile.mkdtemp(prefix="lint-fuzz-", dir=memory if os.path.isdir(memory) else None)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def write_tree(path: str, files: Mapping[str, bytes]) -> None:
    """Writes the files whose names stay in the folder and are possible there."""
    for name, content in files.items():
        parts = [part for part in name.split("/") if part not in ("", ".", "..")]
        if not parts or any("\0" in part for part in parts):
            continue
        file = Path(path, *parts)
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        except (OSError, ValueError):
            continue  # a name that is too long, or a file where a folder should be
