"""The places of settings in a TOML file: `tomllib` gives values without places."""

from __future__ import annotations

from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_HEADER = lazy_regex(r"\s*+\[\[?+([^\[\]]++)\]\]?+\s*+(?:#.*)?$")
_KEY = lazy_regex(
    r"\s*((?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*'))*)\s*="
)
_PART = lazy_regex(r"\"([^\"]*)\"|'([^']*)'|([A-Za-z0-9_-]+)")


def find_key(text: str, path: Sequence[str | int]) -> tuple[int, int]:
    """Line and column (from 1) of a key or table; (1, 1) when nothing of it is found.

    `path` leads to it from the top; a number selects one of the tables of an array. Where the end
    of the path is in an inline table or a list, the place of the last key before it is given.
    """
    best, deepest = (1, 1), 0
    table: list[str | int] = []
    newest: dict[tuple[str | int, ...], int] = {}  # the number of the last table of an array
    for number, line in enumerate(text.split("\n"), 1):
        header = _HEADER.match(line)
        match = header or _KEY.match(line)
        names = list(_parts(match[1], match.start(1))) if match else []
        if not names:
            continue
        here = [] if header else list(table)
        columns = [0] * len(here)
        for name, start in names:
            if tuple(here) in newest:
                here.append(newest[tuple(here)])
                columns.append(columns[-1])
            here.append(name)
            columns.append(start + 1)
        if header:
            if line.lstrip().startswith("[["):
                newest[tuple(here)] = newest.get(tuple(here), -1) + 1
                here.append(newest[tuple(here)])
                columns.append(columns[-1])
            table = here
        common = 0
        while common < min(len(here), len(path)) and here[common] == path[common]:
            common += 1
        # A dotted key that goes on after the path counts, one that turns off before its end does
        # not; a table of an array counts for the array.
        if common < min(len(here), len(path)) and not isinstance(here[common], int):
            continue
        if common > deepest and columns[common - 1]:
            best, deepest = (number, columns[common - 1]), common
    return best


def find_setting(text: str, path: Sequence[str | int], value: str | None = None) -> int:
    """The line (from 1) of a setting, or of one string in its value; 1 when it is not found."""
    best, _ = find_key(text, path)
    if value is None:
        return best
    lines = text.split("\n")
    quoted = (f'"{value}"', f"'{value}'")
    for number in range(best, len(lines) + 1):
        line = lines[number - 1]
        if number > best and _HEADER.match(line):
            break
        if any(text in line for text in quoted):
            return number
    return best


def _parts(dotted: str, start: int) -> Iterator[tuple[str, int]]:
    """The parts of a dotted key, each with its index in the line, which begins at `start`."""
    for match in _PART.finditer(dotted):
        yield match[1] or match[2] or match[3] or "", start + match.start()
