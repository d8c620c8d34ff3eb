"""Names of env vars that look like one another: one is set, the other is read."""

from __future__ import annotations

from lint.support.nearest import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_LONG = 4
"""A shorter part of a name is another word when a letter of it differs: `DEV`, `DEB`."""
_MOST = 200
"""More names than these are not compared with each other."""
_ALIKE = 0.85


def same_meaning(one: str, other: str) -> bool:
    """Whether two different names are likely meant to be the same.

    That is so for the same letters with other case or underscores, for one mistyped part, and for
    one more part behind the first (`LINE_ACCESS_TOKEN`, `LINE_CHANNEL_ACCESS_TOKEN`). Numbers tell
    names apart.
    """
    first, second = _parts(one), _parts(other)
    if "".join(first) == "".join(second):
        return True
    if len(first) == len(second):
        differing = [pair for pair in zip(first, second, strict=True) if pair[0] != pair[1]]
        return len(differing) == 1 and _mistyped(*differing[0])
    short, long = sorted((first, second), key=len)
    if len(long) - len(short) != 1 or len(short) < 2 or short[0] != long[0]:
        return False
    for position in range(1, len(long)):
        if long[:position] + long[position + 1 :] == short:
            return not long[position].isdecimal()
    return False


def resembling(wanted: Iterable[str], candidates: Iterable[str]) -> dict[str, str]:
    """For each wanted name the candidate that is likely meant to be it; each candidate once."""
    left = sorted(candidates)[:_MOST]
    found: dict[str, str] = {}
    for name in sorted(wanted)[:_MOST]:
        alike = [candidate for candidate in left if same_meaning(name, candidate)]
        if alike:
            found[name] = nearest(name, alike, cutoff=0) or alike[0]
            left.remove(found[name])
    return found


def nearest_set(wanted: Iterable[str], candidates: Iterable[str]) -> dict[str, str]:
    """As `resembling`; where that names nothing, a candidate that is written almost alike."""
    names = sorted(wanted)[:_MOST]
    found = resembling(names, candidates)
    left = set(sorted(candidates)[:_MOST]) - set(found.values())
    for name in names:
        near = nearest(name, left, cutoff=_ALIKE) if name not in found else None
        if near is not None and not _numbered(name, near):
            found[name] = near
            left.discard(near)
    return found


def _parts(name: str) -> list[str]:
    return [part for part in name.upper().replace("-", "_").split("_") if part]


def _numbered(one: str, other: str) -> bool:
    """Whether two names differ in their digits."""
    return [char for char in one if char.isdigit()] != [char for char in other if char.isdigit()]


def _mistyped(one: str, other: str) -> bool:
    """Whether one letter is missing, added, another one, or two are swapped."""
    if min(len(one), len(other)) < _LONG or _numbered(one, other):
        return False
    short, long = sorted((one, other), key=len)
    start = 0
    while start < len(short) and short[start] == long[start]:
        start += 1
    rest, longer = short[start:], long[start:]
    if len(short) < len(long):
        return longer[1:] == rest
    swapped = longer[1:2] + longer[:1] + longer[2:]
    return longer[1:] == rest[1:] or swapped == rest
