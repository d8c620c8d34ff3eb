"""METADATA, WHEEL and entry_points.txt of a wheel, read line by line so that findings have lines.

Only the syntax is read here, cheaply and leniently; whether the values mean anything is asked of
`packaging` in the audit.
"""

from __future__ import annotations

from lint.model.record import record
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_REQUIREMENT = lazy_regex(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[([^\]]*)\])?")
_SEPARATORS = lazy_regex(r"[-_.]+")
_REFERENCE = lazy_regex(r"([\w.]+)\s*(?::\s*([\w.]+)\s*)?(?:\[[^\]]*\]\s*)?")

MAX_LINES = 10_000
"""Lines of a file that are looked at: the longest METADATA have a thousand before the text."""

SCRIPT_GROUPS = ("console_scripts", "gui_scripts")
"""The entry points that installers turn into commands."""


def canonical_name(name: str) -> str:
    """A distribution's name as indexes compare it: `Foo_Bar` and `foo.bar` are `foo-bar`."""
    return _SEPARATORS.sub("-", name.strip()).lower()


@record
class Header:
    """One `Name: value` line of METADATA or WHEEL."""

    name: str
    """In lower case."""
    value: str
    """Trimmed."""
    line: int
    """Counted from 1."""


def read_headers(text: str) -> list[Header]:
    """The header lines up to the first empty one; lines that are none are left out."""
    headers: list[Header] = []
    for number, line in enumerate(text.split("\n", MAX_LINES)[:MAX_LINES], start=1):
        line = line.rstrip("\r")
        if not line:
            break
        if line[0] in " \t":
            # A folded line: only the first line of a value matters to us.
            continue
        name, colon, value = line.partition(":")
        if colon:
            headers.append(Header(name.strip().lower(), value.strip(), number))
    return headers


class Requirement:
    """One Requires-Dist: `name` is canonical, or "" when none can be read.

    `extras` are those asked of the other distribution, `marker` is what follows the semicolon;
    `line` is 0 where the requirement does not come from a file.
    """

    __slots__ = ("extras", "line", "marker", "name", "text")

    def __init__(self, text: str, line: int = 0) -> None:
        match = _REQUIREMENT.match(text)
        self.text = text
        self.line = line
        self.name = canonical_name(match.group(1)) if match else ""
        extras = (match.group(2) or "").split(",") if match else []
        self.extras = tuple(canonical_name(extra) for extra in extras if extra.strip())
        # A semicolon in the address of a direct reference is part of it without a space before.
        self.marker = text.partition(" ;" if "@" in text.partition(";")[0] else ";")[2].strip()

    def __repr__(self) -> str:
        return f"Requirement({self.text!r})"


class EntryPoint:
    """One line of entry_points.txt; `module` and `attr` are "" where the value cannot be read."""

    __slots__ = ("attr", "group", "line", "module", "name")

    def __init__(self, group: str, name: str, value: str, line: int) -> None:
        match = _REFERENCE.fullmatch(value)
        self.group = group
        self.name = name
        self.module = match.group(1) if match else ""
        self.attr = (match.group(2) or "") if match else ""
        self.line = line

    @property
    def is_script(self) -> bool:
        """Whether installers make a command of it."""
        return self.group in SCRIPT_GROUPS

    @property
    def reference(self) -> str:
        """`module:attr`, or the module alone."""
        return f"{self.module}:{self.attr}" if self.attr else self.module

    def __repr__(self) -> str:
        return f"<{self.group} {self.name} = {self.reference}>"


def read_entry_points(text: str) -> list[EntryPoint]:
    """The entry points in order; a line outside of a group, or without `=`, is left out."""
    return [EntryPoint(*item) for item in _items(text) if item[0] and item[1]]


def odd_entry_point_lines(text: str) -> list[int]:
    """The lines of entry_points.txt that are neither a group nor `name = value` in one."""
    return [line for group, name, _, line in _items(text) if not group or not name]


def _items(text: str) -> Iterator[tuple[str, str, str, int]]:
    group = ""
    for number, line in enumerate(text.split("\n", MAX_LINES)[:MAX_LINES], start=1):
        line = line.strip()
        if not line or line[0] in "#;":
            continue
        if line.startswith("[") and line.endswith("]"):
            group = line[1:-1].strip()
            continue
        name, equals, value = line.partition("=")
        yield group, name.strip() if equals else "", value.strip(), number
