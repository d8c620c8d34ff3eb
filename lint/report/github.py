"""Workflow commands of GitHub Actions: annotations on the changed files.

GitHub shows ten annotations of a kind and step. Where there are more findings of a severity, those of
one rule in one file share an annotation; what is still too much is in the log, and a notice counts it.
Source of the format: "Workflow commands for GitHub Actions" in GitHub's documentation.
"""

from __future__ import annotations

from lint.model.findings import SEVERITIES
from lint.report.headline import headline, related_line
from lint.report.repository import archived, in_archive, place_in_repository
from lint.report.safe import safe
from lint.report.summary import NOUNS, count, remarks, summary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.model.findings import Finding, Outcome

LIMIT = 10
"""Annotations of a kind that GitHub shows for a step; the others are dropped without a word."""
_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}
_ALSO = 50
"""Findings that are named in the annotation of another one."""


def render(outcome: Outcome) -> str:
    """The annotations, most severe first, and the rest and the summary as plain text for the log."""
    groups = {
        severity: _groups([each for each in outcome.findings if each.severity == severity], outcome)
        for severity in SEVERITIES
    }
    too_many = any(len(each) > LIMIT for each in groups.values())
    commands: list[str] = []
    log: list[str] = []
    left: list[str] = []
    for severity, every in groups.items():
        # The notice about the rest is one of the notices.
        limit = LIMIT - 1 if too_many and severity == "info" else LIMIT
        commands += [_command(group, outcome) for group in every[:limit]]
        rest = [finding for group in every[limit:] for finding in group]
        log += [headline(finding) for finding in rest]
        left += [count(len(rest), NOUNS[severity])] if rest else []
    if left:
        said = f"GitHub shows {LIMIT} annotations of a kind: {', '.join(left)} more in the log"
        commands.insert(0, f"::notice title=lint::{_data(said)}")
    # `##[` anywhere in a line is a command too, in the older form.
    reported = [
        line.replace("##[", "## [").replace("::", ": :")
        for line in (*log, summary(outcome), *remarks(outcome))
    ]
    return "\n".join([*commands, *reported]) + "\n"


def _groups(findings: list[Finding], outcome: Outcome) -> list[list[Finding]]:
    """The findings of one severity that share an annotation: each its own if there is room."""
    if len(findings) <= LIMIT:
        return [[finding] for finding in findings]
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        path = place_in_repository(finding, outcome).path
        groups.setdefault((finding.rule, path), []).append(finding)
    return list(groups.values())


def _command(group: list[Finding], outcome: Outcome) -> str:
    finding, *others = group
    place = place_in_repository(finding, outcome)
    properties = {"file": place.path}
    if not in_archive(place):
        properties |= {"line": str(place.line), "endLine": str(place.end_line)}
        if place.end_line == place.line:
            # GitHub takes columns only for a single line.
            properties |= {"col": str(place.column), "endColumn": str(place.end_column)}
    properties["title"] = f"{finding.rule} {finding.name}"
    text = [f"{archived(finding)}{finding.message}"]
    text += [f"help: {finding.help}"] if finding.help else []
    text += [related_line(related) for related in finding.related]
    text += [f"also {other.place}: {other.message}" for other in others[:_ALSO]]
    text += [f"and {count(len(others) - _ALSO, 'more finding')}"] if len(others) > _ALSO else []
    text += [f"see {finding.url}"] if finding.url else []
    parameters = ",".join(f"{key}={_property(safe(value))}" for key, value in properties.items())
    message = "\n".join(safe(line) for line in text)
    return f"::{_COMMANDS[finding.severity]} {parameters}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
