"""`cloud-drift`: what runs now and a deploy of this file would take away."""

from __future__ import annotations

from lint.cloud.drift import KINDS, losses

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.checks.protocol import Input
    from lint.cloud.drift import Loss
    from lint.model.findings import Finding, Place
    from lint.model.rule import Rule

_NOUNS = {"Service": "service", "Job": "job", "WorkerPool": "worker pool"}


def model() -> Any:
    """The parameters, for pydantic: the sorts of things that must not get lost."""
    from typing import Annotated, Literal

    from pydantic import BeforeValidator

    from lint.checks.coercions import as_list

    sort = Literal[*KINDS]  # type: ignore[valid-type]
    return Annotated[list[sort], BeforeValidator(as_list, json_schema_input_type=sort | list[sort])]


def requires(params: Any) -> Input:
    """Answers about the project."""
    return "cloud"


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding]:
    """A finding for each thing that the running resource has and the file has not."""
    view = context.given_cloud
    if view.live is None:
        return
    answer = view.answer(view.live.question)
    if not answer.found:
        return
    by_sort = {sort: rule for rule in rules for sort in rule.params}
    runs = f"the running {_NOUNS[context.resource.kind]}"
    for loss in losses(answer.facts, view.planned, view.stated):
        rule = by_sort.get(loss.kind)
        if rule is not None:
            message, help = _words(loss, runs)
            yield context.finding(rule, _where(loss, context), message=message, help=help)


def _words(loss: Loss, runs: str) -> tuple[str, str]:
    name, detail = loss.name, loss.detail
    lost = "replace keeps nothing that the file leaves out"
    if loss.kind == "env":
        source = f" (from {detail})" if detail else ""
        message = f"env var `{name}`{source} is set on {runs} and not in this file; {lost}"
    elif loss.kind == "secret":
        return (
            f"env var `{name}` comes from secret `{detail}` on {runs} and is a plain value in this "
            "file",
            f"Take `{name}` from secret `{detail}`.",
        )
    elif loss.kind == "container":
        message = f"container `{name}` is part of {runs} and not in this file; {lost}"
    elif loss.kind == "volume":
        what = {"secret": "a secret", "gcs": "a bucket", "nfs": "an NFS share"}.get(detail, detail)
        message = f"volume `{name}` ({what}) is part of {runs} and not in this file; {lost}"
    elif loss.kind == "probe":
        message = f"{runs} has a {name} probe and this file has none; {lost}"
    elif loss.kind == "connector":
        message = f"{runs} uses VPC connector `{name}` and this file has none; {lost}"
    elif loss.kind == "cloudsql":
        message = f"Cloud SQL instance `{name}` is attached to {runs} and not in this file; {lost}"
    elif loss.kind == "tag":
        message = f"traffic tag `{name}` exists on {runs} and not in this file; its URL ends"
    else:
        value = f" to `{detail[:60]}`" if detail else ""
        what = f"{loss.kind} " if loss.kind != "setting" else ""
        message = f"{what}`{name}` is set{value} on {runs} and not in this file; {lost}"
    return message, "Add it, or let it go if that is meant."


def _where(loss: Loss, context: CheckContext) -> Place:
    resource = context.resource
    if loss.container is not None and loss.container < len(resource.containers):
        node = resource.containers[loss.container].node
        return resource.key_place(node, "env" if loss.kind in ("env", "secret") else "image")
    if loss.kind in ("container", "volume"):
        return resource.key_place(resource.spec, "containers")
    if loss.kind in ("connector", "cloudsql"):
        from lint.checks.policy.vpc import template_annotations_place

        place: Place = template_annotations_place(context)
        return place
    if loss.kind == "tag":
        return resource.key_place(resource.root.get("spec"), "traffic")
    return resource.head
