"""Where a text names rules: in comments that accept findings, as keys of rule sets and of severities.

Which rules these are, by the rules of the workspace's rule sets and the built-in ones.
"""

from __future__ import annotations

import re

from lint.engine.rule_choice import built_in_rules, is_called
from lint.model.record import record
from lint.server.document import RULE_SET, SETTINGS
from lint.server.outline import Outline
from lint.server.settings_table import setting_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from lint.model.rule import Rule
    from lint.server.document import Document, Position

RULES = "rules"
"""The key of a rule set that has the rules."""
SEVERITIES = "severities"
"""The table of the settings that has other severities of rules."""
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


def known_rules(rules: Iterable[Rule]) -> list[Rule]:
    """The rules of the workspace and then the built-in ones, each id once."""
    found: dict[str, Rule] = {}
    for rule in (*rules, *built_in_rules()):
        found.setdefault(rule.id, rule)
    return list(found.values())


def named_rules(word: str, rules: Iterable[Rule]) -> list[Rule]:
    """The known rules that a word names, by the id in any case or by the name."""
    return [rule for rule in known_rules(rules) if is_called(word, rule)]


def mention_at(document: Document, position: Position) -> Mention | None:
    """The mention at a place; None for none."""
    lines = document.lines
    if not 0 <= position.line < len(lines):
        return None
    found = in_comment(lines[position.line], position.column)
    if found is not None:
        return found if found.word else None
    if document.kind == SETTINGS:
        setting = setting_at(document.path, lines, position.line, position.column)
        if setting is None or len(setting.path) != 2 or setting.path[0] != SEVERITIES:
            return None
        return Mention(str(setting.path[1]), setting.start, setting.end)
    if document.kind != RULE_SET:
        return None
    entry = Outline("\n".join(lines)).at(position.line, position.column)
    if entry is None or len(entry.path) != 2 or entry.path[0] != RULES:
        return None
    if position.column >= entry.end:
        return None
    return Mention(str(entry.path[1]), entry.column, entry.end)


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
                return Mention(word[0], word.start(), word.end())
        return Mention("", column, column)
    return None
