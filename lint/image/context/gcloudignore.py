r"""`.gcloudignore` as `gcloud run deploy --source` and `gcloud builds submit` apply it.

The documentation says "git's rules" (`gcloud topic gcloudignore`); the program's own matcher
differs from git in places that decide (gcloud SDK 528 behaviour): `a/b` without a leading slash
matches at any depth, `[!x]` negates and `[^x]` does not, an escaped `\*` is still a wildcard, and
a space after a trailing slash spoils the pattern. This module gives the program's verdicts.
"""

from __future__ import annotations

import fnmatch
import os
import re

from lint.image.context.ignore_rules import (
    INCLUDED,
    MAX_PATTERNS,
    Decision,
    IgnoreRules,
    Pattern,
    read_ignore_file,
    too_large,
)
from lint.image.file import Fault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Test = Callable[[str], object]

NAME = ".gcloudignore"
_INCLUDE = "!include:"
_DEFAULT = (NAME, ".git", ".gitignore")
_GIT_FILES = (".git", ".gitignore")


class GcloudPattern(Pattern):
    """A compiled pattern: one test a path component, None for `**`."""

    __slots__ = ("anchored", "only_dirs", "starts_with_star", "tests")

    def __init__(
        self, text: str, path: str, line: int, negated: bool, parts: list[str], only_dirs: bool
    ) -> None:
        super().__init__(text, path, line, negated)
        self.only_dirs = only_dirs
        self.tests = [None if part == "**" else _component(part) for part in parts]
        # A `*` that starts the pattern has a rule of its own: see `_is_deep`.
        self.starts_with_star = parts[0] == "*"
        self.anchored = parts[0] != ""

    def matches(self, parts: list[str], is_dir: bool) -> bool:
        """Whether the pattern matches the path with these components (never its parents)."""
        if self.only_dirs and not is_dir:
            return False
        if None in self.tests:
            return self._matches_deep(parts)
        left = len(parts)
        for i in range(len(self.tests) - 1, -1, -1):
            test = self.tests[i]
            if (
                left < 0
                or test is None
                or (i == 0 and self.starts_with_star and _is_deep(parts, left))
            ):
                return False
            # The component above the first one is the empty root, which `*` matches too.
            if not test(parts[left - 1] if left else ""):
                return False
            left -= 1
        return True

    def _matches_deep(self, parts: list[str]) -> bool:
        """The same with `**`: follows every number of components that may be left, right to left.

        Left of a `**`, a pattern counts from the root even without a leading slash.
        """
        states = {len(parts)}
        for i in range(len(self.tests) - 1, -1, -1):
            test = self.tests[i]
            if test is None:
                states = set(range(max(states) + 1))
                continue
            states = {
                left - 1 for left in states if left >= 0 and test(parts[left - 1] if left else "")
            }
            if not states or (i and max(states) < 0):
                return False
        return 0 in states if self.anchored else True


def _component(part: str) -> Test:
    if any(char in part for char in "*?["):
        return re.compile(fnmatch.translate(part)).match
    return part.__eq__


def _is_deep(parts: list[str], left: int) -> bool:
    """Whether more than one character of path lies above: then a leading `*` does not match."""
    return left > 2 or (left == 2 and len(parts[0]) > 1)


class GcloudRules(IgnoreRules):
    """The last matching pattern of each parent decides; an ignored directory takes all along."""

    def __init__(self, patterns: list[GcloudPattern]) -> None:
        super().__init__()
        self._patterns = [
            (pattern, Decision(pattern.negated, pattern)) for pattern in reversed(patterns)
        ]
        self._closed: dict[str, Decision | None] = {"": None}

    def decide(self, path: str, is_dir: bool = False) -> Decision:
        """Judges one path; for a directory this decides whether gcloud looks into it."""
        if not path:
            return INCLUDED
        return self._above(path.rpartition("/")[0]) or self._judge(path, is_dir)

    def prunes(self, directory: str) -> bool:
        """Whether gcloud does not look into the directory."""
        return self._above(directory) is not None

    def _above(self, directory: str) -> Decision | None:
        """The decision that takes the directory out, if one does."""
        if directory in self._closed:
            return self._closed[directory]
        parts = directory.split("/")
        closed: Decision | None = None
        for end in range(1, len(parts) + 1):
            path = "/".join(parts[:end])
            if closed is None and path not in self._closed:
                decision = self._judge(path, True)
                self._closed[path] = None if decision.included else decision
            closed = closed or self._closed.setdefault(path, closed)
        self._closed[directory] = closed
        return closed

    def _judge(self, path: str, is_dir: bool) -> Decision:
        parts = path.split("/")
        for pattern, decision in self._patterns:
            if pattern.matches(parts, is_dir):
                return decision
        return INCLUDED


