"""The time that look-ups may take: all of them together, and each call."""

from __future__ import annotations

import time


class TimeLimit:
    """Counts from its first use; safe to use from several threads."""

    def __init__(self, total: float, call: float) -> None:
        """Both in seconds: for everything, and for one call."""
        self.total = total
        self.call = call
        self._deadline = 0.0

    def deadline(self) -> float:
        """When the time is up, on the clock of `time.monotonic`; the first call starts the clock."""
        if not self._deadline:
            self._deadline = time.monotonic() + self.total
        return self._deadline

    def timeout(self) -> float:
        """Seconds that the next call may take; raises `TimeoutError` when none are left."""
        left = self.deadline() - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return min(left, self.call)
