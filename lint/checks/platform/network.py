"""`network`: contradictions in how a resource reaches a VPC network."""

from __future__ import annotations

from lint.checks.faults import fault_parameters, report_faults
from lint.manifest.references import CONNECTOR, EGRESS, INTERFACES
from lint.model import text as shown
from lint.model.fault import Fault
from lint.model.text import say
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.checks.faults import Facts
    from lint.model.findings import Finding
    from lint.model.rule import Rule
    from lint.yaml.tree import ScalarNode

FAULTS = (
    "two-ways",
    "egress-alone",
    "empty-connector",
    "connector-name",
    "connector-region",
    "interface-empty",
    "interface-tag",
)
_PATH = lazy_regex(r"projects/[^/]+/locations/([^/]+)/connectors/([^/]+)")
_CONNECTOR_NAME = lazy_regex(r"[A-Za-z][A-Za-z0-9-]*")
_TAG = lazy_regex(r"[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?")


def model() -> Any:
    """The parameters, for pydantic."""
    return fault_parameters(FAULTS)


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding]:
    """A finding for each fault of the VPC annotations."""
    return report_faults(rules, context, _detect)


def _detect(context: CheckContext, facts: dict[str, Facts]) -> Iterator[Fault]:
    resource = context.resource
    if resource.template_annotations is None:
        return
    connector = resource.annotation(CONNECTOR, template=True)
    interfaces = resource.annotation(INTERFACES, template=True)
    egress = resource.annotation(EGRESS, template=True)
    keys = resource.template_annotations.keys
    if connector is not None and connector.value == "":
        yield Fault(
            "empty-connector",
            keys[CONNECTOR],
            message=say("the VPC connector is empty"),
            help=say("Name the connector, or remove the annotation."),
        )
    elif connector is not None and interfaces is not None:
        yield Fault(
            "two-ways",
            keys[INTERFACES],
            message=say("both a VPC connector and a network interface are set"),
            help=say("Remove `{}` or `{}`.", shown.own(CONNECTOR), shown.own(INTERFACES)),
            related=[(keys[CONNECTOR], say("the connector is set here"))],
        )
    if egress is not None and egress.value is not None and not (connector or interfaces):
        related = []
        other = resource.annotation(CONNECTOR, template=False)
        if other is not None:
            related.append((other, say("this annotation belongs on the template")))
        yield Fault(
            "egress-alone",
            keys[EGRESS],
            message=say(
                "`{}` is set without a VPC connector or a network interface", shown.own(EGRESS)
            ),
            help=say(
                "Add `{}` (or `{}`) to the template, or remove this annotation.",
                shown.own(CONNECTOR),
                shown.own(INTERFACES),
            ),
            related=related,
        )
    if connector is not None and connector.value and not connector.unknown:
        yield from _connector(context, connector)
    if interfaces is not None and isinstance(interfaces.value, str) and not interfaces.unknown:
        yield from _interfaces(context, interfaces)


def _connector(context: CheckContext, node: ScalarNode) -> Iterator[Fault]:
    text = node.text
    match = _PATH.fullmatch(text)
    if match is None:
        if "/" in text or not _CONNECTOR_NAME.fullmatch(text):
            yield Fault(
                "connector-name",
                node,
                message=say(
                    "`{}` is not the name or the resource name of a VPC connector",
                    context.resource.value(node),
                ),
                help=say("Write the name, or `projects/PROJECT/locations/REGION/connectors/NAME`."),
            )
        return
    location = context.resource.location
    if location is not None and location.text != match.group(1):
        yield Fault(
            "connector-region",
            node,
            message=say(
                "the VPC connector is in region `{}`, but the resource is in `{}`",
                shown.name(match.group(1)),
                shown.name(location.text),
            ),
            help=say("Use a connector in the resource's region."),
            related=[(location, say("the region of the resource"))],
        )


def _interfaces(context: CheckContext, node: ScalarNode) -> Iterator[Fault]:
    from lint.support.json_text import load_json

    try:
        value = load_json(node.text)
    except ValueError:
        return  # the JSON of annotations has its own rule
    if not isinstance(value, list):
        return
    for entry in value:
        if not isinstance(entry, dict):
            continue
        if not entry.get("network") and not entry.get("subnetwork"):
            yield Fault(
                "interface-empty",
                node,
                message=say("the network interface names neither a network nor a subnetwork"),
                help=say("Add `network` or `subnetwork`."),
            )
        tags = entry.get("tags") or []
        for tag in tags if isinstance(tags, list) else []:
            if isinstance(tag, str) and not _TAG.fullmatch(tag):
                yield Fault(
                    "interface-tag",
                    node,
                    message=say(
                        "`{}` is not a valid network tag", context.resource.part(node, tag)
                    ),
                    help=say(
                        "Use up to 63 lower-case letters, digits and `-`; begin with a letter, do"
                        " not end with `-`."
                    ),
                )
