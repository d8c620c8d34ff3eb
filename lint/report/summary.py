"""The closing words of a report: what was found, what was not looked at, and why."""

from __future__ import annotations

from lint.findings import SEVERITIES
from lint.report.safe import safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.findings import Outcome

_SHOWN = 6


def summary(outcome: Outcome) -> str:
    """One line: the count by severity, and of what."""
    counts = outcome.counts()
    scope = _scope(outcome)
    if not outcome.findings:
        if not outcome.checked:
            return "Checked nothing."
        if len(outcome.checked) == 1:
            only = outcome.checked[0]
            return safe(f"Checked {only.kind} {only.name} ({only.path}): no faults.")
        return f"Checked {scope}: no faults."
    parts = [count(counts[severity], _noun(severity)) for severity in SEVERITIES if counts[severity]]
    return f"Found {_and(parts)} in {scope}."


def remarks(outcome: Outcome) -> list[str]:
    """What was skipped, unknown or not run, a line each; empty when there is nothing to say."""
    lines = [f"skipped {entry.path}: {entry.reason}" for entry in outcome.skipped[:_SHOWN]]
    if len(outcome.skipped) > _SHOWN:
        lines.append(f"skipped {len(outcome.skipped) - _SHOWN} more files")
    if outcome.unknown:
        names = list(dict.fromkeys(entry.placeholder for entry in outcome.unknown))
        more = f" (+{len(names) - _SHOWN} more)" if len(names) > _SHOWN else ""
        what = count(len(outcome.unknown), "value")
        verb = "is" if len(outcome.unknown) == 1 else "are"
        lines.append(f"{what} {verb} unknown and not judged: {', '.join(names[:_SHOWN])}{more}")
    reasons: dict[str, list[str]] = {}
    for entry in outcome.not_run:
        reasons.setdefault(entry.reason, []).append(entry.rule)
    for reason, rules in reasons.items():
        more = f", +{len(rules) - _SHOWN} more" if len(rules) > _SHOWN else ""
        shown = ", ".join(rules[:_SHOWN])
        lines.append(f"{count(len(rules), 'rule')} did not run: {reason} ({shown}{more})")
    lines.extend(outcome.notes)
    return [safe(line) for line in lines]


def count(number: int, noun: str) -> str:
    """`1 error`, `2 errors`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _noun(severity: str) -> str:
    return "note" if severity == "info" else severity


def _scope(outcome: Outcome) -> str:
    files = {entry.path for entry in outcome.checked}
    if not outcome.checked:
        return count(len({finding.place.path for finding in outcome.findings}), "file")
    if len(files) == len(outcome.checked):
        return count(len(files), "file")
    return f"{count(len(outcome.checked), 'resource')} ({count(len(files), 'file')})"


def _and(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
