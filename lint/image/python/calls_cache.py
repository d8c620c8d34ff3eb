"""The calls of unchanged modules, kept between runs: one entry for each image.

It has the modules whose functions a start called, as the text of `lint.image.python.call_text`.
"""

from __future__ import annotations

from lint.image.python.call_text import calls_from_text
from lint.image.python.module_cache import ModuleCache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.image.python.call_records import ModuleCalls


class CallsCache(ModuleCache):
    """What is known of the calls of one image; `image` names it, as for `FactsCache`.

    `put` takes what `calls_as_text` gave.
    """

    def __init__(self, image: str) -> None:
        super().__init__("calls", [image])

    def get(self, path: str, digest: str) -> ModuleCalls | None:
        """The calls of a module whose source has this digest, where they were kept, else None."""
        kept_digest, text = self._entry(path) or ("", None)
        if not digest or kept_digest != digest or type(text) is not str:
            return None
        try:
            return calls_from_text(text)
        except ValueError:
            self._drop(path)
            return None
