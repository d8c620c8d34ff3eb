"""`label-keys`: labels that the server writes, and labels that are used as settings."""

from __future__ import annotations

from lint.model import text as shown
from lint.model.text import say
from lint.support.globs import matches
from lint.support.nearest import nearest
from lint.yaml.tree import MappingNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.model.findings import Finding
    from lint.model.rule import Rule


def model() -> Any:
    """The parameters, for pydantic: one model for each fault."""
    from typing import Annotated, Literal

    from pydantic import Field

    from lint.checks.parameters import Strict, Strings

    class ServerSet(Strict):
        fault: Literal["server-set"] = Field(description="the fault that the rule is about")
        labels: Strings = Field(description="labels that the server or a client sets; globs")

    class WithoutEffect(Strict):
        fault: Literal["without-effect"] = Field(description="the fault that the rule is about")
        known: Strings = Field(description="labels that Cloud Run interprets")
        meant: dict[str, str] = Field(
            default={}, description="help sentences for labels that only other platforms interpret"
        )
        annotations: Strings = Field(description="keys that are annotations, not labels")

    return Annotated[ServerSet | WithoutEffect, Field(discriminator="fault")]


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding]:
    """A finding for all labels of an export, and for each that has no effect."""
    labels = list(_namespaced(context))
    for rule in rules:
        params = rule.params
        if params["fault"] == "server-set":
            found = [
                (mapping, name, say("label `{}`", shown.name(name)))
                for mapping, name in labels
                if matches(name, params["labels"])
            ]
            if found:
                # Only here: most manifests have none.
                from lint.checks.platform.server_set import server_set

                yield from server_set(rule, context, found)
            continue
        for mapping, name in labels:
            if name not in params["known"]:
                yield from _without_effect(rule, context, name, mapping)


def _namespaced(context: CheckContext) -> Iterator[tuple[MappingNode, str]]:
    """The mapping and the name of the labels with a `/`, the resource's and its template's."""
    resource = context.resource
    for metadata in resource.all_metadata:
        labels = metadata.get("labels")
        if isinstance(labels, MappingNode):
            for name in labels.keys:
                if "/" in name:
                    yield labels, name


def _without_effect(
    rule: Rule, context: CheckContext, name: str, labels: MappingNode
) -> Iterator[Finding]:
    params = rule.params
    message = say("Cloud Run has no label `{}`", shown.name(name))
    if name in params["meant"]:
        help = shown.own(params["meant"][name])
    elif name in params["annotations"]:
        message = say("`{}` is an annotation, not a label", shown.name(name))
        help = say("Move it to `annotations`.")
    else:
        near = nearest(name, params["known"], 0.85)
        if near is None:
            return
        help = say("Write `{}`.", shown.own(near))
    yield context.finding(rule, labels.keys[name], message=message, help=help)
