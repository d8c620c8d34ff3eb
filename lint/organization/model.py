"""Constraints and policies of an organisation, as files state them.

Source: the discovery document of the Organization Policy API (`orgpolicy.v2`), and of v1 for the
older form of policies.
"""

from __future__ import annotations

from lint.model.findings import Place
from lint.model.record import default, record
from lint.yaml.tree import ScalarNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.model.fault import Fault
    from lint.model.source import Source
    from lint.yaml.tree import Node

LEVELS = ("projects", "folders", "organizations")
"""Where a policy can be set, the one that wins first."""


@record
class Constraint:
    """A custom constraint: what `gcloud org-policies set-custom-constraint` reads."""

    id: str
    """`custom.onlyInternal`."""
    display_name: str
    condition: ScalarNode | None
    """The CEL expression; None where it is missing or no string."""
    denies: bool | None
    """Whether the condition is what is refused (DENY) or what is required (ALLOW); None where
    `actionType` is neither."""
    resource_types: list[str]
    method_types: list[str]
    place: Place
    """Where the constraint is: its condition, else its name."""
    broken: bool = False
    """Whether it could not be created as it is, so that nothing follows from it."""

    @property
    def expression(self) -> str:
        """The condition in one line, "" where there is none."""
        return " ".join(str(self.condition.value).split()) if self.condition is not None else ""

    @property
    def title(self) -> str:
        """What the organisation calls it."""
        return self.display_name or self.id


@record
class PolicyRule:
    """One rule of a policy."""

    place: Place
    enforce: bool | None = None
    """Of a boolean or custom constraint; None where it is not stated or not known."""
    allow_all: bool = False
    deny_all: bool = False
    allowed: list[str] = default(factory=list)
    denied: list[str] = default(factory=list)
    condition: str = ""
    """The tags for which it counts; "" for always."""


@record
class Policy:
    """What one policy says about one constraint."""

    constraint: str
    """`run.allowedIngress`, `custom.onlyInternal`."""
    parent: str
    """`projects/P`, `folders/F`, `organizations/O`, or "" where the file does not say."""
    rules: list[PolicyRule]
    place: Place
    inherits: bool = False
    """Whether the values of the parent's policy count too."""
    resets: bool = False
    """Whether Google's default counts."""
    dry_run: bool = False
    """Whether violations are only logged."""
    unread: str = ""
    """Why nobody knows what the policy says; "" where it is known."""

    @property
    def level(self) -> str:
        """`projects`, `folders`, `organizations`, or ""."""
        return self.parent.partition("/")[0]


@record
class PolicySet:
    """Everything that was read with `--policy`."""

    constraints: dict[str, Constraint] = default(factory=dict)
    policies: list[Policy] = default(factory=list)
    faults: list[Fault] = default(factory=list)
    sources: dict[str, Source] = default(factory=dict)
    unread: str = ""
    """Why the organisation's custom constraints are not known; "" where they are."""

    @property
    def is_empty(self) -> bool:
        """Whether the files hold neither a constraint nor a policy."""
        return not self.constraints and not self.policies


def place_of(node: Node, source: Source) -> Place:
    """The place of a node; of what spans several lines, where it begins."""
    path = (node.source or source).path
    if isinstance(node, ScalarNode) and node.line == node.end_line:
        return Place(path, node.line, node.column, node.line, node.end_column)
    return Place(path, node.line, node.column, node.line, node.column + 1)
