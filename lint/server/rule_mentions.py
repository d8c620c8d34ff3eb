"""Where a text names rules: in comments that accept findings, and as the keys of a rule set's rules."""

from __future__ import annotations

import re

from lint.model.record import record
from lint.server.document import RULE_SET
from lint.server.outline import Outline

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.server.document import Document, Position

RULES = "rules"
"""The key of a rule set that has the rules."""
_COMMENT = re.compile(r"(?:#|//)\s*lint:\s*ignore\s*\[([^\]]*)")
_WORD = re.compile(r"[^\s,]+")
_LONGEST_LINE = 5_000


@record
class Mention:
    """A word that names a rule, by its id or its name, or that is going to."""

    word: str
    start: int
    """The column at which it begins."""
    end: int
    is_key: bool
    """Whether it is the key of a rule in a rule set."""


def mention_at(document: Document, position: Position) -> Mention | None:
    """The mention at a place; None for none."""
    lines = document.lines
    if not 0 <= position.line < len(lines):
        return None
    found = in_comment(lines[position.line], position.column)
    if found is not None or document.kind != RULE_SET:
        return found if found is not None and found.word else None
    entry = Outline("\n".join(lines)).at(position.line, position.column)
    if entry is None or len(entry.path) != 2 or entry.path[0] != RULES:
        return None
    if position.column >= entry.end:
        return None
    return Mention(str(entry.path[1]), entry.column, entry.end, True)


def in_comment(line: str, column: int) -> Mention | None:
    """The word at a column of a line, inside of the brackets of a comment that accepts findings.

    The word is "" where none begins yet. None outside of such brackets.
    """
    for match in _COMMENT.finditer(line[:_LONGEST_LINE]):
        start, end = match.span(1)
        if not start <= column <= end:
            continue
        for word in _WORD.finditer(line, start, end):
            if word.start() <= column <= word.end():
                return Mention(word[0], word.start(), word.end(), False)
        return Mention("", column, column, False)
    return None
