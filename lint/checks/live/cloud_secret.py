"""`cloud-secret`: the secrets that a resource names, and those in the project."""

from __future__ import annotations

from lint.checks.faults import fault_parameters, report_faults
from lint.model.fault import Fault
from lint.model.text import NOTHING, listed, name, own, say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.checks.faults import Facts
    from lint.checks.protocol import Input
    from lint.cloud.query import Result
    from lint.cloud.references import SecretUse
    from lint.model.findings import Finding
    from lint.model.rule import Rule
    from lint.model.text import Message

FAULTS = (
    "absent",
    "version-absent",
    "version-disabled",
    "version-scheduled",
    "version-destroyed",
    "replication",
)


def model() -> Any:
    """The parameters, for pydantic."""
    return fault_parameters(FAULTS)


def requires(params: Any) -> Input:
    """Answers about the project."""
    return "cloud"


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding]:
    """A finding for each secret or version that does not exist or cannot be read."""
    return report_faults(rules, context, _detect)


def _detect(context: CheckContext, facts: dict[str, Facts]) -> Iterator[Fault]:
    view = context.given_cloud
    named = {use.secret.short for use in view.secrets}
    for use in view.secrets:
        secret = view.answer(use.secret)
        if secret.absent:
            yield _absent(use, secret, named)
            continue
        if use.version is not None:
            yield from _version(use, secret, view.answer(use.version))
        locations = secret.facts.get("replication", ())
        region = view.target.region
        if locations and region and region not in locations:
            yield Fault(
                "replication",
                use.node,
                message=say(
                    "secret `{}` is replicated to {}, and the resource runs in `{}`",
                    name(use.secret.short),
                    listed(map(name, locations)),
                    name(region),
                ),
                help=say(
                    "Replicate the secret to `{}`, or ignore this if the location is intended.",
                    name(region),
                ),
            )


def _absent(use: SecretUse, secret: Result, named: set[str]) -> Fault:
    from lint.support.nearest import nearest

    # A secret that the manifest names elsewhere was hardly meant here too.
    others = (other for other in secret.facts.get("names", ()) if other not in named)
    match = nearest(use.secret.short, others, cutoff=0.75)
    secret_name, project = name(use.secret.short), name(use.secret.project)
    demanded = say(", which rule {} requires,", own(use.demand)) if use.demand else NOTHING
    return Fault(
        "absent",
        use.node,
        message=say("secret `{}`{} does not exist in project `{}`", secret_name, demanded, project),
        help=say("Did you mean `{}`?", name(match))
        if match
        else say("Create it with `gcloud secrets create {} --project={}`.", secret_name, project),
    )


def _version(use: SecretUse, secret: Result, version: Result) -> Iterator[Fault]:
    secret_name, wanted = name(use.secret.short), name(use.version_text)
    newest = version.facts.get("newest", "")
    if version.absent:
        if use.version_text == "latest":
            message = say("secret `{}` has no version yet", secret_name)
        elif secret.found:
            message = say("secret `{}` has no version `{}`", secret_name, wanted)
        else:
            message = say("secret `{}` or its version `{}` does not exist", secret_name, wanted)
        help = say("{}.", _other(secret_name, newest))
        yield Fault("version-absent", use.version_node, message=message, help=help)
        return
    state = version.facts.get("state", "ENABLED")
    if not version.found or state == "ENABLED":
        return
    number = version.facts["number"]
    which = say("version {} of secret `{}`", name(number), secret_name)
    if use.version_text != number:
        which = say("{} (`{}`)", which, wanted)
    other = _other(secret_name, newest)
    day = version.facts.get("destruction", "")
    if state == "DESTROYED":
        yield Fault(
            "version-destroyed",
            use.version_node,
            message=say("{} is destroyed", which),
            help=say("{}.", other),
        )
    elif day:
        yield Fault(
            "version-scheduled",
            use.version_node,
            message=say("{} is disabled and will be destroyed on {}", which, name(day)),
            help=say("{}.", other),
        )
    else:
        yield Fault(
            "version-disabled",
            use.version_node,
            message=say("{} is disabled", which),
            help=say("{}, or enable version {}.", other, name(number))
            if newest
            else say(
                "Enable it with `gcloud secrets versions enable {} --secret={}`.",
                name(number),
                secret_name,
            ),
        )


def _other(secret_name: Message, newest: str) -> Message:
    """The help without its full stop: another version to use."""
    if newest:
        return say("Use version {}, the newest enabled one", name(newest))
    return say("Add a version with `gcloud secrets versions add {} --data-file=FILE`", secret_name)
