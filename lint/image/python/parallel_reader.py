"""Reads the facts of many modules at once: from the cache, else from their sources.

Making syntax trees takes most of a cold run, so a large number of modules is shared between
processes where the system can fork. `ImageFile.read` opens the file that it reads from each time,
so that no two processes share a position in one.
"""

from __future__ import annotations

from lint.errors import os_reason
from lint.image.python.facts import ModuleFacts
from lint.image.source_limits import MAX_TOKENS
from lint.support.processes import in_processes, processors

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from lint.image.file import ImageFile
    from lint.image.python.facts_cache import FactsCache

    Target = tuple[int, int] | None

_WORTH_FORKING = 256 << 10


def read_all(
    members: Iterable[ImageFile],
    facts: dict[str, ModuleFacts],
    cache: FactsCache | None = None,
    target: Target = None,
) -> None:
    """Puts the facts of Python sources into `facts`, by path. Never raises for a member's fault."""
    unknown: list[ImageFile] = []
    for member in members:
        if member.path in facts:
            continue
        kept = cache.get(member) if cache is not None else None
        if kept is None:
            unknown.append(member)
        else:
            facts[member.path] = kept
    if unknown:
        import gc

        # A syntax tree has no cycles, and looking for some costs a fifth of the time.
        collecting = gc.isenabled()
        gc.disable()
        try:
            _read_unknown(unknown, facts, cache, target)
        finally:
            if collecting:
                gc.enable()


def _read_unknown(
    members: list[ImageFile],
    facts: dict[str, ModuleFacts],
    cache: FactsCache | None,
    target: Target,
) -> None:
    # Imported once, here, instead of in each process.
    from lint.image.python.reader import unreadable

    # What ends a process (a tree that is too deep for the parser) would end this one as well.
    dead = unreadable("cannot be parsed").to_json()

    # The processes share what trees may take between them; what needs more of it comes later, alone.
    most = MAX_TOKENS

    def work(share: list[ImageFile]) -> list[tuple[str, list[Any]]]:
        found = (_read(member, target, most) for member in share)
        return [(digest, facts.to_json()) for digest, facts in found]

    def lost(share: list[ImageFile]) -> list[tuple[str, list[Any]]]:
        return [("", dead)] * len(share)

    shares = _shares(members)
    while shares:
        most = MAX_TOKENS // len(shares)
        later: list[ImageFile] = []
        for share, found in zip(shares, in_processes(work, shares, lost), strict=True):
            for member, (digest, data) in zip(share, found, strict=True):
                if digest and data[0] == "limit" and len(shares) > 1:
                    later.append(member)
                    continue
                facts[member.path] = ModuleFacts.from_json(data)
                facts[member.path].digest = digest
                _keep(cache, member, digest, data)
        shares = [later] if later else []


def _read(member: ImageFile, target: Target, most: int) -> tuple[str, ModuleFacts]:
    """The digest of a source and its facts; the digest is "" for what could not be read."""
    from lint.image.python.reader import MAX_SOURCE_BYTES, read_facts, unreadable
    from lint.support.cache import content_digest

    if member.size > MAX_SOURCE_BYTES:
        return "", unreadable(f"larger than {MAX_SOURCE_BYTES >> 20} MB", "limit")
    try:
        source = member.read()
    except OSError as error:
        return "", unreadable(os_reason(error))
    return content_digest(source), read_facts(source, target, member.stored, most)


def _keep(cache: FactsCache | None, member: ImageFile, digest: str, data: list[Any]) -> None:
    # What could not be read, or was too much for this run, may go better the next time.
    if cache is not None and digest and data[0] not in ("unknown", "limit", "other-python"):
        cache.put(member.path, digest, data)


def _shares(members: list[ImageFile]) -> list[list[ImageFile]]:
    """The members in parts of about the same size, one for each process."""
    total = sum(member.size for member in members)
    count = min(processors(), total // _WORTH_FORKING + 1, len(members))
    shares: list[list[ImageFile]] = [[] for _ in range(max(count, 1))]
    sizes = [0] * len(shares)
    for member in sorted(members, key=lambda item: item.size, reverse=True):
        least = sizes.index(min(sizes))
        shares[least].append(member)
        sizes[least] += member.size
    return shares
