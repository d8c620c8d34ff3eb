"""SARIF 2.1.0, the format of code-scanning services.

Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0".
"""

from __future__ import annotations

import json
from urllib.parse import quote

from lint import __version__
from lint.report.fingerprint import fingerprints
from lint.report.summary import remarks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lint.findings import Finding, Outcome, Place

_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def render(outcome: Outcome, *, color: bool = False) -> str:
    """The report as SARIF JSON with one run."""
    rules: dict[str, Finding] = {}
    for finding in outcome.findings:
        rules.setdefault(finding.rule, finding)
    order = list(rules)
    prints = fingerprints(outcome.findings)
    notices = [
        {"level": "note", "message": {"text": line}, "descriptor": {"id": "not-judged"}}
        for line in remarks(outcome)
    ]
    run = {
        "tool": {
            "driver": {
                "name": "cloudrun-lint",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": [_rule(finding) for finding in rules.values()],
                "notifications": [
                    {
                        "id": "not-judged",
                        "shortDescription": {"text": "Something was not looked at"},
                    }
                ],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not outcome.incomplete,
                "toolExecutionNotifications": notices,
            }
        ],
        "artifacts": [
            {"location": {"uri": _uri(path)}}
            for path in dict.fromkeys(entry.path for entry in outcome.checked)
        ],
        "results": [
            _result(finding, order.index(finding.rule), fingerprint)
            for finding, fingerprint in zip(outcome.findings, prints, strict=True)
        ],
    }
    report = {
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
        "sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json.dumps(report, indent=2) + "\n"


def _rule(finding: Finding) -> dict[str, Any]:
    text = finding.because or finding.name.replace("-", " ")
    return {
        "id": finding.rule,
        "name": finding.name,
        "shortDescription": {"text": finding.name.replace("-", " ")},
        "fullDescription": {"text": text},
        "help": {"text": f"lint explain {finding.rule}"},
        "defaultConfiguration": {"level": _LEVELS[finding.severity]},
        "properties": {"consequence": finding.consequence},
    }


def _result(finding: Finding, index: int, fingerprint: str) -> dict[str, Any]:
    text = f"{finding.message}. {finding.help}".strip()
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": text},
        "locations": [_location(finding.place)],
        "partialFingerprints": {"cloudrunLint/v1": fingerprint},
        "properties": {"consequence": finding.consequence},
    }
    if finding.resource is not None:
        name = f"{finding.resource.kind}/{finding.resource.name}"
        result["locations"][0]["logicalLocations"] = [{"fullyQualifiedName": name}]
    if finding.related:
        result["relatedLocations"] = [
            {"id": number, **_location(related.place), "message": {"text": related.message}}
            for number, related in enumerate(finding.related, start=1)
        ]
    return result


def _location(place: Place) -> dict[str, Any]:
    path, _, member = place.path.partition("!")
    location: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(path)},
        }
    }
    if member:
        # A line in a member of an archive is no line of the archive.
        text = f"{member}:{place.line}:{place.column}"
        location["logicalLocations"] = [{"fullyQualifiedName": text, "kind": "member"}]
    else:
        location["physicalLocation"]["region"] = {
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": place.end_line,
            "endColumn": place.end_column,
        }
    return location


def _uri(path: str) -> str:
    text = quote(path, safe="/-._~!$&'()*+,;=@")
    return f"file://{text}" if path.startswith("/") else text
