"""GitLab's code quality report, a subset of Code Climate's format.

Source: "Code Quality report format" in GitLab's documentation.
"""

from __future__ import annotations

from lint.report.dump import dump
from lint.report.fingerprint import outcome_fingerprints
from lint.report.repository import archived, place_in_repository

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lint.model.findings import Finding, Outcome


def render(outcome: Outcome) -> str:
    """A JSON list with one entry a finding."""
    prints = outcome_fingerprints(outcome)
    return dump([_entry(finding, outcome, prints[id(finding)]) for finding in outcome.findings])


def _entry(finding: Finding, outcome: Outcome, fingerprint: str) -> dict[str, Any]:
    place = place_in_repository(finding, outcome)
    parts = (f"{finding.message}.", finding.help, f"See {finding.url}" if finding.url else "")
    description = " ".join(part for part in parts if part)
    return {
        "description": f"{archived(finding)}{description}",
        "check_name": f"{finding.rule} {finding.name}",
        "fingerprint": fingerprint,
        "severity": _severity(finding),
        "location": {
            # GitLab matches paths without a leading "./" only.
            "path": place.path.removeprefix("./"),
            "lines": {"begin": place.line, "end": place.end_line},
        },
    }


def _severity(finding: Finding) -> str:
    """One of GitLab's five: a deploy that is rejected or does not work blocks the merge most."""
    if finding.severity == "error":
        return {"refused": "blocker", "broken": "critical"}.get(finding.consequence, "major")
    return "minor" if finding.severity == "warning" else "info"
