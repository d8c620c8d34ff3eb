"""Braces without quotes, of which bash makes words before anything else: `{a,b}` and `{1..3}`.

Source: "Brace Expansion" of the manual of bash.
"""

from __future__ import annotations

from itertools import pairwise

from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    Part = tuple[int, int, str | None]
    """Two positions, and the string that stands for what is between them; None for the text itself."""

MAX_WORDS = 64
"""A word that becomes more of them is left as it is written."""
_MAX_BRACES = 40
_MAX_LENGTH = 4 << 10
_SEQUENCE = lazy_regex(
    r"\{(?:(-?\d{1,9})\.\.(-?\d{1,9})|([A-Za-z])\.\.([A-Za-z]))(?:\.\.(-?\d{1,9}))?\}"
)


def brace_words(
    plain: str, start: int, end: int, expansions: Mapping[int, Any]
) -> list[list[Part]]:
    """The words that the braces between two positions make, each as its parts in their order.

    It is one word if there are no such braces. `expansions` has the nodes of `${...}` and its like
    by the position where each begins: braces in them are none of these.
    """
    one: list[list[Part]] = [[(start, end, None)]]
    if end - start > _MAX_LENGTH or not 0 < plain.count("{", start, end) <= _MAX_BRACES:
        return one
    words = _words(plain, start, end, expansions)
    return words if len(words) <= MAX_WORDS else one


def _words(plain: str, start: int, end: int, expansions: Mapping[int, Any]) -> list[list[Part]]:
    position = start
    while position < end:
        if plain[position] != "{":
            position = _behind(plain, position, end, expansions)
            continue
        middle, close = _choices(plain, position, end, expansions)
        if not middle:
            position += 1
            continue
        tails = _words(plain, close, end, expansions)
        if len(middle) * len(tails) > MAX_WORDS:
            return [[(start, end, None)]] * (MAX_WORDS + 1)
        return [[(start, position, None), *word, *tail] for word in middle for tail in tails]
    return [[(start, end, None)]]


def _choices(
    plain: str, opening: int, end: int, expansions: Mapping[int, Any]
) -> tuple[list[list[Part]], int]:
    """What the braces at a position become, and where they end; nothing if they stay as they are."""
    sequence = _SEQUENCE.match(plain, opening, end)
    if sequence is not None:
        close = sequence.end()
        return [[(opening, close, string)] for string in _sequence(sequence.groups())], close
    commas = [opening]
    depth = 0
    position = opening + 1
    while position < end:
        character = plain[position]
        if character == "}" and depth == 0:
            break
        if character == "," and depth == 0:
            commas.append(position)
        depth += (character == "{") - (character == "}")
        position = _behind(plain, position, end, expansions)
    else:
        return [], end
    if len(commas) < 2:
        return [], end
    edges = [*commas, position]
    found: list[list[Part]] = []
    for before, behind in pairwise(edges):
        found.extend(_words(plain, before + 1, behind, expansions))
    return found, position + 1


def _sequence(groups: tuple[str | None, ...]) -> list[str]:
    first, last, letter, other, step = groups
    if first is not None and last is not None:
        a, b = int(first), int(last)
    else:
        a, b = ord(letter or "a"), ord(other or "a")
    width = abs(int(step or 0)) or 1
    numbers = range(a, b + 1, width) if a <= b else range(a, b - 1, -width)
    numbers = numbers[: MAX_WORDS + 1]
    if first is None or last is None:
        return [chr(number) for number in numbers]
    padded = any(
        text.lstrip("-").startswith("0") and text.lstrip("-") != "0" for text in (first, last)
    )
    digits = max(len(first), len(last)) if padded else 0
    return [f"{number:0{digits}d}" if digits else str(number) for number in numbers]


def _behind(plain: str, position: int, end: int, expansions: Mapping[int, Any]) -> int:
    """Where the character, the quoted part or the expansion that begins at a position ends."""
    node = expansions.get(position)
    if node is not None:
        return min(int(node.end_byte), end)
    character = plain[position]
    if character == "\\":
        return position + 2
    if character in "'`":
        close = plain.find(character, position + 1, end)
        return end if close < 0 else close + 1
    if character == "$" and plain[position + 1 : position + 2] in ("'", "{"):
        return _behind_escapes(plain, position + 2, end, "'" if plain[position + 1] == "'" else "}")
    if character == '"':
        position += 1
        while position < end and plain[position] != '"':
            if position in expansions:
                position = min(int(expansions[position].end_byte), end)
            else:
                position += 2 if plain[position] == "\\" else 1
        return position + 1
    return position + 1


def _behind_escapes(plain: str, position: int, end: int, close: str) -> int:
    while position < end and plain[position] != close:
        position += 2 if plain[position] == "\\" else 1
    return position + 1
