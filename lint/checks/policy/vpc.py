"""`vpc`: the way that traffic leaves through a VPC network."""

from __future__ import annotations

from lint.manifest.references import CONNECTOR, EGRESS, INTERFACES, network_interface

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.model.findings import Finding
    from lint.model.rule import Rule


def model() -> Any:
    """The parameters, for pydantic."""
    from typing import Literal

    from pydantic import Field

    from lint.checks.parameters import Strict

    class Vpc(Strict):
        connector: str = Field(
            default="", description="a Serverless VPC Access connector: short name or full path"
        )
        egress: Literal["", "all-traffic", "private-ranges-only"] = Field(
            default="", description="which traffic leaves through the VPC network"
        )
        network: str = Field(default="", description="Direct VPC egress: name or full path")
        subnetwork: str = Field(default="", description="Direct VPC egress: name or full path")

    return Vpc


def prepare(params: Any) -> Any:
    """Refuses two ways out at once, and none."""
    from lint.model.rule import ParameterError

    network = params["network"] or params["subnetwork"]
    if params["connector"] and network:
        raise ParameterError("traffic leaves through a connector or a network, not both")
    if not (params["connector"] or network or params["egress"]):
        raise ParameterError("state a connector, a network, a subnetwork or an egress")
    return params


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding]:
    """A finding for each of connector, network, subnetwork and egress that is not as stated."""
    for rule in rules:
        if rule.params["connector"]:
            yield from _connector(rule, context, rule.params["connector"])
        for key in ("network", "subnetwork"):
            if rule.params[key]:
                yield from _interface(rule, context, key, rule.params[key])
        if rule.params["egress"]:
            yield from _egress(rule, context, rule.params["egress"])


def same_name(actual: str, expected: str) -> bool:
    """Whether two names mean one thing: short names match full resource paths."""
    if "/" in actual and "/" in expected:
        return actual == expected
    return actual.rpartition("/")[2] == expected.rpartition("/")[2]


def _connector(rule: Rule, context: CheckContext, expected: str) -> Iterator[Finding]:
    resource = context.resource
    node = resource.annotation(CONNECTOR, template=True)
    if node is not None:
        if not node.unknown and not same_name(node.text, expected):
            yield context.finding(
                rule,
                node,
                message=f"traffic leaves through connector `{node.text[:80]}`, not `{expected}`",
                help=f"Set `{CONNECTOR}` to `{expected}`.",
            )
        return
    related = []
    misplaced = resource.annotation(CONNECTOR, template=False)
    if misplaced is not None:
        related.append((misplaced, "it stands on the service, where it is refused"))
    egress = resource.annotation(EGRESS, template=True)
    if egress is not None:
        related.append((egress, "this egress setting has no connector"))
    yield context.finding(
        rule,
        template_annotations_place(context),
        message=f"the VPC connector `{expected}` is not set",
        help=f"Add the template annotation `{CONNECTOR}: {expected}`.",
        related=related,
    )


def _interface(rule: Rule, context: CheckContext, key: str, expected: str) -> Iterator[Finding]:
    node = context.resource.annotation(INTERFACES, template=True)
    if node is not None and node.unknown:
        return
    found = network_interface(context.resource)
    if found is None:
        yield context.finding(
            rule,
            node if node is not None else template_annotations_place(context),
            message=f"traffic does not leave through the {key} `{expected}`",
            help=f'Add the template annotation `{INTERFACES}: \'[{{"{key}": "{expected}"}}]\'`.',
        )
        return
    interface, where = found
    actual = interface.get(key)
    if not isinstance(actual, str):
        yield context.finding(
            rule,
            where,
            message=f"no {key} is named, `{expected}` is expected",
            help=f"Add `{key}`.",
        )
    elif not same_name(actual, expected):
        yield context.finding(
            rule,
            where,
            message=f"traffic leaves through the {key} `{actual[:80]}`, not `{expected}`",
            help=f"Set `{key}` to `{expected}`.",
        )


def _egress(rule: Rule, context: CheckContext, expected: str) -> Iterator[Finding]:
    node = context.resource.annotation(EGRESS, template=True)
    if node is None:
        if expected != "private-ranges-only":
            yield context.finding(
                rule,
                template_annotations_place(context),
                message=f"`{EGRESS}` is not set, so only traffic to private ranges leaves through the VPC",
                help=f"Add the template annotation `{EGRESS}: {expected}`.",
            )
        return
    actual = "all-traffic" if node.text == "all" else node.text
    if not node.unknown and actual != expected:
        yield context.finding(
            rule,
            node,
            message=f"egress is `{node.text[:40]}`, not `{expected}`",
            help=f"Set `{EGRESS}` to `{expected}`.",
        )


def template_annotations_place(context: CheckContext) -> Any:
    """Where a missing template annotation would have to be added."""
    resource = context.resource
    if resource.template_annotations is not None:
        return resource.key_place(resource.template_metadata, "annotations")
    if resource.template_metadata is not None:
        return resource.key_place(resource.template, "metadata")
    if resource.template is not None:
        return resource.key_place(resource.root.get("spec"), "template")
    return resource.head
