"""The part of a portrait for one container: image, start, resources, env vars, mounts."""

from __future__ import annotations

from lint.engine.portraits.places import entry, extent
from lint.manifest.defaults import PORT
from lint.manifest.references import cloudsql_sockets
from lint.model.portrait import Link, Part, Row
from lint.model.text import NOTHING, count, joined, name, number, own, say
from lint.yaml.tree import MappingNode, ScalarNode, elements, integer_of, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from lint.checks.context import CheckContext
    from lint.engine.portraits.attached import Attachments
    from lint.engine.portraits.starting import Starting
    from lint.manifest.resource import Container, Resource
    from lint.model.text import Message
    from lint.yaml.tree import Node

_PROBES = {
    "startupProbe": "start-up probe",
    "livenessProbe": "liveness probe",
    "readinessProbe": "readiness probe",
}
_ACTIONS = {"httpGet": "HTTP", "tcpSocket": "TCP", "grpc": "gRPC"}
_LIMITS = ("cpu", "memory", "nvidia.com/gpu")


def container_part(
    context: CheckContext,
    container: Container,
    started: Mapping[int, Starting],
    attachments: Attachments,
    links: list[Link],
) -> Part:
    """The container as a part; its links to what is attached are added to `links`."""
    resource = context.resource
    node = container.node
    part = Part("container", _title(container), places=extent(resource, node))
    part.rows.append(Row("image", _image(resource, container), entry(resource, node, "image")))
    part.rows += _start(context, container, started.get(container.index))
    part.rows += _ports(resource, container)
    part.rows += _resources(resource, container)
    part.rows += _probes(resource, node)
    _env(resource, container, part, attachments, links)
    for row in part.rows:
        if row.label == "starts":
            _socket_arguments(resource, container, row, attachments, links)
    for mount in elements(node.get("volumeMounts")):
        if isinstance(mount, MappingNode):
            path = mount.get("mountPath")
            text = resource.value(path) if isinstance(path, ScalarNode) else own("no path")
            row = Row("mount", text, extent(resource, mount), "mount")
            part.rows.append(row)
            volume = text_of(mount.get("name"))
            if volume:
                links.append(Link(row, attachments.volume(volume), extent(resource, mount)))
    return part


def _title(container: Container) -> Message:
    if container.name:
        return name(container.name)
    return NOTHING if container.alone else number(container.index + 1)


def _image(resource: Resource, container: Container) -> Message:
    """The image, its repository apart, so that a long one does not cut off the tag."""
    node = container.image
    if node is None:
        return own("none")
    repository, slash, rest = node.text.rpartition("/")
    if not slash or "@" in repository or node.unknown:
        return resource.value(node)
    return say("{}/{}", resource.part(node, repository), resource.part(node, rest))


def _start(context: CheckContext, container: Container, known: Starting | None) -> list[Row]:
    places = entry(context.resource, container.node, "command", "args", "workingDir")
    if known is None or not known.programs:
        by_image = context.image is None and not elements(container.node.get("command"))
        return [Row("starts", own("what its image says" if by_image else "not known"), places)]
    rows = [Row("starts", program, places) for program in known.programs]
    return rows + [Row("listens on", address, places) for address in known.addresses]


def _ports(resource: Resource, container: Container) -> list[Row]:
    places = entry(resource, container.node, "ports")
    ports = [
        integer_of(port.get("containerPort")) for port in elements(container.node.get("ports"))
    ]
    stated = [number(port) for port in ports if port is not None]
    if stated:
        return [Row("port", joined(stated), places)]
    if resource.kind == "Service" and container.ingress and not resource.partial:
        return [Row("port", say("{} (default)", number(PORT)), places)]
    return []


def _resources(resource: Resource, container: Container) -> list[Row]:
    limits = container.limits
    parts = [
        say("{} {}", own("GPU" if key not in ("cpu", "memory") else key), resource.value(value))
        for key in _LIMITS
        if limits is not None and isinstance(value := limits.get(key), ScalarNode)
    ]
    return (
        [Row("limits", joined(parts), entry(resource, container.node, "resources"))]
        if parts
        else []
    )


def _probes(resource: Resource, node: Node) -> list[Row]:
    rows = []
    for field, label in _PROBES.items():
        probe = node.get(field)
        if not isinstance(probe, MappingNode):
            continue
        texts: list[Message] = []
        for action, protocol in _ACTIONS.items():
            asked = probe.get(action)
            if asked is None:
                continue
            port = integer_of(asked.get("port"))
            path = asked.get("path")
            texts.append(
                say(
                    "{}{}{}",
                    own(protocol),
                    say(" {}", resource.value(path)) if isinstance(path, ScalarNode) else NOTHING,
                    say(" on {}", number(port)) if port is not None else NOTHING,
                )
            )
        rows.append(Row(label, joined(texts), entry(resource, node, field)))
    return rows


def _env(
    resource: Resource,
    container: Container,
    part: Part,
    attachments: Attachments,
    links: list[Link],
) -> None:
    """A row for each variable, and the links of those that are secrets or name a database."""
    node = container.node
    amount = count(len(container.env), "variable") if container.env else own("none stated")
    part.rows.append(Row("env", amount, entry(resource, node, "env", "envFrom"), "env"))
    sockets = list(cloudsql_sockets(resource))
    for variable in container.env:
        places = extent(resource, variable.node)
        called = name(variable.name) if variable.name else own("(no name)")
        row = Row("", called, places, "variable")
        part.rows.append(row)
        if variable.secret is not None:
            source = variable.node.get("valueFrom")
            links.append(
                Link(
                    row,
                    attachments.secret(variable.secret),
                    entry(resource, source, "secretKeyRef"),
                )
            )
        named = {
            s.instance
            for s in sockets
            if s.variable is not None and s.variable.node is variable.node
        }
        for instance in sorted(named):
            target = attachments.instance(instance)
            links.append(Link(row, target, extent(resource, variable.value)))


def _socket_arguments(
    resource: Resource, container: Container, row: Row, attachments: Attachments, links: list[Link]
) -> None:
    """The links of a command that names the sockets of databases."""
    for socket in cloudsql_sockets(resource):
        if socket.variable is None and socket.container is container:
            target = attachments.instance(socket.instance)
            links.append(Link(row, target, extent(resource, socket.node)))
