"""`names`: the names of resources and revisions."""

from __future__ import annotations

from lint.checks.faults import fault_parameters, report_faults
from lint.model import text as shown
from lint.model.fault import Fault
from lint.model.text import say
from lint.support.lazy_regex import lazy_regex
from lint.yaml.tree import text_of

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
    "resource-name",
    "resource-name-length",
    "revision-prefix",
    "revision-name",
    "revision-fixed",
)
_NAME = lazy_regex(r"[a-z](?:[a-z0-9-]*[a-z0-9])?")
_CAPITALS = lazy_regex(r"[A-Z][A-Z0-9_-]*")


def model() -> Any:
    """The parameters, for pydantic."""
    return fault_parameters(FAULTS)


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding]:
    """A finding for each invalid name."""
    return report_faults(rules, context, _detect)


def _detect(context: CheckContext, facts: dict[str, Facts]) -> Iterator[Fault]:
    yield from _name(context.resource, facts)
    yield from _revision(context.resource)


def _name(resource: Resource, facts: dict[str, Facts]) -> Iterator[Fault]:
    node = resource.name_node
    name = text_of(node)
    if node is None or not name:
        return
    if _CAPITALS.fullmatch(name):
        return  # a word to fill in, such as SERVICE
    limit = facts.get("resource-name-length", {}).get("limit", 49)
    if not _NAME.fullmatch(name):
        yield Fault(
            "resource-name",
            node,
            message=say(
                "`{}` is not a valid name for a {}", shown.name(name), shown.own(resource.kind)
            ),
            help=say(
                "Use lower-case letters, digits and `-`; begin with a letter, do not end with `-`."
            ),
        )
    elif len(name) > limit:
        yield Fault(
            "resource-name-length",
            node,
            message=say(
                "the name has {}; the limit is {}",
                shown.count(len(name), "character"),
                shown.number(limit),
            ),
            help=say("Shorten it."),
        )


def _revision(resource: Resource) -> Iterator[Fault]:
    metadata = resource.template_metadata
    node = metadata.get("name") if metadata is not None else None
    name = text_of(node)
    if node is None or not name or resource.kind in ("Job", "Instance"):
        return
    service = resource.name
    if service and not name.startswith(service + "-"):
        yield Fault(
            "revision-prefix",
            node,
            message=say(
                "revision name `{}` does not begin with `{}-`",
                resource.value(node),
                shown.name(service),
            ),
            help=say("Remove it, or begin it with `{}-`.", shown.name(service)),
        )
    elif not _NAME.fullmatch(name) or len(name) > 63:
        yield Fault(
            "revision-name",
            node,
            message=say("`{}` is not a valid revision name", resource.value(node)),
            help=say(
                "Use up to 63 lower-case letters, digits and `-`; begin with a letter, do not end"
                " with `-`."
            ),
        )
    elif resource.by_gcloud or _is_written(resource, node, name):
        yield Fault(
            "revision-fixed",
            node,
            message=say("the manifest sets a revision name, so the next change cannot be deployed"),
            help=say("Remove it; Cloud Run then generates a name."),
        )


def _is_written(resource: Resource, node: Node, name: str) -> bool:
    """Whether a file of Terraform holds the whole name; one that is put together changes with its parts."""
    return any(name in line for line in (node.source or resource.source).lines())
