"""`cloud-network`: the connector and the Cloud SQL instances, as the project has them."""

from __future__ import annotations

from lint.checks.faults import fault_parameters, report_faults
from lint.manifest.references import CONNECTOR, INTERFACES, network_interface
from lint.model.fault import Fault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.checks.faults import Facts
    from lint.checks.protocol import Input
    from lint.cloud.lookups import ResourceLookups
    from lint.cloud.query import Result
    from lint.cloud.references import Use
    from lint.model.findings import Finding
    from lint.model.rule import Rule

FAULTS = (
    "connector-absent",
    "connector-region",
    "connector-down",
    "connector-changing",
    "instance-absent",
    "instance-elsewhere",
    "instance-down",
    "instance-changing",
    "instance-region",
    "instance-unreachable",
    "instance-network",
)
_CHANGING = ("CREATING", "UPDATING")
_BUSY = ("MAINTENANCE", "ONLINE_MAINTENANCE", "REPAIRING", "PENDING_CREATE")


def model() -> Any:
    """The parameters, for pydantic."""
    return fault_parameters(FAULTS)


def requires(params: Any) -> Input:
    """Answers about the project."""
    return "cloud"


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding]:
    """A finding for each connector or instance that is not there, not ready or out of reach."""
    return report_faults(rules, context, _detect)


def _detect(context: CheckContext, facts: dict[str, Facts]) -> Iterator[Fault]:
    view = context.given_cloud
    connector = None
    if view.connector is not None:
        connector = view.answer(view.connector.question)
        yield from _connector(view, view.connector, connector)
    for use in view.instances:
        answer = view.answer(use.question)
        yield from _instance(view, use, answer)
        if answer.found and not answer.facts["public"]:
            yield from _reach(context, view, use, answer, connector)


def _connector(view: ResourceLookups, use: Use, answer: Result) -> Iterator[Fault]:
    name = use.question.short
    region = use.question.name.split("/")[3]
    where = f"in region `{region}` of project `{use.question.project}`"
    if view.target.region and region != view.target.region:
        yield Fault(
            "connector-region",
            use.node,
            message=f"VPC connector `{name}` is in `{region}`, and the resource goes to "
            f"`{view.target.region}`",
            help="Name a connector of the resource's own region.",
        )
    if answer.absent:
        yield Fault(
            "connector-absent",
            use.node,
            message=f"VPC connector `{name}` does not exist {where}",
            help="Create the connector, or name one that exists.",
        )
    state = answer.facts.get("state", "READY")
    if state in _CHANGING:
        message = f"VPC connector `{name}` is in state {state}"
        yield Fault("connector-changing", use.node, message=message, help="Wait until it is READY.")
    elif state != "READY":
        message = f"VPC connector `{name}` is in state {state}, not READY"
        yield Fault(
            "connector-down",
            use.node,
            message=message,
            help="Delete the connector and create it anew.",
        )


def _instance(view: ResourceLookups, use: Use, answer: Result) -> Iterator[Fault]:
    name = use.question.name
    project, region, short = name.rsplit(":", 2)
    if answer.absent:
        yield Fault(
            "instance-absent",
            use.node,
            message=f"Cloud SQL instance `{short}` does not exist in project `{project}`",
            help="Correct the connection name, PROJECT:REGION:INSTANCE.",
        )
    if not answer.found:
        return
    actual = answer.facts["region"]
    if actual and actual != region:
        yield Fault(
            "instance-elsewhere",
            use.node,
            message=f"Cloud SQL instance `{short}` is in `{actual}`, not in `{region}`",
            help=f"Write `{project}:{actual}:{short}`.",
        )
    elif view.target.region and actual and actual != view.target.region:
        yield Fault(
            "instance-region",
            use.node,
            message=f"Cloud SQL instance `{short}` is in `{actual}`, and the resource goes to "
            f"`{view.target.region}`",
            help="Use an instance of the same region.",
        )
    state = answer.facts["state"]
    if answer.facts["stopped"]:
        start = f"Start it: gcloud sql instances patch {short} --activation-policy=ALWAYS."
        yield Fault(
            "instance-down",
            use.node,
            message=f"Cloud SQL instance `{short}` is stopped",
            help=start,
        )
    elif state in _BUSY:
        message = f"Cloud SQL instance `{short}` is in state {state}"
        yield Fault(
            "instance-changing", use.node, message=message, help="Wait until it is RUNNABLE."
        )
    elif state != "RUNNABLE":
        message = f"Cloud SQL instance `{short}` is in state {state}, not RUNNABLE"
        yield Fault(
            "instance-down", use.node, message=message, help="See why: gcloud sql operations list."
        )


def _reach(
    context: CheckContext, view: ResourceLookups, use: Use, answer: Result, connector: Result | None
) -> Iterator[Fault]:
    """An instance without a public address is reached through its private network only."""
    resource = context.resource
    short = use.question.short.rpartition(":")[2]
    network = answer.facts["network"].rpartition("/")[2]
    if not any(resource.annotation(name, template=True) for name in (CONNECTOR, INTERFACES)):
        yield Fault(
            "instance-unreachable",
            use.node,
            message=f"Cloud SQL instance `{short}` has a private address only, and the resource has no way "
            "into a VPC network",
            help=f"Add a VPC connector or a network interface in network `{network or 'NETWORK'}`.",
        )
        return
    if not network:
        return
    if connector is not None:
        other = connector.facts.get("network", "")
        if other and other != network and view.connector is not None:
            yield Fault(
                "instance-network",
                use.node,
                message=f"Cloud SQL instance `{short}` is in network `{network}`, and the connector "
                f"`{view.connector.question.short}` leads to `{other}`",
                help=f"Use a connector of network `{network}`.",
                related=[(view.connector.node, f"this connector is in network `{other}`")],
            )
        return
    interface = network_interface(resource)
    if interface is not None:
        value, node = interface
        own = value.get("network")
        if isinstance(own, str) and own.rpartition("/")[2] != network:
            yield Fault(
                "instance-network",
                use.node,
                message=f"Cloud SQL instance `{short}` is in network `{network}`, and the resource's "
                f"interface is in `{own.rpartition('/')[2][:63]}`",
                help=f"Use network `{network}`.",
                related=[(node, "the network interface")],
            )
