"""`envelope`: apiVersion, kind and namespace, which gcloud sends as they are."""

from __future__ import annotations

import re

from lint.yaml.tree import ScalarNode, text_of

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

    class TypeMeta(Strict):
        fault: Literal["type"]
        versions: dict[str, str] = Field(description="the apiVersion of each kind")

    class Namespace(Strict):
        fault: Literal["namespace"]
        pattern: str = Field(description="what a project id or number looks like")
        reserved: Strings = Field(default=[], description="namespaces that are no project")

    return Annotated[TypeMeta | Namespace, Field(discriminator="fault")]


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding]:
    """A finding for each part of the envelope that the API does not take."""
    for rule in rules:
        if rule.params["fault"] == "type":
            yield from _kind(rule, context)
            yield from _version(rule, context)
        else:
            yield from _namespace(rule, context)


def _kind(rule: Rule, context: CheckContext) -> Iterator[Finding]:
    resource = context.resource
    node = resource.root.get("kind")
    if not isinstance(node, ScalarNode) or not node.text:
        yield context.finding(
            rule,
            resource.head,
            message="`kind` is missing; gcloud takes the file without it, the API may not",
            help=f"Add `kind: {resource.kind}`.",
            severity="warning",
        )
        return
    found = text_of(node)
    if found is not None and found != resource.kind:
        yield context.finding(
            rule,
            node,
            message=f"`{found[:60]}` is not a kind that can be deployed to Cloud Run",
            help=f"Write `kind: {resource.kind}`.",
        )


def _version(rule: Rule, context: CheckContext) -> Iterator[Finding]:
    resource = context.resource
    expected = rule.params["versions"].get(resource.kind)
    node = resource.root.get("apiVersion")
    if expected is None:
        return
    if not isinstance(node, ScalarNode) or not node.text:
        yield context.finding(
            rule,
            resource.head,
            message="`apiVersion` is missing; gcloud takes the file without it, the API may not",
            help=f"Add `apiVersion: {expected}`.",
            severity="warning",
        )
        return
    found = text_of(node)
    if found is not None and found != expected:
        yield context.finding(
            rule,
            node,
            message=f"`{found[:60]}` is not the apiVersion of a {resource.kind}",
            help=f"Write `apiVersion: {expected}`.",
        )


def _namespace(rule: Rule, context: CheckContext) -> Iterator[Finding]:
    node = context.resource.root.at("metadata", "namespace")
    if not isinstance(node, ScalarNode) or node.value is None or node.unknown:
        return
    text = node.text
    if text in rule.params["reserved"] or re.fullmatch(rule.params["pattern"], text) is None:
        yield context.finding(
            rule,
            node,
            message=f"namespace `{text[:60]}` is no project; Cloud Run's namespaces are projects",
            help="Remove it, or write the project id or number.",
        )
