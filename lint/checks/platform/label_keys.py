"""`label-keys`: labels that the server writes, and labels that were meant to be settings."""

from __future__ import annotations

from lint.checks.platform.field_type import short
from lint.support.globs import matches
from lint.support.nearest import nearest
from lint.yaml.tree import Mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import Subject
    from lint.model.findings import Finding
    from lint.model.rule import Rule
    from lint.yaml.tree import Scalar


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
        annotations: dict[str, list[str]] = Field(
            description="keys that are annotations and no labels"
        )

    return Annotated[ServerSet | WithoutEffect, Field(discriminator="fault")]


def run(rules: Sequence[Rule], subject: Subject) -> Iterator[Finding]:
    """A finding for each label that came from an export or has no effect."""
    for name, key in _namespaced(subject):
        for rule in rules:
            if rule.params["fault"] == "server-set":
                if matches(name, rule.params["labels"]):
                    yield subject.finding(
                        rule,
                        key,
                        f"label `{short(name)}` is written by the server or by clients",
                        help="Remove it.",
                    )
            elif name not in rule.params["known"]:
                yield from _without_effect(rule, subject, name, key)


def _namespaced(subject: Subject) -> Iterator[tuple[str, Scalar]]:
    """Name and key of the labels with a `/`, the resource's and its template's."""
    resource = subject.resource
    for metadata in (resource.metadata, resource.template_metadata):
        labels = metadata.get("labels") if metadata is not None else None
        if isinstance(labels, Mapping):
            for name, key, _ in labels.items():
                if "/" in name:
                    yield name, key


def _without_effect(rule: Rule, subject: Subject, name: str, key: Scalar) -> Iterator[Finding]:
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
    yield subject.finding(rule, key, f"label `{short(name)}` {message}", help=help)
