"""What the cloud left open about a resource, in words."""

from __future__ import annotations

from lint.cloud.access import doubt_of_access
from lint.cloud.references import secret_uses
from lint.cloud.target import Target
from lint.cloud.v2.service import COLLECTIONS
from lint.manifest.references import CONNECTOR
from lint.model.record import record
from lint.yaml.tree import text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lint.cloud.lookups import ResourceLookups
    from lint.cloud.references import SecretUse, Use
    from lint.yaml.tree import Node


@record
class Gap:
    """A query that stays open."""

    node: Node
    """What it is about."""
    question: str
    """The query in words."""
    reason: str
    """Why it has no answer."""
    failed: bool
    """True where a look-up went wrong, false where the results leave the query open."""


def find_gaps(lookups: ResourceLookups) -> list[Gap]:
    """The queries about a resource that stay open, each once."""
    gaps = [*_about_itself(lookups), *_unnamed(lookups)]
    for use, words in _things(lookups):
        answer = lookups.answer(use.question)
        after = use.question.after
        if answer.unknown and (after is None or not lookups.answer(after).unknown):
            gaps.append(Gap(use.node, words, answer.reason, answer.failed))
    account = lookups.account()
    for secret in lookups.secrets:
        gaps += _secret_gaps(lookups, secret, account)
    return list({(id(gap.node), gap.question): gap for gap in gaps}.values())


def _about_itself(lookups: ResourceLookups) -> Iterator[Gap]:
    """Nothing could be asked about the resource as it runs, or Cloud Run not to validate it."""
    resource = lookups.resource
    if resource.name_node is None or not resource.name:
        return
    if resource.kind not in COLLECTIONS:
        words = f"what runs as {resource.kind} `{resource.name}`"
        yield Gap(resource.name_node, words, "instances are in preview and not looked up", False)
    elif not lookups.converted.name:
        lacking = "project" if not lookups.target.project else "region"
        words = f"what runs as {resource.kind} `{resource.name}`"
        reason = f"no {lacking} is known; --{lacking} states it"
        yield Gap(resource.name_node, words, reason, True)
    elif lookups.obstacle:
        yield Gap(resource.name_node, "validation by Cloud Run", lookups.obstacle, False)


def _things(lookups: ResourceLookups) -> Iterator[tuple[Use, str]]:
    kind = lookups.resource.kind
    for use, words in (
        (lookups.live, f"what runs as {kind} `{lookups.resource.name}`"),
        (lookups.validation, "validation by Cloud Run"),
        (lookups.own_revision, "revision"),
        (lookups.connector, "VPC connector"),
    ):
        if use is not None:
            named = "" if use in (lookups.live, lookups.validation) else f" `{use.question.short}`"
            yield use, words + named
    for use in lookups.revisions:
        yield use, f"revision `{use.question.short}`"
    for use in lookups.instances:
        yield use, f"Cloud SQL instance `{use.question.short}`"


def _unnamed(lookups: ResourceLookups) -> Iterator[Gap]:
    """References that could not be asked about because nobody knows the project or region."""
    target = lookups.target
    if target.parent:
        return
    node = lookups.resource.annotation(CONNECTOR, template=True)
    if lookups.connector is None and text_of(node) and node is not None:
        words = f"VPC connector `{node.text[:80]}`"
        yield Gap(node, words, "no project or region is known", True)
    if not target.project:
        # With any project at all, the secrets that depend on it come to light.
        nowhere = Target("?", "", target.region, "")
        for use in secret_uses(lookups.resource, nowhere, {}):
            if use.secret.project == "?":
                words = f"secret `{use.secret.short}`"
                yield Gap(use.node, words, "no project is known", True)


def _secret_gaps(lookups: ResourceLookups, use: SecretUse, account: str) -> Iterator[Gap]:
    name = use.secret.short
    reasons = []
    for question, node, words in (
        (use.secret, use.node, f"secret `{name}`"),
        (use.version, use.version_node, f"version {use.version_text} of secret `{name}`"),
        (None if use.demand else use.policy, use.node, f"access to secret `{name}`"),
    ):
        if question is None:
            continue
        answer = lookups.answer(question)
        # One reason that holds for the secret holds for all that is asked about it.
        if answer.unknown and answer.reason not in reasons:
            reasons.append(answer.reason)
            yield Gap(node, words, answer.reason, answer.failed)
    policy = lookups.answer(use.policy)
    if use.demand or not policy.found or not lookups.answer(use.secret).found:
        return
    doubt = (
        doubt_of_access(policy.facts, account)
        if account
        else "nobody knows what account it runs as"
    )
    if doubt:
        yield Gap(use.node, f"access to secret `{name}`", doubt, False)
