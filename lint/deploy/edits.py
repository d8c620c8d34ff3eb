"""Repairs of texts of deploy steps: edits of the characters where they are written.

A text may come out of a variable, quotes or an escape. Only what is written in the file exactly as
it is read is edited, and what is put in its place means the same in every kind of quotes. What comes
out of a variable may be used elsewhere, too: an edit of it is not safe.
"""

from __future__ import annotations

from lint.model.fault import Repair
from lint.model.findings import Place
from lint.support.lazy_regex import lazy_regex
from lint.support.nearest import is_misspelling

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from lint.deploy.text import Text
    from lint.model.source import Source

    Change = tuple[Place | None, str]
    """What is replaced by what; None where it is not written as it is read."""

_WORD = lazy_regex(r"[A-Za-z0-9_.-]+")
"""What needs quotes nowhere."""
_ITEMS = lazy_regex(r"[A-Za-z0-9_./:@=+,-]+")
"""Items of a list that need quotes nowhere."""
_BETWEEN_WORDS = lazy_regex(r"([ \t]+|[ \t]*\\\n[ \t]*)[\"']?")
"""What the shell takes for the end of one word and the beginning of the next."""
_BETWEEN_ITEMS = lazy_regex(r"([\"']?)[ \t]*(?:,[ \t]*(?:\n[ \t]*)?|\n[ \t]*- +)\1")
"""The same of a list of YAML, JSON or Python."""
_BEFORE_VALUE = lazy_regex(r"=?[\"']?|[\"']?(?:[ \t]+|[ \t]*\\\n[ \t]*|,\s*|\n[ \t]*- +)[\"']?")
"""What may be written between the name of a flag and its value."""


def span(text: Text) -> Place | None:
    """Where a text is written character for character in one line, else None."""
    if not text.pieces or not text.string:
        return None
    first, last = text.pieces[0], text.pieces[-1]
    if any(not piece.known or (piece.width >= 0 and piece.text) for piece in text.pieces):
        return None
    if any(piece.source is not first.source or piece.line != first.line for piece in text.pieces):
        return None
    if _written(first.source, first.line, first.column, last.end_column) != text.string:
        return None
    return Place(first.source.path, first.line, first.column, first.line, last.end_column)


def before(text: Text) -> Place | None:
    """The place of no width before the first character."""
    place = span(text.cut(0, 1))
    return place and Place(place.path, place.line, place.column, place.line, place.column)


def made(
    changes: Iterable[Change], source: Source, *, safe: bool = True, shown: bool = True
) -> Repair | None:
    """The repair that makes all of these changes of one file; None where one cannot be made."""
    repairs: list[Repair] = []
    for place, text in changes:
        if place is None or place.path != source.path:
            return None
        repairs.append(Repair("set_place", place, text))
    if not repairs:
        return None
    first, *further = repairs
    # What an anchor names is read in several places.
    of_yaml = source if source.path.endswith((".yaml", ".yml")) else None
    return Repair(
        "set_place",
        *first.arguments,
        safe=safe,
        shown=shown,
        further=tuple(further),
        source=of_yaml,
    )


def respelt(text: Text, meant: str, known: Iterable[str]) -> Repair | None:
    """A word replaced by the known one that is meant: safe where it can be no other one."""
    if not _WORD.fullmatch(meant):
        return None
    known = list(known)
    longer = [word for word in known if word.startswith(text.string)]
    safe = is_misspelling(text.string, meant, known) or longer == [meant]
    if not text.pieces:
        return None
    return made([(span(text), meant)], text.source, safe=safe and not text.is_lent)


def between(one: Text, other: Text) -> tuple[str, Place] | None:
    """What is written between two texts of a file, at most a few lines, and where."""
    if not one.pieces or not other.pieces:
        return None
    last, first = one.pieces[-1], other.pieces[0]
    if last.source is not first.source or not 0 <= first.line - last.line <= 2:
        return None
    lines = last.source.lines()[last.line - 1 : first.line]
    lines[-1] = lines[-1][: first.column - 1]
    lines[0] = lines[0][last.end_column - 1 :]
    place = Place(last.source.path, last.line, last.end_column, first.line, first.column)
    return "\n".join(lines), place


