"""A `.dockerignore` as BuildKit applies it: `docker build` since Docker 23, and buildx.

It walks the tree (github.com/tonistiigi/fsutil, `filter.go`) and hands each directory's matches, pattern by
pattern, down to its entries. `!dir/` is tried on a path only where an earlier pattern has matched, so it does
not reach what a pattern like `**/x/` takes out deeper down (moby/moby issue 45608). An excluded directory is
not even entered unless some `!` pattern lies below it or has a wildcard.
"""

from __future__ import annotations

from lint.image.context.docker_rules import KNOWN_DECISIONS, DockerRules
from lint.image.context.ignore_rules import INCLUDED, KNOWN_DIRECTORIES, Decision
from lint.model.record import record
from lint.support.path_patterns import positions_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.image.context.dockerignore import DockerPattern
    from lint.support.path_patterns import State

_WILDCARDS = frozenset("*[]?^\\")
_INDEXED_DEPTH = 200


@record
class _Directory:
    """The state of BuildKit's walk at one directory."""

    state: State
    """The automaton behind the directory's slash."""
    matches: int
    """The patterns that matched it, one bit each."""
    closed: Decision | None
    """The decision for everything below; None where the walk goes on."""


class BuildKitRules(DockerRules):
    """The decisions of a walk over the tree."""

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
            if len(self._known) >= KNOWN_DECISIONS:
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
