"""`identity`: the service account and the encryption key of a resource."""

from __future__ import annotations

from lint.checks.faults import fault_parameters, report_faults
from lint.model import text as shown
from lint.model.fault import Fault, Repair
from lint.model.text import say
from lint.support.lazy_regex import lazy_regex
from lint.yaml.tree import ScalarNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.checks.faults import Facts
    from lint.manifest.resource import Resource
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
        yield from _account(resource, resource.spec.get("serviceAccountName"))
    key = resource.annotation(_KEY, template=True)
    if key is not None and isinstance(key.value, str) and not key.unknown:
        yield from _key(context, key)
    throttling = resource.annotation(_THROTTLING, template=True)
    if throttling is not None and throttling.text.lower() == "true" and resource.kind != "Service":
        noun = say("a job") if resource.kind == "Job" else say("a worker pool")
        yield Fault(
            "throttled",
            throttling,
            message=say("the CPU of {} cannot be throttled", noun),
            help=say('Remove the annotation, or set it to "false".'),
        )


def _account(resource: Resource, node: Node | None) -> Iterator[Fault]:
    if not isinstance(node, ScalarNode) or not isinstance(node.value, str):
        return
    text = node.text
    if node.unknown or _EMAIL.fullmatch(text):
        return
    if not text:
        yield Fault(
            "bare-id",
            node,
            message=say(
                "`serviceAccountName` is empty, which means the project's default service account"
            ),
            help=say("Write NAME@PROJECT.iam.gserviceaccount.com."),
        )
    elif text.startswith("serviceAccount:"):
        yield Fault(
            "not-an-account",
            node,
            message=say(
                "`serviceAccountName` must be an email address without the prefix `serviceAccount:`"
            ),
            help=say("Write `{}`.", resource.part(node, text.removeprefix("serviceAccount:"))),
            repair=Repair("set_text", node, text.removeprefix("serviceAccount:")),
        )
    elif _ID.fullmatch(text):
        yield Fault(
            "bare-id",
            node,
            message=say(
                "`{}` is an account id, not the email address of a service account",
                resource.value(node),
            ),
            help=say("Write `{}@PROJECT.iam.gserviceaccount.com`.", resource.value(node)),
        )
    else:
        yield Fault(
            "not-an-account",
            node,
            message=say("`{}` is not the email address of a service account", resource.value(node)),
            help=say("Write NAME@PROJECT.iam.gserviceaccount.com."),
        )


def _key(context: CheckContext, node: ScalarNode) -> Iterator[Fault]:
    match = _KEY_NAME.fullmatch(node.text)
    if match is None:
        yield Fault(
            "key-name",
            node,
            message=say(
                "`{}` is not the resource name of a Cloud KMS key", context.resource.value(node)
            ),
            help=say("Write projects/PROJECT/locations/REGION/keyRings/RING/cryptoKeys/KEY."),
        )
        return
    location = context.resource.location
    if location is not None and location.text != match.group(1):
        yield Fault(
            "key-region",
            node,
            message=say(
                "the encryption key is in region `{}`, but the resource is in `{}`",
                shown.name(match.group(1)),
                shown.name(location.text),
            ),
            help=say("Use a key in the resource's region."),
            related=[(location, say("the region of the resource"))],
        )
