"""What every kind of ignore file has in common: patterns, decisions, and reading the file."""

from __future__ import annotations

from lint.errors import os_reason
from lint.model.fault import Fault
from lint.model.findings import Place
from lint.model.record import record
from lint.model.text import amount, number, own, say
from lint.support.files import read_in_tree
from lint.support.path_patterns import MAX_TOKENS

MAX_IGNORE_BYTES = 1 << 20
"""A larger ignore file is not judged: no builder needs one, and time must stay bounded."""

MAX_PATTERNS = 2_000
"""More patterns than this are not judged, for the same reason."""

KNOWN_DIRECTORIES = 4_000
"""Directories of which a set of rules remembers what their entries start from."""


@record
class Pattern:
    """One line of an ignore file.

    A pattern of the list that gcloud uses when there is no `.gcloudignore` has the path "" and
    the line 0.
    """

    text: str
    """The line as written, trimmed."""
    path: str
    """The ignore file, as findings show it."""
    line: int
    """Counted from 1."""
    negated: bool
    """Whether it starts with `!`."""

    def __repr__(self) -> str:
        return f"<Pattern {self.path}:{self.line} {self.text}>"


@record
class Decision:
    """Whether a path reaches the image."""

    included: bool
    """Whether it does."""
    pattern: Pattern | None
    """The pattern that decides; None when none matches."""

    def __repr__(self) -> str:
        return f"<Decision {'included' if self.included else 'excluded'} by {self.pattern}>"


INCLUDED = Decision(True, None)
"""No pattern has anything to say about the path."""


class IgnoreRules:
    """The rules of one builder for one tree; this class itself ignores nothing.

    Paths are relative to the build context, with `/`, without a leading or trailing one. `known`
    is false when the ignore file could not be read, so that no decision means anything.
    """

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.known = True

    def decide(self, path: str, is_dir: bool = False) -> Decision:
        """Judges one path, parents included."""
        return INCLUDED

    def prunes(self, directory: str) -> bool:
        """Whether the builder does not look into this directory at all."""
        return False


def read_ignore_file(path: str, display_path: str, faults: list[Fault]) -> bytes | None:
    """The bytes of an ignore file, or None with a fault (`ignore-file-unreadable`, `-too-large`)."""
    try:
        data = read_in_tree(path, MAX_IGNORE_BYTES)
    except (OSError, ValueError) as error:
        faults.append(
            Fault(
                "ignore-file-unreadable",
                Place(display_path),
                message=say("the ignore file cannot be read: {}", own(os_reason(error))),
            )
        )
        return None
    if len(data) > MAX_IGNORE_BYTES:
        faults.append(too_large(display_path))
        return None
    return data


def too_large(display_path: str) -> Fault:
    """The fault of an ignore file that is beyond the limits."""
    return Fault(
        "ignore-file-too-large",
        Place(display_path),
        message=say(
            "the ignore file has more than {} MiB, {} patterns or {} characters of patterns and is "
            "not checked",
            number(MAX_IGNORE_BYTES >> 20),
            amount(MAX_PATTERNS),
            amount(MAX_TOKENS),
        ),
    )
