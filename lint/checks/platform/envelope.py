"""`envelope`: apiVersion, kind and namespace, which gcloud sends as they are."""

from __future__ import annotations

import re

from lint.model import text as shown
from lint.model.fault import Repair
from lint.model.text import say
from lint.yaml.tree import ScalarNode, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.model.findings import Finding
    from lint.model.rule import Rule

_KUBERNETES = "batch/v1"
"""The apiVersion of a Job of Kubernetes, which gcloud takes as well."""


def model() -> Any:
    """The parameters, for pydantic: one model for each fault."""
    from typing import Annotated, Literal

    from pydantic import Field

    from lint.checks.parameters import Strict, Strings

    class TypeMeta(Strict):
        fault: Literal["type"] = Field(description="the fault that the rule is about")
        versions: dict[str, str] = Field(description="the apiVersion of each kind")

    class Namespace(Strict):
        fault: Literal["namespace"] = Field(description="the fault that the rule is about")
        pattern: str = Field(description="a regular expression for a project id or number")
        reserved: Strings = Field(default=[], description="words that are not project ids")

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
            message=say("`kind` is missing; gcloud accepts that, but the API may not"),
            help=say("Add `kind: {}`.", shown.own(resource.kind)),
            severity="warning",
            repair=None
            if "kind" in resource.root
            else Repair("add_entry", resource.root, "kind", resource.kind),
        )
        return
    found = text_of(node)
    if found is not None and found != resource.kind:
        yield context.finding(
            rule,
            node,
            message=say("Cloud Run has no kind `{}`", resource.value(node)),
            help=say("Write `kind: {}`.", shown.own(resource.kind)),
            repair=Repair("set_text", node, resource.kind),
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
            message=say("`apiVersion` is missing; gcloud accepts that, but the API may not"),
            help=say("Add `apiVersion: {}`.", shown.own(expected)),
            severity="warning",
            repair=None
            if "apiVersion" in resource.root
            else Repair("add_entry", resource.root, "apiVersion", expected),
        )
        return
    found = text_of(node)
    if found is not None and found != expected:
        yield context.finding(
            rule,
            node,
            message=say(
                "the apiVersion of a {} must be `{}`, not `{}`, unless this is a job of Kubernetes",
                shown.own(resource.kind),
                shown.own(expected),
                resource.value(node),
            )
            if found == _KUBERNETES
            else say(
                "the apiVersion of a {} must be `{}`, not `{}`",
                shown.own(resource.kind),
                shown.own(expected),
                resource.value(node),
            ),
            help=say("Write `apiVersion: {}`.", shown.own(expected)),
            severity="warning" if found == _KUBERNETES else None,
            repair=Repair("set_text", node, expected, safe=found != _KUBERNETES),
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
            message=say(
                "namespace `{}` is not a project id or number", context.resource.value(node)
            ),
            help=say("Remove it, or write the project id or number."),
        )
