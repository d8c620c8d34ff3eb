"""Questions to the cloud and their answers, which have three values.

A thing is there (with facts), it is not there, or nobody could tell. The facts are plain
JSON-like data: the live look-ups and a recorded inventory give the same ones.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, Literal

    Status = Literal["found", "absent", "unknown"]

KINDS = (
    "service",
    "job",
    "workerpool",
    "validation",
    "revision",
    "connector",
    "instance",
    "secret",
    "version",
    "policy",
    "secrets",
    "versions",
    "connectors",
    "instances",
    "services",
    "jobs",
    "workerpools",
    "revisions",
)
"""What can be asked for. Those that others wait for come first, plurals (for an inventory) last."""


class Query:
    """One look-up. Two questions of the same kind and name are the same question.

    `name` is the full resource name (`projects/P/secrets/S`), for an instance its connection
    name (`P:REGION:I`). `after` is the question whose answer is needed first. `body` is what a
    validation sends: see `lint.cloud.v2.service.Converted`.
    """

    __slots__ = ("after", "body", "kind", "name")

    def __init__(
        self, kind: str, name: str, *, after: Query | None = None, body: Any = None
    ) -> None:
        self.kind = kind
        self.name = name
        self.after = after
        self.body = body

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Query) and self.kind == other.kind and self.name == other.name

    def __hash__(self) -> int:
        return hash((self.kind, self.name))

    def __repr__(self) -> str:
        return f"<Question {self.kind} {self.name}>"

    @property
    def project(self) -> str:
        """The project that is asked about."""
        if self.kind == "instance":
            return self.name.rsplit(":", 2)[0]
        return self.name.split("/")[1]

    @property
    def short(self) -> str:
        """The last part of the name, for messages."""
        return self.name if self.kind == "instance" else self.name.rpartition("/")[2]


class Result:
    """What became of a question: `status`, and `facts` where found, `reason` where unknown.

    An absent thing may carry facts too: what there is instead, for a hint. `failed` tells a
    look-up that went wrong from one that went well and still leaves the question open.
    """

    __slots__ = ("facts", "failed", "reason", "status")

    def __init__(
        self,
        status: Status,
        facts: Mapping[str, Any] | None = None,
        reason: str = "",
        failed: bool = False,
    ) -> None:
        self.status = status
        self.facts: Mapping[str, Any] = facts or {}
        self.reason = reason
        self.failed = failed

    def __repr__(self) -> str:
        return f"<Answer {self.status} {self.reason or dict(self.facts)}>"

    @property
    def found(self) -> bool:
        """Whether the thing is there."""
        return self.status == "found"

    @property
    def absent(self) -> bool:
        """Whether it is certain that the thing is not there."""
        return self.status == "absent"

    @property
    def unknown(self) -> bool:
        """Whether nobody can tell."""
        return self.status == "unknown"


def found(facts: Mapping[str, Any] | None = None) -> Result:
    """The thing is there."""
    return Result("found", facts)


def absent(facts: Mapping[str, Any] | None = None) -> Result:
    """The thing is not there; `facts` may hold what there is instead."""
    return Result("absent", facts)


def unknown(reason: str, *, failed: bool = True) -> Result:
    """Nobody can tell, because of `reason` (lower case, no full stop)."""
    return Result("unknown", None, reason, failed)
