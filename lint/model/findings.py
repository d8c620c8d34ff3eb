"""What the tool reports: findings, the places they point at, and everything that was not judged."""

from __future__ import annotations

from lint.model.record import default, record
from lint.model.text import NOTHING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any, Literal

    from lint.model.fix import Fix
    from lint.model.source import Source
    from lint.model.text import Message

    Severity = Literal["error", "warning", "info"]
    Consequence = Literal["refused", "broken", "ignored", "risky", "policy"]
    Moment = Literal["import", "start-up", "later"]
    By = Literal["comment", "baseline"]

MOMENTS: tuple[Moment, ...] = ("import", "start-up", "later")
"""When a line of code runs, in order: while modules are imported, in a function that the start
provably calls, or later."""

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
"""Most severe first."""

CONSEQUENCES: Mapping[Consequence, str] = {
    "refused": "the deploy is rejected",
    "broken": "the deploy succeeds, but the container does not start or does not work",
    "ignored": "the setting has no effect",
    "risky": "it is a risk, even if it works today",
    "policy": "it breaks a rule of your own rule set",
}
"""What happens if a finding stays, as a sentence without capital and full stop."""

POSSIBLE_CONSEQUENCES: Mapping[Consequence, str] = {
    **CONSEQUENCES,
    "refused": "the deploy may be rejected",
    "broken": "the container may not start or may not work",
}
"""The same for findings below severity error, where the consequence is not certain."""


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

    __slots__ = ("_message", "place")

    def __init__(self, place: Place, message: Message) -> None:
        self.place = place
        self._message = message

    @property
    def message(self) -> str:
        """What the place has to do with the finding."""
        return str(self._message)


@record
class ResourceId:
    """The Cloud Run object that a finding is about."""

    kind: str
    """`Service`, `Job`, `WorkerPool` or `Instance`."""
    name: str
    """The name as written; "" where the manifest has none."""

    def __str__(self) -> str:
        return f"{self.kind} {self.name}".rstrip()


class Finding:
    """One thing that is wrong, at one place, with its repair.

    `message` and `help` come in as a `Message` (see `lint.model.text`), which decides what of a
    user's text may be shown, and are strings to reports: no record, therefore.

    `rule`, `name` and `title` are the rule's (`CR012`, `reserved-env-name`, the constraint as a
    sentence). `help` and `because`, the
    rule's reason, are "" for none; `resource` is None for what concerns a whole file or the image;
    `related` are other places that explain it. `moment` is when the code runs that it is about, None
    for what is not about code. `documented` says whether the rule is a built-in one, which has a page.
    `topic` is given where the message lists several things (six missing env vars): what they have in
    common, which stays the same when one of them is repaired. `fix` are the edits that repair it, None
    where there is not exactly one right repair.
    """

    __slots__ = (
        "_help",
        "_message",
        "because",
        "consequence",
        "documented",
        "fix",
        "moment",
        "name",
        "place",
        "related",
        "resource",
        "rule",
        "severity",
        "title",
        "topic",
    )

    def __init__(
        self,
        *,
        rule: str,
        name: str,
        severity: Severity,
        consequence: Consequence,
        message: Message,
        place: Place,
        help: Message = NOTHING,
        because: str = "",
        resource: ResourceId | None = None,
        related: Sequence[Related] = (),
        moment: Moment | None = None,
        title: str = "",
        documented: bool = False,
        topic: str = "",
        fix: Fix | None = None,
    ) -> None:
        self.title = title
        self.fix = fix
        self.topic = topic
        self.documented = documented
        self.moment = moment
        self.rule = rule
        self.name = name
        self.severity = severity
        self.consequence = consequence
        self._message = message
        self.place = place
        self._help = help
        self.because = because
        self.resource = resource
        self.related = related

    @property
    def message(self) -> str:
        """What is wrong, in one sentence without a full stop."""
        return str(self._message)

    @property
    def help(self) -> str:
        """The repair in one imperative sentence, or ""."""
        return str(self._help)

    @property
    def url(self) -> str:
        """The address of the page about the rule, "" where there is none."""
        if not self.documented:
            return ""
        from lint.model.links import rule_page

        return rule_page(self.rule)

    def reworded(self, words: Callable[[str], Message]) -> Finding:
        """The same finding with message and help as `words` puts them."""
        return Finding(
            rule=self.rule,
            name=self.name,
            severity=self.severity,
            consequence=self.consequence,
            message=words(self.message),
            place=self.place,
            help=words(self.help),
            because=self.because,
            resource=self.resource,
            related=self.related,
            moment=self.moment,
            title=self.title,
            documented=self.documented,
            topic=self.topic,
            fix=self.fix,
        )

    def __repr__(self) -> str:
        return f"<{self.place}: {self.severity}[{self.rule} {self.name}] {self.message}>"

    def sort_key(self) -> tuple[str, int, int, int, str, str]:
        """The order of a report: by file, position, severity, rule."""
        place = self.place
        rank = SEVERITIES.index(self.severity)
        return (place.path, place.line, place.column, rank, self.rule, self.message)


