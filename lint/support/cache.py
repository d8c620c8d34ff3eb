"""Files in the user's cache directory that keep what an earlier run found.

What is kept only saves time. A file that is missing, damaged, of another version, not the user's
own or writable for others counts as empty, and one that cannot be written is not written.
"""

from __future__ import annotations

import json
import os
import zlib
from contextlib import suppress

from lint.support.paths import cache_directory

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MAX_BYTES = 64 << 20
"""A larger file is not read."""

_MAX_FILES = 64


class CacheFile:
    """One file of a sort (`facts`, `audits`): a JSON object that is good for one key only."""

    __slots__ = ("_key", "_path")

    def __init__(self, sort: str, key: list[Any]) -> None:
        self._key = key
        name = zlib.crc32(json.dumps(key).encode("utf-8", "surrogatepass"))
        self._path = os.path.join(cache_directory(), sort, f"{name:08x}.json")

    def load(self) -> dict[str, Any]:
        """What was stored under the key; empty where nothing was, or nothing that can be trusted."""
        try:
            flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
            # A FIFO in its place would be waited for.
            flags |= getattr(os, "O_NONBLOCK", 0)
            with open(os.open(self._path, flags), "rb") as stream:
                status = os.fstat(stream.fileno())
                if hasattr(os, "getuid"):
                    if status.st_uid != os.getuid() or status.st_mode & 0o022:
                        return {}
                if status.st_size > MAX_BYTES:
                    return {}
                data = json.loads(stream.read(MAX_BYTES))
        except (OSError, ValueError, RecursionError):
            return {}
        if type(data) is not dict or data.get("key") != self._key:
            return {}
        kept = data.get("kept")
        return kept if type(kept) is dict else {}

    def store(self, kept: dict[str, Any]) -> bool:
        """Replaces what is stored; false when it cannot be written."""
        folder = os.path.dirname(self._path)
        scratch = f"{self._path}.{os.getpid()}"
        try:
            text = json.dumps({"key": self._key, "kept": kept}, separators=(",", ":"))
            os.makedirs(folder, mode=0o700, exist_ok=True)
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
            with open(os.open(scratch, flags, 0o600), "w", encoding="ascii") as stream:
                stream.write(text)
            os.replace(scratch, self._path)
            _forget_oldest(folder)
        except (OSError, ValueError):
            with suppress(OSError):
                os.unlink(scratch)
            return False
        return True


def _forget_oldest(folder: str) -> None:
    """Keeps the number of files bounded: builds come and go, their names often with a version."""
    files = [entry for entry in os.scandir(folder) if entry.name.endswith(".json")]
    if len(files) <= _MAX_FILES:
        return
    files.sort(key=lambda entry: entry.stat(follow_symlinks=False).st_mtime)
    for entry in files[: len(files) - _MAX_FILES]:
        os.unlink(entry.path)
