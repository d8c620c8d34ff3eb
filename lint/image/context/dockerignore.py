"""`.dockerignore` as BuildKit and as kaniko apply it.

Both read the file and compile its patterns alike (github.com/moby/patternmatcher, `ignorefile`
and `New`), and differ in how they apply them:

- BuildKit walks the tree (github.com/tonistiigi/fsutil, `filter.go`) and hands each directory's
  matches, pattern by pattern, down to its entries. `!dir/` is tried on a path only where an
  earlier pattern has matched, so it does not reach what a pattern like `**/x/` takes out deeper
  down (moby/moby issue 45608). An excluded directory is not even entered unless some `!` pattern
  lies below it or has a wildcard.
- kaniko (`ExcludesFile` in pkg/util/fs_util.go) asks the library's deprecated `Matches` for each
  file by itself: besides the path it tries one single parent, the one with as many components as
  the pattern. There `!dir/` brings back everything below, and `**/x` misses files deeper down.
"""

from __future__ import annotations

import posixpath

from lint.image.context.docker_pattern import (
    NOTHING,
    BadPatternError,
    check_syntax,
    compile_pattern,
)
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
from lint.model.record import record
from lint.model.text import amount, say
from lint.model.text import pattern as shown_pattern
from lint.support.path_patterns import MAX_TOKENS, PathPatterns, positions_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.support.path_patterns import State, Token

# Go's unicode.IsSpace; str.strip() would also take the separators U+001C to U+001F.
_SPACE = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
# Go's bufio.Scanner gives up on a longer line.
_MAX_LINE = 64 * 1024
_WILDCARDS = frozenset("*[]?^\\")
_KNOWN_DECISIONS = 10_000
_INDEXED_DEPTH = 200


class DockerPattern(Pattern):
    """A compiled pattern: `cleaned` is what the library matches with, without `!`.

    `tokens` are None for a pattern that is malformed: where `cleaned` is empty, the library finds
    out when it reads the file, else when it first tries the pattern on a path.
    """

    __slots__ = ("cleaned", "depth", "tokens")

    def __init__(self, text: str, path: str, line: int, negated: bool, cleaned: str) -> None:
        super().__init__(text, path, line, negated)
        self.cleaned = cleaned
        self.depth = cleaned.count("/") + 1
        self.tokens: list[Token] | None = None


def read_dockerignore(
    data: bytes, display_path: str, faults: list[Fault]
) -> list[DockerPattern] | None:
    """The patterns of a `.dockerignore`, or None when the builders could not read it either.

    `display_path` is its path in findings. Faults: `ignore-pattern-invalid`, `ignore-pattern-unclear`,
    `ignore-file-invalid`, `ignore-file-too-large`. A pattern that the library finds malformed only
    when it tries it becomes a fault of the rules, when they try it.
    """
    patterns: list[DockerPattern] = []
    size = 0
    text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape")
    for number, raw in enumerate(text.split("\n"), 1):
        long = 4 * len(raw) >= _MAX_LINE
        if long and len(raw.encode("utf-8", "surrogateescape")) >= _MAX_LINE:
            message = say(
                "the line is longer than {} bytes, and builders do not read it", amount(_MAX_LINE)
            )
            faults.append(
                Fault("ignore-file-invalid", Place(display_path, number), message=message)
            )
            return None
        pattern = _read_line(raw, display_path, number)
        if pattern is None:
            continue
        size += len(pattern.cleaned)
        if len(patterns) == MAX_PATTERNS or size > MAX_TOKENS:
            faults.append(too_large(display_path))
            return None
        fault = _compile(pattern)
        if fault is not None:
            faults.append(fault)
        patterns.append(pattern)
    return patterns


def _read_line(raw: str, display_path: str, number: int) -> DockerPattern | None:
    if raw.startswith("#"):
        return None
    text = raw.strip(_SPACE)
    if not text:
        return None
    negated = text.startswith("!")
    cleaned = text[1:].strip(_SPACE) if negated else text
    if cleaned:
        cleaned = _clean(cleaned)
        if len(cleaned) > 1:
            cleaned = cleaned.removeprefix("/")
    # The library trims and cleans a second time, `!` included, and looks for the `!` again: so
    # `!/` ends as a lone `!`, and `/!name` as an exception.
    whole = ("!" + cleaned if negated else cleaned).strip(_SPACE)
    if not whole:
        return None
    whole = _clean(whole)
    negated = whole.startswith("!")
    written = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return DockerPattern(written, display_path, number, negated, whole[negated:])


