"""The edits of a repair that a check has named."""

from __future__ import annotations

from lint.model.fix import Fix
from lint.yaml import edits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.model.fault import Repair
    from lint.model.source import Source


def fix_of(repair: Repair, source: Source | None = None) -> Fix | None:
    """The edits; None where the text is written in a way that is left alone.

    Only the operation `set_place` does without the source. Where the text has aliases, no repair is
    safe: what it changes may stand for something else, too.
    """
    found = []
    for each in (repair, *repair.further):
        made = getattr(edits, each.operation)(source, *each.arguments)
        if made is None or (source is not None and edits.loses_anchor(source, made)):
            return None
        found += made
    safe = repair.safe and not (source is not None and edits.has_alias(source))
    return Fix(found, safe, repair.shown)
