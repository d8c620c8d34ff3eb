"""The number of findings of each rule, most frequent first: what to take up next."""

from __future__ import annotations

from lint.model.findings import SEVERITIES
from lint.report.color import PLAIN, SEVERITY
from lint.report.safe import safe
from lint.report.summary import one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.model.findings import Finding, Outcome, Severity
    from lint.report.color import Paint


def render(outcome: Outcome, paint: Paint = PLAIN) -> str:
    """A line for each rule and severity (number, severity, rule, title), and the summary."""
    numbers: dict[tuple[str, Severity], int] = {}
    firsts: dict[tuple[str, Severity], Finding] = {}
    for finding in outcome.findings:
        key = (finding.rule, finding.severity)
        numbers[key] = numbers.get(key, 0) + 1
        firsts.setdefault(key, finding)
    ordered = sorted(numbers, key=lambda key: (SEVERITIES.index(key[1]), -numbers[key], key[0]))
    width = max((len(f"{number:,}") for number in numbers.values()), default=0)
    rules = max((len(f"{each.rule} {each.name}") for each in firsts.values()), default=0)
    lines = []
    for key in ordered:
        finding = firsts[key]
        severity = paint(f"{finding.severity:<7}", SEVERITY[finding.severity])
        rule = safe(f"{finding.rule} {finding.name}")
        title = safe(finding.title)
        lines.append(f"{numbers[key]:>{width},}  {severity}  {rule:<{rules}}  {title}".rstrip())
    return "\n".join([*lines, one_line(outcome)]) + "\n"
