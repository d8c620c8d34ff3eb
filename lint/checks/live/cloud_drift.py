"""`cloud-drift`: what runs now and would be removed by a deploy of this file."""

from __future__ import annotations

from lint.checks.live.cloud_network import instance
from lint.cloud.drift import KINDS, losses
from lint.model.text import NOTHING, name, own, say, value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.checks.protocol import Input
    from lint.cloud.drift import Loss
    from lint.model.findings import Finding, Place
    from lint.model.rule import Rule
    from lint.model.text import Message

_VOLUMES = {"secret": "a secret", "gcs": "a bucket", "nfs": "an NFS share"}
_NOUNS = {"Service": "service", "Job": "job", "WorkerPool": "worker pool"}


def model() -> Any:
    """The parameters, for pydantic: the kinds of settings that must not get lost."""
    from typing import Annotated, Literal

    from pydantic import BeforeValidator

    from lint.checks.coercions import as_list

    kind = Literal[*KINDS]  # type: ignore[valid-type]
    return Annotated[list[kind], BeforeValidator(as_list, json_schema_input_type=kind | list[kind])]


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
    by_kind = {kind: rule for rule in rules for kind in rule.params}
    running = say("the running {}", own(_NOUNS[context.resource.kind]))
    for loss in losses(answer.facts, view.planned, view.stated):
        rule = by_kind.get(loss.kind)
        if rule is not None:
            message, help = _words(loss, running)
            yield context.finding(rule, _where(loss, context), message=message, help=help)


def _words(loss: Loss, running: Message) -> tuple[Message, Message]:
    """Message and help. `running` is what runs now, in words."""
    lost = name(loss.name)
    add = say("Add `{}` to the file, or ignore this if the removal is intended.", lost)
    if loss.kind == "env":
        source = say(" (from secret `{}`)", name(loss.detail)) if loss.detail else NOTHING
        removed = say("env var `{}`{}", lost, source)
    elif loss.kind == "secret":
        secret = name(loss.detail)
        return (
            say(
                "env var `{}` comes from secret `{}` on {}, and this file sets a plain value",
                lost,
                secret,
                running,
            ),
            say("Take `{}` from secret `{}` with a `secretKeyRef`.", lost, secret),
        )
    elif loss.kind == "container":
        removed = say("container `{}`", lost)
    elif loss.kind == "volume":
        removed = say("volume `{}` ({})", lost, own(_VOLUMES.get(loss.detail, loss.detail)))
    elif loss.kind == "probe":
        removed = say("the {} probe", lost)
        add = say("Add the {} probe to the file, or ignore this if the removal is intended.", lost)
    elif loss.kind == "connector":
        removed = say("VPC connector `{}`", lost)
    elif loss.kind == "cloudsql":
        removed = say("Cloud SQL instance `{}`", instance(loss.name))
        add = say(
            "Add `{}` to the file, or ignore this if the removal is intended.", instance(loss.name)
        )
    elif loss.kind == "tag":
        return (
            say(
                "traffic tag `{}` of {} is not in this file, so the deploy removes its URL",
                lost,
                running,
            ),
            add,
        )
    elif loss.kind == "setting":
        # Only settings that a table lists as harmless have their value here.
        set_to = (
            say(", set to `{}`,", value(loss.detail, harmless=loss.kind == "setting"))
            if loss.detail
            else NOTHING
        )
        return (
            say(
                "setting `{}` of {}{} is not in this file, so the deploy resets it",
                lost,
                running,
                set_to,
            ),
            add,
        )
    else:
        removed = say("{} `{}`", own(loss.kind), lost)
    return say("{} of {} is not in this file, so the deploy removes it", removed, running), add


def _where(loss: Loss, context: CheckContext) -> Place:
    resource = context.resource
    if loss.container is not None and loss.container < len(resource.containers):
        node = resource.containers[loss.container].node
        return resource.key_place(node, "env" if loss.kind in ("env", "secret") else "image")
    if loss.kind in ("container", "volume"):
        return resource.key_place(resource.spec, "containers")
    if loss.kind in ("connector", "cloudsql"):
        return resource.annotations_place
    if loss.kind == "tag":
        return resource.key_place(resource.root.get("spec"), "traffic")
    return resource.head
