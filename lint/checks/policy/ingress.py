"""`ingress`: from where a Service may be reached."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.model.findings import Finding
    from lint.model.rule import Rule

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


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding]:
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
        found = f"`{actual[:40]}`" if node is not None else f"not set, which means `{_DEFAULT}`"
        options = " or ".join(f"`{allowed}`" for allowed in rule.params)
        where = node if node is not None else resource.key_place(resource.metadata, "annotations")
        yield context.finding(
            rule,
            where,
            message=f"ingress is {found}",
            help=f"Set the annotation `{_KEY}` on the service to {options}.",
        )
