"""The facts of unchanged modules, kept between runs: one entry for each image.

They are plain JSON and are checked item by item when they are used; source text is never kept.
"""

from __future__ import annotations

from lint.image.python.facts import ModuleFacts
from lint.image.python.module_cache import ModuleCache
from lint.support.cache import content_digest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.image.file import ImageFile


class FactsCache(ModuleCache):
    """What is known of the modules of one image.

    `image` names it, e.g. by the absolute path of the wheel. `target` is the Python version that
    its syntax was judged for. `put` takes what `ModuleFacts.to_json` gave.
    """

    def __init__(self, image: str, target: tuple[int, int] | None = None) -> None:
        super().__init__("facts", [image, target and list(target)])

    def get(self, member: ImageFile) -> ModuleFacts | None:
        """The facts of a module whose content is the same as when they were kept, else None."""
        entry = self._entry(member.path)
        if entry is None:
            return None
        digest, data = entry
        try:
            if digest != content_digest(member.read()):
                return None
            facts = ModuleFacts.from_json(data)
            facts.digest = digest
            return facts
        except (OSError, ValueError, TypeError):
            self._drop(member.path)
            return None
