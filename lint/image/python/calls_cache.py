"""The calls of unchanged modules, kept between runs: one entry for each image.

It has the modules whose functions a start called. Calls are kept with the SHA-256 digest of the
source that they were read from, as the text of `lint.image.python.call_text`.
"""

from __future__ import annotations

from lint.image.python.call_text import calls_from_text
from lint.support.cache import CacheFile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from lint.image.python.call_records import ModuleCalls


class CallsCache:
    """What is known of the calls of one image; `image` names it, as for `FactsCache`."""

    def __init__(self, image: str) -> None:
        self._file = CacheFile("calls", [image])
        self._kept: dict[str, Any] | None = None
        self._changed = False

    def get(self, path: str, digest: str) -> ModuleCalls | None:
        """The calls of a module whose source has this digest, where they were kept, else None."""
        if self._kept is None:
            self._kept = self._file.load()
        entry = self._kept.get(path)
        if type(entry) is not list or len(entry) != 2 or type(entry[1]) is not str:
            return None
        if not digest or entry[0] != digest:
            return None
        try:
            return calls_from_text(entry[1])
        except ValueError:
            del self._kept[path]
            return None

    def put(self, path: str, digest: str, text: str) -> None:
        """Keeps what `calls_as_text` gave for a module whose source has this digest."""
        if self._kept is None:
            self._kept = self._file.load()
        self._kept[path] = [digest, text]
        self._changed = True

    def save(self, paths: Iterable[str]) -> None:
        """Writes the entry, if there is anything new; forgets modules that are not in `paths`."""
        if not self._changed or self._kept is None:
            return
        present = set(paths)
        kept = {path: entry for path, entry in self._kept.items() if path in present}
        if self._file.store(kept):
            self._changed = False
