"""Regular expressions that are compiled when they are first asked.

The modules that an ordinary run imports have about sixty of them. Compiling all takes longer than
checking a manifest, which needs less than a third.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import AnyStr

_METHODS = ("match", "fullmatch", "search", "finditer", "findall", "split", "sub", "subn")


class _Lazy:
    """Stands for a compiled pattern: the first call of a method compiles, later ones cost nothing."""

    def __init__(self, text: str | bytes, flags: int) -> None:
        self._text = text
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        compiled = re.compile(self._text, self._flags)
        for method in _METHODS:
            self.__dict__[method] = getattr(compiled, method)
        self.__dict__["pattern"] = self._text
        return getattr(compiled, name)


def lazy_regex(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """A regular expression to be compiled when it is first used.

    A mistake in `text` raises `re.error` then, so patterns of users are not for this function.
    """
    return _Lazy(text, flags)  # type: ignore[return-value]
