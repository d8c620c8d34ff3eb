"""What is wrong with a gcloud command, collected while it is read."""

from __future__ import annotations

from lint.model.fault import Fault
from lint.model.text import NOTHING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from lint.deploy.text import Text
    from lint.model.fault import Repair
    from lint.model.findings import Severity
    from lint.model.text import Message

REFUSALS = frozenset(
    (
        "unrecognized-argument",
        "flag-of-other-track",
        "value-missing",
        "value-not-taken",
        "bad-flag-value",
        "bad-list",
        "repeated-item",
        "conflicting-flags",
        "missing-argument",
        "container-flags",
        "bad-secret",
        "bad-volume",
        "bad-cloudsql-instance",
        "bad-named-file",
        "bad-resource-name",
    )
)
"""The kinds of fault for which gcloud certainly refuses the command."""
REFUSED_VALUES = frozenset(("bad-flag-value", "bad-resource-name"))
"""Those of them that are about one value, which is a part of the resource all the same."""
LOSSES = frozenset(
    ("list-replaced", "equal-key", "comma-in-value", "flag-without-effect", "value-replaced")
)
"""The kinds of fault with which gcloud does something else than what is written."""
DOUBTS = frozenset(
    (
        "unknown-flag",
        "file-not-found",
        "gcloud-exception",
        "needs-existing",
        "empty-set",
        "build-variable-at-run-time",
    )
)
"""The kinds of fault that depend on what is not in the file."""


class Faults:
    """The faults of one command."""

    __slots__ = ("found",)

    def __init__(self) -> None:
        self.found: list[Fault] = []

    def add(
        self,
        kind: str,
        where: Text,
        message: Message,
        help: Message = NOTHING,
        related: Sequence[tuple[Text, Message]] = (),
        severity: Severity | None = None,
        repair: Repair | None = None,
    ) -> None:
        """Notes a fault at a text of the command."""
        others = [(text.place, label) for text, label in related]
        self.found.append(
            Fault(
                kind,
                where.place,
                message,
                help=help,
                related=others,
                severity=severity,
                repair=repair,
            )
        )

    @property
    def refused(self) -> bool:
        """Whether gcloud refuses the command."""
        return any(fault.kind in REFUSALS for fault in self.found)
