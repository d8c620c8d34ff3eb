"""`cloud-validation`: what Cloud Run itself rejects when it validates the manifest."""

from __future__ import annotations

from lint.model.text import own, say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.checks.protocol import Input
    from lint.model.findings import Finding
    from lint.model.rule import Rule


def model() -> Any:
    """The parameters, for pydantic."""
    from typing import Literal

    return Literal["accepted"]


def requires(params: Any) -> Input:
    """The project itself."""
    return "live"


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding]:
    """A finding for each violation that Cloud Run reports, at its line."""
    view = context.given_cloud
    if view.validation is None:
        return
    entries = view.answer(view.validation.question).facts.get("entries", ())
    if not entries:
        return
    from lint.cloud.google.failure import shortened
    from lint.cloud.v2.violation import find_violations

    for violation in find_violations(list(entries), view.converted, context.resource):
        text = shortened(violation.text, 400).rstrip(".")
        # The violation's text is what may be shown of the server's words: see find_violations.
        message = (
            say("Cloud Run rejects this: {}", own(text))
            if text
            else say("Cloud Run rejects this without a reason")
        )
        for rule in rules:
            yield context.finding(rule, violation.node, message=message)
