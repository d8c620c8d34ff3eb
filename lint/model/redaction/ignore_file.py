"""Ignore files: patterns are shown, comments are not."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.model.source import Source


def mark(source: Source) -> None:
    """Reveals the lines that are patterns."""
    for number, line in enumerate(source.lines(), start=1):
        if line.strip() and not line.startswith("#"):
            source.reveal(number, 1, number, len(line) + 1)
