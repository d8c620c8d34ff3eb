"""The keys of the settings by their places: `lint.toml`, or `[tool.lint]` of a `pyproject.toml`.

Like `lint.server.outline`, it reads lines, not TOML: a line that is being typed is seldom TOML. Keys of
inline tables and items on lines of their own are passed over.
"""

from __future__ import annotations

import os
import re
from string import ascii_letters, digits

from lint.model.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    Path = tuple[str | int, ...]

PROJECT = "pyproject.toml"
_TOOL = ("tool", "lint")
_LONGEST_LINE = 5_000
_HEADER = re.compile(r"[ \t]*(\[{1,2})([\w.\" \t-]+)\]{1,2}[ \t]*(?:#.*)?$")
_KEY = re.compile(r"[ \t]*([\w.-]+|\"[^\"]*\")[ \t]*=[ \t]*")
_BARE = re.compile(r"[ \t]*([\w.-]*|\"[^\"]*)$")
_OF_WORDS = f"{ascii_letters}{digits}_./*-"


@record
class Setting:
    """A key at a place, or what is being typed there."""

    path: Path
    """What leads to it; of what is being typed as a key, what leads to its table. The tables of an array
    are number 0."""
    start: int
    """The column at which the key begins, or the word that is being typed."""
    end: int
    is_value: bool
    """Whether the value is being typed."""
    present: Path = ()
    """The keys that the table has."""


def setting_at(path: str, lines: Sequence[str], line: int, column: int) -> Setting | None:
    """The key at a place of a settings file; None where there is none."""
    table = _table(path, lines, line)
    match = _KEY.match(lines[line][:_LONGEST_LINE]) if table is not None else None
    if table is None or match is None or not match.start(1) <= column < match.end(1):
        return None
    return Setting((*table, *_names(match[1])), match.start(1), match.end(1), False)


def typed_at(path: str, lines: Sequence[str], line: int, column: int) -> Setting | None:
    """What is being typed at a place of a settings file; None for what is no key and no value."""
    table = _table(path, lines, line)
    text = lines[line][:column]
    if table is None or len(text) > _LONGEST_LINE or "#" in text:
        return None
    key = _KEY.match(text)
    if key is not None:
        start = max(key.end(), len(text.rstrip(_OF_WORDS)))
        if start > key.end() and text[start - 1] == '"':
            start -= 1
        return Setting((*table, *_names(key[1])), start, column, True)
    bare = _BARE.match(text)
    if bare is None:
        return None
    present = _present(path, lines, line, table)
    return Setting(table, bare.start(1), column, False, present)


def _table(path: str, lines: Sequence[str], line: int) -> Path | None:
    """The table that a line is in, from the settings' own root; None outside of the settings."""
    if not 0 <= line < len(lines):
        return None
    for number in range(line, -1, -1):
        match = _HEADER.match(lines[number][:_LONGEST_LINE])
        if match is not None:
            return None if number == line else _own(path, _of_header(match))
    return _own(path, ())


def _of_header(match: re.Match[str]) -> Path:
    names = _names(match[2].strip())
    return (*names, 0) if match[1] == "[[" else names


def _own(path: str, names: Path) -> Path | None:
    if os.path.basename(path) != PROJECT:
        return names
    return names[len(_TOOL) :] if names[: len(_TOOL)] == _TOOL else None


def _present(path: str, lines: Sequence[str], line: int, table: Path) -> Path:
    """The keys of a table on the lines around one, up to the headers of other tables."""
    found: list[str | int] = []
    for step in (-1, 1):
        number = line + step
        while 0 <= number < len(lines):
            text = lines[number][:_LONGEST_LINE]
            if _HEADER.match(text):
                break
            match = _KEY.match(text)
            if match is not None:
                found.append(_names(match[1])[0])
            number += step
    if not table:
        # Tables of the root are keys of it.
        for text in lines:
            match = _HEADER.match(text[:_LONGEST_LINE])
            names = _own(path, _of_header(match)) if match is not None else None
            if names:
                found.append(names[0])
    return tuple(found)


def _names(dotted: str) -> tuple[str, ...]:
    if dotted.startswith('"'):
        return (dotted.strip('"'),)
    return tuple(part.strip().strip('"') for part in dotted.split("."))
