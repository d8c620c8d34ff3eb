"""Questions to the cloud and their answers, which have three values.

A thing is there (with facts), it is not there, or nobody could tell. The facts are plain
JSON-like data: the live look-ups and a recorded inventory give the same ones.
"""

from __future__ import annotations

from lint.model.record import default, record

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
    "constraints",
    "effective-policy",
)
"""What can be asked for. Those that others wait for come first, plurals (for an inventory) last."""


@record
class Query:
    """One look-up. Two queries of the same kind and name are the same query."""

    kind: str
    """What is looked up: `secret`, `version`, `connector`, ..."""
    name: str
    """The full resource name (`projects/P/secrets/S`); for an instance its connection name
    (`P:REGION:I`)."""
    after: Query | None = None
    """The query whose result is needed first."""
    body: Any = None
    """What a validation sends: see `lint.cloud.v2.service.Converted`."""

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


@record
class Result:
    """What became of a query."""

    status: Status
    """Whether the thing is there."""
    facts: Mapping[str, Any] = default(factory=dict)
    """What was found. A missing thing may have facts too: what there is instead, for a hint."""
    reason: str = ""
    """Why nobody can know; "" for a thing that is found or missing."""
    failed: bool = False
    """True where the look-up went wrong, false where it went well and leaves the query open."""

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
    return Result("found", facts or {})


def absent(facts: Mapping[str, Any] | None = None) -> Result:
    """The thing is not there; `facts` may hold what there is instead."""
    return Result("absent", facts or {})


def unknown(reason: str, *, failed: bool = True) -> Result:
    """Nobody can tell, because of `reason` (lower case, no full stop)."""
    return Result("unknown", reason=reason, failed=failed)
