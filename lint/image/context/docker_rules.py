"""What BuildKit's and kaniko's rules on a `.dockerignore` have in common."""

from __future__ import annotations

from lint.image.context.docker_pattern import NOTHING
from lint.image.context.dockerignore import malformed
from lint.image.context.ignore_rules import Decision, IgnoreRules
from lint.support.path_patterns import PathPatterns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.image.context.dockerignore import DockerPattern

KNOWN_DECISIONS = 10_000
"""Combinations of patterns whose decision is remembered."""


class DockerRules(IgnoreRules):
    """The patterns as one automaton, and which of them are bad."""

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
            self.faults.append(malformed(self._patterns[number]))
