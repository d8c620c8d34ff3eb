"""The end of a report: the number of findings, what was not checked, and why."""

from __future__ import annotations

from lint.model.findings import SEVERITIES
from lint.report.safe import safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from lint.model.findings import Outcome, Severity

_SHOWN = 6
NOUNS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "info": "info finding"}
"""What findings of a severity are called, in the singular."""


def summary(outcome: Outcome) -> str:
    """One sentence: the number of findings by severity, and what was checked. Never empty."""
    if outcome.findings:
        counts = outcome.counts()
        parts = [
            count(counts[severity], NOUNS[severity]) for severity in SEVERITIES if counts[severity]
        ]
        return f"Found {_and(parts)} in {_scope(outcome)}."
    if not outcome.checked:
        return "Checked nothing."
    what = _scope(outcome)
    if len(outcome.checked) == 1:
        only = outcome.checked[0]
        what = safe(f"{only.kind} {only.name}".rstrip() + f" ({only.path})")
    if outcome.incomplete:
        return f"Checked {what}, but not completely: no findings in what could be checked."
    return f"Checked {what}: no findings."


def remarks(outcome: Outcome) -> list[str]:
    """What was skipped, unknown or not run, a line each; empty when there is nothing to say."""
    lines = [_accepted(outcome)] if outcome.accepted else []
    lines += [f"skipped {entry.path}: {entry.reason}" for entry in outcome.skipped[:_SHOWN]]
    if len(outcome.skipped) > _SHOWN:
        lines.append(f"skipped {count(len(outcome.skipped) - _SHOWN, 'more input')}")
    values = [entry for entry in outcome.unknown if not entry.reason]
    if values:
        verb = "is" if len(values) == 1 else "are"
        names = _some(list(dict.fromkeys(entry.placeholder for entry in values)))
        lines.append(f"{count(len(values), 'value')} {verb} unknown and not checked: {names}")
    questions: dict[str, dict[str, None]] = {}
    for unknown in outcome.unknown:
        if unknown.reason:
            questions.setdefault(unknown.reason, {})[unknown.placeholder] = None
    for reason, asked in questions.items():
        lines.append(f"unknown: {_some(list(asked))} ({reason})")
    reasons: dict[str, dict[str, None]] = {}
    for entry in outcome.not_run:
        reasons.setdefault(entry.reason, {})[entry.rule] = None
    for reason, rules in reasons.items():
        lines.append(f"{count(len(rules), 'rule')} did not run: {reason} ({_some(list(rules))})")
    lines.extend(_repairs(outcome))
    lines.extend(outcome.notes)
    return [safe(line) for line in lines]


def _repairs(outcome: Outcome) -> list[str]:
    """How many findings `--fix` repairs."""
    fixes = [finding.fix for finding in outcome.findings if finding.fix is not None]
    safe_ones = sum(fix.safe for fix in fixes)
    unsafe = len(fixes) - safe_ones
    if not fixes:
        return []
    if not safe_ones:
        return [f"{count(unsafe, 'finding')} can be repaired with --fix --unsafe-fixes"]
    more = f" ({unsafe:,} more with --unsafe-fixes)" if unsafe else ""
    return [f"{count(safe_ones, 'finding')} can be repaired with --fix{more}"]


def one_line(outcome: Outcome) -> str:
    """The summary on one line, with the number of inputs, values and rules that were not checked."""
    parts = []
    if outcome.accepted:
        parts.append(f"{count(len(outcome.accepted), 'finding')} accepted")
    if outcome.skipped:
        parts.append(f"{count(len(outcome.skipped), 'input')} skipped")
    if outcome.unknown:
        parts.append(f"{count(len(outcome.unknown), 'value')} unknown")
    if outcome.not_run:
        parts.append(f"{count(len({entry.rule for entry in outcome.not_run}), 'rule')} not run")
    parts += [safe(note) for note in outcome.notes]
    reported = summary(outcome)
    return f"{reported[:-1]}; {', '.join(parts)}." if parts else reported


def _accepted(outcome: Outcome) -> str:
    """The number of accepted findings, by who accepts them."""
    accepted = count(len(outcome.accepted), "finding") + " accepted"
    parts = []
    for by, who in (("comment", "by comments"), ("baseline", "by the baseline")):
        number = sum(entry.by == by for entry in outcome.accepted)
        if number == len(outcome.accepted):
            return f"{accepted} {who}"
        parts.append(f"{number:,} {who}")
    return f"{accepted}: {', '.join(parts)}"


def count(number: int, noun: str) -> str:
    """`1 error`, `2 errors`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _some(names: list[str]) -> str:
    more = f" (+{len(names) - _SHOWN} more)" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more


def _scope(outcome: Outcome) -> str:
    if not outcome.checked:
        return count(len({finding.place.path for finding in outcome.findings}), "file")
    files = len({entry.path for entry in outcome.checked})
    return f"{count(len(outcome.checked), 'resource')} ({count(files, 'file')})"


def _and(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
