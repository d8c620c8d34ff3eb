"""What may be written at a place of the settings."""

from __future__ import annotations

import os
import re

from lint.ruleset.builtin import built_in_names
from lint.ruleset.schema_parts import settings_part
from lint.server.hover import about_part, about_rule
from lint.server.offers import Offer
from lint.server.rule_mentions import SEVERITIES
from lint.server.settings_table import PROJECT, typed_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lint.model.rule import Rule
    from lint.ruleset.schema_parts import Part
    from lint.server.document import Position
    from lint.server.settings_table import Setting

_REST_OF_KEY = re.compile(r"[\w.-]*\"?")
_EQUALS = re.compile(r"[ \t]*=")
_REST_OF_VALUE = re.compile(r"[\w./*-]*\"?")


def settings_offers(
    path: str, lines: Sequence[str], position: Position, rules: Iterable[Rule]
) -> Iterator[Offer]:
    """What a file of settings may have at a place; `rules` are those whose severity may be changed."""
    typed = typed_at(path, lines, position.line, position.column)
    part = settings_part().at(typed.path) if typed is not None else None
    if typed is None or part is None:
        return
    text = lines[position.line]
    if typed.is_value:
        end = _end(_REST_OF_VALUE, text, position.column)
        names = built_in_names() if typed.path[-1] == "rules" else part.values
        for name in names:
            written = name if name in ("true", "false") else f'"{name}"'
            yield Offer(name, written, position.line, typed.start, end, "value")
        return
    end = _end(_REST_OF_KEY, text, position.column)
    equals = "" if _EQUALS.match(text, end) else " = "
    if typed.path == (SEVERITIES,):
        for rule in rules:
            if rule.id not in typed.present:
                insert = f"{rule.id}{equals}"
                about = about_rule(rule)
                yield Offer(
                    rule.id, insert, position.line, typed.start, end, "rule", rule.name, about
                )
        return
    for name, below in part.keys.items():
        if name in typed.present and not _is_array(below):
            continue
        insert = _header(path, typed, name, below) or f"{name}{equals}"
        detail = below.takes.replace("`", "")
        about = about_part(name, below)
        yield Offer(name, insert, position.line, typed.start, end, "field", detail, about)


def _end(rest: re.Pattern[str], text: str, column: int) -> int:
    match = rest.match(text, column)
    return match.end() if match else column


def _is_array(part: Part) -> bool:
    """Whether it is an array of tables."""
    return part.items is not None and bool(part.items.keys)


def _header(path: str, typed: Setting, name: str, part: Part) -> str:
    """The header of a table; "" for a key with a value, and for a table in a table."""
    if typed.path:
        return ""
    above = "tool.lint." if os.path.basename(path) == PROJECT else ""
    if _is_array(part):
        return f"[[{above}{name}]]"
    return f"[{above}{name}]" if part.named is not None else ""
