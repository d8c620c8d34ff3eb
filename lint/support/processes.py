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


def processors() -> int:
    """How many processes can run at a time, at most `MOST`; 1 where forking is not safe."""
    threading = sys.modules.get("threading")
    if not hasattr(os, "fork") or sys.platform == "darwin":
        return 1
    if threading is not None and threading.active_count() > 1:
        return 1
    if hasattr(os, "sched_getaffinity"):
        return min(len(os.sched_getaffinity(0)), MOST)
    return min(os.cpu_count() or 1, MOST)


def in_processes(work: Callable[[Share], Result], shares: Sequence[Share]) -> Iterator[Result]:
    """The results of `work` for each share, in order: the first one here, the others in forks.

    Results travel by pickle. A share whose process died is done again here, so what ended it
    (an exception, no memory) is met where it can be told.
    """
    import pickle

    children = []
    for share in shares[1:]:
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            code = 1
            try:
                with os.fdopen(write, "wb") as stream:
                    pickle.dump(work(share), stream, pickle.HIGHEST_PROTOCOL)
                code = 0
            finally:
                os._exit(code)
        os.close(write)
        children.append((child, read, share))
    yield work(shares[0])
    for child, read, share in children:
        with os.fdopen(read, "rb") as stream:
            data = stream.read()
        _, status = os.waitpid(child, 0)
        yield pickle.loads(data) if status == 0 else work(share)  # noqa: S301  # our own words
