"""The JSON report, `"version": 1`: schemas/report.json describes it."""

from __future__ import annotations

from lint import __version__
from lint.report.dump import dump
from lint.report.fingerprint import outcome_fingerprints

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lint.model.findings import Finding, Outcome
    from lint.model.fix import Fix


def render(outcome: Outcome) -> str:
    """The report as JSON, keys in a fixed order."""
    prints = outcome_fingerprints(outcome)
    summary: dict[str, int] = dict(outcome.counts().items())
    summary["accepted"] = len(outcome.accepted)
    report = {
        "version": 1,
        "tool": {"name": "cloudrun-lint", "version": __version__},
        "findings": [_finding(finding, prints[id(finding)]) for finding in outcome.findings],
        "accepted": [
            {
                "by": entry.by,
                "reason": entry.reason,
                "until": entry.until,
                "finding": _finding(entry.finding, prints[id(entry.finding)]),
            }
            for entry in outcome.accepted
        ],
        "checked": [
            {"path": entry.path, "kind": entry.kind, "name": entry.name}
            for entry in outcome.checked
        ],
        "skipped": [{"path": entry.path, "reason": entry.reason} for entry in outcome.skipped],
        "not_run": [{"rule": entry.rule, "reason": entry.reason} for entry in outcome.not_run],
        "unknown": [
            {
                "path": entry.place.path,
                "line": entry.place.line,
                "column": entry.place.column,
                "placeholder": entry.reported,
            }
            for entry in outcome.unknown
        ],
        "summary": summary,
    }
    return dump(report)


def _finding(finding: Finding, fingerprint: str) -> dict[str, Any]:
    from lint.report.reason import why

    place = finding.place
    resource = finding.resource
    reason = why(finding)
    return {
        "rule": finding.rule,
        "name": finding.name,
        "severity": finding.severity,
        "consequence": finding.consequence,
        "message": finding.message,
        "help": finding.help,
        **({"why": reason} if reason else {}),
        **({"url": finding.url} if finding.documented else {}),
        **({"moment": finding.moment} if finding.moment is not None else {}),
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "resource": (
            {"kind": resource.kind, "name": resource.name} if resource is not None else None
        ),
        "related": [
            {
                "path": related.place.path,
                "line": related.place.line,
                "column": related.place.column,
                "message": related.message,
            }
            for related in finding.related
        ],
        "fingerprint": fingerprint,
        **({"fix": _fix(finding.fix)} if finding.fix is not None and finding.fix.shown else {}),
    }


def _fix(fix: Fix) -> dict[str, Any]:
    return {
        "safe": fix.safe,
        "edits": [
            {
                "path": edit.path,
                "line": edit.line,
                "column": edit.column,
                "end_line": edit.end_line,
                "end_column": edit.end_column,
                "text": edit.text,
            }
            for edit in fix.edits
        ],
    }
