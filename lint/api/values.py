"""What a report consists of: tuples with names, whose texts hold nothing that may not be shown.

They are made of the findings of the engine, whose messages are decided late and which are no
promise to anybody. These are: attributes are only added.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.model import findings as model
    from lint.model.fix import Fix as ModelFix

# Those of `lint.model.findings` are for type checkers only.
Severity = Literal["error", "warning", "info"]
Consequence = Literal["refused", "broken", "ignored", "risky", "policy"]
Moment = Literal["import", "start-up", "later"]
By = Literal["comment", "baseline"]


class Place(NamedTuple):
    """A span in a file or an archive member (`app-1.0-py3-none-any.whl!app/main.py`).

    Lines and columns count from 1, columns in characters; `end_column` is one past the last
    character. What concerns a whole file is at 1:1.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


class Related(NamedTuple):
    """A second place that explains a finding."""

    place: Place
    message: str


class Resource(NamedTuple):
    """The Cloud Run object that a finding is about."""

    kind: str
    """`Service`, `Job`, `WorkerPool` or `Instance`."""
    name: str
    """The name as written; "" where there is none."""


class Edit(NamedTuple):
    """A span of a file that is replaced; of no length, it is an insertion.

    The end may be the beginning of the line behind the last. Lines of `text` end in a line feed. It
    may hold what the file has, also where no report would show it.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    text: str

    def __repr__(self) -> str:
        at = f"{self.path!r}, {self.line}, {self.column}, {self.end_line}, {self.end_column}"
        return f"Edit({at}, <{len(self.text)} chars>)"


class Fix(NamedTuple):
    """The edits that repair a finding: all of them are made, or none."""

    edits: tuple[Edit, ...]
    safe: bool
    """Whether it is certain that this is meant."""


class Finding(NamedTuple):
    """One thing that is wrong, at one place, with its repair."""

    rule: str
    """The rule's id, such as `CR012`."""
    name: str
    """The rule's name, such as `reserved-env-name`."""
    title: str
    """The constraint that the rule states, as a sentence."""
    severity: Severity
    """`error`, `warning` or `info`."""
    consequence: Consequence
    """`refused`, `broken`, `ignored`, `risky` or `policy`."""
    message: str
    """What is wrong with what, in one sentence without a full stop."""
    help: str
    """The repair in an imperative sentence; "" for none."""
    because: str
    """Why the rule is there; "" for none."""
    url: str
    """The page about the rule; "" for a rule of a rule set that is not built in."""
    moment: Moment | None
    """When the code runs that it is about: `import`, `start-up`, `later`, or None."""
    place: Place
    resource: Resource | None
    """What it is about; None for what concerns a whole file or an image."""
    related: tuple[Related, ...]
    fix: Fix | None
    """The repair; None where there is not exactly one right repair."""
    fingerprint: str
    """32 hexadecimal digits that stay the same when lines move."""


class AcceptedFinding(NamedTuple):
    """A finding that counts for nothing, because a comment or a baseline accepts it."""

    finding: Finding
    by: By
    """`comment` or `baseline`."""
    reason: str
    """What the comment gives as a reason; "" for a baseline."""
    until: str
    """The last day on which it is accepted (2027-01-31); "" for no end."""


class CheckedResource(NamedTuple):
    """A resource that was judged."""

    path: str
    """The file that it is written in."""
    kind: str
    """`Service`, `Job`, `WorkerPool`, `Instance`, or `Image` for an image without a manifest."""
    name: str
    """The name as written; "" where there is none."""


class SkippedInput(NamedTuple):
    """A file or folder that was not judged."""

    path: str
    reason: str


class RuleNotRun(NamedTuple):
    """A rule that could not be judged."""

    rule: str
    reason: str
    """What it needs and did not get."""


class UnknownValue(NamedTuple):
    """A value that is not known: a placeholder, or what the cloud did not answer."""

    place: Place
    placeholder: str
    """The placeholder as written, or the query in words, with the reason."""


def place_of(place: model.Place) -> Place:
    """The value for a place of the engine."""
    return Place(place.path, place.line, place.column, place.end_line, place.end_column)


def finding_of(finding: model.Finding, fingerprint: str) -> Finding:
    """The value for a finding of the engine."""
    resource = finding.resource
    return Finding(
        rule=finding.rule,
        name=finding.name,
        title=finding.title,
        severity=finding.severity,
        consequence=finding.consequence,
        message=finding.message,
        help=finding.help,
        because=finding.because,
        url=finding.url,
        moment=finding.moment,
        place=place_of(finding.place),
        resource=Resource(resource.kind, resource.name) if resource is not None else None,
        related=tuple(
            Related(place_of(related.place), related.message) for related in finding.related
        ),
        fix=_fix(finding.fix) if finding.fix is not None else None,
        fingerprint=fingerprint,
    )


def _fix(fix: ModelFix) -> Fix:
    edits = (
        Edit(edit.path, edit.line, edit.column, edit.end_line, edit.end_column, edit.text)
        for edit in fix.edits
    )
    return Fix(tuple(edits), fix.safe)
