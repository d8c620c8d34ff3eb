"""Silence for Python's warnings about checked code and about patterns of rules.

`warnings.catch_warnings` puts back what it found, which is wrong as soon as two threads do so one
after the other: the last one would leave the process silent for ever, or the first one would end
the silence of the other. Here the first thread that comes in keeps what was there, and the last one
that goes puts it back.
"""

from __future__ import annotations

import sys
import warnings
from _thread import allocate_lock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from contextlib import AbstractContextManager


class _Quiet:
    """The silence that all threads share."""

    def __init__(self) -> None:
        self._lock = allocate_lock()
        self._inside = 0
        self._before: AbstractContextManager[object] | None = None

    def __enter__(self) -> None:
        with self._lock:
            if not self._inside:
                self._before = warnings.catch_warnings(action="ignore")
                self._before.__enter__()
            self._inside += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._inside -= 1
            if not self._inside and self._before is not None:
                self._before.__exit__(None, None, None)


_shared = _Quiet()


def quiet() -> AbstractContextManager[object]:
    """A context in which warnings go nowhere."""
    # Where each thread has filters of its own, as Python without the global lock has it.
    if getattr(sys.flags, "context_aware_warnings", False):
        return warnings.catch_warnings(action="ignore")
    return _shared
