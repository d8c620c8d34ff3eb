"""Makes an input that breaks something smaller, as long as it breaks the same thing."""

from __future__ import annotations

import time
from collections.abc import Callable


def minimise(data: bytes, breaks: Callable[[bytes], bool], seconds: float = 30.0) -> bytes:
    """The smallest input found in the time: without parts, lines and bytes that do not matter."""
    end = time.monotonic() + seconds
    size = max(len(data) // 2, 1)
    while True:
        start = 0
        smaller = False
        while start < len(data):
            if time.monotonic() > end:
                return data
            shorter = data[:start] + data[start + size :]
            if len(shorter) < len(data) and breaks(shorter):
                data, smaller = shorter, True
            else:
                start += size
        if size == 1 and not smaller:
            return data
        size = max(size // 2, 1)
