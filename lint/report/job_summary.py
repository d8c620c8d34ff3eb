"""The summary of a job on GitHub's page of the run, as Markdown.

Source: "Workflow commands for GitHub Actions", adding a job summary, in GitHub's documentation. A step
may write 1 MiB.
"""

from __future__ import annotations

from html import escape

from lint.model.code_spans import code_spans
from lint.model.findings import SEVERITIES
from lint.report.repository import archived, place_in_repository
from lint.report.safe import safe
from lint.report.summary import count, remarks, summary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.model.findings import Finding, Outcome, Severity

_ROWS = 200
"""Findings that are listed one by one, and rules and values that are not checked."""
_LENGTH = 300
"""Characters of a message."""
_SPECIAL = str.maketrans({mark: f"&#{ord(mark)};" for mark in r"\`*_{}[]#+!|~$@:"})


def render(outcome: Outcome) -> str:
    """A table of the rules with findings, the findings, and what was not checked."""
    blocks = [f"### Cloud Run\n\n{_text(summary(outcome))}"]
    if outcome.findings:
        blocks += [_rules(outcome.findings), _findings(outcome)]
    if said := [f"- {_text(line)}" for line in remarks(outcome)]:
        blocks.append("\n".join(said))
    if outcome.not_run:
        blocks.append(_not_run(outcome))
    return "\n\n".join(blocks) + "\n"


def _rules(findings: list[Finding]) -> str:
    """A row for each rule and severity, most severe and most frequent first."""
    groups: dict[tuple[str, Severity], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.rule, finding.severity), []).append(finding)
    ordered = sorted(
        groups.values(), key=lambda group: (SEVERITIES.index(group[0].severity), -len(group))
    )
    rows = ["| findings | severity | rule | what must hold |", "|---:|---|---|---|"]
    rows += [
        f"| {len(group):,} | {group[0].severity} | {_rule(group[0])} | {_text(group[0].title)} |"
        for group in ordered
    ]
    return "\n".join(rows)


def _findings(outcome: Outcome) -> str:
    ordered = sorted(outcome.findings, key=lambda finding: SEVERITIES.index(finding.severity))
    rows = ["| place | rule | finding | repair |", "|---|---|---|---|"]
    for finding in ordered[:_ROWS]:
        place = place_in_repository(finding, outcome)
        message = _text(f"{archived(finding)}{finding.message}")
        rows.append(
            f"| {_text(f'{place.path}:{place.line}')} | {_text(finding.rule)} | {message} "
            f"| {_text(finding.help)} |"
        )
    return _folded("Findings", rows, len(ordered) - _ROWS)


def _not_run(outcome: Outcome) -> str:
    reasons = dict.fromkeys((entry.rule, entry.reason) for entry in outcome.not_run)
    rows = ["| rule that did not run | why |", "|---|---|"]
    rows += [f"| {_text(rule)} | {_text(reason)} |" for rule, reason in [*reasons][:_ROWS]]
    return _folded("Rules that did not run", rows, len(reasons) - _ROWS)


def _folded(title: str, rows: list[str], more: int) -> str:
    table = "\n".join(rows)
    end = f"\n\nand {count(more, 'more row')}" if more > 0 else ""
    return f"<details><summary>{title}</summary>\n\n{table}{end}\n\n</details>"


def _rule(finding: Finding) -> str:
    label = _text(f"{finding.rule} {finding.name}")
    return f"[{label}]({finding.url})" if finding.url else label


def _text(text: str) -> str:
    """A text of ours as Markdown in one cell of a table: nothing of a user's is markup in it."""
    shown = safe(text)
    if len(shown) > _LENGTH:
        shown = f"{shown[:_LENGTH]}..."
    parts = [escape(part, quote=False).translate(_SPECIAL) for part in code_spans(shown)]
    return "".join(f"<code>{part}</code>" if at % 2 else part for at, part in enumerate(parts))
