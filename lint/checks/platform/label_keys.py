"""`label-keys`: labels that the server writes, and labels that were meant to be settings."""

from __future__ import annotations

from lint.checks.platform.field_type import short
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
    from lint.yaml.tree import ScalarNode


def model() -> Any:
    """The parameters, for pydantic: one model for each fault."""
    from typing import Annotated, Literal

    from pydantic import Field

    from lint.checks.parameters import Strict, Strings

    class ServerSet(Strict):
        fault: Literal["server-set"]
        labels: Strings = Field(description="labels that the server or clients write; globs")

    class WithoutEffect(Strict):
        fault: Literal["without-effect"]
        known: Strings = Field(description="labels with a meaning to Cloud Run")
        meant: dict[str, str] = Field(
            default={}, description="the repair for labels that have a meaning elsewhere"
        )
        annotations: Strings = Field(description="keys that are annotations, not labels")

    return Annotated[ServerSet | WithoutEffect, Field(discriminator="fault")]


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding]:
    """A finding for each label that came from an export or has no effect."""
    for name, key in _namespaced(context):
        for rule in rules:
            if rule.params["fault"] == "server-set":
                if matches(name, rule.params["labels"]):
                    yield context.finding(
                        rule,
                        key,
                        message=f"label `{short(name)}` is written by the server or by clients",
                        help="Remove it.",
                    )
            elif name not in rule.params["known"]:
                yield from _without_effect(rule, context, name, key)


def _namespaced(context: CheckContext) -> Iterator[tuple[str, ScalarNode]]:
    """Name and key of the labels with a `/`, the resource's and its template's."""
    resource = context.resource
    for metadata in (resource.metadata, resource.template_metadata):
        labels = metadata.get("labels") if metadata is not None else None
        if isinstance(labels, MappingNode):
            for name, key, _ in labels.items():
                if "/" in name:
                    yield name, key


def _without_effect(
    rule: Rule, context: CheckContext, name: str, key: ScalarNode
) -> Iterator[Finding]:
    params = rule.params
    message = "has no meaning to Cloud Run"
    if name in params["meant"]:
        help = params["meant"][name]
    elif name in params["annotations"]:
        message, help = "is an annotation, not a label", "Move it to `annotations`."
    else:
        near = nearest(name, params["known"], 0.85)
        if near is None:
            return
        help = f"Write `{near}`."
    yield context.finding(rule, key, message=f"label `{short(name)}` {message}", help=help)
