"""What is known of the modules of one image, kept between runs: one entry of the cache.

What is kept of a module counts only for a source with the SHA-256 digest that it was read from.
"""

from __future__ import annotations

from lint.support.cache import CacheFile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any


class ModuleCache:
    """The entry of a kind (`facts`, `calls`) under a key that names the image."""

    def __init__(self, kind: str, key: list[Any]) -> None:
        self._file = CacheFile(kind, key)
        self._loaded: dict[str, Any] | None = None
        self._changed = False

    @property
    def _kept(self) -> dict[str, Any]:
        """Digest and data of each module, by path; loaded when first asked for."""
        if self._loaded is None:
            self._loaded = self._file.load()
        return self._loaded

    def _entry(self, path: str) -> tuple[str, Any] | None:
        """The digest and the data that are kept for a module, as they were read from the file."""
        entry = self._kept.get(path)
        if type(entry) is not list or len(entry) != 2 or type(entry[0]) is not str:
            return None
        return entry[0], entry[1]

    def _drop(self, path: str) -> None:
        """Forgets a module whose data are damaged."""
        del self._kept[path]

    def put(self, path: str, digest: str, data: Any) -> None:
        """Keeps JSON data about a module whose source has this digest."""
        self._kept[path] = [digest, data]
        self._changed = True

    def save(self, paths: Iterable[str]) -> None:
        """Writes the entry, if there is anything new; forgets modules that are not in `paths`."""
        if not self._changed:
            return
        present = set(paths)
        if self._file.store({path: kept for path, kept in self._kept.items() if path in present}):
            self._changed = False
