"""A `!` line in an ignore file, which brings a path back that the build needs.

The line is tried with the builder's own rules before it is proposed: it must bring back the path as
if the pattern that excludes it did not match it, and nothing else.
"""

from __future__ import annotations

import os

from lint.image.context.source_tree import is_behind_link
from lint.model.fault import Repair
from lint.model.findings import Place
from lint.support.files import read_in_tree, with_texts
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lint.image.context.build_context import Context
    from lint.image.context.ignore_rules import IgnoreRules, Pattern

_PLAIN = lazy_regex(r"(?:[A-Za-z0-9_][A-Za-z0-9_.-]*/)*[A-Za-z0-9_.][A-Za-z0-9_.-]*")
"""A path that no ignore file reads as a pattern."""
_MOST_BYTES = 256 << 10
_MOST_ENTRIES = 2_000
"""What an excluded folder may hold for a line to be tried."""


def exception_for(context: Context, path: str) -> Repair | None:
    """The repair that brings back a file or folder; None where no line does only that.

    `path` is relative to the context. The repair is unsafe: a file may be kept out on purpose.
    """
    decision = context.excluded(path, is_dir=_is_folder(context, path))
    pattern = decision.pattern
    if decision.included or pattern is None or not context.ignore_files:
        return None
    if not _PLAIN.fullmatch(path) or is_behind_link(context.directory, path):
        return None
    file = context.ignore_files[0]
    try:
        text = read_in_tree(file, _MOST_BYTES).decode()
        excluding = read_in_tree(pattern.path, _MOST_BYTES).decode()
    except (OSError, ValueError):  # UnicodeDecodeError is a ValueError
        return None
    if len(text) > _MOST_BYTES or "\r" in text.replace("\r\n", ""):
        return None
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    above = _excluded_above(context, path)
    added = _lines_for(context, path, above)
    trial = _Trial(context, path, above, pattern, excluding)
    if not trial.is_possible:
        return None
    for number in _positions(lines, pattern, file):
        changed = [*lines[:number], *added, *lines[number:]]
        if trial.succeeds(file, "\n".join(changed)):
            end = len(lines[number - 1]) + 1
            place = Place(file, number, end, number, end)
            return Repair("set_place", place, "".join(f"\n{line}" for line in added), safe=False)
    return None


def package_of(context: Context, path: str) -> str:
    """The folder that is brought back with a module: the package, where all of it is excluded."""
    above = _excluded_above(context, path)
    parts = path.split("/")
    for end in range(above.count("/") + 1, len(parts)) if above else ():
        folder = "/".join(parts[:end])
        if context.exists_in_tree(f"{folder}/__init__.py"):
            return folder
    return path


def _excluded_above(context: Context, path: str) -> str:
    """The topmost folder on the way to a path that the builder excludes; "" for none."""
    parts = path.split("/")
    for end in range(1, len(parts)):
        folder = "/".join(parts[:end])
        if not context.excluded(folder, is_dir=True).included:
            return folder
    return ""


def _lines_for(context: Context, path: str, above: str) -> list[str]:
    """The lines that bring a path back, in the grammar of the builder's file."""
    if context.builder != "gcloud":
        return [f"!{path}"]
    # gcloud looks into no folder that is excluded: each is opened, and the rest of it left out.
    lines = []
    parts = path.split("/")
    for end in range(above.count("/") + 1, len(parts)) if above else ():
        folder = "/".join(parts[:end])
        lines += [f"!/{folder}/", f"/{folder}/*"]
    return [*lines, f"!/{path}/" if _is_folder(context, path) else f"!/{path}"]


def _positions(lines: list[str], pattern: Pattern, file: str) -> Iterator[int]:
    """The numbers of lines behind which the new ones may be written, the best one first."""
    last = len(lines)
    while last > 1 and not lines[last - 1].strip():
        last -= 1
    if pattern.path == file:
        number = pattern.line
        while number < last and lines[number].startswith("!"):
            number += 1
        yield number
        if number == last:
            return
    yield last


class _Trial:
    """What the builder keeps of the excluded folder, and what it is to keep."""

    def __init__(
        self, context: Context, path: str, above: str, pattern: Pattern, excluding: str
    ) -> None:
        self._context = context
        found = _files_below(context, above or path)
        without = excluding.split("\n")
        without[pattern.line - 1] = ""
        rules = self._rules(pattern.path, "\n".join(without))
        self._wanted: dict[str, bool] = {}
        for file in found or ():
            # What other patterns exclude in a folder stays excluded.
            judge = rules.decide if file.startswith(path + "/") else context.excluded
            self._wanted[file] = file == path or judge(file).included
        self.is_possible = any(self._wanted.values())

    def succeeds(self, file: str, text: str) -> bool:
        """Whether the builder keeps what it is to keep with this text of an ignore file."""
        rules = self._rules(file, text)
        return rules.known and all(
            rules.decide(path).included is wanted for path, wanted in self._wanted.items()
        )

    def _rules(self, file: str, text: str) -> IgnoreRules:
        return with_texts(
            {file: text.encode()}, lambda: self._context.read_rules(self._context.builder)
        )


def _files_below(context: Context, path: str) -> list[str] | None:
    """The path where it is a file, else the files below it; None where there are too many."""
    if not _is_folder(context, path):
        return [path]
    found: list[str] = []
    entries = 0
    for folder, folders, names in os.walk(os.path.join(context.directory, *path.split("/"))):
        entries += len(folders) + len(names)
        if entries > _MOST_ENTRIES:
            return None
        inner = os.path.relpath(folder, context.directory).replace(os.sep, "/")
        found += [f"{inner}/{name}" for name in names]
    return found


def _is_folder(context: Context, path: str) -> bool:
    return os.path.isdir(os.path.join(context.directory, *path.split("/")))