def _clean(path: str) -> str:
    """Go's `filepath.Clean`; `normpath` differs in keeping two leading slashes."""
    cleaned = posixpath.normpath(path)
    return cleaned[1:] if cleaned.startswith("//") else cleaned


def _compile(pattern: DockerPattern) -> Fault | None:
    try:
        if not pattern.cleaned:
            raise BadPatternError(early=True)
        check_syntax(pattern.cleaned)
        pattern.tokens = compile_pattern(pattern.cleaned)
    except BadPatternError as error:
        if error.exotic:
            pattern.tokens = [NOTHING]
            return Fault(
                "ignore-pattern-unclear",
                Place(pattern.path, pattern.line),
                message=say(
                    "the pattern `{}` is not supported by lint and is left out",
                    shown_pattern(pattern.text),
                ),
                help=say("Write the pattern with plain names, `*`, `**` and `?`."),
            )
        if error.early:
            pattern.cleaned = ""
            return _malformed(pattern)
    return None


def _malformed(pattern: DockerPattern) -> Fault:
    early = not pattern.cleaned
    return Fault(
        "ignore-pattern-invalid",
        Place(pattern.path, pattern.line),
        message=say(
            "the pattern `{}` is not valid: BuildKit fails the build, and kaniko {}",
            shown_pattern(pattern.text),
            say("excludes nothing at all")
            if early
            else say("includes every file that it compares with the pattern"),
        ),
        help=say("Correct or remove the pattern."),
    )


class _DockerRules(IgnoreRules):
    """What the two builders have in common: the patterns as one automaton, and which are bad."""

    def __init__(self, patterns: list[DockerPattern]) -> None:
        super().__init__()
        self._patterns = patterns
        self._automaton = PathPatterns(pattern.tokens or [NOTHING] for pattern in patterns)
        self._malformed = 0
        for number, pattern in enumerate(patterns):
            if pattern.tokens is None:
                self._malformed |= 1 << number
        self._excluded = [Decision(False, pattern) for pattern in patterns]
        self._included = [Decision(True, pattern) for pattern in patterns]
        self._reported: set[int] = set()

    def _tried(self, number: int) -> None:
        """Reports a malformed pattern that the library tries on a path, once."""
        if number not in self._reported:
            self._reported.add(number)
            self.faults.append(_malformed(self._patterns[number]))


@record
class _Directory:
    """The state of BuildKit's walk at one directory."""

    state: State
    """The automaton behind the directory's slash."""
    matches: int
    """The patterns that matched it, one bit each."""
    closed: Decision | None
    """The decision for everything below; None where the walk goes on."""


class BuildKitRules(_DockerRules):
    """`.dockerignore` with a tree walk: `docker build` since Docker 23, and buildx."""

    def __init__(self, patterns: list[DockerPattern]) -> None:
        # One that is malformed on reading stops the build; the others are judged all the same.
        super().__init__([pattern for pattern in patterns if pattern.cleaned])
        exceptions = [_without_glob(p.cleaned) for p in self._patterns if p.negated and p.tokens]
        self._plain_exceptions = not any(_WILDCARDS & set(text) for text in exceptions)
        self._exceptions = tuple(text + "/" for text in exceptions)
        self._above_exceptions = {
            "/".join(parts[:end])
            for parts in (text.split("/", _INDEXED_DEPTH)[:_INDEXED_DEPTH] for text in exceptions)
            for end in range(1, len(parts) + 1)
        }
        self._root = _Directory(self._automaton.start, 0, None)
        self._directories = {"": self._root}
        self._known: dict[tuple[int, int], tuple[Decision, int]] = {}

    def decide(self, path: str, is_dir: bool = False) -> Decision:
        """Judges one path as the walk would when it arrives there."""
        if not path:
            return INCLUDED
        parent, _, name = path.rpartition("/")
        above = self._enter(parent)
        if above.closed is not None:
            return above.closed
        return self._try(self._automaton.walk(above.state, name), above.matches)[0]

    def prunes(self, directory: str) -> bool:
        """Whether the walk skips the directory: excluded, and no `!` pattern can lie inside."""
        return self._enter(directory).closed is not None

    def _enter(self, directory: str) -> _Directory:
        known = self._directories.get(directory)
        if known is not None:
            return known
        missing = [directory]
        while (above := missing[-1].rpartition("/")[0]) not in self._directories:
            missing.append(above)
        entered = self._directories[above]
        if len(self._directories) + len(missing) > KNOWN_DIRECTORIES:
            self._directories = {"": self._root}
        for path in reversed(missing):
            state = self._automaton.walk(entered.state, path.rpartition("/")[2])
            matches, closed = 0, entered.closed
            if closed is None:
                decision, matches = self._try(state, entered.matches)
                if not decision.included and self._closes(path):
                    closed = decision
            entered = _Directory(self._automaton.walk(state, "/"), matches, closed)
            self._directories[path] = entered
        return entered

    def _closes(self, directory: str) -> bool:
        if not self._plain_exceptions or directory in self._above_exceptions:
            return False
        if directory.count("/") < _INDEXED_DEPTH:
            return True
        return not any(exception.startswith(directory + "/") for exception in self._exceptions)

    def _try(self, state: State, above: int) -> tuple[Decision, int]:
        accepted = self._automaton.matched(state)
        known = self._known.get((above, accepted))
        if known is None:
            if len(self._known) >= _KNOWN_DECISIONS:
                self._known.clear()
            known = self._known[above, accepted] = self._combine(above, accepted)
        return known

    def _combine(self, above: int, accepted: int) -> tuple[Decision, int]:
        """What the patterns make of a path, in order, and which of them match it."""
        matched = False
        last = -1
        matches = 0
        for i in positions_of(above | accepted | self._malformed):
            bit = 1 << i
            negated = self._patterns[i].negated
            if not above & bit:
                if negated != matched:
                    continue
                if self._malformed & bit:
                    self._tried(i)
                    continue
            matches |= bit
            matched = not negated
            last = i
        if last < 0:
            return INCLUDED, 0
        return (self._excluded if matched else self._included)[last], matches


