"""`cloud-network`: the VPC connector and the Cloud SQL instances in the project."""

from __future__ import annotations

from lint.checks.faults import fault_parameters, report_faults
from lint.manifest.references import CONNECTOR, INTERFACES, network_interface
from lint.model.fault import Fault
from lint.model.text import name, say

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
    from lint.model.text import Message

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
    """A finding for each connector or instance that is missing, not ready or out of reach."""
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


def instance(connection: str) -> Message:
    """A Cloud SQL connection name, `PROJECT:REGION:INSTANCE`, for a message."""
    if connection.count(":") < 2:
        return name(connection)
    project, region, short = connection.rsplit(":", 2)
    return say("{}:{}:{}", name(project), name(region), name(short))


def _connector(view: ResourceLookups, use: Use, answer: Result) -> Iterator[Fault]:
    connector = name(use.question.short)
    region = use.question.name.split("/")[3]
    if view.target.region and region != view.target.region:
        yield Fault(
            "connector-region",
            use.node,
            message=say(
                "VPC connector `{}` is in region `{}`, and the resource is deployed to `{}`",
                connector,
                name(region),
                name(view.target.region),
            ),
            help=say("Use a connector in region `{}`.", name(view.target.region)),
        )
    if answer.absent:
        yield Fault(
            "connector-absent",
            use.node,
            message=say(
                "VPC connector `{}` does not exist in region `{}` of project `{}`",
                connector,
                name(region),
                name(use.question.project),
            ),
            help=say("Use a connector that exists, or create this one."),
        )
    state = answer.facts.get("state", "READY")
    if state in _CHANGING:
        yield Fault(
            "connector-changing",
            use.node,
            message=say("VPC connector `{}` is in state {}", connector, name(state)),
            help=say("Wait until the connector is READY."),
        )
    elif state != "READY":
        yield Fault(
            "connector-down",
            use.node,
            message=say("VPC connector `{}` is in state {}, not READY", connector, name(state)),
            help=say("Delete the connector and create it again."),
        )


def _instance(view: ResourceLookups, use: Use, answer: Result) -> Iterator[Fault]:
    project, region, short = use.question.name.rsplit(":", 2)
    if answer.absent:
        yield Fault(
            "instance-absent",
            use.node,
            message=say(
                "Cloud SQL instance `{}` does not exist in project `{}`",
                name(short),
                name(project),
            ),
            help=say("Correct the connection name, `PROJECT:REGION:INSTANCE`."),
        )
    if not answer.found:
        return
    actual = answer.facts["region"]
    if actual and actual != region:
        yield Fault(
            "instance-elsewhere",
            use.node,
            message=say(
                "Cloud SQL instance `{}` is in region `{}`, not in `{}`",
                name(short),
                name(actual),
                name(region),
            ),
            help=say(
                "Change the connection name to `{}`.", instance(f"{project}:{actual}:{short}")
            ),
        )
    elif view.target.region and actual and actual != view.target.region:
        yield Fault(
            "instance-region",
            use.node,
            message=say(
                "Cloud SQL instance `{}` is in region `{}`, and the resource is deployed to `{}`",
                name(short),
                name(actual),
                name(view.target.region),
            ),
            help=say("Use an instance in region `{}`.", name(view.target.region)),
        )
    state = answer.facts["state"]
    if answer.facts["stopped"]:
        yield Fault(
            "instance-down",
            use.node,
            message=say("Cloud SQL instance `{}` is stopped", name(short)),
            help=say(
                "Start it with `gcloud sql instances patch {} --activation-policy=ALWAYS`.",
                name(short),
            ),
        )
    elif state in _BUSY:
        yield Fault(
            "instance-changing",
            use.node,
            message=say("Cloud SQL instance `{}` is in state {}", name(short), name(state)),
            help=say("Wait until the instance is RUNNABLE."),
        )
    elif state != "RUNNABLE":
        yield Fault(
            "instance-down",
            use.node,
            message=say(
                "Cloud SQL instance `{}` is in state {}, not RUNNABLE", name(short), name(state)
            ),
            help=say(
                "Look for the cause with `gcloud sql operations list --instance={}`.", name(short)
            ),
        )


def _reach(
    context: CheckContext, view: ResourceLookups, use: Use, answer: Result, connector: Result | None
) -> Iterator[Fault]:
    """An instance without a public address is reached through its private network only."""
    resource = context.resource
    short = name(use.question.short.rpartition(":")[2])
    network = answer.facts["network"].rpartition("/")[2]
    if not any(resource.annotation(key, template=True) for key in (CONNECTOR, INTERFACES)):
        yield Fault(
            "instance-unreachable",
            use.node,
            message=say(
                "Cloud SQL instance `{}` has only a private address, and the resource has no VPC "
                "access",
                short,
            ),
            help=say(
                "Add a VPC connector or a network interface in network `{}`.",
                name(network or "NETWORK"),
            ),
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
                message=say(
                    "Cloud SQL instance `{}` is in network `{}`, and VPC connector `{}` is in "
                    "network `{}`",
                    short,
                    name(network),
                    name(view.connector.question.short),
                    name(other),
                ),
                help=say("Use a connector in network `{}`.", name(network)),
                related=[
                    (view.connector.node, say("this connector is in network `{}`", name(other)))
                ],
            )
        return
    interface = network_interface(resource)
    if interface is not None:
        value, node = interface
        other = value.get("network")
        if isinstance(other, str) and other.rpartition("/")[2] != network:
            yield Fault(
                "instance-network",
                use.node,
                message=say(
                    "Cloud SQL instance `{}` is in network `{}`, and the network interface is in "
                    "network `{}`",
                    short,
                    name(network),
                    name(other.rpartition("/")[2]),
                ),
                help=say("Use network `{}`.", name(network)),
                related=[(node, say("the network interface is set here"))],
            )
