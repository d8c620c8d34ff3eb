"""Reads the facts of many modules at once: from the cache, else from their sources.

Making syntax trees takes most of a cold run, so that a large number of modules is shared between
processes where the system can fork; each answers with facts as JSON. `ImageFile.read` opens the file
that it reads from each time, so that no two processes share a position in one.
"""

from __future__ import annotations

import os

from lint.errors import os_reason
from lint.image.python.facts import ModuleFacts
from lint.support.processes import processors

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
    shares = _shares(members)
    children = [(share, _fork(share, target)) for share in shares[1:]]
    own = list(shares[0])
    for share, answer in children:
        if answer is None:
            own += share
    for member in own:
        digest, found = _read(member, target)
        facts[member.path] = found
        _keep(cache, member, digest, found.to_json())
    for share, answer in children:
        if answer is not None:
            _take(share, answer, facts, cache)


def _read(member: ImageFile, target: Target) -> tuple[str, ModuleFacts]:
    """The digest of a source and its facts; the digest is "" for what could not be read."""
    from lint.image.python.reader import MAX_SOURCE_BYTES, read_facts, unreadable
    from lint.support.cache import content_digest

    if member.size > MAX_SOURCE_BYTES:
        return "", unreadable(f"larger than {MAX_SOURCE_BYTES >> 20} MB")
    try:
        source = member.read()
    except OSError as error:
        return "", unreadable(os_reason(error))
    return content_digest(source), read_facts(source, target)


def _keep(cache: FactsCache | None, member: ImageFile, digest: str, data: list[Any]) -> None:
    # What could not be read, or was too much for this run, may go better the next time.
    if cache is not None and digest and data[0] != "unknown":
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


def _fork(share: list[ImageFile], target: Target) -> tuple[int, int] | None:
    """Starts a process for a share: its id and the descriptor to read from, None if it fails."""
    import json

    # Imported once, here, instead of in each process.
    import lint.image.python.reader  # noqa: F401

    try:
        reading, writing = os.pipe()
    except OSError:
        return None
    try:
        process = os.fork()
    except OSError:
        os.close(reading)
        os.close(writing)
        return None
    if process:
        os.close(writing)
        return process, reading
    # Whatever happens here, this copy of the caller must not go on with the caller's work.
    status = 1
    try:
        found = [_read(member, target) for member in share]
        answer = json.dumps([[digest, facts.to_json()] for digest, facts in found])
        with open(writing, "wb") as stream:
            stream.write(answer.encode("ascii"))
        status = 0
    finally:
        os._exit(status)


def _take(
    share: list[ImageFile],
    answer: tuple[int, int],
    facts: dict[str, ModuleFacts],
    cache: FactsCache | None,
) -> None:
    """Takes a process's answer; one that died leaves its share unread, as it would this one."""
    import json

    from lint.image.python.reader import unreadable

    process, reading = answer
    with open(reading, "rb") as stream:
        text = stream.read()
    _, status = os.waitpid(process, 0)
    try:
        found = json.loads(text) if status == 0 else []
    except ValueError:
        found = []
    for number, member in enumerate(share):
        if number < len(found):
            digest, data = found[number]
            facts[member.path] = ModuleFacts.from_json(data)
            _keep(cache, member, digest, data)
        else:
            facts[member.path] = unreadable("cannot be parsed")
