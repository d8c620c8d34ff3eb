"""Reads the calls of many modules at once, in several processes where that pays."""

from __future__ import annotations

from lint.image.python.call_text import calls_as_text
from lint.support.processes import in_processes, processors

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_WORTH_FORKING = 128 << 10
_MAX_BYTES = 100 << 10
"""Larger modules are read one by one: the processes share what syntax trees may take."""


def read_together(sources: Sequence[bytes]) -> list[str | None]:
    """The calls of each module as `calls_as_text` writes them; None for what is left for later."""
    small = [number for number, source in enumerate(sources) if len(source) <= _MAX_BYTES]
    total = sum(len(sources[number]) for number in small)
    count = min(processors(), total // _WORTH_FORKING, len(small))
    found: list[str | None] = [None] * len(sources)
    if count < 2:
        return found
    # Imported once, here, instead of in each process.
    from lint.image.python.calls import read_calls

    def work(share: list[int]) -> list[str | None]:
        texts: list[str | None] = []
        for number in share:
            made = read_calls(sources[number])
            texts.append(calls_as_text(made) if made is not None else None)
        return texts

    def lost(share: list[int]) -> list[str | None]:
        return [None] * len(share)

    shares = [small[first::count] for first in range(count)]
    for share, texts in zip(shares, in_processes(work, shares, lost), strict=True):
        for number, text in zip(share, texts, strict=True):
            found[number] = text
    return found
