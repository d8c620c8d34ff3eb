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

from lint.image.context.docker_pattern import BadPatternError, check_syntax, compile_pattern
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
from lint.model.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.image.context.docker_pattern import Match

# Go's unicode.IsSpace; str.strip() would also take the separators U+001C to U+001F.
_SPACE = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
# Go's bufio.Scanner gives up on a longer line.
_MAX_LINE = 64 * 1024
_WILDCARDS = frozenset("*[]?^\\")


class DockerPattern(Pattern):
    """A compiled pattern: `cleaned` is what the library matches with, without `!`."""

    __slots__ = ("cleaned", "depth", "match")

    def __init__(self, text: str, path: str, line: int, negated: bool, cleaned: str) -> None:
        super().__init__(text, path, line, negated)
        self.cleaned = cleaned
        self.depth = cleaned.count("/") + 1
        # None: tried only to fail, which BuildKit and kaniko take differently.
        self.match: Match | None = None


def read_dockerignore(
    data: bytes, display_path: str, faults: list[Fault]
) -> list[DockerPattern] | None:
    """The patterns of a `.dockerignore`, or None when the builders could not read it either.

    `display_path` is its path in findings. Faults: `ignore-pattern-invalid`, `ignore-pattern-unclear`,
    `ignore-file-invalid`, `ignore-file-too-large`.
    """
    patterns: list[DockerPattern] = []
    text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape")
    for number, raw in enumerate(text.split("\n"), 1):
        long = 4 * len(raw) >= _MAX_LINE
        if long and len(raw.encode("utf-8", "surrogateescape")) >= _MAX_LINE:
            message = f"the line is longer than {_MAX_LINE} bytes, which no builder reads"
            faults.append(Fault("ignore-file-invalid", message, display_path, line=number))
            return None
        pattern = _read_line(raw, display_path, number)
        if pattern is None:
            continue
        if len(patterns) == MAX_PATTERNS:
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
        pattern.match = compile_pattern(pattern.cleaned)
    except BadPatternError as error:
        if error.exotic:
            pattern.match = _never
            return Fault(
                "ignore-pattern-unclear",
                f"`{pattern.text}` is a pattern that this tool does not judge; it is left out",
                pattern.path,
                "Write the pattern with plain names, `*`, `**` and `?`.",
                pattern.line,
            )
        if error.early:
            pattern.cleaned = ""
        return Fault(
            "ignore-pattern-invalid",
            f"`{pattern.text}` is a malformed pattern: BuildKit refuses the build, and kaniko "
            f"{'ignores nothing at all' if error.early else 'keeps every file that is tried on it'}",
            pattern.path,
            "Correct or delete the pattern.",
            pattern.line,
        )
    return None


def _never(path: str) -> bool:
    return False


@record
class _Directory:
    """The state of BuildKit's walk at one directory."""

    matches: int
    """The patterns that matched it, one bit each."""
    closed: Decision | None
    """The decision for everything below; None where the walk goes on."""


class BuildKitRules(IgnoreRules):
    """`.dockerignore` with a tree walk: `docker build` since Docker 23, and buildx."""

    def __init__(self, patterns: list[DockerPattern]) -> None:
        super().__init__()
        self._patterns = [pattern for pattern in patterns if pattern.match is not None]
        self._rows = [
            (1 << i, pattern.negated, pattern.match or _never)
            for i, pattern in enumerate(self._patterns)
        ]
        self._excluded = [Decision(False, pattern) for pattern in self._patterns]
        self._included = [Decision(True, pattern) for pattern in self._patterns]
        exceptions = [_without_glob(p.cleaned) for p in self._patterns if p.negated]
        self._plain_exceptions = not any(_WILDCARDS & set(text) for text in exceptions)
        self._exceptions = tuple(text + "/" for text in exceptions)
        self._directories = {"": _Directory(0, None)}

    def decide(self, path: str, is_dir: bool = False) -> Decision:
        """Judges one path as the walk would when it arrives there."""
        if not path:
            return INCLUDED
        above = self._enter(path.rpartition("/")[0])
        return above.closed or self._try(path, above.matches)[0]

    def prunes(self, directory: str) -> bool:
        """Whether the walk skips the directory: excluded, and no `!` pattern can lie inside."""
        return self._enter(directory).closed is not None

    def _enter(self, directory: str) -> _Directory:
        known = self._directories.get(directory)
        if known is not None:
            return known
        parts = directory.split("/")
        start = len(parts)
        while start and "/".join(parts[:start]) not in self._directories:
            start -= 1
        entered = self._directories["/".join(parts[:start])]
        for end in range(start + 1, len(parts) + 1):
            path = "/".join(parts[:end])
            if entered.closed is None:
                decision, matches = self._try(path, entered.matches)
                closed = not decision.included and self._closes(path)
                entered = _Directory(matches, decision if closed else None)
            self._directories[path] = entered
        return entered

    def _closes(self, directory: str) -> bool:
        if not self._plain_exceptions:
            return False
        inside = directory + "/"
        return not any(exception.startswith(inside) for exception in self._exceptions)

    def _try(self, path: str, above: int) -> tuple[Decision, int]:
        matched = False
        last = -1
        matches = 0
        for i, (bit, negated, match) in enumerate(self._rows):
            if not above & bit and (negated != matched or not match(path)):
                continue
            matches |= bit
            matched = not negated
            last = i
        if last < 0:
            return INCLUDED, 0
        return (self._excluded if matched else self._included)[last], matches


def _without_glob(pattern: str) -> str:
    return pattern.removesuffix("/**").removesuffix("/*")


class KanikoRules(IgnoreRules):
    """`.dockerignore` path by path, with the library's older matcher."""

    def __init__(self, patterns: list[DockerPattern]) -> None:
        super().__init__()
        # A pattern that cannot even be read makes kaniko log an error and include every file.
        broken = any(pattern.match is None and not pattern.cleaned for pattern in patterns)
        self._patterns = [] if broken else patterns

    def decide(self, path: str, is_dir: bool = False) -> Decision:
        """Judges one path; a directory's decision says nothing about its files."""
        parents = path.split("/")[:-1]
        decider: Pattern | None = None
        matched = False
        for pattern in self._patterns:
            if pattern.negated != matched:
                continue
            match = pattern.match
            if match is None:
                return Decision(True, pattern)
            if match(path) or (
                pattern.depth <= len(parents) and match("/".join(parents[: pattern.depth]))
            ):
                matched = not pattern.negated
                decider = pattern
        return INCLUDED if decider is None else Decision(not matched, decider)


def docker_rules(path: str | None, display_path: str, builder: str) -> IgnoreRules:
    """The rules of the ignore file at `path` (None: there is none) for `docker` or `kaniko`."""
    faults: list[Fault] = []
    data = b"" if path is None else read_ignore_file(path, display_path, faults)
    patterns = None if data is None else read_dockerignore(data, display_path, faults)
    rules = (KanikoRules if builder == "kaniko" else BuildKitRules)(patterns or [])
    rules.known = patterns is not None
    rules.faults = faults
    return rules
