"""The values of a plan in the places of the text that they come from."""

from __future__ import annotations

from lint.deploy.terraform.values import (
    Entries,
    Entry,
    Items,
    Literal,
    Unknown,
    known_text,
    written,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.deploy.terraform.values import Value
    from lint.deploy.text import Text


def with_places_of(value: Value, text: Value) -> Value:
    """The same value with the places of another, as far as the two have the same parts."""
    if isinstance(value, Entries):
        if not isinstance(text, Entries):
            return value
        made = Entries({}, text.anchor, value.open)
        for name, entry in value.entries.items():
            known = text.entries.get(name)
            if known is None:
                key = text.anchor.written(name)
                made.entries[name] = Entry(key, _moved(entry.value, text.anchor))
            else:
                made.entries[name] = Entry(known.key, with_places_of(entry.value, known.value))
        return made
    if isinstance(value, Items):
        if not isinstance(text, Items):
            return _moved(value, _anchor(text))
        return _items(value, text)
    return _moved(value, _anchor(text))


def _items(value: Items, text: Items) -> Items:
    """Blocks and lists item by item; blocks with names by their names: `env` is a set."""
    named = {
        name: item
        for item in text.items
        if isinstance(item, Entries) and (name := known_text(item.get("name"))) is not None
    }
    made: list[Value] = []
    for number, item in enumerate(value.items):
        found: Value | None = None
        name = known_text(item.get("name")) if isinstance(item, Entries) else None
        if name is not None and name in named:
            found = named[name]
        elif len(value.items) == len(text.items) and not text.open and name is None:
            found = text.items[number]
        made.append(with_places_of(item, found) if found is not None else _moved(item, text.anchor))
    return Items(made, text.anchor, value.open)


def _anchor(value: Value) -> Text:
    return value.text if isinstance(value, (Literal, Unknown)) else value.anchor


def _moved(value: Value, place: Text) -> Value:
    """The same value with all parts in one place."""
    if isinstance(value, Unknown):
        return Unknown(place.written(str(value.text), False))
    if isinstance(value, Literal):
        return Literal(place.written(written(value.value)), value.value)
    if isinstance(value, Items):
        return Items([_moved(item, place) for item in value.items], place, value.open)
    entries = {
        name: Entry(place.written(name), _moved(entry.value, place))
        for name, entry in value.entries.items()
    }
    return Entries(entries, place, value.open)
