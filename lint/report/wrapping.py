"""How many columns a text takes in a font of fixed width, and where it is divided."""

from __future__ import annotations

from lint.report.safe import safe

BREAKS = "/:.,-@_ "
"""What a line may end with."""


def cells(text: str) -> int:
    """The number of columns that a text takes in a font of fixed width."""
    if text.isascii():
        return len(text)
    from unicodedata import category, east_asian_width

    total = 0
    for character in text:
        if category(character) not in ("Mn", "Me", "Cf"):
            total += 2 if east_asian_width(character) in "WF" else 1
    return total


def wrapped(raw: str, width: int, most: int = 3) -> list[str]:
    """The lines of a text of up to `width` columns; what does not fit into `most` lines is cut off.

    A line ends behind one of `BREAKS` where there is one behind its first third.
    """
    rest = safe(raw)
    lines: list[str] = []
    while rest:
        end = _fitting(rest, width)
        if end < len(rest):
            if len(lines) == most - 1:
                end = _fitting(rest, width - 1)
                lines.append(f"{rest[:end]}\u2026")
                break
            cut = max((rest.rfind(mark, 0, end) for mark in BREAKS), default=-1) + 1
            if cut >= end // 3:
                end = cut
        lines.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return lines


def _fitting(text: str, width: int) -> int:
    """How many characters of a text fit, one at least."""
    used = 0
    for number, character in enumerate(text):
        used += cells(character)
        if used > width:
            return max(number, 1)
    return len(text)
