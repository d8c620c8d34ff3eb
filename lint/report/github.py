"""Workflow commands of GitHub Actions: annotations on the changed files.

Only ten annotations of a kind and step are shown, so the most severe come first. Source of the
format: "Workflow commands for GitHub Actions" in GitHub's documentation.
"""

from __future__ import annotations

from lint.model.findings import SEVERITIES
from lint.report.headline import archive_member, member_place, related_line
from lint.report.safe import safe
from lint.report.summary import remarks, summary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.model.findings import Finding, Outcome

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def render(outcome: Outcome) -> str:
    """One command a finding, then the summary as plain text for the log."""
    ordered = sorted(outcome.findings, key=lambda finding: SEVERITIES.index(finding.severity))
    lines = [_command(finding) for finding in ordered]
    # `##[` anywhere in a line is a command too, in the older form.
    reported = [
        line.replace("##[", "## [").replace("::", ": :")
        for line in (summary(outcome), *remarks(outcome))
    ]
    return "\n".join([*lines, *reported]) + "\n"


def _command(finding: Finding) -> str:
    place = finding.place
    member = member_place(place)
    properties = {"file": archive_member(place.path)[0]}
    if not member:
        properties |= {"line": str(place.line), "endLine": str(place.end_line)}
        if place.end_line == place.line:
            # GitHub takes columns only for a single line.
            properties |= {"col": str(place.column), "endColumn": str(place.end_column)}
    properties["title"] = f"{finding.rule} {finding.name}"
    text = [f"{member}: {finding.message}" if member else finding.message]
    text += [f"help: {finding.help}"] if finding.help else []
    text += [related_line(related) for related in finding.related]
    text += [f"see {finding.url}"] if finding.url else []
    parameters = ",".join(f"{key}={_property(safe(value))}" for key, value in properties.items())
    message = "\n".join(safe(line) for line in text)
    return f"::{_COMMANDS[finding.severity]} {parameters}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
