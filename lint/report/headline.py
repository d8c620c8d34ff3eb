"""The line that is complete on its own: place, severity, rule, message."""

from __future__ import annotations

from lint.report.color import BOLD, PLAIN, SEVERITY
from lint.report.safe import safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.model.findings import Finding, Related
    from lint.report.color import Paint

ARCHIVES = (".whl", ".zip", ".tar", ".tar.gz", ".tgz")
"""What the names of wheels and saved images end in."""


def headline(finding: Finding, paint: Paint = PLAIN) -> str:
    """`path:line:col: error[CR012 reserved-env-name] message`."""
    place = paint(safe(str(finding.place)), BOLD)
    return f"{place}: {rule_label(finding, paint)} {safe(finding.message)}"


def rule_label(finding: Finding, paint: Paint = PLAIN) -> str:
    """`error[CR012 reserved-env-name]`; the id is a link where the paint has links."""
    rule_id = safe(finding.rule)
    if paint.links and finding.url:
        from lint.report.hyperlinks import link

        rule_id = link(rule_id, finding.url)
    rule = f"{finding.severity}[{rule_id} {safe(finding.name)}]"
    return paint(rule, SEVERITY[finding.severity])


def related_line(related: Related) -> str:
    """A second place in words, for where there is no source line to show."""
    return f"{safe(str(related.place))}: {safe(related.message)}"


def archive_member(path: str) -> tuple[str, str]:
    """The archive and the member that a path names; the member is "" for an ordinary file.

    Only what ends as an archive does can have members: `!` alone may be part of a file's name.
    """
    lower = path.lower()
    at = lower.find("!")
    while at >= 0:
        if lower.endswith(ARCHIVES, 0, at):
            return path[:at], path[at + 1 :]
        at = lower.find("!", at + 1)
    return path, ""