def is_value_of(name: Text, value: Text) -> bool:
    """Whether a value is written behind the name of its flag, and comes out of no variable."""
    if not value.string:
        return False
    found = between(name, value)
    return found is not None and bool(_BEFORE_VALUE.fullmatch(found[0]))


def joined_by_sign(name: Text, value: Text) -> Repair | None:
    """A flag and the word behind it made one word with a `=` between."""
    if span(name) is None or not value.pieces:
        return None
    found = between(name, value)
    if found is None:
        return None
    written, place = found
    safe = not (name.is_lent or value.is_lent)
    if _BETWEEN_ITEMS.fullmatch(written):
        return made([(place, "=")], name.source, safe=safe)
    words = _BETWEEN_WORDS.fullmatch(written)
    if words is None:
        return None
    kept = len(written) - len(words[1])  # an opening quote
    gap = Place(place.path, place.line, place.column, place.end_line, place.end_column - kept)
    return made([(gap, "=")], name.source, safe=safe)


def without_flag(name: Text, value: Text) -> Place | None:
    """Where a flag and its value are written, with the blanks beside them, in a line of a script."""
    first, last = span(name), span(value)
    if first is None or last is None or first.line != last.line or not is_value_of(name, value):
        return None
    line = name.source.lines()[first.line - 1]
    start, end = first.column - 1, last.end_column - 1
    quote = line[last.column - 2]
    if quote in "\"'":
        if line[end : end + 1] != quote:
            return None
        end += 1
    head, rest = line[:start], line[end:]
    if head.strip() == "-" or (head and head[-1] not in " \t") or (rest and rest[0] not in " \t"):
        return None
    number = first.line
    if not head.strip():
        if rest.strip() != "\\":
            return None
        return Place(first.path, number, 1, number + 1, 1)
    start = len(head.rstrip())
    return Place(first.path, number, start + 1, number, end + 1)


def appended(text: Text, more: Text, delimiter: str) -> Change | None:
    """A value with another one behind it, which needs no quotes."""
    place = span(text)
    if place is None or not more.known or not _ITEMS.fullmatch(more.string):
        return None
    end = Place(place.path, place.line, place.end_column, place.line, place.end_column)
    return end, f"{delimiter}{more.string}"


def without_item(item: Text, delimiter: str = ",", *, safe: bool = True) -> Repair | None:
    """An item of a list of a flag removed, with the delimiter behind or before it."""
    place = span(item) if item.string else _point(item)
    if place is None:
        return None
    return _without(place, item.source, delimiter, safe and not item.is_lent)


def without_pair(
    key: Text, value: Text, delimiter: str = ",", *, safe: bool = True
) -> Repair | None:
    """The same of a key with its value."""
    first, last = span(key), span(value) if value.string else _point(value)
    sign = between(key, value)
    if first is None or last is None or sign is None or sign[0] != "=":
        return None
    place = Place(first.path, first.line, first.column, last.line, last.end_column)
    return _without(place, key.source, delimiter, safe and not (key + value).is_lent)


def _without(place: Place, source: Source, delimiter: str, safe: bool) -> Repair | None:
    width = len(delimiter)
    start, end = place.column, place.end_column
    if _written(source, place.line, end, end + width) == delimiter:
        end += width
    elif start > width and _written(source, place.line, start - width, start) == delimiter:
        start -= width
    else:
        return None
    return made([(Place(place.path, place.line, start, place.line, end), "")], source, safe=safe)


def _point(text: Text) -> Place | None:
    """The place of an item that is empty."""
    if len(text.pieces) != 1 or not text.pieces[0].known:
        return None
    piece = text.pieces[0]
    return Place(piece.source.path, piece.line, piece.column, piece.line, piece.column)


def _written(source: Source, line: int, column: int, end_column: int) -> str:
    lines = source.lines()
    return lines[line - 1][column - 1 : end_column - 1] if line <= len(lines) else ""
