"""What the tool reports: findings, the places they point at, and everything that was not judged.

Plain classes with `__slots__` instead of dataclasses: importing `dataclasses` costs as much as
reading a manifest, and this module is on the path of every run.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Literal

    from lint.model.source import Source

    Severity = Literal["error", "warning", "info"]
    Consequence = Literal["refused", "broken", "ignored", "risky", "policy"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
"""Most severe first."""

CONSEQUENCES: Mapping[Consequence, str] = {
    "refused": "the deploy is rejected",
    "broken": "it deploys, and then does not start or does not work",
    "ignored": "the setting has no effect",
    "risky": "it works today and is likely to fail or to hurt later",
    "policy": "a rule of your own rule set is not kept",
}


class Place:
    """A span in a file or in an archive member (`app-1.0-py3-none-any.whl!app/main.py`).

    Lines and columns count from 1, columns in characters; `end_column` is one past the last
    character. A place that is only known to be "somewhere in this file" is 1:1 to 1:1.
    """

    __slots__ = ("column", "end_column", "end_line", "line", "path")

    def __init__(
        self, path: str, line: int = 1, column: int = 1, end_line: int = 0, end_column: int = 0
    ) -> None:
        self.path = path
        self.line = line
        self.column = column
        self.end_line = end_line or line
        self.end_column = end_column or column

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"

    def __repr__(self) -> str:
        return (
            f"Place({self.path!r}, {self.line}, {self.column}, {self.end_line}, {self.end_column})"
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Place) and self.sort_key() == other.sort_key()

    def __hash__(self) -> int:
        return hash(self.sort_key())

    def sort_key(self) -> tuple[str, int, int, int, int]:
        """Orders places by file and then by position."""
        return (self.path, self.line, self.column, self.end_line, self.end_column)


class Related:
    """A second labelled place: the other half of a contradiction, one step of an import chain."""

    __slots__ = ("message", "place")

    def __init__(self, place: Place, message: str) -> None:
        self.place = place
        self.message = message


class ResourceId:
    """The Cloud Run object that a finding is about. `name` is "" where the manifest has none."""

    __slots__ = ("kind", "name")

    def __init__(self, kind: str, name: str) -> None:
        self.kind = kind
        self.name = name


class Finding:
    """One fault at one place, with its repair.

    `message` says what is wrong in one sentence without a full stop; `help` is one imperative
    sentence with the repair, or ""; `because` is the rule's reason, or "". None of them ever
    holds the value of an env var or anything that looks like a credential.
    """

    __slots__ = (
        "because",
        "consequence",
        "help",
        "message",
        "name",
        "place",
        "related",
        "resource",
        "rule",
        "severity",
    )

    def __init__(
        self,
        *,
        rule: str,
        name: str,
        severity: Severity,
        consequence: Consequence,
        message: str,
        place: Place,
        help: str = "",
        because: str = "",
        resource: ResourceId | None = None,
        related: Iterable[Related] = (),
    ) -> None:
        self.rule = rule
        self.name = name
        self.severity = severity
        self.consequence = consequence
        self.message = message
        self.place = place
        self.help = help
        self.because = because
        self.resource = resource
        self.related = tuple(related)

    def __repr__(self) -> str:
        return f"<{self.place}: {self.severity}[{self.rule} {self.name}] {self.message}>"

    def sort_key(self) -> tuple[str, int, int, int, str, str]:
        """The order of a report: by file, position, severity, rule."""
        place = self.place
        rank = SEVERITIES.index(self.severity)
        return (place.path, place.line, place.column, rank, self.rule, self.message)


class Checked:
    """A resource that was judged."""

    __slots__ = ("kind", "name", "path")

    def __init__(self, path: str, kind: str, name: str) -> None:
        self.path = path
        self.kind = kind
        self.name = name


class Skipped:
    """An input that was not judged, and why."""

    __slots__ = ("path", "reason")

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason


class NotRun:
    """A rule that could not be judged, and what it lacked."""

    __slots__ = ("reason", "rule")

    def __init__(self, rule: str, reason: str) -> None:
        self.rule = rule
        self.reason = reason


class Unknown:
    """A value that nobody can know yet: a placeholder, or a question that the cloud did not answer.

    `placeholder` is the placeholder as written, or the question in words; `reason` is why the
    question stayed open, "" for a placeholder.
    """

    __slots__ = ("place", "placeholder", "reason")

    def __init__(self, place: Place, placeholder: str, reason: str = "") -> None:
        self.place = place
        self.placeholder = placeholder
        self.reason = reason

    @property
    def reported(self) -> str:
        """What is not known, with the reason where there is one."""
        return f"{self.placeholder}: {self.reason}" if self.reason else self.placeholder


class Outcome:
    """Everything that one run found and did not look at: the input of every report.

    `incomplete` is true when something that was asked for could not be checked (exit code 2).
    `sources` holds the texts that findings point into, by path, for source lines in reports.
    """

    __slots__ = (
        "checked",
        "findings",
        "incomplete",
        "not_run",
        "notes",
        "skipped",
        "sources",
        "unknown",
    )

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.checked: list[Checked] = []
        self.skipped: list[Skipped] = []
        self.not_run: list[NotRun] = []
        self.unknown: list[Unknown] = []
        self.notes: list[str] = []
        self.incomplete = False
        self.sources: dict[str, Source] = {}

    def counts(self) -> dict[Severity, int]:
        """The number of findings by severity, all severities present."""
        counts: dict[Severity, int] = dict.fromkeys(SEVERITIES, 0)
        for finding in self.findings:
            counts[finding.severity] += 1
        return counts

    def reaches(self, threshold: Severity) -> bool:
        """Whether any finding is at or above the threshold."""
        rank = SEVERITIES.index(threshold)
        return any(SEVERITIES.index(finding.severity) <= rank for finding in self.findings)
