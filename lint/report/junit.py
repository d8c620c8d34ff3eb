"""JUnit XML: a test suite for each file, a test case for each resource and each finding.

Source: the "JUnit XML" schema that Jenkins and GitLab read (testsuites, testsuite, testcase,
failure, skipped, system-out).
"""

from __future__ import annotations

from lint.report.headline import headline, related_line
from lint.report.safe import safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from lint.findings import Finding, Outcome

_ENTITIES = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord('"'): "&quot;"}
_NOT_RUN = "rules that did not run"


def render(outcome: Outcome) -> str:
    """The report as XML.

    Findings of severity error are failures, the others pass and tell of themselves; inputs that
    were not judged and rules that did not run are skipped tests.
    """
    suites = [_file(path, outcome) for path in _paths(outcome)]
    if outcome.not_run:
        cases = [
            _Case(_NOT_RUN, entry.rule, f'<skipped message="{_text(entry.reason)}"/>')
            for entry in outcome.not_run
        ]
        suites.append(_Suite(_NOT_RUN, cases))
    lines = ['<?xml version="1.0" encoding="utf-8"?>']
    every = [case for suite in suites for case in suite.cases]
    lines.append(f'<testsuites name="cloudrun-lint" {_counts(every)}>')
    for suite in suites:
        lines += suite.lines()
    return "\n".join([*lines, "</testsuites>"]) + "\n"


class _Case:
    """One test case; `body` is XML, or "" for one that passes without a word."""

    __slots__ = ("body", "name", "suite")

    def __init__(self, suite: str, name: str, body: str = "") -> None:
        self.suite = suite
        self.name = name
        self.body = body

    def line(self) -> str:
        head = f'<testcase classname="{_text(self.suite)}" name="{_text(self.name)}"'
        return f"    {head}>{self.body}</testcase>" if self.body else f"    {head}/>"


class _Suite:
    """The test cases of a file. `unknown` is the number of values in it that nobody knows yet."""

    __slots__ = ("cases", "name", "unknown")

    def __init__(self, name: str, cases: list[_Case], unknown: int = 0) -> None:
        self.name = name
        self.cases = cases
        self.unknown = unknown

    def lines(self) -> list[str]:
        lines = [f'  <testsuite name="{_text(self.name)}" {_counts(self.cases)}>']
        if self.unknown:
            entry = f'<property name="unknown-values" value="{self.unknown}"/>'
            lines.append(f"    <properties>{entry}</properties>")
        return [*lines, *(case.line() for case in self.cases), "  </testsuite>"]


def _paths(outcome: Outcome) -> Iterable[str]:
    paths = [entry.path for entry in outcome.checked]
    paths += [finding.place.path for finding in outcome.findings]
    paths += [entry.path for entry in outcome.skipped]
    return sorted(set(paths))


def _file(path: str, outcome: Outcome) -> _Suite:
    failed = {
        (finding.resource.kind, finding.resource.name)
        for finding in outcome.findings
        if finding.resource is not None and finding.severity == "error"
    }
    cases = [
        _Case(path, f"{entry.kind} {entry.name}".rstrip())
        for entry in outcome.checked
        if entry.path == path and (entry.kind, entry.name) not in failed
    ]
    # Readers tell test cases apart by their names: no two alike, and none that moves with a line.
    names: dict[str, int] = {}
    for finding in outcome.findings:
        if finding.place.path == path:
            name = f"{finding.rule} {finding.name}: {finding.message}"
            number = names[name] = names.get(name, 0) + 1
            cases.append(_Case(path, f"{name} ({number})" if number > 1 else name, _body(finding)))
    for skipped in outcome.skipped:
        if skipped.path == path:
            cases.append(_Case(path, "input", f'<skipped message="{_text(skipped.reason)}"/>'))
    return _Suite(path, cases, sum(entry.place.path == path for entry in outcome.unknown))


def _body(finding: Finding) -> str:
    lines = [headline(finding)]
    lines += [f"help: {safe(finding.help)}"] if finding.help else []
    lines += [related_line(related) for related in finding.related]
    told = "\n".join(lines).translate(_ENTITIES)
    if finding.severity != "error":
        return f"<system-out>{told}</system-out>"
    head = f'<failure type="{finding.consequence}" message="{_text(finding.message)}"'
    return f"{head}>{told}</failure>"


def _counts(cases: list[_Case]) -> str:
    failures = sum(case.body.startswith("<failure") for case in cases)
    skipped = sum(case.body.startswith("<skipped") for case in cases)
    return f'tests="{len(cases)}" failures="{failures}" errors="0" skipped="{skipped}"'


def _text(text: str) -> str:
    """Text for an attribute; what XML 1.0 forbids is escaped as it is for terminals."""
    return safe(text).translate(_ENTITIES)
