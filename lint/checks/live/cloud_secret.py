"""`cloud-secret`: the secrets that a resource names, as the project has them."""

from __future__ import annotations

from lint.checks.faults import fault_parameters, report_faults
from lint.model.fault import Fault

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
    """A finding for each secret or version that is not there or cannot be read."""
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
                message=f"secret `{use.secret.short}` is replicated to {_listed(locations)}, and the "
                f"resource runs in `{region}`",
                help=f"Replicate the secret to `{region}`, or see that its outages are apart on purpose.",
            )


def _absent(use: SecretUse, secret: Result, named: set[str]) -> Fault:
    from lint.support.nearest import nearest

    name, project = use.secret.short, use.secret.project
    # A secret that the manifest names elsewhere was hardly meant here too.
    others = (other for other in secret.facts.get("names", ()) if other not in named)
    match = nearest(name, others, cutoff=0.75)
    create = f"Create it: gcloud secrets create {name} --project={project}."
    demanded = f", which rule {use.demand} asks for," if use.demand else ""
    return Fault(
        "absent",
        use.node,
        message=f"secret `{name}`{demanded} does not exist in project `{project}`",
        help=f"Did you mean `{match}`?" if match else create,
    )


def _version(use: SecretUse, secret: Result, version: Result) -> Iterator[Fault]:
    name, wanted = use.secret.short, use.version_text
    newest = version.facts.get("newest", "")
    if version.absent:
        if wanted == "latest":
            message = f"secret `{name}` has no version yet"
        elif secret.found:
            message = f"secret `{name}` has no version `{wanted}`"
        else:
            message = f"secret `{name}` or its version `{wanted}` does not exist"
        yield Fault("version-absent", use.version_node, message=message, help=_other(name, newest))
        return
    state = version.facts.get("state", "ENABLED")
    if not version.found or state == "ENABLED":
        return
    number = version.facts["number"]
    context = f"version {number} of secret `{name}`"
    if wanted != number:
        context += f", which `{wanted}` stands for,"
    other = _other(name, newest)
    day = version.facts.get("destruction", "")
    if state == "DESTROYED":
        yield Fault(
            "version-destroyed", use.version_node, message=f"{context} is destroyed", help=other
        )
    elif day:
        message = f"{context} is disabled, and will be destroyed on {day}"
        yield Fault("version-scheduled", use.version_node, message=message, help=other)
    else:
        enable = f"Enable it: gcloud secrets versions enable {number} --secret={name}."
        help = enable if not newest else f"{other[:-1]}, or enable version {number}."
        yield Fault(
            "version-disabled", use.version_node, message=f"{context} is disabled", help=help
        )


def _other(name: str, newest: str) -> str:
    if newest:
        return f"Use version {newest}, the newest that is enabled."
    return f"Add a version: gcloud secrets versions add {name} --data-file=FILE."


def _listed(names: Sequence[str]) -> str:
    display_path = ", ".join(f"`{name}`" for name in names[:4])
    return f"{display_path} (+{len(names) - 4} more)" if len(names) > 4 else display_path
