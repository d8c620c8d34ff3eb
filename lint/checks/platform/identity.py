"""`identity`: the service account and the encryption key of a resource."""

from __future__ import annotations

from lint.checks.faults import fault_parameters, report_faults
from lint.model.fault import Fault
from lint.support.lazy_regex import lazy_regex
from lint.yaml.tree import ScalarNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.checks.faults import Facts
    from lint.model.findings import Finding
    from lint.model.rule import Rule
    from lint.yaml.tree import Node

FAULTS = ("not-an-account", "bare-id", "key-name", "key-region", "throttled")
_KEY = "run.googleapis.com/encryption-key"
_THROTTLING = "run.googleapis.com/cpu-throttling"
_ID = lazy_regex(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_EMAIL = lazy_regex(r"[^@\s:/]+@[^@\s:/]+\.gserviceaccount\.com")
_KEY_NAME = lazy_regex(r"projects/[^/]+/locations/([^/]+)/keyRings/[^/]+/cryptoKeys/[^/]+")


def model() -> Any:
    """The parameters, for pydantic."""
    return fault_parameters(FAULTS)


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding]:
    """A finding for each fault of identity and key."""
    return report_faults(rules, context, _detect)


def _detect(context: CheckContext, facts: dict[str, Facts]) -> Iterator[Fault]:
    resource = context.resource
    if resource.spec is not None:
        yield from _account(resource.spec.get("serviceAccountName"))
    key = resource.annotation(_KEY, template=True)
    if key is not None and isinstance(key.value, str) and not key.unknown:
        yield from _key(context, key)
    throttling = resource.annotation(_THROTTLING, template=True)
    if throttling is not None and throttling.text.lower() == "true" and resource.kind != "Service":
        noun = "a job" if resource.kind == "Job" else "a worker pool"
        yield Fault(
            "throttled",
            throttling,
            message=f"the CPU of {noun} cannot be throttled",
            help='Remove the annotation, or set it to "false".',
        )


def _account(node: Node | None) -> Iterator[Fault]:
    if not isinstance(node, ScalarNode) or not isinstance(node.value, str):
        return
    text = node.text
    if node.unknown or _EMAIL.fullmatch(text):
        return
    if not text:
        yield Fault(
            "bare-id",
            node,
            message="`serviceAccountName` is empty, which stands for the project's default account",
            help="Write NAME@PROJECT.iam.gserviceaccount.com.",
        )
    elif text.startswith("serviceAccount:"):
        yield Fault(
            "not-an-account",
            node,
            message="the prefix `serviceAccount:` is that of an IAM member, not part of the address",
            help=f"Write `{text[len('serviceAccount:') :][:80]}`.",
        )
    elif _ID.fullmatch(text):
        yield Fault(
            "bare-id",
            node,
            message=f"`{text}` is a bare account id, which is taken to be of the project deployed to",
            help=f"Write the address, `{text}@PROJECT.iam.gserviceaccount.com`.",
        )
    else:
        yield Fault(
            "not-an-account",
            node,
            message=f"`{text[:80]}` is not the address of a service account",
            help="Write NAME@PROJECT.iam.gserviceaccount.com.",
        )


def _key(context: CheckContext, node: ScalarNode) -> Iterator[Fault]:
    match = _KEY_NAME.fullmatch(node.text)
    if match is None:
        yield Fault(
            "key-name",
            node,
            message=f"`{node.text[:80]}` is not the name of a Cloud KMS key",
            help="Write projects/PROJECT/locations/REGION/keyRings/RING/cryptoKeys/KEY.",
        )
        return
    labels = context.resource.labels
    location = labels.get("cloud.googleapis.com/location") if labels is not None else None
    if isinstance(location, ScalarNode) and not location.unknown and location.text:
        if location.text != match.group(1):
            yield Fault(
                "key-region",
                node,
                message=f"the key is in `{match.group(1)[:40]}`, the resource in `{location.text[:40]}`",
                help="Use a key of the resource's own region.",
                related=[(location, "the region of the resource")],
            )
