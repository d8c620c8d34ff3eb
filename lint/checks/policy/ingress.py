"""`ingress`: where a Service may be reached from."""

from __future__ import annotations

from lint.model.fault import Repair
from lint.model.text import NOTHING, listed, own, say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.manifest.resource import Resource
    from lint.model.findings import Finding, NotRun
    from lint.model.rule import Rule
    from lint.yaml.tree import ScalarNode

_KEY = "run.googleapis.com/ingress"
_DEFAULT = "all"


def model() -> Any:
    """The allowed settings, one or a list of them."""
    from typing import Annotated, Literal

    from pydantic import BeforeValidator, Field

    from lint.checks.coercions import as_list

    setting = Literal["all", "internal", "internal-and-cloud-load-balancing"]
    return Annotated[
        list[setting],
        Field(min_length=1),
        BeforeValidator(as_list, json_schema_input_type=setting | list[setting]),
    ]


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding | NotRun]:
    """A finding where the setting, or the default `all`, is not allowed."""
    resource = context.resource
    if resource.kind != "Service":
        return
    node = resource.annotation(_KEY, template=False)
    if node is not None and node.unknown:
        return
    actual = node.text if node is not None else _DEFAULT
    for rule in rules:
        if actual in rule.params:
            continue
        if node is None and resource.partial:
            yield context.not_stated(rule)
            continue
        where = node if node is not None else resource.key_place(resource.metadata, "annotations")
        yield context.finding(
            rule,
            where,
            message=say("ingress `{}` is not allowed", resource.value(node))
            if node is not None
            else say("ingress is not set, and its default `{}` is not allowed", own(_DEFAULT)),
            help=say(
                "Set the annotation `{}` of the service to {}{}.",
                own(_KEY),
                say("one of ") if len(rule.params) > 1 else NOTHING,
                listed(map(own, rule.params)),
            ),
            repair=_repair(resource, node, rule.params),
        )


def _repair(resource: Resource, node: ScalarNode | None, allowed: Sequence[str]) -> Repair | None:
    if len(allowed) != 1:
        return None
    if node is not None:
        return Repair("set_text", node, allowed[0])
    return Repair("add_at", resource.root, ["metadata", "annotations", _KEY], allowed[0])
