"""The facts of unchanged modules, kept between runs: one file for each build.

Facts are plain JSON and are checked item by item when they are used; source text is never kept.
"""

from __future__ import annotations

import sys

from lint.image.python.facts import FACTS_VERSION, ModuleFacts
from lint.support.cache import CacheFile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from lint.image.file import ImageFile


class FactsCache:
    """What is known of the modules of one build.

    `build` names the build, e.g. the absolute path of the wheel. `target` is the Python version
    that its syntax was judged for.
    """

    def __init__(self, build: str, target: tuple[int, int] | None = None) -> None:
        # Syntax is judged by the running Python, so that another one may find other facts.
        key = [FACTS_VERSION, list(sys.version_info[:3]), target and list(target), build]
        self._file = CacheFile("facts", key)
        self._kept: dict[str, Any] | None = None
        self._changed = False

    def get(self, member: ImageFile) -> ModuleFacts | None:
        """The facts of a module that has not changed since they were kept, else None."""
        if self._kept is None:
            self._kept = self._file.load()
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

    def put(self, member: ImageFile, data: list[Any]) -> None:
        """Keeps `ModuleFacts.to_json()` of a module, if a change of it could be noticed."""
        if self._kept is None:
            self._kept = self._file.load()
        if member.identity:
            self._kept[member.path] = [member.identity, data]
            self._changed = True

    def save(self, paths: Iterable[str]) -> None:
        """Writes the file, if there is anything new; forgets modules that are not in `paths`."""
        if not self._changed or self._kept is None:
            return
        present = set(paths)
        kept = {path: entry for path, entry in self._kept.items() if path in present}
        if self._file.store(kept):
            self._changed = False
