"""Why a file is not in the image that folders of the build context would bring, and what leaves that open."""

from __future__ import annotations

import os

from lint.image.context.made_before import made_before
from lint.model.findings import Place
from lint.model.record import record
from lint.model.text import NOTHING, say
from lint.support.paths import repository_root

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from lint.image.context.build_context import Context
    from lint.image.context.ignore_rules import Pattern
    from lint.model.text import Message


@record
class Absence:
    """What is known of a file that is not there."""

    pattern: Pattern | None = None
    """The pattern of an ignore file that keeps it out of the build context, None for none."""
    unless: Message = NOTHING
    """Why it may be there all the same, behind "unless"; empty where it is certainly not."""
    spots: tuple[tuple[Place, Message], ...] = ()
    """The places that say so, with their labels."""


def absence(context: Context, origins: Iterable[str]) -> Absence | None:
    """What the paths of the context say from which a file would come; None where one may be there.

    Those are links, and what of the tree could not be read.
    """
    for origin in origins:
        if context.exists_in_tree(origin):
            decision = context.excluded(origin)
            pattern = decision.pattern
            if pattern is None or decision.included:
                return None
            where = Place(pattern.path, pattern.line)
            label = say("this pattern excludes it")
            return Absence(pattern, spots=((where, label),) if pattern.path else ())
        made = made_before(context, origin)
        if made is not None:
            reason, spot = made
            label = say("this line may make it")
            unless = say("it is made before ({})", reason)
            return Absence(unless=unless, spots=((spot, label),) if spot is not None else ())
        if context.guessed and _is_in_a_folder_above(context, origin):
            return Absence(unless=say("another folder is the build context"))
    return Absence()


def _is_in_a_folder_above(context: Context, origin: str) -> bool:
    """Whether a folder above, in the same repository, has the path."""
    folder = os.path.abspath(context.directory)
    root = repository_root(folder)
    while root is not None and folder != root:
        folder = os.path.dirname(folder)
        if os.path.lexists(os.path.join(folder, *origin.split("/"))):
            return True
    return False
