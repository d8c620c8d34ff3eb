"""The report for people: each finding with its source line, its repair and its consequence."""

from __future__ import annotations

from lint.report import WIDTH
from lint.report.color import BOLD, CYAN, DIM, GREEN, YELLOW, Paint
from lint.report.safe import safe
from lint.report.summary import remarks, summary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.model.findings import Finding, Outcome

_MANY = 10
"""More repeats of one rule with one message in one file than this are listed by place only."""
LONGEST_REASON = 240
"""Characters of a rule's reason that are shown."""


def render(
    outcome: Outcome,
    *,
    color: bool = False,
    links: bool = False,
    width: int = WIDTH,
    quiet: bool = False,
) -> str:
    """The whole report; source lines are cut to `width` columns of the terminal.

    Unless `outcome.info` is set, info findings are a line for each rule.

    With `quiet`, it has the findings only, and is "" where there are none.
    """
    paint = Paint(color, links)
    shown = outcome.findings
    if not outcome.info:
        shown = [finding for finding in shown if finding.severity != "info"]
    blocks = ["\n".join(_block(group, outcome, width, paint)) for group in _groups(shown)]
    if len(shown) < len(outcome.findings):
        blocks.append("\n".join(_info(outcome.findings, paint)))
    if not quiet:
        blocks.append("\n".join(_footer(outcome, paint)))
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _footer(outcome: Outcome, paint: Paint) -> list[str]:
    if outcome.findings:
        tone = BOLD
    else:
        tone = GREEN if outcome.checked and not outcome.incomplete else YELLOW
    return [paint(summary(outcome), tone)] + [paint(f"  {line}", DIM) for line in remarks(outcome)]


def _info(findings: list[Finding], paint: Paint) -> list[str]:
    """The first info finding of each rule in one line, with the number of the others."""
    from lint.report.headline import headline

    by_rule: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        if finding.severity == "info":
            by_rule.setdefault((finding.rule, finding.name), []).append(finding)
    lines = []
    for found in by_rule.values():
        more = f" (and {len(found) - 1:,} more)" if len(found) > 1 else ""
        lines.append(f"{headline(found[0], paint)}{more}")
    return [*lines, f"  {paint('--info', CYAN)} shows each of them"]


def _groups(findings: list[Finding]) -> list[list[Finding]]:
    """The findings that share one block, in the order of the report.

    Those are consecutive ones of one rule at one place without second places (two patterns that a
    value does not match), and long runs of one rule with one message in one file.
    """
    repeats: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        repeats.setdefault(_sameness(finding), []).append(finding)
    groups: list[list[Finding]] = []
    for finding in findings:
        run = repeats[_sameness(finding)]
        if len(run) > _MANY:
            if finding is run[0]:
                groups.append(run)
        elif groups and _shares_place(groups[-1][-1], finding):
            groups[-1].append(finding)
        else:
            groups.append([finding])
    return groups


def _sameness(finding: Finding) -> tuple[str, str, str]:
    return (finding.rule, finding.message, finding.place.path)


def _shares_place(one: Finding, other: Finding) -> bool:
    return (
        one.rule == other.rule
        and one.message != other.message
        and one.place == other.place
        and not one.related
        and not other.related
    )


def _block(group: list[Finding], outcome: Outcome, width: int, paint: Paint) -> list[str]:
    # Only here: most runs have no findings.
    from lint.report.headline import headline
    from lint.report.reason import why
    from lint.report.snippet import snippet

    first = group[0]
    if len(group) > _MANY and first.message == group[1].message:
        lines = [headline(first, paint)]
        hint = _repeats(group[1:])
        group = [first]
    else:
        lines = [headline(finding, paint) for finding in group]
        hint = ""
    lines += snippet(first, outcome.sources, width=width, paint=paint)
    if hint:
        lines.append(f"  {hint}")
    for text in dict.fromkeys(finding.help for finding in group if finding.help):
        lines.append(f"  {paint('help:', CYAN)} {safe(text)}")
    reason = why(first, LONGEST_REASON)
    if reason:
        lines.append(f"  {paint('why:', CYAN)} {safe(reason)}")
    return lines


def _repeats(others: list[Finding]) -> str:
    places = [f"{finding.place.line}:{finding.place.column}" for finding in others]
    more = f" (+{len(places) - _MANY} more)" if len(places) > _MANY else ""
    return f"and {len(places):,} more in this file: {', '.join(places[:_MANY])}{more}"