class Accepted:
    """A finding, and who accepts it: a comment beside it, or a baseline.

    `reason` is what the comment gives as one, "" for a baseline. `until` is the last day on which
    it counts (2027-01-31), "" for no end.
    """

    __slots__ = ("_reason", "by", "finding", "until")

    def __init__(
        self, finding: Finding, by: By, reason: Message = NOTHING, until: str = ""
    ) -> None:
        self.finding = finding
        self.by = by
        self._reason = reason
        self.until = until

    @property
    def reason(self) -> str:
        """Why it is accepted, without what looks like a credential."""
        return str(self._reason)


@record
class Checked:
    """A resource that was judged."""

    path: str
    """The file that it is written in."""
    kind: str
    """`Service`, `Job`, `WorkerPool` or `Instance`."""
    name: str
    """The name as written; "" where the manifest has none."""


@record
class Skipped:
    """An input that was not judged."""

    path: str
    """The file or folder."""
    reason: str
    """Why it was not judged."""


@record
class NotRun:
    """A rule that could not be judged."""

    rule: str
    """The rule's id."""
    reason: str
    """What it needs and did not get."""
    limit_reached: bool = False
    """Whether it got all that it needs, and a limit of the tool stopped it (exit code 2)."""
    part_of: ResourceId | None = None
    """The resource of which only a part is known, where that is the reason."""


@record
class Unknown:
    """A value that is not known yet: a placeholder, or a query that the cloud did not answer."""

    place: Place
    """Where the value is."""
    placeholder: str
    """The placeholder as written, or the query in words."""
    reason: str = ""
    """Why the query got no answer; "" for a placeholder."""

    @property
    def reported(self) -> str:
        """What is not known, with the reason where there is one."""
        return f"{self.placeholder}: {self.reason}" if self.reason else self.placeholder


@record
class Outcome:
    """Everything that one run found and did not look at: the input of every report."""

    findings: list[Finding] = default(factory=list)
    """What is wrong."""
    accepted: list[Accepted] = default(factory=list)
    """What is wrong and accepted: it counts for nothing."""
    checked: list[Checked] = default(factory=list)
    """The resources that were judged."""
    skipped: list[Skipped] = default(factory=list)
    """The inputs that were not judged."""
    not_run: list[NotRun] = default(factory=list)
    """The rules that could not be judged."""
    unknown: list[Unknown] = default(factory=list)
    """The values that are not known yet."""
    baseline: str = ""
    """The text of the new baseline, where one was asked for and the run was complete."""
    notes: list[str] = default(factory=list)
    """Remarks on the run as a whole, each one line."""
    incomplete: bool = False
    """Whether something that was asked for could not be checked (exit code 2)."""
    info: bool = False
    """Whether a report for people shows each info finding, or their number by rule."""
    failed: bool = False
    """Whether a finding is at or above the threshold of its file (exit code 1)."""
    sources: dict[str, Source] = default(factory=dict)
    """The texts that findings point into, by path, for the source lines in reports."""
    originals: dict[str, str] = default(factory=dict)
    """The equal files of the repository by the paths of archive members, for reports that ask."""
    dockerfiles: set[str] = default(factory=set)
    """The Dockerfiles of the images that were judged."""
    portraits: list[Any] = default(factory=list)
    """What a picture of each resource shows (`lint.model.portrait.Portrait`, which names the classes
    of this module), where a report that has pictures was asked for."""

    def counts(self) -> dict[Severity, int]:
        """The number of findings by severity, all severities present."""
        counts: dict[Severity, int] = dict.fromkeys(SEVERITIES, 0)
        for finding in self.findings:
            counts[finding.severity] += 1
        return counts
