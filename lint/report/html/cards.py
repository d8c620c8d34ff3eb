"""Findings as articles: message, place, source lines, repair, reason."""

from __future__ import annotations

from lint.report.color import Paint
from lint.report.html.markup import colored, prose, text
from lint.report.reason import why
from lint.report.snippet import snippet

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.model.findings import Accepted, Finding, Outcome

_WIDTH = 110
"""Columns that source lines are cut to."""
_MOMENTS = {
    "import": "while modules are imported",
    "start-up": "in what the start calls",
    "later": "in code that runs later",
}


def card(finding: Finding, number: int, outcome: Outcome) -> str:
    """One finding. Its attributes are what the filters of the page go by."""
    rule = rule_link(finding)
    service = str(finding.resource or "")
    place = f"<code>{text(str(finding.place))}</code>"
    if finding.moment is not None:
        place += f", {_MOMENTS[finding.moment]}"
    lines = [
        f'<article class="finding {finding.severity}" id="f{number}" tabindex="-1" '
        f'data-severity="{finding.severity}" data-rule="{text(finding.rule)}" '
        f'data-file="{text(finding.place.path)}" data-service="{text(service)}">',
        f'<h4><a class="number" href="#f{number}">{number}</a> '
        f'<span class="severity">{finding.severity}</span> {prose(finding.message)}</h4>',
        f'<p class="place">{place} {rule}</p>',
    ]
    source = snippet(finding, outcome.sources, width=_WIDTH, paint=Paint(True))
    if source:
        # A line that is too long scrolls: for the keyboard, that needs a tab stop.
        lines.append(f'<pre tabindex="0">{colored(source)}</pre>')
    if finding.help:
        lines.append(f"<p><b>Help</b> {prose(finding.help)}</p>")
    reason = why(finding)
    if reason:
        lines.append(f"<p><b>Why</b> {prose(reason)}</p>")
    return "\n".join([*lines, "</article>"])


def accepted_line(accepted: Accepted) -> str:
    """One accepted finding, and who accepts it until when."""
    finding = accepted.finding
    until = f" until {text(accepted.until)}" if accepted.until else ""
    reason = f": {prose(accepted.reason)}" if accepted.reason else ""
    by = "a comment" if accepted.by == "comment" else "the baseline"
    return (
        f"<li><code>{text(str(finding.place))}</code> {rule_link(finding)} "
        f"{prose(finding.message)}. Accepted by {by}{until}{reason}</li>"
    )


def rule_link(finding: Finding) -> str:
    """Id and name of the rule, with a link to its page where it has one."""
    label = f"{text(finding.rule)} {text(finding.name)}"
    title = f' title="{text(finding.title)}"' if finding.title else ""
    if not finding.url:
        return f'<span class="rule"{title}>{label}</span>'
    return f'<a class="rule" href="{text(finding.url)}" rel="noreferrer"{title}>{label}</a>'
