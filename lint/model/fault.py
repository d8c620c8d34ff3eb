"""A fault: something wrong that a reader or a check met, before a rule makes a finding of it."""

from __future__ import annotations

from lint.model.record import record
from lint.model.text import NOTHING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, Protocol

    from lint.model.findings import Moment, Severity
    from lint.model.source import Source
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


class Repair:
    """The one right repair of a fault: an operation of `lint.yaml.edits` with the nodes it is about.

    It is worked out only for a finding (`lint.checks.repairs`): a check that names one loads nothing.

    `operation` is a function of `lint.yaml.edits`, called with the text's source and the arguments.
    `safe` says that this is certainly meant. `shown` is false where the arguments have a value of
    the user's that must not be shown. `source` is given where a finding on a text as a whole has none. `further` are repairs that belong to it: all are made, or none.
    """

    __slots__ = ("arguments", "further", "operation", "safe", "shown", "source")

    def __init__(
        self,
        operation: str,
        *arguments: Any,
        safe: bool = True,
        shown: bool = True,
        further: tuple[Repair, ...] = (),
        source: Source | None = None,
    ) -> None:
        self.operation = operation
        self.arguments = arguments
        self.safe = safe
        self.shown = shown
        self.further = further
        self.source = source


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
    repair: Repair | None = None
    """The one right repair, where there is one."""
