"""What `annotations` and `labels` share: keys that must, must not, or must so be there."""

from __future__ import annotations

from lint.checks.policy.value_constraint import faults
from lint.support.globs import matches
from lint.yaml.tree import MappingNode, ScalarNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.model.findings import Finding
    from lint.model.rule import Rule


def labelled_model(default_level: str) -> Any:
    """The parameters, for pydantic."""
    from typing import Literal

    from pydantic import Field

    from lint.checks.parameters import Strict, Strings
    from lint.checks.policy.value_constraint import expected_model

    class Labelled(Strict):
        at: Literal["service", "template"] = Field(
            default=default_level,  # type: ignore[arg-type]
            description="service: metadata of the resource; template: spec.template.metadata",
        )
        required: Strings = Field(default=[], description="keys that must be there")
        forbidden: Strings = Field(default=[], description="keys that must not be there; globs")
        values: dict[str, expected_model()] = Field(  # type: ignore[valid-type]
            default={}, description="checked where the key is there"
        )

    return Labelled


def judge(rule: Rule, context: CheckContext, what: str) -> Iterator[Finding]:
    """The findings of one rule on `annotations` or `labels` (`what`)."""
    resource = context.resource
    template = rule.params["at"] == "template"
    metadata = resource.template_metadata if template else resource.metadata
    node = metadata.get(what) if metadata is not None else None
    mapping = node if isinstance(node, MappingNode) else None
    level = "the template" if template else f"the {resource.kind}"
    noun = what[:-1]
    for key in rule.params["required"]:
        if mapping is None or key not in mapping:
            yield _missing(rule, context, what, key, template, level)
    for pattern in rule.params["forbidden"]:
        for key, key_node, _ in mapping.items() if mapping is not None else ():
            if matches(key, (pattern,)):
                yield context.finding(
                    rule,
                    key_node,
                    message=f"the {noun} `{key[:80]}` must not be on {level}",
                    help="Remove it.",
                )
    for key, expected in rule.params["values"].items():
        value = mapping.get(key) if mapping is not None else None
        if isinstance(value, ScalarNode) and isinstance(value.value, str) and not value.unknown:
            display_path = f"`{value.text[:60]}`" if value.text else "empty"
            for message, help in faults(value.text, expected, f"the {noun} `{key}`", display_path):
                yield context.finding(rule, value, message=message, help=help)


def _missing(
    rule: Rule, context: CheckContext, what: str, key: str, template: bool, level: str
) -> Finding:
    resource = context.resource
    noun = what[:-1]
    other = resource.metadata if template else resource.template_metadata
    elsewhere = other.get(what) if other is not None else None
    related: list[Any] = []
    help = f"Add the {noun} `{key}`."
    if isinstance(elsewhere, MappingNode) and key in elsewhere:
        related.append((elsewhere.keys[key], "it stands here"))
        help = f"Move it to {'spec.template.metadata' if template else 'metadata'}.{what}."
    metadata = resource.template_metadata if template else resource.metadata
    if metadata is not None and what in metadata:
        where: Any = resource.key_place(metadata, what)
    elif template and resource.template is not None:
        where = resource.key_place(resource.root.get("spec"), "template")
    else:
        where = resource.head
    return context.finding(
        rule, where, message=f"the {noun} `{key}` is missing on {level}", help=help, related=related
    )
