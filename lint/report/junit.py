"""JUnit XML: a test suite for each file, a test case for each resource and each finding.

Source: the "JUnit XML" schema that Jenkins and GitLab read (testsuites, testsuite, testcase,
failure, skipped, system-out).
"""

from __future__ import annotations

from lint.model.record import record
from lint.report.headline import headline, related_line
from lint.report.safe import safe, without_commands

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.model.findings import Accepted, Finding, Outcome

_ENTITIES = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord('"'): "&quot;"}
_NOT_RUN = "rules that did not run"
_RUN = "run"


def render(outcome: Outcome) -> str:
    """The report as XML.

    Findings of severity error are failures, the others pass and carry their text; inputs that
    were not checked, rules that did not run, and accepted findings are skipped tests; an incomplete run is an error.
    """
    suites = _files(outcome)
    if outcome.not_run:
        cases = [
            _Case(_NOT_RUN, entry.rule, f'<skipped message="{_text(entry.reason)}"/>')
            for entry in outcome.not_run
        ]
        suites.append(_Suite(_NOT_RUN, cases))
    if outcome.incomplete:
        reported = "; ".join(outcome.notes) or "something that was asked for could not be checked"
        suites.append(
            _Suite(_RUN, [_Case(_RUN, "complete", f'<error message="{_text(reported)}"/>')])
        )
    lines = ['<?xml version="1.0" encoding="utf-8"?>']
    every = [case for suite in suites for case in suite.cases]
    lines.append(f'<testsuites name="cloudrun-lint" {_counts(every)}>')
    for suite in suites:
        lines += suite.lines()
    return "\n".join([*lines, "</testsuites>"]) + "\n"


@record
class _Case:
    """One test case."""

    suite: str
    """The name of its suite."""
    name: str
    """What is tested."""
    body: str = ""
    """XML; "" for one that passes without a word."""

    def line(self) -> str:
        head = f'<testcase classname="{_text(self.suite)}" name="{_text(self.name)}"'
        return f"    {head}>{self.body}</testcase>" if self.body else f"    {head}/>"


@record
class _Suite:
    """The test cases of a file."""

    name: str
    """The file's path."""
    cases: list[_Case]
    """In the order of the report."""
    unknown: int = 0
    """The number of values in the file that nobody can know yet."""

    def lines(self) -> list[str]:
        lines = [f'  <testsuite name="{_text(self.name)}" {_counts(self.cases)}>']
        if self.unknown:
            entry = f'<property name="unknown-values" value="{self.unknown}"/>'
            lines.append(f"    <properties>{entry}</properties>")
        return [*lines, *(case.line() for case in self.cases), "  </testsuite>"]


def _files(outcome: Outcome) -> list[_Suite]:
    """The suites of all files, by path: resources first, then findings, then skipped inputs."""
    suites: dict[str, _Suite] = {}
    failed = _failed(outcome)
    for entry in outcome.checked:
        suite = _suite(suites, entry.path)
        resource = (entry.kind, entry.name)
        if (entry.path, *resource) not in failed and ("", *resource) not in failed:
            suite.cases.append(_Case(entry.path, f"{entry.kind} {entry.name}".rstrip()))
    # Readers tell test cases apart by their names: no two alike, and none that moves with a line.
    names: dict[tuple[str, str], int] = {}
    accepted = {id(entry.finding): entry for entry in outcome.accepted}
    for finding in (*outcome.findings, *(entry.finding for entry in outcome.accepted)):
        path = finding.place.path
        name = f"{finding.rule} {finding.name}: {finding.message}"
        number = names[path, name] = names.get((path, name), 0) + 1
        case_name = f"{name} ({number})" if number > 1 else name
        by = accepted.get(id(finding))
        body = _body(finding) if by is None else _accepted(by)
        _suite(suites, path).cases.append(_Case(path, case_name, body))
    for skipped in outcome.skipped:
        body = f'<skipped message="{_text(skipped.reason)}"/>'
        _suite(suites, skipped.path).cases.append(_Case(skipped.path, "input", body))
    for unknown in outcome.unknown:
        if unknown.place.path in suites:
            suites[unknown.place.path].unknown += 1
    return [suites[path] for path in sorted(suites)]


def _suite(suites: dict[str, _Suite], path: str) -> _Suite:
    if path not in suites:
        suites[path] = _Suite(path, [])
    return suites[path]


def _failed(outcome: Outcome) -> set[tuple[str, str, str]]:
    """(path, kind, name) of the resources with errors.

    The path is "" for an error outside the manifests, such as in a wheel: it counts for every
    resource of that name.
    """
    manifests = {entry.path for entry in outcome.checked}
    return {
        (
            finding.place.path if finding.place.path in manifests else "",
            finding.resource.kind,
            finding.resource.name,
        )
        for finding in outcome.findings
        if finding.resource is not None and finding.severity == "error"
    }


def _body(finding: Finding) -> str:
    lines = [headline(finding)]
    lines += [f"help: {safe(finding.help)}"] if finding.help else []
    lines += [related_line(related) for related in finding.related]
    lines += [f"see {finding.url}"] if finding.url else []
    reported = "\n".join(without_commands(line) for line in lines).translate(_ENTITIES)
    if finding.severity != "error":
        return f"<system-out>{reported}</system-out>"
    head = f'<failure type="{finding.consequence}" message="{_text(finding.message)}"'
    return f"{head}>{reported}</failure>"


def _accepted(accepted: Accepted) -> str:
    until = f" until {accepted.until}" if accepted.until else ""
    reason = f": {accepted.reason}" if accepted.reason else ""
    return f'<skipped message="{_text(f"accepted by a {accepted.by}{until}{reason}")}"/>'


def _counts(cases: list[_Case]) -> str:
    number = {
        tag: sum(case.body.startswith(f"<{tag} ") for case in cases)
        for tag in ("failure", "error", "skipped")
    }
    return (
        f'tests="{len(cases)}" failures="{number["failure"]}" '
        f'errors="{number["error"]}" skipped="{number["skipped"]}"'
    )


def _text(text: str) -> str:
    """Text for an attribute; what XML 1.0 forbids is escaped as it is for terminals."""
    return safe(text).translate(_ENTITIES).replace("##[", "&#35;#[")
