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
    KNOWN_DIRECTORIES,
    MAX_PATTERNS,
    Decision,
    IgnoreRules,
    Pattern,
    read_ignore_file,
    too_large,
)
from lint.model.fault import Fault
from lint.model.findings import Place
from lint.model.text import pattern as shown_pattern
from lint.model.text import say
from lint.support.path_patterns import MAX_TOKENS, PathPatterns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lint.support.path_patterns import State, Token

NAME = ".gcloudignore"
_INCLUDE = "!include:"
_DEFAULT = (NAME, ".git", ".gitignore")
_GIT_FILES = (".git", ".gitignore")
_SLASH: Token = ("one", "/", None)
_NO_SLASH: Token = ("class", "?", "/".__ne__)
_STAR: Token = ("loop", "/", None)
_ANYTHING: Token = ("loop", "", None)
_BELOW: Token = ("deep", "", None)
_NOTHING: Token = ("class", "nothing", lambda char: False)


class GcloudPattern(Pattern):
    """A compiled pattern: its components, and whether it is for directories only."""

    __slots__ = ("only_dirs", "parts")

    def __init__(
        self, text: str, path: str, line: int, negated: bool, parts: list[str], only_dirs: bool
    ) -> None:
        super().__init__(text, path, line, negated)
        self.only_dirs = only_dirs
        self.parts = parts

    def alternatives(self) -> list[list[Token]]:
        """The pattern as tokens of `lint.support.path_patterns`: it matches where one of them does.

        gcloud compares components from the last one to the first, and takes the root for a
        component with an empty name.
        """
        if "**" in self.parts:
            return self._deep_alternatives()
        first, *others = self.parts
        rest = _components(others)
        if first == "":
            return [rest]  # only the root has that name
        found: list[list[Token]] = []
        if others and not first.strip("*"):
            found.append(rest)  # what matches an empty name matches the root
        whole = _components(self.parts)
        if first == "*":
            # With a `*` as its first component, more than one character above it is too much.
            return [*found, whole, [_NO_SLASH, _SLASH, *whole]]
        return [*found, [_BELOW, *whole]]

    def _deep_alternatives(self) -> list[list[Token]]:
        """With `**`, a pattern counts from the root even without a leading slash."""
        parts = self.parts[1:] if self.parts[0] == "" else self.parts
        pairs = zip(parts, [*parts[1:], ""], strict=True)
        parts = [part for part, after in pairs if not part == after == "**"]
        if "" in parts:
            return []
        tokens: list[Token] = []
        for number, part in enumerate(parts):
            last = number == len(parts) - 1
            if part == "**":
                if not last:
                    tokens.append(_BELOW)
                elif set(parts) == {"**"}:
                    tokens.append(_ANYTHING)
                else:
                    # None or some components: the slash before them goes with them.
                    before = tokens[:-1] if tokens[-1] == _SLASH else tokens
                    return [before, [*before, _SLASH, _ANYTHING]]
            else:
                tokens += [*_component(part), *([] if last else [_SLASH])]
        return [tokens]


def _components(parts: list[str]) -> list[Token]:
    tokens: list[Token] = []
    for part in parts:
        tokens += [*([_SLASH] if tokens else []), *_component(part)]
    return tokens if all(parts) else [_NOTHING]


def _component(part: str) -> list[Token]:
    """One component: Python's `fnmatch`, which gcloud matches with."""
    tokens: list[Token] = []
    position = 0
    while position < len(part):
        char = part[position]
        position += 1
        if char == "*":
            tokens.append(_STAR)
        elif char == "?":
            tokens.append(_NO_SLASH)
        elif char == "[" and (end := _class_end(part, position)):
            source = part[position - 1 : end]
            test = re.compile(fnmatch.translate(source)).match
            tokens.append(("class", source, lambda c, test=test: c != "/" and test(c)))  # type: ignore[misc]
            position = end
        else:
            tokens.append(("one", char, None))
    return tokens


def _class_end(part: str, position: int) -> int:
    """The position behind the `]` that closes a class, 0 where none does."""
    position += part[position : position + 1] == "!"
    position += part[position : position + 1] == "]"
    return part.find("]", position) + 1


class GcloudRules(IgnoreRules):
    """The last matching pattern of each parent decides; an ignored directory takes all along."""

    def __init__(self, patterns: list[GcloudPattern]) -> None:
        super().__init__()
        self._decisions: list[Decision] = []
        rows: list[list[Token]] = []
        self._files = 0
        for pattern in patterns:
            decision = Decision(pattern.negated, pattern)
            for tokens in pattern.alternatives():
                if not pattern.only_dirs:
                    self._files |= 1 << len(rows)
                rows.append(tokens)
                self._decisions.append(decision)
        self._automaton = PathPatterns(rows)
        self._known: dict[str, tuple[State, Decision | None]] = {"": (self._automaton.start, None)}

    def decide(self, path: str, is_dir: bool = False) -> Decision:
        """Judges one path; for a directory this decides whether gcloud looks into it."""
        if not path:
            return INCLUDED
        parent, _, name = path.rpartition("/")
        state, closed = self._above(parent)
        return closed or self._judge(self._automaton.walk(state, name), is_dir)

    def prunes(self, directory: str) -> bool:
        """Whether gcloud does not look into the directory."""
        return self._above(directory)[1] is not None

    def _above(self, directory: str) -> tuple[State, Decision | None]:
        """The state behind a directory, and the decision that takes it out, if one does."""
        known = self._known.get(directory)
        if known is not None:
            return known
        missing = [directory]
        while (above := missing[-1].rpartition("/")[0]) not in self._known:
            missing.append(above)
        state, closed = self._known[above]
        if len(self._known) + len(missing) > KNOWN_DIRECTORIES:
            self._known = {"": self._known[""]}
        for path in reversed(missing):
            state = self._automaton.walk(state, path.rpartition("/")[2])
            if closed is None:
                decision = self._judge(state, True)
                closed = None if decision.included else decision
            state = self._automaton.walk(state, "/")
            self._known[path] = state, closed
        return state, closed

    def _judge(self, state: State, is_dir: bool) -> Decision:
        matched = self._automaton.matched(state)
        if not is_dir:
            matched &= self._files
        return self._decisions[matched.bit_length() - 1] if matched else INCLUDED


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
    # A pattern is compiled to three times its length at the most.
    size = 3 * sum(len(pattern.text) for pattern in patterns)
    if len(patterns) > MAX_PATTERNS or size > MAX_TOKENS:
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
            message = say("the ignore file is not UTF-8, and gcloud stops with an error")
            self._faults.append(Fault("ignore-file-invalid", Place(display_path), message=message))
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
        shown = shown_pattern(name)
        if "/" in name:
            message = say(
                "gcloud stops here: the included file `{}` is in another directory", shown
            )
        else:
            message = say("gcloud stops here: the included file `{}` does not exist", shown)
        self._faults.append(
            Fault(
                "gcloudignore-include",
                Place(display_path, number),
                message=message,
                help=say("Include a file of the same directory, without a space after the colon."),
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
