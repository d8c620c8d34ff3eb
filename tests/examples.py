"""How many examples a Hypothesis test tries: all of them in a whole run, a tenth in a quick one."""

from __future__ import annotations

from hypothesis import settings

ALL = 100
"""The examples of a test that states no number itself."""
QUICK = 10


def examples(number: int) -> int:
    """What a test tries that states `number` for a whole run."""
    return max(1, number * settings.default.max_examples // ALL)
