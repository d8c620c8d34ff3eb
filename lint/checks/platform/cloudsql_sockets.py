"""`cloudsql-sockets`: Cloud SQL instances, attached and used."""

from __future__ import annotations

from lint.checks.faults import fault_parameters, report_faults
from lint.manifest.references import (
    CLOUDSQL,
    cloudsql_instances,
    cloudsql_sockets,
    unknown_sockets,
)
from lint.model import text as shown
from lint.model.fault import Fault, Repair
from lint.model.text import say
from lint.support.lazy_regex import lazy_regex
from lint.yaml.tree import MappingNode, ScalarNode, elements, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.checks.faults import Facts
    from lint.manifest.resource import Resource
    from lint.model.findings import Finding
    from lint.model.rule import Rule
    from lint.model.text import Message

FAULTS = (
    "not-attached",
    "other-attached",
    "grammar",
    "zone",
    "white-space",
    "long-path",
    "named-only",
)
_INSTANCE = lazy_regex(r"(?:[a-z0-9.-]+:)?[a-z0-9-]+:[a-z]+(?:-[a-z]+)+[0-9]+:[a-z][a-z0-9-]*")
_ZONE = lazy_regex(r"(?:[a-z0-9.-]+:)?[a-z0-9-]+:([a-z]+(?:-[a-z]+)+[0-9]+)-[a-z]:[a-z][a-z0-9-]*")
_CONNECTION_NAME = lazy_regex(r"[a-z][a-z0-9-]{4,28}[a-z0-9]:[a-z]+-[a-z]+[0-9]+:[a-z][a-z0-9-]*")
_NAME_OF_VARIABLE = lazy_regex(
    r"(?i)(?:cloud_?sql|instance).*connection|connection_?name|cloud_?sql"
)


def model() -> Any:
    """The parameters, for pydantic."""
    return fault_parameters(FAULTS)


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding]:
    """A finding for each socket without its instance, and for each malformed instance."""
    return report_faults(rules, context, _detect)


def _detect(context: CheckContext, facts: dict[str, Facts]) -> Iterator[Fault]:
    resource = context.resource
    node = resource.annotation(CLOUDSQL, template=True)
    attached = cloudsql_instances(resource)
    if node is not None and isinstance(node.value, str):
        yield from _grammar(context, node)
    if node is not None and node.unknown:
        return
    sockets = list(cloudsql_sockets(resource))
    if not _has_proxy(context):
        misplaced = resource.annotation(CLOUDSQL, template=False)
        open_list = resource.may_have_more("cloudsql")
        for socket in sockets:
            if socket.instance in attached or open_list:
                continue
            related: list[Any] = []
            if node is not None:
                names = shown.listed(resource.part(node, name) for name in attached)
                label = say("the annotation attaches {}", names or say("nothing"))
                related.append((node, label))
            if misplaced is not None:
                related.append((misplaced, say("this annotation belongs on the template")))
            instance = _instance(socket.instance)
            yield Fault(
                "not-attached",
                socket.node,
                message=say(
                    "this is the socket of Cloud SQL instance `{}`, which is not attached", instance
                ),
                help=say(
                    "Set the template annotation `{}` to `{}`.", shown.own(CLOUDSQL), instance
                ),
                related=related,
            )
        if node is None and not open_list and not _templated(resource):
            yield from _unknown(resource, misplaced)
        if node is None and not sockets and not open_list:
            yield from _named_only(context)
    used = {socket.instance for socket in sockets}
    for name, where in attached.items():
        if used and name not in used and _INSTANCE.fullmatch(name):
            yield Fault(
                "other-attached",
                where,
                message=say(
                    "`{}` is attached, but no env var or argument contains its socket",
                    resource.part(where, name),
                ),
                help=say("Remove it if nothing uses it."),
                related=[
                    (
                        sockets[0].node,
                        say("this is the socket of `{}`", _instance(sockets[0].instance)),
                    )
                ],
            )
        limit = facts.get("long-path", {})
        if limit and len(name) > limit["postgres"]:
            both = len(name) > limit["mysql"]
            yield Fault(
                "long-path",
                where,
                message=say(
                    "the connection name has {}, too many for the path of a {} socket",
                    shown.count(len(name), "character"),
                    say("Postgres or MySQL") if both else say("Postgres"),
                ),
                help=say("Connect over TCP or with a language connector instead."),
            )


