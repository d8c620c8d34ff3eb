"""The help sentence about a word that is not among the known ones."""

from __future__ import annotations

from lint.model.text import NOTHING, listed, name, say
from lint.support.nearest import MOST_LISTED, nearest_known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from lint.model.text import Message


def suggestion(word: str, known: Iterable[str]) -> Message:
    """The nearest match, else all that is known, else nothing.

    `known` are names, also those of the user's file. A list is never cut: what is left out is what
    somebody needs. A very long one would not be read.
    """
    words = sorted(set(known))
    match = nearest_known(word, words)
    if match is not None:
        return say("Did you mean `{}`?", name(match))
    if not words or len(words) > MOST_LISTED:
        return NOTHING
    return say("Known values: {}.", listed(map(name, words), most=MOST_LISTED))
