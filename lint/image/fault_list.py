"""Faults as a reader collects them: a bounded number of each kind, and a count of the rest."""

from __future__ import annotations

from lint.model.fault import Fault
from lint.model.findings import Place

MAX_OF_A_KIND = 20
"""One cause often has hundreds of effects; after twenty nobody reads on."""


class FaultList:
    """Collects faults. `display_path` is the path at which the rest of a kind is counted."""

    def __init__(self, display_path: str) -> None:
        self._shown = display_path
        self._faults: list[Fault] = []
        self._counts: dict[str, int] = {}

    def add(
        self, kind: str, message: str, path: str, help: str = "", line: int = 1, column: int = 1
    ) -> None:
        """Adds a fault, or only counts it when there are many of its kind."""
        count = self._counts[kind] = self._counts.get(kind, 0) + 1
        if count <= MAX_OF_A_KIND:
            self._faults.append(Fault(kind, Place(path, line, column), message=message, help=help))

    def result(self) -> list[Fault]:
        """The faults in the order of their discovery, then what was left out of each kind."""
        return self._faults + [
            Fault(
                kind,
                Place(self._shown),
                message=f"{count - MAX_OF_A_KIND} more of the same: `{kind}`",
            )
            for kind, count in self._counts.items()
            if count > MAX_OF_A_KIND
        ]