def _unknown(resource: Resource, misplaced: ScalarNode | None) -> Iterator[Fault]:
    """A fault for each socket of an instance that is yet to be filled in: none is attached."""
    for node in unknown_sockets(resource):
        yield Fault(
            "not-attached",
            node,
            message=say("this is the socket of a Cloud SQL instance, and no instance is attached"),
            help=say(
                "Set the template annotation `{}` to the connection name of the instance.",
                shown.own(CLOUDSQL),
            ),
            related=[(misplaced, say("this annotation belongs on the template"))]
            if misplaced is not None
            else [],
        )


def _templated(resource: Resource) -> bool:
    """Whether a placeholder may bring further annotations of the template, or all of them."""
    for node in (
        resource.root.at("spec", "template", "metadata"),
        resource.root.at("spec", "template", "metadata", "annotations"),
    ):
        if isinstance(node, ScalarNode):
            return node.unknown
        if isinstance(node, MappingNode) and any(key.templated for key in node.keys.values()):
            return True
    return False


def _instance(name: str) -> Message:
    """A connection name for a message: hidden where it does not look like one."""
    return shown.value(name, harmless=_INSTANCE.fullmatch(name) is not None)


def _grammar(context: CheckContext, node: ScalarNode) -> Iterator[Fault]:
    if node.unknown:
        return
    for part in node.text.split(","):
        name = part.strip()
        if part != name:
            yield Fault(
                "white-space",
                node,
                message=say("the list of Cloud SQL instances contains white space"),
                help=say("Separate the instances by commas only."),
                repair=Repair("set_text", node, ",".join(map(str.strip, node.text.split(",")))),
            )
        if not name or _INSTANCE.fullmatch(name):
            continue
        zone = _ZONE.fullmatch(name)
        if zone is not None:
            yield Fault(
                "zone",
                node,
                message=say(
                    "`{}` contains a zone; a connection name contains a region",
                    context.resource.part(node, name),
                ),
                help=say("Write the region `{}`.", shown.name(zone.group(1))),
            )
        else:
            yield Fault(
                "grammar",
                node,
                message=say(
                    "`{}` is not a connection name of Cloud SQL", context.resource.part(node, name)
                ),
                help=say("Write PROJECT:REGION:INSTANCE."),
            )


def _has_proxy(context: CheckContext) -> bool:
    """Whether a container brings the sockets itself: a proxy, or a volume at /cloudsql."""
    for container in context.resource.containers:
        image = text_of(container.node.get("image")) or ""
        if "cloud-sql-proxy" in image or "cloudsql-proxy" in image or "cloud_sql_proxy" in image:
            return True
        if container.image is not None and container.image.unknown and not container.ingress:
            words = f"{container.name} {container.image.text}".lower()
            if "proxy" in words or "sql" in words:
                return True
        for mount in elements(container.node.get("volumeMounts")):
            path = mount.get("mountPath")
            if path is not None and getattr(path, "text", "").startswith("/cloudsql"):
                return True
        for field in ("command", "args"):
            for item in elements(container.node.get(field)):
                if "cloud-sql-proxy" in getattr(item, "text", "") or "cloud_sql_proxy" in getattr(
                    item, "text", ""
                ):
                    return True
    return False


def _named_only(context: CheckContext) -> Iterator[Fault]:
    for container in context.resource.containers:
        for variable in container.env:
            value = variable.literal
            if (
                value
                and variable.name
                and variable.value is not None
                and _CONNECTION_NAME.fullmatch(value)
                and _NAME_OF_VARIABLE.search(variable.name)
            ):
                yield Fault(
                    "named-only",
                    variable.value,
                    message=say(
                        "env var `{}` names a Cloud SQL instance, but none is attached",
                        shown.name(variable.name),
                    ),
                    help=say(
                        "Add the template annotation `{}`, unless the program uses a language"
                        " connector.",
                        shown.own(CLOUDSQL),
                    ),
                )
