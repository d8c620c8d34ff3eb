"""Reads the facts of many modules at once: from the cache, else from their sources.

Making syntax trees takes most of a cold run, so a large batch is shared between processes where
the system can fork; each parses sources that were read before, and answers with facts as JSON.
"""

from __future__ import annotations

import os
import sys

from lint.build.module_facts import ModuleFacts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lint.build.facts_cache import FactsCache
    from lint.build.member import Member

    Target = tuple[int, int] | None
    Source = tuple[Member, bytes]

_WORTH_FORKING = 256 << 10
_BATCH_BYTES = 8 << 20
_MAX_PROCESSES = 8


def read_all(
    members: Iterable[Member],
    facts: dict[str, ModuleFacts],
    cache: FactsCache | None = None,
    target: Target = None,
) -> None:
    """Puts the facts of Python sources into `facts`, by path. Never raises for a member's fault."""
    unknown: list[Member] = []
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
            for batch in _batches(unknown, facts):
                _read_batch(batch, facts, cache, target)
        finally:
            if collecting:
                gc.enable()


def _batches(members: list[Member], facts: dict[str, ModuleFacts]) -> Iterator[list[Source]]:
    """The members with their sources, as many at a time as memory should hold."""
    from lint.build.module_reader import MAX_SOURCE_BYTES, unreadable

    batch: list[Source] = []
    size = 0
    for member in members:
        if member.size > MAX_SOURCE_BYTES:
            facts[member.path] = unreadable(f"larger than {MAX_SOURCE_BYTES >> 20} MB")
            continue
        try:
            source = member.read()
        except OSError as error:
            facts[member.path] = unreadable((error.strerror or "cannot be read").lower())
            continue
        batch.append((member, source))
        size += len(source)
        if size >= _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _read_batch(
    batch: list[Source], facts: dict[str, ModuleFacts], cache: FactsCache | None, target: Target
) -> None:
    from lint.build.module_reader import read_facts

    shares = _shares(batch)
    children = [(share, _fork(share, target)) for share in shares[1:]]
    own = list(shares[0])
    for share, answer in children:
        if answer is None:
            own += share
    for member, source in own:
        found = read_facts(source, target)
        facts[member.path] = found
        if cache is not None:
            cache.put(member, found.to_json())
    for share, answer in children:
        if answer is not None:
            _take(share, answer, facts, cache, target)


def _shares(batch: list[Source]) -> list[list[Source]]:
    """The batch in parts of about the same size, one for each process."""
    total = sum(len(source) for _, source in batch)
    count = min(_processors(), _MAX_PROCESSES, total // _WORTH_FORKING + 1, len(batch))
    shares: list[list[Source]] = [[] for _ in range(max(count, 1))]
    sizes = [0] * len(shares)
    for source in sorted(batch, key=lambda item: len(item[1]), reverse=True):
        least = sizes.index(min(sizes))
        shares[least].append(source)
        sizes[least] += len(source[1])
    return shares


def _processors() -> int:
    """How many processes may be used: 1 where forking is not safe."""
    threading = sys.modules.get("threading")
    if not hasattr(os, "fork") or sys.platform == "darwin":
        return 1
    if threading is not None and threading.active_count() > 1:
        return 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _fork(share: list[Source], target: Target) -> tuple[int, int] | None:
    """Starts a process for a share: its id and the descriptor to read from, None if it fails."""
    import json

    from lint.build.module_reader import read_facts

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
        answer = json.dumps([read_facts(source, target).to_json() for _, source in share])
        with open(writing, "wb") as stream:
            stream.write(answer.encode("ascii"))
        status = 0
    finally:
        os._exit(status)


def _take(
    share: list[Source],
    answer: tuple[int, int],
    facts: dict[str, ModuleFacts],
    cache: FactsCache | None,
    target: Target,
) -> None:
    """Takes a process's answer; one that died leaves its share unread, as it would this one."""
    import json

    from lint.build.module_reader import unreadable

    process, reading = answer
    with open(reading, "rb") as stream:
        text = stream.read()
    _, status = os.waitpid(process, 0)
    try:
        found = json.loads(text) if status == 0 else []
    except ValueError:
        found = []
    for number, (member, _) in enumerate(share):
        if number < len(found):
            facts[member.path] = ModuleFacts.from_json(found[number])
            if cache is not None:
                cache.put(member, found[number])
        else:
            facts[member.path] = unreadable("cannot be parsed")
