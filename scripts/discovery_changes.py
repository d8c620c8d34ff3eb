"""What differs between two discovery documents, in lines for whoever follows Cloud Run.

Only what a user can write counts: the types that the given roots reach, without what the server
sets. Of descriptions, the sentences that came and went are shown: new limits are often only there.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

# Each bullet is a sentence, too: the annotations are listed as bullets.
_BETWEEN = re.compile(r"(?<=\.)\s+(?!\* )|\s+(?=\* )")


def changes(old: dict[str, Any], new: dict[str, Any], roots: tuple[str, ...]) -> list[str]:
    """The lines, sorted by type and field; empty where nothing changed.

    They begin with `+` (new), `-` (gone) or `~` (changed). Lines about a description follow its
    field's, indented.
    """
    before, after = _types(old, roots), _types(new, roots)
    lines = []
    for name in sorted(before.keys() | after.keys()):
        if name not in after:
            lines.append(f"- type {name}")
            continue
        if name not in before:
            lines.append(f"+ type {name}")
        lines += _fields(name, before.get(name, {}), after[name])
    return lines


def _types(document: dict[str, Any], roots: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    """The properties of each type that the roots reach, by its name."""
    schemas = document["schemas"]
    found: dict[str, dict[str, Any]] = {}
    waiting = [root for root in roots if root in schemas]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found[name] = {
            field: source
            for field, source in schemas[name].get("properties", {}).items()
            if field != "status" and not source.get("readOnly")
        }
        for source in found[name].values():
            below = source.get("$ref") or source.get("items", {}).get("$ref")
            if below:
                waiting.append(below)
    return found


def _fields(owner: str, before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    for field in sorted(before.keys() | after.keys()):
        title = f"{owner}.{field}"
        if field not in after:
            yield f"- {title}"
        elif field not in before:
            yield f"+ {title}: {_type(after[field])}"
            yield from _sentences("", after[field].get("description", ""))
        else:
            yield from _field(title, before[field], after[field])


def _field(title: str, before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    if _type(before) != _type(after):
        yield f"~ {title}: {_type(before)} is now {_type(after)}"
    if before.get("deprecated") != after.get("deprecated"):
        yield f"~ {title}: {'is' if after.get('deprecated') else 'is no longer'} deprecated"
    values = _enum(before), _enum(after)
    for value in sorted(values[1] - values[0]):
        yield f"+ {title}: the value {value}"
    for value in sorted(values[0] - values[1]):
        yield f"- {title}: the value {value}"
    texts = before.get("description", ""), after.get("description", "")
    sentences = list(_sentences(*texts))
    if sentences:
        yield f"~ {title}: the description"
        yield from sentences


def _type(source: dict[str, Any]) -> str:
    if "$ref" in source:
        return str(source["$ref"])
    if source.get("type") == "array":
        return f"list of {_type(source['items'])}"
    if "additionalProperties" in source:
        return f"map of {_type(source['additionalProperties'])}"
    return str(source.get("format", source.get("type")))


def _enum(source: dict[str, Any]) -> set[str]:
    return set(source.get("enum") or source.get("items", {}).get("enum") or ())


def _sentences(before: str, after: str) -> Iterator[str]:
    """The sentences of a description that are gone, then those that are new; marks do not count."""
    old, new = _by_words(before), _by_words(after)
    for mark, texts, others in (("-", old, new), ("+", new, old)):
        for words, text in texts.items():
            if words not in others:
                yield f"    {mark} {text}"


def _by_words(description: str) -> dict[str, str]:
    """Each sentence, by what counts of it."""
    found = {}
    for text in _BETWEEN.split(description):
        words = text.replace("`", "").strip(" .,*")
        if words:
            found[words] = text.strip()
    return found
