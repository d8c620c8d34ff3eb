"""What a check found and did not look at, as one value."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import NoReturn

    from lint.api.values import (
        AcceptedFinding,
        CheckedResource,
        Finding,
        RuleNotRun,
        SkippedInput,
        UnknownValue,
    )
    from lint.model.findings import Outcome, Severity


class Report:
    """The result of one check. It does not change, and it can be pickled.

    `outcome` is what the reports of this package are made from; it is no part of the API.
    """

    __slots__ = ("_accepted", "_findings", "outcome")

    outcome: Outcome
    _findings: tuple[Finding, ...] | None
    _accepted: tuple[AcceptedFinding, ...] | None

    def __init__(self, outcome: Outcome) -> None:
        put = object.__setattr__
        put(self, "outcome", outcome)
        put(self, "_findings", None)
        put(self, "_accepted", None)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("a report does not change")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError("a report does not change")

    def __reduce__(self) -> tuple[object, tuple[Outcome]]:
        """A report that travels leaves the texts behind: they are long, and the values of users."""
        from lint.model.findings import Outcome

        bare = Outcome.__new__(Outcome)
        for name in Outcome.__slots__:  # type: ignore[attr-defined]
            setattr(bare, name, getattr(self.outcome, name))
        bare.sources = {}
        bare.originals = {}
        return Report, (bare,)

    def __repr__(self) -> str:
        counts = ", ".join(f"{number} {severity}" for severity, number in self.counts.items())
        return f"<Report: {counts}; {len(self.outcome.checked)} checked>"

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong, in the order of files and lines."""
        if self._findings is None:
            self._convert()
        assert self._findings is not None
        return self._findings

    @property
    def accepted(self) -> tuple[AcceptedFinding, ...]:
        """What is wrong and accepted by a comment or a baseline: it counts for nothing."""
        if self._accepted is None:
            self._convert()
        assert self._accepted is not None
        return self._accepted

    def _convert(self) -> None:
        from lint.api.values import AcceptedFinding, finding_of
        from lint.report.fingerprint import outcome_fingerprints

        prints = outcome_fingerprints(self.outcome)
        findings = tuple(
            finding_of(finding, prints[id(finding)]) for finding in self.outcome.findings
        )
        accepted = tuple(
            AcceptedFinding(
                finding_of(entry.finding, prints[id(entry.finding)]),
                entry.by,
                entry.reason,
                entry.until,
            )
            for entry in self.outcome.accepted
        )
        # Two threads that ask at once make equal tuples.
        object.__setattr__(self, "_accepted", accepted)
        object.__setattr__(self, "_findings", findings)

    @property
    def checked(self) -> tuple[CheckedResource, ...]:
        """The resources that were judged. Where there is none, nothing was checked."""
        from lint.api.values import CheckedResource

        return tuple(
            CheckedResource(entry.path, entry.kind, entry.name) for entry in self.outcome.checked
        )

    @property
    def skipped(self) -> tuple[SkippedInput, ...]:
        """The files and folders that were not judged."""
        from lint.api.values import SkippedInput

        return tuple(SkippedInput(entry.path, entry.reason) for entry in self.outcome.skipped)

    @property
    def not_run(self) -> tuple[RuleNotRun, ...]:
        """The rules that could not be judged, for want of an image for example."""
        from lint.api.values import RuleNotRun

        return tuple(RuleNotRun(entry.rule, entry.reason) for entry in self.outcome.not_run)

    @property
    def unknown(self) -> tuple[UnknownValue, ...]:
        """The values that are not known, such as placeholders: what depends on them is not judged."""
        from lint.api.values import UnknownValue, place_of

        return tuple(
            UnknownValue(place_of(entry.place), entry.reported) for entry in self.outcome.unknown
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """Remarks on the check as a whole, each one line."""
        return tuple(self.outcome.notes)

    @property
    def counts(self) -> Mapping[Severity, int]:
        """The number of findings by severity, all severities present."""
        return self.outcome.counts()

    @property
    def failed(self) -> bool:
        """Whether a finding is at or above the threshold (exit code 1 of the command)."""
        return self.outcome.failed

    @property
    def incomplete(self) -> bool:
        """Whether something that was asked for could not be checked (exit code 2 of the command)."""
        return self.outcome.incomplete

    def to_json(self) -> str:
        """The JSON report, version 1, which schemas/report.json describes."""
        return self.render("json")

    def render(self, format: str = "text") -> str:
        """The report in a format of the command: text, concise, json, sarif, github, gitlab, junit, html.

        The text and HTML reports of a report that was pickled have no source lines, and services are
        drawn in HTML where the option `pictures` was true. Raises `UsageError` for an unknown format.
        """
        from lint.errors import UsageError
        from lint.report import FORMATS, IN_REPOSITORY, render

        if format not in FORMATS:
            raise UsageError(f"unknown format {format!r}: it is one of {', '.join(FORMATS)}")
        if format in IN_REPOSITORY and not self.outcome.originals:
            from lint.engine.originals import originals

            self.outcome.originals = originals(self.outcome)
        return render(format, self.outcome)
