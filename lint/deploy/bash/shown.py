"""What is shown of the lines that findings on commands point to: programs, flags and operators."""

from __future__ import annotations

from lint.model.redaction.shell import mark_command

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.deploy.text import Text
    from lint.model.source import Source


def show(anchor: Text, *, itself: bool = True) -> None:
    """Has the harmless words of the line shown in which a text begins, and the text `itself`."""
    place = anchor.place
    number = place.line

    def mark(source: Source) -> None:
        lines = source.lines()
        if number <= len(lines):
            mark_command(source, number, lines[number - 1])
        if itself:
            source.reveal(place.line, place.column, place.end_line, place.end_column)

    anchor.source.mark_later(mark)
