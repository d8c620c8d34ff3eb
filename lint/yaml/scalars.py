"""What a plain YAML scalar becomes: the YAML 1.1 rules of the parser that gcloud carries.

They differ from PyYAML's and from YAML 1.2 in ways that decide deployments: `y` is a boolean,
`010` is 8, `22:22` is 1342, `089` is a string. Source: the resolver and constructor tables of
ruamel.yaml 0.15.93, which is what gcloud SDK 528 and 578 bundle, checked by running gcloud.
"""

from __future__ import annotations

import re

from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    Value = str | int | float | bool | None


class Timestamp(str):
    """A scalar that YAML 1.1 reads as a date: gcloud cannot send one and crashes."""

    __slots__ = ()


_BOOLEANS: Final = {
    word: truth
    for words, truth in (("y yes true on", True), ("n no false off", False))
    for lower in words.split()
    for word in (lower, lower.capitalize(), lower.upper())
}
_BOOLEANS_1_2: Final = {
    word: truth
    for lower, truth in (("true", True), ("false", False))
    for word in (lower, lower.capitalize(), lower.upper())
}
_NULLS: Final = frozenset(("", "~", "null", "Null", "NULL"))

_FLOAT: Final = lazy_regex(
    r"(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?"
    r"|[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+"
    r"|\.[0-9_]+(?:[eE][-+][0-9]+)?"
    r"|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*"
    r"|[-+]?\.(?:inf|Inf|INF)"
    r"|\.(?:nan|NaN|NAN))"
)
_INT: Final = lazy_regex(
    r"(?:[-+]?0b[01_]+"
    r"|[-+]?0?[0-7_]+"
    r"|[-+]?(?:0|[1-9][0-9_]*)"
    r"|[-+]?0x[0-9a-fA-F_]+"
    r"|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)"
)
_FLOAT_1_2: Final = (
    r"(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?"
    r"|[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+"
    r"|[-+]?\.[0-9_]+(?:[eE][-+][0-9]+)?"
    r"|[-+]?\.(?:inf|Inf|INF)"
    r"|\.(?:nan|NaN|NAN))"
)
_INT_1_2: Final = r"(?:[-+]?0b[01_]+|[-+]?0o?[0-7_]+|[-+]?[0-9_]+|[-+]?0x[0-9a-fA-F_]+)"
_TIMESTAMP: Final = lazy_regex(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"|[0-9]{4}-[0-9][0-9]?-[0-9][0-9]?(?:[Tt]|[ \t]+)[0-9][0-9]?:[0-9]{2}:[0-9]{2}"
    r"(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9][0-9]?(?::[0-9]{2})?))?"
)
CERTAINLY_TEXT: Final = frozenset("abcdeghijklmpqrsuvwxzABCDEGHIJKLMPQRSUVWXZ/_")
"""First characters of plain scalars that are strings, whatever follows."""
_MOST_DIGITS: Final = 1_000
"""Digits of a number that is made: Python refuses to write out products of longer ones, and making
them takes time that grows with the square. No field takes a number of more than 20."""
_NUMERIC_START: Final = frozenset("-+.0123456789")
_NUMERIC: Final = frozenset("-+.:_0123456789abcdefABCDEFxoinIN")
"""The characters of numbers. Most other scalars that begin like one (`1Gi`, `2.0-rc`) have more, and
need no regular expression."""


def resolve(text: str, yaml_1_2: bool = False) -> Value:
    """The value of a plain scalar.

    `yaml_1_2` is for documents that begin with `%YAML 1.2`, which gcloud honours. Dates come
    back as `Timestamp`. Raises `ValueError` for a number that Python cannot make (`0x_`), which
    is where gcloud crashes.
    """
    if text in _NULLS:
        return None
    truth = (_BOOLEANS_1_2 if yaml_1_2 else _BOOLEANS).get(text)
    if truth is not None:
        return truth
    if text[0] not in _NUMERIC_START:
        return text
    if text[0] != "0" and text.isdecimal() and text.isascii():
        return _int(text, yaml_1_2)
    if _NUMERIC.issuperset(text):
        # Patterns of YAML 1.2 are seldom needed and compiled when they are.
        if re.fullmatch(_FLOAT_1_2, text) if yaml_1_2 else _FLOAT.fullmatch(text):
            return _float(text, yaml_1_2)
        if re.fullmatch(_INT_1_2, text) if yaml_1_2 else _INT.fullmatch(text):
            return _int(text, yaml_1_2)
    if text[4:5] == "-" and _TIMESTAMP.fullmatch(text):
        return Timestamp(text)
    return text


def _int(text: str, yaml_1_2: bool) -> int:
    digits = text.replace("_", "")
    sign = -1 if digits.startswith("-") else 1
    digits = digits.lstrip("+-")
    if digits == "0":
        return 0
    if len(digits) > _MOST_DIGITS:
        raise ValueError("too many digits")
    if digits.startswith("0b"):
        return sign * int(digits[2:], 2)
    if digits.startswith("0x"):
        return sign * int(digits[2:], 16)
    if digits.startswith("0o"):
        return sign * int(digits[2:], 8)
    if not yaml_1_2 and digits.startswith("0"):
        return sign * int(digits, 8)
    if not yaml_1_2 and ":" in digits:
        total = 0
        for part in digits.split(":"):
            total = total * 60 + int(part)
        return sign * total
    return sign * int(digits)


def _float(text: str, yaml_1_2: bool) -> float:
    digits = text.replace("_", "").lower()
    sign = -1.0 if digits.startswith("-") else 1.0
    digits = digits.lstrip("+-")
    if digits == ".inf":
        return sign * float("inf")
    if digits == ".nan":
        return float("nan")
    if len(digits) > _MOST_DIGITS:
        raise ValueError("too many digits")
    if not yaml_1_2 and ":" in digits:
        total = 0.0
        for part in digits.split(":"):
            total = total * 60 + float(part)
        return sign * total
    return sign * float(digits)