def parse_pattern(text: str, display_path: str, number: int) -> GcloudPattern | None:
    """One line of the file as a pattern; None where gcloud skips the line (blank, comment)."""
    if text.startswith("#"):
        return None
    negated = text.startswith("!")
    glob = text[negated:]
    only_dirs = glob.endswith("/")
    # The order matters: the slash goes first, so `dir/ ` keeps its slash and matches nothing.
    glob = _strip_spaces(glob.removesuffix("/")).replace("\\ ", " ")
    trailing = len(glob) - len(glob.rstrip("\\"))
    if trailing % 2:
        return None
    glob = re.sub(r"\\([^\\])", r"\1", glob).replace("\\\\", "\\")
    if not glob:
        return None
    return GcloudPattern(text.strip(), display_path, number, negated, glob.split("/"), only_dirs)


def _strip_spaces(text: str) -> str:
    """Drops trailing spaces, except one that a backslash escapes."""
    stripped = text.rstrip(" ")
    backslashes = len(stripped) - len(stripped.rstrip("\\"))
    return stripped + " " if backslashes % 2 and len(stripped) < len(text) else stripped


def gcloud_rules(directory: str, display_path: str) -> GcloudRules:
    """The rules for the tree in `directory`; `display_path` is the directory as findings show it.

    Without a readable `.gcloudignore` gcloud makes one up where there is a `.git` or a
    `.gitignore`, and ignores nothing elsewhere. Faults, besides those of reading the file:
    `gcloudignore-include` for an `#!include:` line at which gcloud gives up.
    """
    faults: list[Fault] = []
    reader = _Reader(directory, display_path, faults)
    path = os.path.join(directory, NAME)
    if os.path.isfile(path):
        patterns = reader.read(NAME, recurse=True)
    elif any(os.path.exists(os.path.join(directory, name)) for name in _GIT_FILES):
        patterns = [GcloudPattern(name, "", 0, False, [name], False) for name in _DEFAULT]
        if os.path.exists(os.path.join(directory, ".gitignore")):
            patterns += reader.read(".gitignore", recurse=False)
    else:
        patterns = []
    if len(patterns) > MAX_PATTERNS:
        faults.append(too_large(_join(display_path, NAME)))
        reader.known = False
    rules = GcloudRules(patterns if reader.known else [])
    rules.known = reader.known
    rules.faults = faults
    return rules


class _Reader:
    """Reads the ignore file of one directory with what it includes."""

    def __init__(self, directory: str, display_path: str, faults: list[Fault]) -> None:
        self._directory = directory
        self._shown = display_path
        self._faults = faults
        self.known = True

    def read(self, name: str, recurse: bool) -> list[GcloudPattern]:
        display_path = _join(self._shown, name)
        data = read_ignore_file(os.path.join(self._directory, name), display_path, self._faults)
        if data is None:
            self.known = False
            return []
        try:
            text = data.decode()
        except UnicodeDecodeError:
            message = "the ignore file is not UTF-8: gcloud stops with an error"
            self._faults.append(Fault("ignore-file-invalid", message, display_path))
            self.known = False
            return []
        patterns: list[GcloudPattern] = []
        for number, line in _numbered(text):
            if line.startswith("#") and line[1:].lstrip().startswith(_INCLUDE):
                patterns += self._include(line, display_path, number, recurse)
            else:
                pattern = parse_pattern(line, display_path, number)
                if pattern is not None:
                    patterns.append(pattern)
            if len(patterns) > MAX_PATTERNS:
                break
        return patterns

    def _include(
        self, line: str, display_path: str, number: int, recurse: bool
    ) -> list[GcloudPattern]:
        # Not stripped, as in gcloud: `#!include: .gitignore` names a file that starts with a space.
        name = line.partition(_INCLUDE)[2]
        if "/" not in name:
            if not recurse:
                return []
            if os.path.isfile(os.path.join(self._directory, name)):
                return self.read(name, recurse=False)
        reason = "is in another directory" if "/" in name else "does not exist"
        self._faults.append(
            Fault(
                "gcloudignore-include",
                f"`{line.strip()}` includes `{name}`, which {reason}: gcloud stops with an error",
                display_path,
                "Name a file beside this one, without a space after the colon.",
                number,
            )
        )
        self.known = False
        return []


def _numbered(text: str) -> Iterator[tuple[int, str]]:
    """The lines as gcloud splits them, each with the number of the editor's line it is on.

    gcloud also splits at form feeds and other separators, which no editor counts as line ends.
    """
    number = 1
    for line in text.replace("\r\n", "\n").replace("\r", "\n").splitlines(keepends=True):
        yield number, line.splitlines()[0]
        number += line.endswith("\n")


def _join(directory: str, name: str) -> str:
    return name if directory in ("", ".") else f"{directory.rstrip('/')}/{name}"
