"""`code-sockets`: Cloud SQL sockets that the code opens, against the attached instances."""

from __future__ import annotations

from lint.checks.faults import fault_parameters, report_faults
from lint.checks.image.entry_points import entry_points
from lint.checks.image.start_up import start_up
from lint.image.python.socket_paths import socket_paths
from lint.model.fault import Fault
from lint.model.findings import Place
from lint.model.text import name as shown_name
from lint.model.text import say
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.checks.faults import Facts
    from lint.checks.protocol import Input
    from lint.image.image import Image
    from lint.image.python.socket_paths import SocketPath
    from lint.manifest.resource import Container
    from lint.model.fault import Spot
    from lint.model.findings import Finding, NotRun
    from lint.model.rule import Rule
    from lint.model.text import Message
    from lint.yaml.tree import ScalarNode

FAULTS = ("socket-without-instance", "socket-directory")
_INSTANCE = lazy_regex(
    r"[a-z][a-z0-9.:-]{0,60}:[a-z]{2,20}-[a-z]{2,20}\d{1,2}:[a-z][a-z0-9-]{0,97}"
)
_MOST_MODULES = 1_000
_LARGEST = 1 << 20
_ANNOTATION = "run.googleapis.com/cloudsql-instances"


def model() -> Any:
    """The fault that the rule is about."""
    return fault_parameters(FAULTS)


def requires(params: Any) -> Input:
    """An image: a wheel or a source tree."""
    return "image"


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding | NotRun]:
    """A finding for each socket that is not there."""
    return report_faults(rules, context, _detect)


def _detect(context: CheckContext, facts: dict[str, Facts]) -> Iterator[Fault]:
    if context.resource.assumed:
        return
    attached = context.resource.annotation(_ANNOTATION, template=True) is not None
    attached = attached or context.resource.may_have_more("cloudsql")
    for image, modules, containers in _programs(context):
        for path, found in _sockets(image, modules):
            where = Place(path, found.line, found.column, 0, found.column + 1)
            if found.named and not attached and not _has_volume(context):
                yield _without_instance(containers, where)
                return
            if not found.named:
                yield Fault(
                    "socket-directory",
                    where,
                    message=say("the path of the socket does not begin with `/cloudsql/`"),
                    help=say(
                        "Begin it with `/cloudsql/`, followed by the instance's connection name."
                    ),
                )


def _programs(context: CheckContext) -> Iterator[tuple[Image, Iterable[str], list[Container]]]:
    """The image, its modules that run, and the containers that may run them.

    All modules, where nobody can tell what the container starts.
    """
    entries = entry_points(context)[0]
    for entry in entries[:1]:
        closure = start_up(entry).closure
        if closure is not None:
            yield entry.image, closure.reached, entry.containers
    if not entries:
        image = context.given_image
        yield image, sorted(image.modules())[:_MOST_MODULES], context.resource.containers


def _sockets(image: Image, names: Iterable[str]) -> Iterator[tuple[str, SocketPath]]:
    """The socket paths in modules, with the files that have them."""
    modules = image.modules()
    for name in names:
        member = image.members.get(modules.get(name, ""))
        if member is None or not member.path.endswith(".py") or member.size > _LARGEST:
            continue
        facts = image.facts.get(member.path)
        if facts is not None and facts.unparsable is None and not facts.names_sockets:
            continue
        try:
            source = member.read()
        except OSError:
            continue
        for found in socket_paths(source):
            yield member.display_path, found


def _has_volume(context: CheckContext) -> bool:
    """Whether a volume or a sidecar may bring the directory."""
    return len(context.resource.containers) > 1 or any(
        volume.get("csi") is not None for volume in context.resource.volumes
    )


def _without_instance(containers: list[Container], where: Place) -> Fault:
    message = say(
        "the code opens a socket below `/cloudsql/`, and no Cloud SQL instance is attached"
    )
    node = _instance_variable(containers)
    spot: Spot = where
    related: list[tuple[Spot, Message]] = []
    help = say("Attach the instance with the template annotation `{}`.", shown_name(_ANNOTATION))
    if node is not None:
        spot, related = node, [(where, say("the socket is opened here"))]
    return Fault("socket-without-instance", spot, message=message, help=help, related=related)


def _instance_variable(containers: list[Container]) -> ScalarNode | None:
    """The env var that names an instance."""
    for container in containers:
        for variable in container.env:
            if _INSTANCE.fullmatch(variable.literal or ""):
                return variable.value
    return None
