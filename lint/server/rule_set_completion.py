"""What may be written at a place of a rule set."""

from __future__ import annotations

from lint.checks.registry import user_checks
from lint.manifest.field_table import ROOTS
from lint.ruleset.builtin import built_in_names
from lint.ruleset.plan import load_plan
from lint.ruleset.schema_parts import rule_set_part
from lint.server.hover import about_part, about_rule
from lint.server.rule_mentions import RULES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lint.model.rule import Rule
    from lint.ruleset.schema_parts import Part
    from lint.server.offers import Offer, Slot
    from lint.server.outline import Outline


def rule_set_offers(slot: Slot, outline: Outline, rules: Iterable[Rule]) -> Iterator[Offer]:
    """What a rule set may have at a place.

    `rules` are those of the rule files that it may extend, beside the built-in sets.
    """
    cursor = slot.cursor
    if cursor.typing == "value":
        yield from _values(slot, (*cursor.parent, cursor.key))
        return
    if cursor.typing == "item":
        # A list has no keys; what its items may be is known of the list.
        is_position = bool(cursor.parent) and isinstance(cursor.parent[-1], int)
        yield from _values(slot, cursor.parent[:-1] if is_position else cursor.parent)
        return
    present = outline.beside(cursor, slot.line)
    if cursor.parent == (RULES,):
        for rule in _inherited(slot, outline, rules):
            if rule.id not in present:
                yield slot.key(rule.id, True, rule.name, about_rule(rule), "rule")
        return
    part = rule_set_part().at(cursor.parent)
    if part is None:
        return
    has_check = not present.isdisjoint(user_checks())
    is_rule = len(cursor.parent) == 2 and cursor.parent[0] == RULES
    for name, below in part.keys.items():
        if name in present or (is_rule and has_check and name in user_checks()):
            continue
        detail = below.takes.replace("`", "")
        yield slot.key(name, _is_scalar(below), detail, about_part(name, below))


def _inherited(slot: Slot, outline: Outline, rules: Iterable[Rule]) -> list[Rule]:
    """The rules of the sets that the file extends, each id once: those that it may change."""
    document = slot.cursor.document
    extended = [entry.text for entry in outline.below(("extends",), document)]
    extended.append(outline.value(("extends",), document))
    built_in = built_in_names()
    found = [rule for name in built_in if name in extended for rule in load_plan(name).rules]
    if any(name and name not in built_in and name[0] not in "[{" for name in extended):
        found += rules
    return list({rule.id: rule for rule in found}.values())


def _is_scalar(part: Part) -> bool:
    """Whether a value fits on the line of its key; a list does, in brackets."""
    return not part.keys and part.named is None


def _values(slot: Slot, path: tuple[str | int, ...]) -> Iterator[Offer]:
    if path == ("extends",):
        yield from (slot.value(name, True) for name in built_in_names())
        return
    if path[-2:] == ("applies-to", "kind"):
        yield from (slot.value(name, True) for name in ROOTS)
        return
    part = rule_set_part().at(path)
    if part is None:
        return
    for word in part.values:
        # `off` is read as false, which a rule set takes for the same.
        is_text = word not in ("true", "false", "off")
        yield slot.value(word, is_text, "default" if word == part.default else "")
