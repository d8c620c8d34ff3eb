"""`traffic`: where the traffic of a service and the instances of a worker pool go."""

from __future__ import annotations

from lint.checks.faults import fault_parameters, report_faults
from lint.model import text as shown
from lint.model.fault import Fault
from lint.model.text import say
from lint.support.lazy_regex import lazy_regex
from lint.yaml.tree import ScalarNode, elements, integer_of, is_null, text_of, written_text

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

FAULTS = (
    "traffic-percent",
    "traffic-sum",
    "traffic-both",
    "traffic-neither",
    "traffic-tag",
    "traffic-duplicate-tag",
    "traffic-pinned",
)
_TAG = lazy_regex(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")


def model() -> Any:
    """The parameters, for pydantic."""
    return fault_parameters(FAULTS)


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding]:
    """A finding for each invalid traffic target."""
    return report_faults(rules, context, _detect)


def _detect(context: CheckContext, facts: dict[str, Facts]) -> Iterator[Fault]:
    resource = context.resource
    field = "instanceSplits" if resource.kind == "WorkerPool" else "traffic"
    spec = resource.root.get("spec")
    targets = [item for item in elements(spec.get(field) if spec else None) if item is not None]
    if targets and resource.kind != "Job":
        yield from _traffic(resource, field, spec, targets)


def _traffic(
    resource: Resource, field: str, spec: Node | None, targets: list[Node]
) -> Iterator[Fault]:
    total = 0
    known = True
    latest = False
    tags: dict[str, Node] = {}
    pinned: Node | None = None
    for target in targets:
        percent = target.get("percent")
        value = integer_of(percent)
        if not is_null(percent) and value is None:
            known = False
        if percent is not None and value is not None:
            total += value
            if not 0 <= value <= 100:
                known = False
                yield Fault(
                    "traffic-percent",
                    percent,
                    message=say("`percent` must be between 0 and 100, not {}", shown.number(value)),
                    help=say("Correct `percent`."),
                )
        revision = target.get("revisionName")
        flag = target.get("latestRevision")
        stated = written_text(flag)
        has_name = (
            isinstance(revision, ScalarNode) and revision.text != "" and revision.value is not None
        )
        if has_name and stated == "true" and revision is not None and flag is not None:
            yield Fault(
                "traffic-both",
                flag,
                message=say("the target has both `revisionName` and `latestRevision: true`"),
                help=say("Remove `latestRevision` or `revisionName`."),
                related=[(revision, say("the revision is named here"))],
            )
        if not has_name and stated == "false" and flag is not None:
            yield Fault(
                "traffic-neither",
                flag,
                message=say("the target has `latestRevision: false` but no `revisionName`"),
                help=say("Add `revisionName`, or set `latestRevision: true`."),
            )
        latest = latest or not has_name
        if has_name and value == 100:
            pinned = revision
        tag = target.get("tag")
        text = text_of(tag)
        if tag is not None and text:
            if not _TAG.fullmatch(text) or not text[0].isalpha() or len(text) > 63:
                yield Fault(
                    "traffic-tag",
                    tag,
                    message=say("`{}` is not a valid traffic tag", resource.value(tag)),
                    help=say(
                        "Use up to 63 lower-case letters, digits and `-`; begin with a letter, do"
                        " not end with `-`."
                    ),
                )
            if text in tags:
                yield Fault(
                    "traffic-duplicate-tag",
                    tag,
                    message=say("two traffic targets have the tag `{}`", resource.value(tag)),
                    help=say("Rename one of the two."),
                    related=[(tags[text], say("the first one"))],
                )
            tags.setdefault(text, tag)
    if known and total != 100:
        yield Fault(
            "traffic-sum",
            resource.key_place(spec, field),
            message=say(
                "the percentages in `{}` add up to {}, not 100",
                shown.own(field),
                shown.number(total),
            ),
            help=say("Correct `percent`."),
        )
    own = text_of(
        resource.template_metadata.get("name") if resource.template_metadata is not None else None
    )
    if pinned is not None and not latest and getattr(pinned, "text", "") != own:
        yield Fault(
            "traffic-pinned",
            pinned,
            message=say(
                "all traffic goes to a named revision, so a new revision receives no traffic"
            ),
            help=say("Send traffic to the latest revision, or shift it after the deploy."),
        )
