"""SARIF 2.1.0, for code scanning services.

Source: Static Analysis Results Interchange Format (SARIF) Version 2.1.0, OASIS Standard.
"""

from __future__ import annotations

from urllib.parse import quote

from lint import __version__
from lint.model.findings import CONSEQUENCES, POSSIBLE_CONSEQUENCES, Place
from lint.model.links import REPOSITORY
from lint.report.dump import dump
from lint.report.fingerprint import outcome_fingerprints
from lint.report.headline import archive_member
from lint.report.repository import archived, in_archive, place_in_repository

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lint.model.findings import Accepted, Finding, Outcome
    from lint.model.fix import Fix

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_NOTICES = {
    "skipped-input": (
        "An input was not checked",
        "The file or folder is none that lint checks, or it could not be read.",
        "Exclude it in the settings, or make it readable.",
    ),
    "rule-not-run": (
        "A rule could not run",
        "The rule needs an input that the run did not get. It is neither kept nor broken.",
        "Give lint the input that the message names.",
    ),
    "unknown-value": (
        "A value is not known yet and was not checked",
        "The value is a placeholder, or the project did not say.",
        "Give the value with --set or --values.",
    ),
    "note": (
        "A remark on the run",
        "Something about the run as a whole.",
        "The message says what can be done.",
    ),
}
"""What was not checked, by kind: title, description and help."""


