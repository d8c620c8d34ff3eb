"""A container of a v1 manifest as the v2 API has it.

Source of the correspondence: the discovery documents of run v1 and run v2.
"""

from __future__ import annotations

from lint.yaml.tree import MappingNode, ScalarNode, elements, integer_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.cloud.v2.message_builder import MessageBuilder
    from lint.manifest.resource import Container
    from lint.yaml.tree import Node

_NUMBERS = {
    "initialDelaySeconds": "initial_delay_seconds",
    "timeoutSeconds": "timeout_seconds",
    "periodSeconds": "period_seconds",
    "failureThreshold": "failure_threshold",
}
_PROBES = {
    "startupProbe": "startup_probe",
    "livenessProbe": "liveness_probe",
    "readinessProbe": "readiness_probe",
}


def string_of(node: Node | None) -> str | None:
    """The value of a string field; placeholders are strings like any other here."""
    if isinstance(node, ScalarNode) and isinstance(node.value, str):
        return node.value
    return None


def boolean_of(node: Node | None) -> bool | None:
    """The value of a boolean field or of an annotation that stands for one."""
    if not isinstance(node, ScalarNode):
        return None
    if isinstance(node.value, bool):
        return node.value
    return {"true": True, "false": False}.get(node.text.lower())


def strings_of(node: Node | None) -> list[str] | None:
    """The strings of a list field; None where there is no such field."""
    if node is None:
        return None
    return [
        item.value
        for item in elements(node)
        if isinstance(item, ScalarNode) and isinstance(item.value, str)
    ]


def convert_container(container: Container, part: MessageBuilder, aliases: dict[str, str]) -> None:
    """Fills `part` with a container. `aliases` are the template's names for secrets."""
    node = container.node
    for name, target in (("name", "name"), ("image", "image"), ("workingDir", "working_dir")):
        part.set(target, string_of(node.get(name)), node.get(name))
    for name in ("command", "args"):
        part.set(name, strings_of(node.get(name)), node.get(name))
    if node.get("env") is not None:
        part.places[part.where("env")] = node.get("env") or node
    for variable in container.env:
        entry = part.item("env", variable.node)
        entry.set("name", variable.name, variable.name_node)
        if variable.secret is None:
            entry.set("value", string_of(variable.value), variable.value)
            continue
        reference = entry.part("value_source", variable.secret).part(
            "secret_key_ref", variable.secret
        )
        name_node = variable.secret.get("name")
        secret = string_of(name_node)
        reference.set("secret", aliases.get(secret, secret) if secret else None, name_node)
        reference.set("version", string_of(variable.secret.get("key")), variable.secret.get("key"))
    for item in elements(node.get("ports")):
        port = part.item("ports", item)
        port.set("name", string_of(item.get("name")), item.get("name"))
        port.set("container_port", integer_of(item.get("containerPort")), item.get("containerPort"))
    _limits(node, part)
    for item in elements(node.get("volumeMounts")):
        mount = part.item("volume_mounts", item)
        for name, target in (
            ("name", "name"),
            ("mountPath", "mount_path"),
            ("subPath", "sub_path"),
        ):
            mount.set(target, string_of(item.get(name)), item.get(name))
    for name, target in _PROBES.items():
        probe = node.get(name)
        if isinstance(probe, MappingNode):
            _probe(probe, part.part(target, probe))


def _limits(node: Node, part: MessageBuilder) -> None:
    resources = node.get("resources")
    limits = node.at("resources", "limits")
    if not isinstance(limits, MappingNode):
        return
    target = part.part("resources", resources)
    values = {}
    for name, _, value in limits.items():
        text = string_of(value)
        if text is not None:
            values[name] = text
            target.places[f"{target.where('limits')}.{name}"] = value
    target.set("limits", values, limits)


def _probe(probe: MappingNode, part: MessageBuilder) -> None:
    for name, target in _NUMBERS.items():
        part.set(target, integer_of(probe.get(name)), probe.get(name))
    http = probe.get("httpGet")
    if isinstance(http, MappingNode):
        get = part.part("http_get", http)
        get.set("path", string_of(http.get("path")), http.get("path"))
        get.set("port", integer_of(http.get("port")), http.get("port"))
        for header in elements(http.get("httpHeaders")):
            entry = get.item("http_headers", header)
            entry.set("name", string_of(header.get("name")), header.get("name"))
            entry.set("value", string_of(header.get("value")), header.get("value"))
    socket = probe.get("tcpSocket")
    if isinstance(socket, MappingNode):
        part.part("tcp_socket", socket).set(
            "port", integer_of(socket.get("port")), socket.get("port")
        )
    grpc = probe.get("grpc")
    if isinstance(grpc, MappingNode):
        call = part.part("grpc", grpc)
        call.set("port", integer_of(grpc.get("port")), grpc.get("port"))
        call.set("service", string_of(grpc.get("service")), grpc.get("service"))
