"""What editors offer to complete what is being typed: a function of the text and the place."""

from __future__ import annotations

from lint.server.document import MANIFEST, RULE_SET, SETTINGS, Position
from lint.server.hover import about_rule
from lint.server.offers import Offer, Slot
from lint.server.outline import Outline, cursor_at
from lint.server.rule_mentions import in_comment, known_rules

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from lint.engine.code_links import CodeLinks
    from lint.model.rule import Rule
    from lint.server.document import Document

TRIGGERS = ("\n", " ", "-", ":", "[", ",", "{", '"', "'", "/", ".")
"""The characters behind which there is something new to offer."""


def completion(
    document: Document,
    position: Position,
    *,
    rules: Iterable[Rule] = (),
    code: CodeLinks | None = None,
) -> list[Offer]:
    """What may be written at a place, the most likely first; the client compares it with the word.

    `rules` are those of the workspace's rule sets, beside the built-in ones. `code` is what is known
    of the code behind the manifest.
    """
    lines = document.lines
    if not 0 <= position.line < len(lines):
        return []
    line = lines[position.line]
    column = min(position.column, len(line))
    mention = in_comment(line, column)
    if mention is not None:
        return [
            Offer(rule.id, rule.id, position.line, mention.start, mention.end, "rule", rule.name, about_rule(rule))
            for rule in known_rules(rules)
        ]  # fmt: skip
    if document.kind == SETTINGS:
        from lint.server.settings_completion import settings_offers

        place = Position(position.line, column)
        return list(settings_offers(document.path, lines, place, known_rules(rules)))
    if document.kind not in (MANIFEST, RULE_SET):
        return []
    cursor = cursor_at(lines, position.line, column)
    if cursor is None:
        return []
    slot = Slot(position.line, line, column, cursor, document.path.endswith(".json"))
    outline = Outline("\n".join(lines))
    if document.kind == MANIFEST:
        from lint.server.manifest_completion import manifest_offers

        return list(manifest_offers(slot, outline, code))
    from lint.server.rule_set_completion import rule_set_offers

    return list(rule_set_offers(slot, outline, rules))
