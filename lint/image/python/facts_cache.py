"""The facts of unchanged modules, kept between runs: one entry for each image.

Facts are kept with the SHA-256 digest of the source that they were read from, and count only for
a source with the same digest. They are plain JSON and are checked item by item when they are used;
source text is never kept.
"""

from __future__ import annotations

from lint.image.python.facts import ModuleFacts
from lint.support.cache import CacheFile, content_digest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from lint.image.file import ImageFile


class FactsCache:
    """What is known of the modules of one image.

    `image` names it, e.g. by the absolute path of the wheel. `target` is the Python version that
    its syntax was judged for.
    """

    def __init__(self, image: str, target: tuple[int, int] | None = None) -> None:
        self._file = CacheFile("facts", [image, target and list(target)])
        self._kept: dict[str, Any] | None = None
        self._changed = False

    def get(self, member: ImageFile) -> ModuleFacts | None:
        """The facts of a module whose content is the same as when they were kept, else None."""
        if self._kept is None:
            self._kept = self._file.load()
        entry = self._kept.get(member.path)
        if type(entry) is not list or len(entry) != 2:
            return None
        try:
            if entry[0] != content_digest(member.read()):
                return None
            facts = ModuleFacts.from_json(entry[1])
            facts.digest = entry[0]
            return facts
        except (OSError, ValueError, TypeError):
            del self._kept[member.path]
            return None

    def put(self, path: str, digest: str, data: list[Any]) -> None:
        """Keeps `ModuleFacts.to_json()` of a module whose source has this SHA-256 digest."""
        if self._kept is None:
            self._kept = self._file.load()
        self._kept[path] = [digest, data]
        self._changed = True

    def save(self, paths: Iterable[str]) -> None:
        """Writes the entry, if there is anything new; forgets modules that are not in `paths`."""
        if not self._changed or self._kept is None:
            return
        present = set(paths)
        kept = {path: entry for path, entry in self._kept.items() if path in present}
        if self._file.store(kept):
            self._changed = False
