"""A small mutation engine, for where atheris is not installed: seeds, words, and a random number."""

from __future__ import annotations

import random
from collections.abc import Sequence

MOST_BYTES = 64 << 10
"""Longer inputs are cut: what length alone does is tested in tests/hostile."""

_NUMBERS = (b"0", b"-1", b"1", b"65536", b"4294967296", b"9223372036854775808", b"1e308", b"0.1")
_DELIMITERS = b" \n:,={}[]()'\"/."


class Mutator:
    """Makes inputs out of a pool; equal seeds and random states give equal inputs."""

    def __init__(self, pool: Sequence[bytes], words: Sequence[bytes], rng: random.Random) -> None:
        self.pool = list(pool) or [b""]
        self.words = list(words) or [b"x"]
        self.rng = rng

    def next(self) -> bytes:
        """One more input."""
        rng = self.rng
        data = bytearray(rng.choice(self.pool))
        for _ in range(min(1 + int(rng.expovariate(0.4)), 12)):
            rng.choice(_STEPS)(self, data)
        return bytes(data[:MOST_BYTES])

    def span(self, data: bytearray, most: int = 64) -> tuple[int, int]:
        """A part of the data: half of the time it ends where a token or a line does."""
        rng = self.rng
        start = rng.randrange(len(data) + 1)
        end = min(len(data), start + 1 + int(rng.expovariate(1 / most)))
        if rng.random() < 0.5:
            while start and data[start - 1] not in _DELIMITERS:
                start -= 1
            while end < len(data) and data[end] not in _DELIMITERS:
                end += 1
        return start, end


def _word(m: Mutator, data: bytearray) -> None:
    start, end = m.span(data)
    data[start : end if m.rng.random() < 0.6 else start] = m.rng.choice(m.words)


def _delete(m: Mutator, data: bytearray) -> None:
    start, end = m.span(data)
    del data[start:end]


def _repeat(m: Mutator, data: bytearray) -> None:
    start, end = m.span(data)
    if m.rng.random() < 0.5:  # whole lines: what doubles a value does so at each
        start = data.rfind(b"\n", 0, start) + 1
        end = data.find(b"\n", end) + 1 or len(data)
    part = bytes(data[start:end])
    times = m.rng.choice((1, 1, 1, 2, 5, 40, 400))
    data[end:end] = part * min(times, 1 + MOST_BYTES // max(len(part), 1) // 4)


def _bytes(m: Mutator, data: bytearray) -> None:
    if not data:
        return
    for _ in range(m.rng.choice((1, 1, 2, 4))):
        where = m.rng.randrange(len(data))
        data[where] = m.rng.choice((data[where] ^ (1 << m.rng.randrange(8)), m.rng.randrange(256), m.rng.choice(_DELIMITERS)))  # fmt: skip


def _number(m: Mutator, data: bytearray) -> None:
    places = [n for n, byte in enumerate(data) if 48 <= byte <= 57]
    if not places:
        return
    start = end = m.rng.choice(places)
    while end < len(data) and 48 <= data[end] <= 57:
        end += 1
    data[start:end] = m.rng.choice(_NUMBERS)


def _splice(m: Mutator, data: bytearray) -> None:
    other = m.rng.choice(m.pool)
    if m.rng.random() < 0.3:
        data[m.rng.randrange(len(data) + 1) :] = other[m.rng.randrange(len(other) + 1) :]
        return
    start, end = m.span(bytearray(other), 200)
    where = m.span(data)
    data[where[0] : where[m.rng.randrange(2)]] = other[start:end]


def _swap_lines(m: Mutator, data: bytearray) -> None:
    lines = bytes(data).split(b"\n")
    first, second = m.rng.randrange(len(lines)), m.rng.randrange(len(lines))
    step = m.rng.randrange(3)
    if step == 0:
        lines[first], lines[second] = lines[second], lines[first]
    elif step == 1:
        lines.insert(first, lines[second])
    else:
        lines[first] = b" " * m.rng.randrange(9) + lines[first].lstrip()
    data[:] = b"\n".join(lines)


_STEPS = (_word, _word, _word, _delete, _repeat, _bytes, _number, _splice, _splice, _swap_lines)
