"""What of a resource stays unknown where gcloud refuses a part of the command.

A refused flag is a finding by itself. It must not hide what is wrong with the others, and what it
would have set must not look as if it were absent.
"""

from __future__ import annotations

from lint.deploy.gcloud.faults import REFUSALS
from lint.model.findings import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lint.deploy.gcloud.draft import Draft
    from lint.deploy.gcloud.faults import Faults
    from lint.deploy.gcloud.grammar import Call, Given
    from lint.deploy.text import Text

_ANYTHING = frozenset(("unrecognized-argument", "flag-of-other-track", "container-flags"))
"""Refusals of what could have set anything."""
_LISTS = (
    ("env-vars", ("env",)),
    ("secrets", ("env", "secrets", "volumes")),
    ("cloudsql", ("cloudsql",)),
    ("labels", ("labels",)),
    ("volume", ("volumes",)),
)
"""The lists of a resource by a part of the names of the flags that set them."""


def leave_unknown(draft: Draft, call: Call, faults: Faults) -> None:
    """Marks what refused flags would have set as not known."""
    for fault in faults.found:
        if fault.kind not in REFUSALS:
            continue
        if fault.kind in _ANYTHING:
            draft.partial = True
            return
        assert isinstance(fault.where, Place)
        for given in _given(call):
            if _within(fault.where, given.word) or _within(fault.where, given.value):
                draft.open.update(_lists(str(given.word)))


def _lists(flag: str) -> Iterator[str]:
    for part, lists in _LISTS:
        if part in flag:
            yield from lists


def _given(call: Call) -> Iterator[Given]:
    yield from call.main.given
    for container in call.containers:
        yield from container.given


def _within(place: Place, text: Text | None) -> bool:
    """Whether a place begins in one of the pieces of a text."""
    if text is None:
        return False
    return any(
        piece.source.path == place.path
        and piece.line == place.line
        and piece.column <= place.column <= piece.end_column
        for piece in text.pieces
    )
