"""JUnit XML: a test suite for each file, a test case for each resource and each finding."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

from lint.report.text import first_line, related_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.findings import Finding, Outcome

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(outcome: Outcome, *, color: bool = False) -> str:
    """The report as XML. Findings of severity error are failures, the others are told only."""
    paths = dict.fromkeys(
        [entry.path for entry in outcome.checked]
        + [entry.path for entry in outcome.skipped]
        + [finding.place.path for finding in outcome.findings]
    )
    total = 0
    failed = 0
    suites: list[str] = []
    for path in paths:
        cases, failures = _cases(path, outcome)
        skipped = sum(entry.path == path for entry in outcome.skipped)
        total += len(cases)
        failed += failures
        suites.append(
            f"  <testsuite name={_attribute(path)} tests=\"{len(cases)}\" "
            f'failures="{failures}" errors="0" skipped="{skipped}">'
        )
        suites += cases
        suites.append("  </testsuite>")
    head = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<testsuites name="cloudrun-lint" tests="{total}" failures="{failed}" errors="0">',
    ]
    return "\n".join([*head, *suites, "</testsuites>"]) + "\n"


def _cases(path: str, outcome: Outcome) -> tuple[list[str], int]:
    cases: list[str] = []
    failures = 0
    findings = [finding for finding in outcome.findings if finding.place.path == path]
    for finding in findings:
        text = _details(finding)
        name = f"{finding.rule} {finding.name} at {finding.place.line}:{finding.place.column}"
        head = f"    <testcase classname={_attribute(path)} name={_attribute(name)}>"
        if finding.severity == "error":
            failures += 1
            kind = _attribute(finding.consequence)
            body = f"<failure type={kind} message={_attribute(finding.message)}>{text}</failure>"
        else:
            body = f"<system-out>{text}</system-out>"
        cases.append(f"{head}{body}</testcase>")
    for checked in outcome.checked:
        mine = any(
            finding.resource is not None and finding.resource.name == checked.name
            for finding in findings
        )
        if checked.path == path and not mine:
            name = f"{checked.kind} {checked.name}"
            cases.append(f"    <testcase classname={_attribute(path)} name={_attribute(name)}/>")
    for skipped in outcome.skipped:
        if skipped.path == path:
            body = f"<skipped message={_attribute(skipped.reason)}/>"
            case = f"    <testcase classname={_attribute(path)} name=\"skipped\">"
            cases.append(f"{case}{body}</testcase>")
    return cases, failures


def _details(finding: Finding) -> str:
    lines = [first_line(finding)]
    lines += [f"help: {finding.help}"] if finding.help else []
    lines += [related_line(related) for related in finding.related]
    return escape(_clean("\n".join(lines)))


def _clean(text: str) -> str:
    return _FORBIDDEN.sub(lambda match: f"\\x{ord(match.group()):02x}", text)


def _attribute(text: str) -> str:
    return quoteattr(_clean(text))
