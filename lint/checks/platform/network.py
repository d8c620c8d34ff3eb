"""`network`: contradictions in how a resource reaches a VPC network."""

from __future__ import annotations

import re

from lint.checks.faults import fault_parameters, report_faults
from lint.manifest.references import CONNECTOR, EGRESS, INTERFACES
from lint.model.fault import Fault
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
            message="the VPC connector is empty",
            help="Name the connector, or remove the annotation.",
        )
    elif connector is not None and interfaces is not None:
        yield Fault(
            "two-ways",
            keys[INTERFACES],
            message="both a VPC connector and a network interface are set, only one may be",
            help=f"Remove `{CONNECTOR}` or `{INTERFACES}`.",
            related=[(keys[CONNECTOR], "the connector")],
        )
    if egress is not None and egress.value is not None and not (connector or interfaces):
        related = []
        other = resource.annotation(CONNECTOR, template=False)
        if other is not None:
            related.append((other, "the connector stands on the wrong level"))
        yield Fault(
            "egress-alone",
            keys[EGRESS],
            message=f"`{EGRESS}` is set without a connector or a network interface",
            help=f"Add `{CONNECTOR}` (or `{INTERFACES}`) to the template, or remove this annotation.",
            related=related,
        )
    if connector is not None and connector.value and not connector.unknown:
        yield from _connector(context, connector)
    if interfaces is not None and isinstance(interfaces.value, str) and not interfaces.unknown:
        yield from _interfaces(interfaces)


def _connector(context: CheckContext, node: ScalarNode) -> Iterator[Fault]:
    text = node.text
    match = _PATH.fullmatch(text)
    if match is None:
        if "/" in text or not re.fullmatch(r"(?i)[a-z][a-z0-9-]*", text):
            yield Fault(
                "connector-name",
                node,
                message=f"`{text[:80]}` is neither the name of a connector nor its full path",
                help="Write the name, or `projects/PROJECT/locations/REGION/connectors/NAME`.",
            )
        return
    labels = context.resource.labels
    location = labels.get("cloud.googleapis.com/location") if labels is not None else None
    region = getattr(location, "text", "")
    if location is not None and region and not getattr(location, "unknown", True):
        if region != match.group(1):
            yield Fault(
                "connector-region",
                node,
                message=f"the connector is in `{match.group(1)[:40]}`, the resource in `{region[:40]}`",
                help="Use a connector of the resource's own region.",
                related=[(location, "the region of the resource")],
            )


def _interfaces(node: ScalarNode) -> Iterator[Fault]:
    import json

    try:
        value = json.loads(node.text)
    except ValueError:
        return  # the annotation's grammar is another rule's
    if not isinstance(value, list):
        return
    for entry in value:
        if not isinstance(entry, dict):
            continue
        if not entry.get("network") and not entry.get("subnetwork"):
            yield Fault(
                "interface-empty",
                node,
                message="the network interface names neither a network nor a subnetwork",
                help="Add `network` or `subnetwork`.",
            )
        tags = entry.get("tags") or []
        for tag in tags if isinstance(tags, list) else []:
            if isinstance(tag, str) and not _TAG.fullmatch(tag):
                yield Fault(
                    "interface-tag",
                    node,
                    message=f"`{tag[:60]}` is not a network tag",
                    help="Use lower-case letters, digits and `-`, up to 63 characters.",
                )
