"""`cloudsql`: the Cloud SQL instances that must be attached."""

from __future__ import annotations

from lint.checks.policy.vpc import added_annotation
from lint.manifest.references import CLOUDSQL, cloudsql_instances, cloudsql_sockets
from lint.model.fault import Repair
from lint.model.text import MOST_NAMES, count, listed, own, say

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
    """A finding for the instances that the annotation does not attach."""
    resource = context.resource
    attached = cloudsql_instances(resource)
    node = resource.annotation(CLOUDSQL, template=True)
    for rule in rules:
        wanted = dict.fromkeys(rule.params["instances"])
        missing = [instance for instance in wanted if instance not in attached]
        if not missing or (node is not None and node.unknown):
            continue
        if resource.may_have_more("cloudsql"):
            yield context.not_stated(rule)
        else:
            yield _missing(rule, context, missing)


def _missing(rule: Rule, context: CheckContext, instances: list[str]) -> Finding:
    """One finding for all instances that are to be added to the annotation."""
    resource = context.resource
    node = resource.annotation(CLOUDSQL, template=True)
    every = listed(map(own, instances), most=MOST_NAMES)
    message = (
        say("Cloud SQL instance {} is not attached", every)
        if len(instances) == 1
        else say("{} are not attached: {}", count(len(instances), "Cloud SQL instance"), every)
    )
    if node is None:
        value = ",".join(instances)
        help = say("Add the template annotation `{}: {}`.", own(CLOUDSQL), own(value))
        repair = added_annotation(resource, CLOUDSQL, value)
    else:
        attached = [resource.part(node, name) for name in cloudsql_instances(resource)]
        found = listed(attached) if attached else say("no instance")
        message = say("{}; the annotation lists {}", message, found)
        help = say("Add {} to `{}`.", every, own(CLOUDSQL))
        repair = Repair("set_text", node, ",".join([*cloudsql_instances(resource), *instances]))
    return context.finding(
        rule,
        context.resource.annotations_place if node is None else node,
        message=message,
        help=help,
        related=[
            (socket.node, say("this uses the socket of the instance"))
            for socket in cloudsql_sockets(resource)
            if socket.instance in instances
        ],
        topic=say("Cloud SQL instances that are not attached"),
        repair=repair,
    )
