"""One line a finding, for grep and for editors."""

from __future__ import annotations

from lint.report.summary import remarks, summary
from lint.report.text import _Paint, first_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.findings import Outcome


def render(outcome: Outcome, *, color: bool = False) -> str:
    """The findings' first lines and the summary."""
    paint = _Paint(color)
    lines = [first_line(finding, paint) for finding in outcome.findings]
    return "\n".join([*lines, summary(outcome), *remarks(outcome)]) + "\n"