def render(outcome: Outcome) -> str:
    """The report as a SARIF log with one run."""
    first: dict[str, Finding] = {}
    accepted = [entry.finding for entry in outcome.accepted]
    for finding in (*outcome.findings, *accepted):
        first.setdefault(finding.rule, finding)
    prints = outcome_fingerprints(outcome)
    indexes = {rule: index for index, rule in enumerate(first)}
    run = {
        "tool": {
            "driver": {
                "name": "cloudrun-lint",
                "version": __version__,
                "semanticVersion": __version__,
                "informationUri": REPOSITORY,
                "rules": [_rule(finding) for finding in first.values()],
                "notifications": [
                    {
                        "id": notice,
                        "shortDescription": {"text": title},
                        "fullDescription": {"text": description},
                        "help": {"text": help},
                        "helpUri": f"{REPOSITORY}#readme",
                    }
                    for notice, (title, description, help) in _NOTICES.items()
                ],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not outcome.incomplete,
                "toolExecutionNotifications": _notices(outcome),
            }
        ],
        "artifacts": [
            {"location": {"uri": _uri(path)}, "roles": ["analysisTarget"]}
            for path in dict.fromkeys(entry.path for entry in outcome.checked)
        ],
        "results": [
            _result(finding, outcome, indexes[finding.rule], prints[id(finding)])
            for finding in outcome.findings
        ]
        + [
            {
                **_result(
                    entry.finding,
                    outcome,
                    indexes[entry.finding.rule],
                    prints[id(entry.finding)],
                ),
                "suppressions": [_suppression(entry)],
            }
            for entry in outcome.accepted
        ],
    }
    return dump({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(finding: Finding) -> dict[str, Any]:
    rule: dict[str, Any] = {
        "id": finding.rule,
        "name": finding.name,
        "shortDescription": {"text": finding.title or finding.name},
    }
    rule["fullDescription"] = {"text": finding.because or finding.title or finding.name}
    rule["help"] = _help(finding)
    if finding.url:
        rule["helpUri"] = finding.url
    rule["defaultConfiguration"] = {"level": _LEVELS[finding.severity]}
    rule["properties"] = {"consequence": finding.consequence}
    return rule


def _help(finding: Finding) -> dict[str, str]:
    """What a web page shows about the rule: constraint, reason, consequence, where to read on."""
    consequences = CONSEQUENCES if finding.severity == "error" else POSSIBLE_CONSEQUENCES
    consequence = consequences[finding.consequence]
    more = f"`lint explain {finding.rule}` shows examples."
    lines = [f"{finding.title or finding.name}.", " ".join(finding.because.split())]
    lines += [f"{consequence[:1].upper()}{consequence[1:]}."]
    plain = [line for line in lines if line] + [more]
    link = [f"[{finding.rule} {finding.name}]({finding.url}) has examples."] if finding.url else []
    marked = [f"**{lines[0]}**", *lines[1:], *(link or [more])]
    return {
        "text": "\n".join(plain),
        "markdown": "\n\n".join(line for line in marked if line),
    }


def _result(finding: Finding, outcome: Outcome, index: int, fingerprint: str) -> dict[str, Any]:
    shown = place_in_repository(finding, outcome)
    location = _location(shown)
    if in_archive(finding.place) and not in_archive(shown):
        location["logicalLocations"] = _location(finding.place).get("logicalLocations", [])
    resource = finding.resource
    if resource is not None:
        location.setdefault("logicalLocations", []).append(
            {
                "name": resource.name,
                "fullyQualifiedName": f"{resource.kind}/{resource.name}",
                "kind": "resource",
            }
        )
    text = f"{archived(finding)}{finding.message}. {finding.help}".rstrip()
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": text},
        "locations": [location],
    }
    if finding.related:
        result["relatedLocations"] = [
            {"id": number, **_location(related.place), "message": {"text": related.message}}
            for number, related in enumerate(finding.related, start=1)
        ]
    if finding.fix is not None and finding.fix.shown:
        result["fixes"] = [_fix(finding, finding.fix)]
    result["partialFingerprints"] = {"cloudrunLint/v1": fingerprint}
    result["properties"] = {"consequence": finding.consequence}
    return result


def _fix(finding: Finding, fix: Fix) -> dict[str, Any]:
    changes: dict[str, list[dict[str, Any]]] = {}
    for edit in fix.edits:
        region = {
            "startLine": edit.line,
            "startColumn": edit.column,
            "endLine": edit.end_line,
            "endColumn": edit.end_column,
        }
        replacement = {"deletedRegion": region, "insertedContent": {"text": edit.text}}
        changes.setdefault(edit.path, []).append(replacement)
    return {
        "description": {"text": finding.help or finding.message},
        "artifactChanges": [
            {"artifactLocation": {"uri": _uri(path)}, "replacements": replacements}
            for path, replacements in changes.items()
        ],
    }


def _suppression(accepted: Accepted) -> dict[str, Any]:
    """Who accepts a finding, and why."""
    kind = "inSource" if accepted.by == "comment" else "external"
    suppression: dict[str, Any] = {"kind": kind, "status": "accepted"}
    if accepted.reason:
        suppression["justification"] = accepted.reason
    if accepted.until:
        suppression["properties"] = {"until": accepted.until}
    return suppression


def _location(place: Place) -> dict[str, Any]:
    """A place as a SARIF location.

    For a member of an archive the archive is the artifact, and the member is a logical location:
    its lines are no lines of a file that a viewer could open.
    """
    archive, member = archive_member(place.path)
    shown = Place(archive) if member else place
    location: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(archive)},
            "region": {
                "startLine": shown.line,
                "startColumn": shown.column,
                "endLine": shown.end_line,
                "endColumn": shown.end_column,
            },
        }
    }
    if member:
        location["logicalLocations"] = [
            {
                "name": member.rpartition("/")[2] or member,
                "fullyQualifiedName": place.path,
                "kind": "module",
                "properties": {"startLine": place.line, "startColumn": place.column},
            }
        ]
        location["message"] = {"text": f"{member}:{place.line}:{place.column}"}
    return location


def _notices(outcome: Outcome) -> list[dict[str, Any]]:
    """Everything that was not checked, one entry each."""
    notices = []
    for skipped in outcome.skipped:
        place = _location(Place(skipped.path))
        notices.append(_notice("skipped-input", skipped.reason, locations=[place]))
    for not_run in outcome.not_run:
        text = f"{not_run.rule} did not run: {not_run.reason}"
        notices.append(_notice("rule-not-run", text, associatedRule={"id": not_run.rule}))
    for unknown in outcome.unknown:
        text = unknown.reported if unknown.reason else f"{unknown.placeholder} is not known yet"
        notices.append(_notice("unknown-value", text, locations=[_location(unknown.place)]))
    return notices + [_notice("note", note) for note in outcome.notes]


def _notice(kind: str, text: str, **more: Any) -> dict[str, Any]:
    descriptor = {"id": kind, "index": list(_NOTICES).index(kind)}
    return {"level": "note", "descriptor": descriptor, "message": {"text": text}, **more}


def _uri(path: str) -> str:
    """A path as a URI reference, relative unless the path is absolute."""
    text = quote(path.encode("utf-8", "backslashreplace"), safe="/-._~!$&'()*+,;=@")
    if path.startswith("/"):
        return f"file://{text}"
    return f"file:///{text}" if path[1:3] == ":/" else text
