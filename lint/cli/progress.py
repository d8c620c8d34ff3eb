"""One line on a terminal that says what a run does, while that takes longer than a second.

A timer's signal draws it. A thread would keep the work from being shared among processes, and calls
between the steps would draw nothing while one step takes long. Where there are no such timers
(Windows), there is no line.
"""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]  # `signal` costs an import of enum
import os
import sys
import time
from contextlib import suppress

from lint.report.wrapping import wrapped

AFTER = 1.0
"""Seconds before the line appears."""
EVERY = 0.2
"""Seconds between two drawings."""
_NARROWEST = 20
"""Columns of a terminal that says it has fewer."""


class _Line:
    """The line of the run that goes on; `began` is when, on a clock that only runs forwards."""

    def __init__(self, terminal: int) -> None:
        self.terminal = terminal
        self.process = os.getpid()
        self.began = time.monotonic()
        self.doing = ""
        self.done = 0
        self.total = 0
        self.drawn = False

    def text(self) -> str:
        """What the line says."""
        share = f", {100 * self.done // self.total} %" if self.total else ""
        return f"lint: {self.doing}{share} ({int(time.monotonic() - self.began)} s)"

    def draw(self) -> None:
        """Draws the line over itself, unless the shell has put the run into the background."""
        try:
            if os.tcgetpgrp(self.terminal) != os.getpgrp():
                return
            columns = os.get_terminal_size(self.terminal).columns
        except OSError:
            return
        # Not in the last column: some terminals go on to the next line there.
        text = wrapped(self.text(), max(columns - 1, _NARROWEST), 1)[0]
        self.drawn = True  # before it is: an interrupt may come in between
        self._write(f"\r{text}\x1b[K")

    def erase(self) -> None:
        """Leaves the terminal as it was."""
        # An interrupt also reaches the processes that share the work: theirs it is not.
        if self.drawn and self.process == os.getpid():
            self._write("\r\x1b[K")

    def _write(self, text: str) -> None:
        # Past the buffer of the stream, which another write may hold when the signal comes.
        encoding = getattr(sys.stderr, "encoding", None) or "ascii"
        with suppress(OSError):
            os.write(self.terminal, text.encode(encoding, "backslashreplace"))


_line: _Line | None = None


def show(doing: str, done: int = 0, total: int = 0) -> None:
    """Says what the run does from now on, and how many of how many parts of it are done."""
    global _line
    if _line is None:
        if sys.stderr is None or not hasattr(_signal, "setitimer"):
            return
        _line = _Line(sys.stderr.fileno())
        _signal.signal(_signal.SIGALRM, _tick)
        _signal.setitimer(_signal.ITIMER_REAL, AFTER, EVERY)
    _line.doing, _line.done, _line.total = doing, done, total


def clear() -> None:
    """Ends the line, until something is shown again."""
    global _line
    if _line is not None:
        _signal.setitimer(_signal.ITIMER_REAL, 0)
        _line.erase()
        _line = None


def _tick(*_: object) -> None:
    if _line is not None:
        _line.draw()
