"""The repair of a finding, as edits of the text that the finding is in."""

from __future__ import annotations

from lint.model.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


@record
class Edit:
    """A span of one file that is replaced; lines and columns as in `lint.model.findings.Place`.

    A span of no length is an insertion. The end may be the beginning of the line behind the last.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    text: str
    """What comes in its place, with `\\n` as line end."""


@record
class Fix:
    """The edits that repair one finding: all of them are made, or none."""

    edits: Sequence[Edit]
    safe: bool = True
    """Whether it is certain that this is meant; else `--unsafe-fixes` must allow it."""
    shown: bool = True
    """Whether reports may have the edits: they hold no value of the user's text."""
