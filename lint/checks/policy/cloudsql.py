"""`cloudsql`: the Cloud SQL instances that must be attached."""

from __future__ import annotations

from lint.manifest.references import CLOUDSQL, cloudsql_instances, cloudsql_sockets
from lint.model.text import listed, own, say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.model.findings import Finding, NotRun
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


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding | NotRun]:
    """A finding for each instance that the annotation does not attach."""
    resource = context.resource
    attached = cloudsql_instances(resource)
    node = resource.annotation(CLOUDSQL, template=True)
    for rule in rules:
        for instance in rule.params["instances"]:
            if instance in attached or (node is not None and node.unknown):
                continue
            if resource.may_have_more("cloudsql"):
                yield context.not_stated(rule)
                continue
            related = [
                (socket.node, say("this uses the socket of the instance"))
                for socket in cloudsql_sockets(resource)
                if socket.instance == instance
            ]
            if node is None:
                yield context.finding(
                    rule,
                    context.resource.annotations_place,
                    message=say("Cloud SQL instance `{}` is not attached", own(instance)),
                    help=say("Add the template annotation `{}: {}`.", own(CLOUDSQL), own(instance)),
                    related=related,
                )
                continue
            yield context.finding(
                rule,
                node,
                message=say(
                    "Cloud SQL instance `{}` is not attached; the annotation lists {}",
                    own(instance),
                    listed(resource.part(node, name) for name in attached)
                    if attached
                    else say("no instance"),
                ),
                help=say("Add `{}` to `{}`.", own(instance), own(CLOUDSQL)),
                related=related,
            )
