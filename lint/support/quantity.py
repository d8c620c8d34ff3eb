"""Kubernetes quantities (`500m`, `1Gi`, `2e3`) as exact numbers.

Source of the grammar: "resource.Quantity" in the Kubernetes API reference. The numbers are
integers in billionths, the finest unit that the grammar has: exact, and without the cost of
importing `fractions`.
"""

from __future__ import annotations

from functools import lru_cache

from lint.support.lazy_regex import lazy_regex

UNIT = 10**9
"""One: a quantity is a number of billionths."""

_QUANTITY = lazy_regex(
    r"([+-]?)(?:(\d{1,40})(?:\.(\d{0,40}))?|\.(\d{1,40}))(?:([numkMGTPE]|[KMGTPE]i)|[eE]([+-]?\d{1,3}))?"
)
_DECIMAL = {"n": -9, "u": -6, "m": -3, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}
_BINARY = {"Ki": 10, "Mi": 20, "Gi": 30, "Ti": 40, "Pi": 50, "Ei": 60}


@lru_cache(maxsize=4096)
def parse_quantity(text: str) -> int | None:
    """The value of a quantity in billionths (`UNIT` is one); None for what is no quantity.

    What is finer than a billionth is rounded up, as Kubernetes does.
    """
    match = _QUANTITY.fullmatch(text)
    if match is None:
        return None
    sign, whole, fraction, bare, suffix, exponent = match.groups()
    decimals = fraction or bare or ""
    digits = int((whole or "0") + decimals)
    power = 9 - len(decimals)
    if suffix in _BINARY:
        digits <<= _BINARY[suffix]
    elif suffix:
        power += _DECIMAL[suffix]
    elif exponent:
        power += int(exponent)
    value: int = digits * 10**power if power >= 0 else -(-digits // 10**-power)
    return -value if sign == "-" else value
