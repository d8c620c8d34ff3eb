"""Faults as a reader collects them: a bounded number of each kind, and a count of the rest."""

from __future__ import annotations

from lint.model.fault import Fault
from lint.model.findings import Place
from lint.model.text import NOTHING, amount, own, say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.model.text import Message

MAX_OF_A_KIND = 20
"""One cause often has hundreds of effects; after twenty nobody reads on."""


class FaultList:
    """Collects faults. `display_path` is the path at which the rest of a kind is counted."""

    def __init__(self, display_path: str) -> None:
        self._shown = display_path
        self._faults: list[Fault] = []
        self._counts: dict[str, int] = {}

    def add(
        self,
        kind: str,
        message: Message,
        path: str,
        help: Message = NOTHING,
        line: int = 1,
        column: int = 1,
    ) -> None:
        """Adds a fault, or only counts it when there are many of its kind."""
        found = self._counts[kind] = self._counts.get(kind, 0) + 1
        if found <= MAX_OF_A_KIND:
            self._faults.append(Fault(kind, Place(path, line, column), message=message, help=help))

    def result(self) -> list[Fault]:
        """The faults in the order of their discovery, then what was left out of each kind."""
        return self._faults + [
            Fault(
                kind,
                Place(self._shown),
                message=say("{} of the kind `{}`", _more(found - MAX_OF_A_KIND), own(kind)),
            )
            for kind, found in self._counts.items()
            if found > MAX_OF_A_KIND
        ]


def _more(left_out: int) -> Message:
    if left_out == 1:
        return say("1 more finding")
    return say("{} more findings", amount(left_out))
