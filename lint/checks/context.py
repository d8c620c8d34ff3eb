"""What a check judges: one resource, and what there is beside it."""

from __future__ import annotations

from lint.model.findings import Finding, Place, Related
from lint.model.text import own
from lint.support.globs import matches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from lint.manifest.problem import Problem
    from lint.manifest.resource import Container, Resource
    from lint.model.findings import ResourceId, Severity
    from lint.model.rule import Rule
    from lint.model.text import Message
    from lint.yaml.tree import Node


class CheckContext:
    """One resource with the build and the cloud that belong to it (each None when not given).

    `problems` are what the reader met in this resource's document. `memo` is for checks that
    share a costly intermediate result for one resource.
    """

    __slots__ = ("cloud", "image", "memo", "problems", "resource")

    def __init__(
        self,
        resource: Resource,
        problems: Iterable[Problem] = (),
        image: Any = None,
        cloud: Any = None,
    ) -> None:
        self.resource = resource
        self.problems = list(problems)
        self.image = image
        self.cloud = cloud
        self.memo: dict[str, Any] = {}

    def finding(
        self,
        rule: Rule,
        where: Node | Place,
        message: Message | str,
        *,
        help: Message | str = "",
        related: Iterable[tuple[Node | Place, Message | str]] = (),
        severity: Severity | None = None,
    ) -> Finding:
        """A finding of this rule on this resource.

        `message` gives way to the rule's own `message` where it has one. `severity` lowers the
        rule's severity for one finding, where a check is less sure than usual; it never raises
        it.
        """
        return make_finding(
            rule,
            self.place(where),
            message,
            help=help,
            related=[Related(self.place(node), label) for node, label in related],
            resource=self.resource.id,
            severity=severity,
        )

    def place(self, where: Node | Place) -> Place:
        """The place of a node of this resource; a `Place` stays what it is."""
        return where if isinstance(where, Place) else self.resource.place(where)

    def containers(self, rule: Rule) -> Iterator[Container]:
        """The containers that a rule means: the one it names, else the ingress container."""
        if rule.container:
            for container in self.resource.containers:
                if matches(container.name, (rule.container,)):
                    yield container
        else:
            ingress = self.resource.ingress_container
            if ingress is not None:
                yield ingress


def make_finding(
    rule: Rule,
    place: Place,
    message: Message | str,
    *,
    help: Message | str = "",
    related: Iterable[Related] = (),
    resource: ResourceId | None = None,
    severity: Severity | None = None,
) -> Finding:
    """A finding of a rule at a place; see `CheckContext.finding`."""
    order = ("error", "warning", "info")
    lowered = severity is not None and order.index(severity) > order.index(rule.severity)
    return Finding(
        rule=rule.id,
        name=rule.name,
        severity=severity if severity is not None and lowered else rule.severity,
        consequence=rule.consequence,
        message=own(rule.message) if rule.message else message,
        place=place,
        help=help,
        because=rule.because,
        resource=resource,
        related=tuple(related),
    )
