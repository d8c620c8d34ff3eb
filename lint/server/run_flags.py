"""Flags of `gcloud run` in scripts, workflows and build files, found by a look at the lines around."""

from __future__ import annotations

import re

from lint.model.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_FLAG = re.compile(r"(?<![\w-])--[a-z][a-z0-9-]*")
_COMMAND = re.compile(
    r"\bgcloud(?:['\",\s]++(?:--(?:[^\s'\"]|(?<==)\"[^\"\s]*+\"|(?<==)'[^'\s]*+')++|alpha|beta|preview))*+"
    r"['\",\s]++run\b|deploy-cloudrun\b"
)
_GCLOUD = re.compile(r"\bgcloud\b|\bcloud-sdk\b")
_RUN_ARGUMENT = re.compile(r"""^\s*-\s+['"]?run['"]?\s*$|[\[,]\s*['"]?run['"]?\s*,""")
_OTHER = re.compile(
    r"(?:^\s*(?:-\s+)?(?:run:\s*)?|[;&|(]\s*)"
    r"(?:docker|podman|kubectl|helm|terraform|curl|gsutil|gcloud|uses:|name:)(?=[\s:])"
)
_YAML_LINE = re.compile(r"""^\s*(?:-|\[|['"]|[\w-]+:(?:\s|$))""")
_MOST_ABOVE = 80
"""Lines that one command may have above a flag."""
_LONGEST_LINE = 5_000


@record
class RunFlag:
    """A flag with its columns."""

    name: str
    """As it is written: `--no-cpu-throttling`."""
    start: int
    end: int


def flag_at(lines: Sequence[str], line: int, column: int) -> RunFlag | None:
    """The flag of a `gcloud run` command, or of the deploy-cloudrun action, at a place."""
    if not 0 <= line < len(lines):
        return None
    for match in _FLAG.finditer(lines[line][:_LONGEST_LINE]):
        if match.start() <= column < match.end():
            if _is_of_run(lines, line, match.start()):
                return RunFlag(match[0], match.start(), match.end())
            return None
    return None


def _is_of_run(lines: Sequence[str], line: int, column: int) -> bool:
    """Whether the command that a flag belongs to is one of Cloud Run.

    It is the nearest command in front of the flag: on the line, on the lines that go on to it, or,
    in YAML, among the keys and arguments above it.
    """
    saw_run = False
    for number in range(line, max(-1, line - _MOST_ABOVE), -1):
        text = lines[number][: column if number == line else _LONGEST_LINE]
        run = max((match.start() for match in _COMMAND.finditer(text)), default=-1)
        if run >= 0:
            # `gcloud run` is a command of `_OTHER`, too.
            return not _OTHER.search(text, run + 1)
        saw_run = saw_run or _RUN_ARGUMENT.search(text) is not None
        if _GCLOUD.search(text):
            return saw_run
        if _OTHER.search(text) or not _goes_on(lines, number):
            return False
    return False


def _goes_on(lines: Sequence[str], number: int) -> bool:
    """Whether a line goes on with what is above it: behind a backslash, or as a part of YAML."""
    above = lines[number - 1] if number else ""
    return above.rstrip().endswith("\\") or _YAML_LINE.match(lines[number]) is not None
