"""Nearest match: what was probably meant by a name that nobody knows."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


def nearest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """The known word that is most like `word`, or None when none is like it.

    Case, `-` and `_` do not count: `max_scale` is nearest to `maxScale`.
    """
    import difflib

    plain = {_plain(candidate): candidate for candidate in sorted(known, reverse=True)}
    found = difflib.get_close_matches(_plain(word)[:100], plain, n=1, cutoff=cutoff)
    return plain[found[0]] if found else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A help sentence: the nearest match, else the first of what is known, else nothing."""
    words = sorted(set(known))
    match = nearest(word, words)
    if match is not None:
        return f"Did you mean `{match}`?"
    if not words:
        return ""
    display_path = ", ".join(f"`{candidate}`" for candidate in words[:6])
    more = f" (+{len(words) - 6} more)" if len(words) > 6 else ""
    return f"Known are {display_path}{more}."


def _plain(word: str) -> str:
    return word.lower().replace("_", "").replace("-", "")
