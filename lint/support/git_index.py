"""The modes of the files that git tracks, read from its index without running git."""

from __future__ import annotations

import os

from lint.support.files import read_start

_MAX_BYTES = 64 << 20
_MAX_ENTRIES = 500_000
_FIXED = 62


def tracked_mode(root: str, path: str) -> int | None:
    """The mode (`0o100755`, `0o100644`) of a file in the index of the repository at `root`.

    `path` is relative to `root`, with `/`. None where git does not track it, or where the index
    cannot be read. `git` itself is not run: a repository's settings may name programs.
    Source: https://git-scm.com/docs/index-format
    """
    data = _index(root)
    wanted = path.encode("utf-8", "surrogateescape")
    if len(data) < 12 or data[:4] != b"DIRC":
        return None
    version = int.from_bytes(data[4:8], "big")
    count = min(int.from_bytes(data[8:12], "big"), _MAX_ENTRIES)
    if version not in (2, 3, 4):
        return None
    position = 12
    name = b""
    for _ in range(count):
        if position + _FIXED > len(data):
            return None
        mode = int.from_bytes(data[position + 24 : position + 28], "big")
        flags = int.from_bytes(data[position + 60 : position + 62], "big")
        start = position + _FIXED + (2 if version >= 3 and flags & 0x4000 else 0)
        if version == 4:
            strip, start = _varint(data, start)
            end = data.find(b"\0", start)
            if end < 0 or strip > len(name):
                return None
            name = name[: len(name) - strip] + data[start:end]
            position = end + 1
        else:
            end = data.find(b"\0", start)
            if end < 0:
                return None
            name = data[start:end]
            position += (end - position + 8) & ~7
        if name == wanted:
            return mode
    return None


def _varint(data: bytes, position: int) -> tuple[int, int]:
    """Git's offset encoding: the number, and the position behind it."""
    if position >= len(data):
        return 0, position
    byte = data[position]
    position += 1
    value = byte & 0x7F
    while byte & 0x80 and position < len(data) and value < _MAX_BYTES:
        byte = data[position]
        position += 1
        value = ((value + 1) << 7) | (byte & 0x7F)
    return value, position


def _index(root: str) -> bytes:
    place = os.path.join(root, ".git")
    try:
        if os.path.isfile(place):
            # A worktree or submodule: the file names the directory.
            text = read_start(place, 4096).decode("utf-8", "surrogateescape")
            if not text.startswith("gitdir:"):
                return b""
            place = os.path.join(root, text.partition(":")[2].strip())
        data = read_start(os.path.join(place, "index"), _MAX_BYTES)
    except (OSError, ValueError):
        return b""
    return data if len(data) <= _MAX_BYTES else b""
