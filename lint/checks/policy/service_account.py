"""`service-account`: the identity that a resource runs as."""

from __future__ import annotations

from lint.model.fault import Repair
from lint.model.text import NOTHING, listed, own, say
from lint.support.globs import matches
from lint.yaml.tree import ScalarNode, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.model.findings import Finding, NotRun
    from lint.model.rule import Rule
    from lint.model.text import Message
    from lint.yaml.tree import MappingNode


def model() -> Any:
    """The parameters, for pydantic."""
    from pydantic import Field

    from lint.checks.parameters import Strict, Strings

    class ServiceAccount(Strict):
        required: bool = Field(default=True, description="whether serviceAccountName must be set")
        allowed: Strings = Field(default=[], description="allowed e-mail addresses; globs")

    return ServiceAccount


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding | NotRun]:
    """A finding where no account is stated, or another than the allowed ones."""
    resource = context.resource
    spec = resource.spec
    if spec is None:
        return
    node = spec.get("serviceAccountName")
    for rule in rules:
        options = listed(map(own, rule.params["allowed"]))
        if not isinstance(node, ScalarNode) or node.value in (None, ""):
            if rule.params["required"] and resource.partial:
                yield context.not_stated(rule)
            elif rule.params["required"]:
                yield context.finding(
                    rule,
                    resource.head,
                    message=say(
                        "`serviceAccountName` is not set, so the Compute Engine default service "
                        "account is used"
                    ),
                    help=say(
                        "Set `{}.serviceAccountName`{}.",
                        own(resource.spec_path),
                        _to(options, rule.params["allowed"]) if options else NOTHING,
                    ),
                    repair=_added(spec, rule.params["allowed"]) if node is None else None,
                )
            continue
        account = text_of(node)
        allowed = rule.params["allowed"]
        if account and allowed and not matches(account, allowed):
            yield context.finding(
                rule,
                node,
                message=say("the service account `{}` is not allowed", resource.value(node)),
                help=say("Set `serviceAccountName`{}.", _to(options, allowed)),
                repair=Repair("set_text", node, allowed[0]) if _is_one(allowed) else None,
            )


def _is_one(allowed: Sequence[str]) -> bool:
    return len(allowed) == 1 and "*" not in allowed[0]


def _added(spec: MappingNode, allowed: Sequence[str]) -> Repair | None:
    if not _is_one(allowed):
        return None
    return Repair("add_at", spec, ["serviceAccountName"], allowed[0])


def _to(options: Message, allowed: Sequence[str]) -> Message:
    """What the account is to be set to, for the end of a sentence."""
    return say(" to {}{}", say("one of ") if len(allowed) > 1 else NOTHING, options)