def _without_glob(pattern: str) -> str:
    return pattern.removesuffix("/**").removesuffix("/*")


class KanikoRules(_DockerRules):
    """`.dockerignore` path by path, with the library's older matcher."""

    def __init__(self, patterns: list[DockerPattern]) -> None:
        # A pattern that cannot even be read makes kaniko log an error and include every file.
        broken = any(not pattern.cleaned for pattern in patterns)
        super().__init__([] if broken else patterns)
        self._of_depth: dict[int, int] = {}
        for number, pattern in enumerate(self._patterns):
            self._of_depth[pattern.depth] = self._of_depth.get(pattern.depth, 0) | 1 << number
        self._parents: dict[str, tuple[State, int]] = {"": (self._automaton.start, 0)}
        self._known: dict[int, Decision] = {}

    def decide(self, path: str, is_dir: bool = False) -> Decision:
        """Judges one path; a directory's decision says nothing about its files."""
        parent, _, name = path.rpartition("/")
        state, matched = self._above(parent)
        matched |= self._automaton.matched(self._automaton.walk(state, name))
        known = self._known.get(matched)
        if known is None:
            if len(self._known) >= _KNOWN_DECISIONS:
                self._known.clear()
            known = self._known[matched] = self._combine(matched)
        return known

    def _above(self, directory: str) -> tuple[State, int]:
        """The state behind a directory, and the patterns that match the parent they are tried on."""
        known = self._parents.get(directory)
        if known is not None:
            return known
        missing = [directory]
        while (above := missing[-1].rpartition("/")[0]) not in self._parents:
            missing.append(above)
        state, matched = self._parents[above]
        if len(self._parents) + len(missing) > KNOWN_DIRECTORIES:
            self._parents = {"": self._parents[""]}
        for path in reversed(missing):
            state = self._automaton.walk(state, path.rpartition("/")[2])
            depth = path.count("/") + 1
            matched |= self._automaton.matched(state) & self._of_depth.get(depth, 0)
            state = self._automaton.walk(state, "/")
            self._parents[path] = state, matched
        return state, matched

    def _combine(self, found: int) -> Decision:
        decider = -1
        matched = False
        for i in positions_of(found | self._malformed):
            if self._patterns[i].negated != matched:
                continue
            if self._malformed >> i & 1:
                self._tried(i)
                return self._included[i]
            matched = not matched
            decider = i
        if decider < 0:
            return INCLUDED
        return (self._excluded if matched else self._included)[decider]


def docker_rules(path: str | None, display_path: str, builder: str) -> IgnoreRules:
    """The rules of the ignore file at `path` (None: there is none) for `docker` or `kaniko`."""
    faults: list[Fault] = []
    data = b"" if path is None else read_ignore_file(path, display_path, faults)
    patterns = None if data is None else read_dockerignore(data, display_path, faults)
    rules = (KanikoRules if builder == "kaniko" else BuildKitRules)(patterns or [])
    rules.known = patterns is not None
    rules.faults = faults
    return rules
