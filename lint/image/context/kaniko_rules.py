"""A `.dockerignore` as kaniko applies it, path by path.

kaniko (`ExcludesFile` in pkg/util/fs_util.go) asks the library's deprecated `Matches` for each file by itself:
besides the path it tries one single parent, the one with as many components as the pattern. There `!dir/`
brings back everything below, and `**/x` misses files deeper down.
"""

from __future__ import annotations

from lint.image.context.docker_rules import KNOWN_DECISIONS, DockerRules
from lint.image.context.ignore_rules import INCLUDED, KNOWN_DIRECTORIES, Decision
from lint.support.path_patterns import positions_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.image.context.dockerignore import DockerPattern
    from lint.support.path_patterns import State


class KanikoRules(DockerRules):
    """The decisions of the library's older matcher."""

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
            if len(self._known) >= KNOWN_DECISIONS:
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
