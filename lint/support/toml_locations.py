"""Where a setting stands in a TOML file: `tomllib` gives values without places."""

from __future__ import annotations

from lint.support.lazy_regex import lazy_regex

_HEADER = lazy_regex(r"\s*\[\[?\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = lazy_regex(
    r"\s*((?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*'))*)\s*="
)
_PART = lazy_regex(r"\"([^\"]*)\"|'([^']*)'|([A-Za-z0-9_-]+)")


def find_setting(text: str, path: tuple[str, ...], value: str | None = None) -> int:
    """The line (from 1) of a setting, or of one string in its value; 1 when it is not found.

    Finds the deepest table or key on the way to `path`, so that settings in inline tables are
    found at the line of the table.
    """
    lines = text.splitlines()
    best = 0
    deepest = 0
    table: tuple[str, ...] = ()
    for number, line in enumerate(lines, 1):
        header = _HEADER.match(line)
        if header:
            table = _parts(header[1])
            here = table
        else:
            key = _KEY.match(line)
            if not key:
                continue
            here = table + _parts(key[1])
        if len(here) > deepest and path[: len(here)] == here:
            best, deepest = number, len(here)
    if not best or value is None:
        return best or 1
    quoted = (f'"{value}"', f"'{value}'")
    for number in range(best, len(lines) + 1):
        line = lines[number - 1]
        if number > best and _HEADER.match(line):
            break
        if any(text in line for text in quoted):
            return number
    return best


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(a or b or c for a, b, c in _PART.findall(dotted))
