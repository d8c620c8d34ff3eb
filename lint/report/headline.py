"""The line that is complete on its own: place, severity, rule, message."""

from __future__ import annotations

from lint.report.color import BOLD, PLAIN, SEVERITY
from lint.report.safe import safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.model.findings import Finding, Place, Related
    from lint.report.color import Paint


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

    Only `.whl!` and `.zip!` end the name of an archive: `!` alone may be part of a file's name.
    """
    for mark in (".whl!", ".zip!"):
        at = path.lower().find(mark)
        if at >= 0:
            return path[: at + 4], path[at + 5 :]
    return path, ""


def member_place(place: Place) -> str:
    """`app/main.py:12:5` for a place in an archive member, "" for one in an ordinary file."""
    member = archive_member(place.path)[1]
    return f"{member}:{place.line}:{place.column}" if member else ""
