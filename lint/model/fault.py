"""A fault: something wrong that a reader or a check met, before a rule makes a finding of it."""

from __future__ import annotations

from lint.model.record import record
from lint.model.text import NOTHING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Protocol

    from lint.model.findings import Moment, Severity
    from lint.model.text import Message

    class Spot(Protocol):
        """Where something is: a `lint.model.findings.Place`, or a node of the judged resource."""

        @property
        def line(self) -> int:
            """The first line, from 1."""

        @property
        def column(self) -> int:
            """The first column, from 1, in characters."""

        @property
        def end_line(self) -> int:
            """The last line."""

        @property
        def end_column(self) -> int:
            """The column behind the last character."""


@record
class Fault:
    """One thing that is wrong, without a rule yet.

    `message`, `help` and the labels of `related` are worded as in
    `lint.model.findings.Finding`. All but the first two are given by name.
    """

    kind: str
    """A stable kebab-case word by which a rule selects the fault."""
    where: Spot
    message: Message
    help: Message = NOTHING
    related: Sequence[tuple[Spot, Message]] = ()
    """Further places with their labels."""
    severity: Severity | None = None
    """Given where this fault is less sure than others of its kind: it lowers the rule's severity."""
    moment: Moment | None = None
    """When the code runs that it is about; None for what is not about code."""
