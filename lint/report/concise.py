"""One line a finding, for grep and for editors."""

from __future__ import annotations

from lint.report.color import Paint
from lint.report.headline import headline
from lint.report.summary import one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.model.findings import Outcome


def render(
    outcome: Outcome, *, color: bool = False, links: bool = False, quiet: bool = False
) -> str:
    """The findings' first lines and, unless `quiet`, a summary of one line."""
    paint = Paint(color, links)
    lines = [headline(finding, paint) for finding in outcome.findings]
    if not quiet:
        lines.append(one_line(outcome))
    return "".join(f"{line}\n" for line in lines)
