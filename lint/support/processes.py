"""Work that is shared among processes.

`multiprocessing` takes as long to import and to start its threads as a quarter of a large run.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import TypeVar

    Share = TypeVar("Share")
    Result = TypeVar("Result")

MOST = 8
_ours: list[bool] = []
_limit: list[int] = []


def own_this_process() -> None:
    """Says that the process belongs to the command, so that it may be forked.

    A process that only uses the library may have threads and locks that a fork would break.
    """
    _ours[:] = [True]


def use_at_most(number: int) -> None:
    """Has `processors` answer with `number` where forking is safe, whatever the machine has."""
    _limit[:] = [number]


def processors() -> int:
    """How many processes can run at a time: what `use_at_most` says, else at most `MOST`.

    1 where forking is not safe.
    """
    if not _ours:
        return 1
    threading = sys.modules.get("threading")
    if not hasattr(os, "fork") or sys.platform == "darwin":
        return 1
    if threading is not None and threading.active_count() > 1:
        return 1
    if _limit:
        return _limit[0]
    if hasattr(os, "sched_getaffinity"):
        return min(len(os.sched_getaffinity(0)), MOST)
    return min(os.cpu_count() or 1, MOST)


def in_processes(
    work: Callable[[Share], Result],
    shares: Sequence[Share],
    lost: Callable[[Share], Result] | None = None,
) -> Iterator[Result]:
    """The results of `work` for each share, in order: the first one here, the others in forks.

    Results travel by pickle. `lost` gives the result of a share whose process died; by default the
    share is done again here, so that what ended the process (an exception, no memory) ends this
    one where it can be reported. A share that no process could be started for is done here.
    """
    children = [(share, _start(work, share)) for share in shares[1:]]
    yield work(shares[0])
    for share, child in children:
        if child is None:
            yield work(share)
            continue
        import pickle

        process, reading = child
        with open(reading, "rb") as stream:
            data = stream.read()
        _, status = os.waitpid(process, 0)
        if status == 0:
            yield pickle.loads(data)  # noqa: S301  # written by our own process
        else:
            yield (lost or work)(share)


def _start(work: Callable[[Share], Result], share: Share) -> tuple[int, int] | None:
    """Starts a process for a share: its id and the descriptor to read from; None if it fails."""
    import pickle  # before the fork, so that no process imports it again

    from lint.support.quiet import quiet

    try:
        reading, writing = os.pipe()
    except OSError:
        return None
    try:
        # From Python 3.15 on, a warning that is an error (`-W error`) is raised when the process is
        # there, and nobody would read its result.
        with quiet():
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
        with open(writing, "wb") as stream:
            pickle.dump(work(share), stream, pickle.HIGHEST_PROTOCOL)
        status = 0
    finally:
        os._exit(status)
