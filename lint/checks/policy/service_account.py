"""`service-account`: the identity that a resource runs as."""

from __future__ import annotations

from lint.support.globs import matches
from lint.yaml.tree import ScalarNode, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.model.findings import Finding
    from lint.model.rule import Rule


def model() -> Any:
    """The parameters, for pydantic."""
    from pydantic import Field

    from lint.checks.parameters import Strict, Strings

    class ServiceAccount(Strict):
        required: bool = Field(
            default=True, description="must be stated, or Compute Engine's default account is used"
        )
        allowed: Strings = Field(default=[], description="e-mail addresses; globs")

    return ServiceAccount


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding]:
    """A finding where no account is stated, or another than the allowed ones."""
    resource = context.resource
    spec = resource.spec
    if spec is None:
        return
    node = spec.get("serviceAccountName")
    for rule in rules:
        options = ", ".join(f"`{allowed}`" for allowed in rule.params["allowed"][:4])
        if not isinstance(node, ScalarNode) or node.value in (None, ""):
            if rule.params["required"]:
                yield context.finding(
                    rule,
                    resource.head,
                    message="`serviceAccountName` is not set, so the default account of Compute Engine is "
                    "used",
                    help=f"Set `{resource.spec_path}.serviceAccountName`"
                    + (f" to {options}." if options else "."),
                )
            continue
        account = text_of(node)
        allowed = rule.params["allowed"]
        if account and allowed and not matches(account, allowed):
            yield context.finding(
                rule,
                node,
                message=f"the service account `{account[:80]}` is not allowed",
                help=f"Use {options}.",
            )
