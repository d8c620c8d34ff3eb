"""Nearest match: the known name that is most like an unknown one."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_LISTED = 40
"""Known words that a help sentence lists, or else none."""
_MISSPELT = 0.85
"""How alike a word and its misspelling are."""


def nearest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """The known word that is most like `word`, or None when none is like it.

    Case, `-` and `_` do not count: `max_scale` is nearest to `maxScale`.
    """
    import difflib

    plain = {_plain(candidate): candidate for candidate in sorted(known, reverse=True)}
    found = difflib.get_close_matches(_plain(word)[:100], plain, n=1, cutoff=cutoff)
    return plain[found[0]] if found else None


def is_misspelling(word: str, meant: str, known: Iterable[str]) -> bool:
    """Whether `meant` is the only known word that `word` can be a misspelling of.

    It is nearly the same, and no other known word is.
    """
    import difflib

    plain = {_plain(candidate) for candidate in known}
    near = difflib.get_close_matches(_plain(word)[:100], plain, n=2, cutoff=_MISSPELT)
    if _plain(word) in plain:
        return near[0] == _plain(meant)
    return near == [_plain(meant)]


def is_given(meant: str, word: str, given: Iterable[str], known: Iterable[str]) -> bool:
    """Whether a name that `word` is meant to be is given beside it, or misspelt a second time."""
    known = list(known)
    return any(
        name == meant or (name not in known and nearest(name, known) == meant)
        for name in given
        if name != word
    )


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A help sentence: the nearest match, else all known names, else nothing.

    A list is never cut: what is left out is what somebody needs. Nobody reads a very long one.
    """
    words = sorted(set(known))
    match = nearest_known(word, words)
    if match is not None:
        return f"Did you mean `{match}`?"
    if not words or len(words) > MOST_LISTED:
        return ""
    listed = ", ".join(f"`{candidate}`" for candidate in words)
    return f"Known values: {listed}."


def nearest_known(word: str, words: list[str]) -> str | None:
    """The nearest match, or a known word that `word` is a longer form of (`envs`: `env`)."""
    return nearest(word, words) or _abbreviation(word, words)


def _abbreviation(word: str, words: list[str]) -> str | None:
    """The longest known word of three letters and more that `word` begins with, e.g. `env`."""
    plain = _plain(word)
    found = [each for each in words if len(_plain(each)) >= 3 and plain.startswith(_plain(each))]
    return max(found, key=len, default=None)


def _plain(word: str) -> str:
    return word.lower().replace("_", "").replace("-", "")
