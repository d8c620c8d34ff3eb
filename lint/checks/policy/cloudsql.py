"""`cloudsql`: the Cloud SQL instances that must be attached."""

from __future__ import annotations

from lint.checks.policy.vpc import template_annotations_place
from lint.manifest.references import CLOUDSQL, cloudsql_instances, cloudsql_sockets

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.model.findings import Finding
    from lint.model.rule import Rule


def model() -> Any:
    """The parameters, for pydantic."""
    from pydantic import Field

    from lint.checks.parameters import Strict, Strings

    class CloudSql(Strict):
        instances: Strings = Field(
            min_length=1, description="connection names, PROJECT:REGION:INSTANCE"
        )

    return CloudSql


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding]:
    """A finding for each instance that the annotation does not attach."""
    resource = context.resource
    attached = cloudsql_instances(resource)
    node = resource.annotation(CLOUDSQL, template=True)
    for rule in rules:
        for instance in rule.params["instances"]:
            if instance in attached or (node is not None and node.unknown):
                continue
            related = [
                (socket.node, "the socket of this instance is used here")
                for socket in cloudsql_sockets(resource)
                if socket.instance == instance
            ]
            if node is None:
                yield context.finding(
                    rule,
                    template_annotations_place(context),
                    message=f"Cloud SQL instance `{instance}` is not attached",
                    help=f"Add the template annotation `{CLOUDSQL}: {instance}`.",
                    related=related,
                )
                continue
            others = ", ".join(f"`{name[:80]}`" for name in attached) or "nothing"
            yield context.finding(
                rule,
                node,
                message=f"Cloud SQL instance `{instance}` is not attached; the annotation names {others}",
                help=f"Name `{instance}` in `{CLOUDSQL}`.",
                related=related,
            )
