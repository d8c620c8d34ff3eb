"""Shell-style patterns, as rule sets write them: `*_LOCAL`, `netra-*-staging`."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


def matches(text: str, patterns: Iterable[str]) -> bool:
    """Whether any of the patterns matches the whole text; upper and lower case differ.

    Most patterns are plain names or a beginning and `*`, for which `fnmatch` is not asked.
    """
    for pattern in patterns:
        if text == pattern:
            return True
        prefix = pattern[:-1]
        if pattern[-1:] == "*" and not ("*" in prefix or "?" in prefix or "[" in prefix):
            if text.startswith(prefix):
                return True
        elif "*" in pattern or "?" in pattern or "[" in pattern:
            from fnmatch import fnmatchcase

            if fnmatchcase(text, pattern):
                return True
    return False
