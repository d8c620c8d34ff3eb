"""GitLab's code quality report, a subset of Code Climate's format.

Source: "Code Quality report format" in GitLab's documentation.
"""

from __future__ import annotations

import json

from lint.report.fingerprint import fingerprints

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.findings import Outcome

_SEVERITIES = {"error": "critical", "warning": "minor", "info": "info"}


def render(outcome: Outcome, *, color: bool = False) -> str:
    """A JSON list with one entry a finding."""
    prints = fingerprints(outcome.findings)
    entries = [
        {
            "description": f"{finding.message}. {finding.help}".strip(),
            "check_name": f"{finding.rule} {finding.name}",
            "fingerprint": fingerprint,
            "severity": _SEVERITIES[finding.severity],
            "location": {
                "path": finding.place.path,
                "lines": {"begin": finding.place.line, "end": finding.place.end_line},
            },
        }
        for finding, fingerprint in zip(outcome.findings, prints, strict=True)
    ]
    return json.dumps(entries, indent=2) + "\n"
