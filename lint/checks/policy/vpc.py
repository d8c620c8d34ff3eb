"""`vpc`: the way that traffic leaves through a VPC network."""

from __future__ import annotations

from lint.manifest.references import CONNECTOR, EGRESS, INTERFACES, network_interface
from lint.model.fault import Repair
from lint.model.text import own, say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.manifest.resource import Resource
    from lint.model.findings import Finding, NotRun
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
            default="", description="which traffic is sent through the VPC network"
        )
        network: str = Field(default="", description="Direct VPC egress: name or full path")
        subnetwork: str = Field(default="", description="Direct VPC egress: name or full path")

    return Vpc


def prepare(params: Any) -> Any:
    """Refuses a connector together with a network, and neither of them without an egress."""
    from lint.model.rule import ParameterError

    network = params["network"] or params["subnetwork"]
    if params["connector"] and network:
        raise ParameterError(
            say("a connector and a network cannot be used together"),
            help=say("Remove `connector`, or remove `network` and `subnetwork`."),
        )
    if not (params["connector"] or network or params["egress"]):
        raise ParameterError(
            say("`vpc` requires nothing"),
            help=say("Add `connector`, `network`, `subnetwork` or `egress`."),
        )
    return params


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding | NotRun]:
    """A finding for each of connector, network, subnetwork and egress that is not as stated."""
    for rule in rules:
        stated = {CONNECTOR: "connector", INTERFACES: "network", EGRESS: "egress"}
        if context.resource.partial and not all(
            context.resource.annotation(key, template=True) is not None
            for key, parameter in stated.items()
            if rule.params[parameter]
        ):
            yield context.not_stated(rule)
            continue
        if rule.params["connector"]:
            yield from _connector(rule, context, rule.params["connector"])
        for key in ("network", "subnetwork"):
            if rule.params[key]:
                yield from _interface(rule, context, key, rule.params[key])
        if rule.params["egress"]:
            yield from _egress(rule, context, rule.params["egress"])


def added_annotation(resource: Resource, key: str, value: str) -> Repair | None:
    """Adds an annotation to the template, which does not have it."""
    if resource.template is None:
        return None
    path = ["metadata", "annotations", key]
    return Repair("add_at", resource.template, path, value)


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
                message=say(
                    "the VPC connector is `{}`, not `{}`", resource.value(node), own(expected)
                ),
                help=say("Set `{}` to `{}`.", own(CONNECTOR), own(expected)),
                repair=Repair("set_text", node, expected),
            )
        return
    related = []
    misplaced = resource.annotation(CONNECTOR, template=False)
    if misplaced is not None:
        related.append(
            (misplaced, say("here it is set on the service, where Cloud Run refuses it"))
        )
    egress = resource.annotation(EGRESS, template=True)
    if egress is not None:
        related.append((egress, say("this egress setting needs a connector")))
    yield context.finding(
        rule,
        context.resource.annotations_place,
        message=say("the VPC connector `{}` is not set", own(expected)),
        help=say("Add the template annotation `{}: {}`.", own(CONNECTOR), own(expected)),
        related=related,
        repair=None
        if misplaced is not None or resource.annotation(INTERFACES, template=True) is not None
        else added_annotation(resource, CONNECTOR, expected),
    )


def _interface(rule: Rule, context: CheckContext, key: str, expected: str) -> Iterator[Finding]:
    node = context.resource.annotation(INTERFACES, template=True)
    if node is not None and node.unknown:
        return
    found = network_interface(context.resource)
    if found is None:
        yield context.finding(
            rule,
            node if node is not None else context.resource.annotations_place,
            message=say("the {} `{}` is not set for VPC egress", own(key), own(expected)),
            help=say(
                "Add the template annotation `{}: {}`.",
                own(INTERFACES),
                own(_json_of(key, expected)),
            ),
        )
        return
    interface, where = found
    actual = interface.get(key)
    if not isinstance(actual, str):
        yield context.finding(
            rule,
            where,
            message=say("the network interface has no {}, expected `{}`", own(key), own(expected)),
            help=say("Set `{}` to `{}` in the annotation.", own(key), own(expected)),
        )
    elif not same_name(actual, expected):
        yield context.finding(
            rule,
            where,
            message=say(
                "the {} of the network interface is `{}`, not `{}`",
                own(key),
                context.resource.part(where, actual),
                own(expected),
            ),
            help=say("Set `{}` to `{}` in the annotation.", own(key), own(expected)),
        )


def _json_of(key: str, name: str) -> str:
    """The network interface as the annotation states it."""
    return f'\'[{{"{key}": "{name}"}}]\''


def _egress(rule: Rule, context: CheckContext, expected: str) -> Iterator[Finding]:
    node = context.resource.annotation(EGRESS, template=True)
    if node is None:
        if expected != "private-ranges-only":
            yield context.finding(
                rule,
                context.resource.annotations_place,
                message=say(
                    "`{}` is not set, so only traffic to private IP ranges is sent through the VPC "
                    "network",
                    own(EGRESS),
                ),
                help=say("Add the template annotation `{}: {}`.", own(EGRESS), own(expected)),
                repair=added_annotation(context.resource, EGRESS, expected),
            )
        return
    actual = "all-traffic" if node.text == "all" else node.text
    if not node.unknown and actual != expected:
        yield context.finding(
            rule,
            node,
            message=say(
                "VPC egress is `{}`, not `{}`", context.resource.value(node), own(expected)
            ),
            help=say("Set `{}` to `{}`.", own(EGRESS), own(expected)),
            repair=Repair("set_text", node, expected),
        )
