"""How many columns a text takes in a font of fixed width, and where it is divided."""

from __future__ import annotations

from lint.report.safe import safe

BREAKS = (" /", ":,@", ".-_")
"""What a line may end with, the best first."""


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

    A line ends behind one of the best `BREAKS` in its last third, else behind any that is not in its
    first third.
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
            end = _break(rest, end)
        lines.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return lines


def _break(text: str, end: int) -> int:
    """Where the first line of a text ends that has at most `end` characters."""
    after = dict.fromkeys(BREAKS, 0)
    for at in range(end // 3, end):
        for marks in BREAKS:
            # Three dots for what was left out stay together.
            if text[at] in marks and text[at : at + 2] != "..":
                after[marks] = at + 1
    best = next((cut for cut in after.values() if cut > 2 * end // 3), 0)
    return best or max(after.values()) or end


def _fitting(text: str, width: int) -> int:
    """How many characters of a text fit, one at least."""
    used = 0
    for number, character in enumerate(text):
        used += cells(character)
        if used > width:
            return max(number, 1)
    return len(text)
