"""The time of all look-ups together bounds the time of each."""

from __future__ import annotations

import time

import pytest

from lint.cloud.google.time_limit import TimeLimit


def test_a_call_has_its_own_limit_while_there_is_time() -> None:
    assert TimeLimit(1000, 10).timeout() == 10


def test_a_call_gets_no_more_than_what_is_left() -> None:
    assert 999 < TimeLimit(1000, 5000).timeout() <= 1000


def test_the_clock_starts_at_the_first_use() -> None:
    limit = TimeLimit(1000, 10)
    before = time.monotonic()
    assert before + 1000 <= limit.deadline()
    assert limit.deadline() == limit.deadline()


def test_no_call_starts_when_the_time_is_up() -> None:
    limit = TimeLimit(0, 10)
    limit.deadline()
    with pytest.raises(TimeoutError):
        limit.timeout()
