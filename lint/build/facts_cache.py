"""The facts of unchanged modules, kept between runs: one file for each build.

What is kept only saves time. A file that is missing, damaged, of another version, not the user's
own or writable for others counts as empty, and one that cannot be written is not written. Facts
are plain JSON and are checked item by item when they are used; source text is never kept.
"""

from __future__ import annotations

import json
import os
import sys
import zlib

from lint.build.module_facts import FACTS_VERSION, ModuleFacts
from lint.data import cache_directory

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from lint.build.member import Member

MAX_BYTES = 64 << 20
"""A larger cache file is not read."""

_MAX_FILES = 64


class FactsCache:
    """What is known of the modules of one build.

    `build` names the build, e.g. the absolute path of the wheel. `target` is the Python version
    that its syntax was judged for.
    """

    def __init__(self, build: str, target: tuple[int, int] | None = None) -> None:
        # Syntax is judged by the running Python, so that another one may find other facts.
        self._key = [FACTS_VERSION, list(sys.version_info[:3]), target and list(target), build]
        name = zlib.crc32(json.dumps(self._key).encode("utf-8", "surrogatepass"))
        self._path = os.path.join(cache_directory(), "facts", f"{name:08x}.json")
        self._kept: dict[str, Any] | None = None
        self._changed = False

    def get(self, member: Member) -> ModuleFacts | None:
        """The facts of a module that has not changed since they were kept, else None."""
        if self._kept is None:
            self._kept = self._load()
        entry = self._kept.get(member.path)
        if not member.identity or type(entry) is not list or len(entry) != 2:
            return None
        if entry[0] != member.identity:
            return None
        try:
            return ModuleFacts.from_json(entry[1])
        except (ValueError, TypeError):
            del self._kept[member.path]
            return None

    def put(self, member: Member, data: list[Any]) -> None:
        """Keeps `ModuleFacts.to_json()` of a module, if a change of it could be noticed."""
        if self._kept is None:
            self._kept = self._load()
        if member.identity:
            self._kept[member.path] = [member.identity, data]
            self._changed = True

    def save(self, paths: Iterable[str]) -> None:
        """Writes the file, if there is anything new; forgets modules that are not in `paths`."""
        if not self._changed or self._kept is None:
            return
        present = set(paths)
        kept = {path: entry for path, entry in self._kept.items() if path in present}
        folder = os.path.dirname(self._path)
        scratch = f"{self._path}.{os.getpid()}"
        try:
            text = json.dumps({"key": self._key, "modules": kept}, separators=(",", ":"))
            os.makedirs(folder, mode=0o700, exist_ok=True)
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
            with open(os.open(scratch, flags, 0o600), "w", encoding="ascii") as stream:
                stream.write(text)
            os.replace(scratch, self._path)
            self._changed = False
            _forget_oldest(folder)
        except (OSError, ValueError):
            try:
                os.unlink(scratch)
            except OSError:
                return

    def _load(self) -> dict[str, Any]:
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
        modules = data.get("modules")
        return modules if type(modules) is dict else {}


def _forget_oldest(folder: str) -> None:
    """Keeps the number of files bounded: builds come and go, their names often with a version."""
    files = [entry for entry in os.scandir(folder) if entry.name.endswith(".json")]
    if len(files) <= _MAX_FILES:
        return
    files.sort(key=lambda entry: entry.stat(follow_symlinks=False).st_mtime)
    for entry in files[: len(files) - _MAX_FILES]:
        os.unlink(entry.path)
