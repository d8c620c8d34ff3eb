"""What a resource refers to outside itself: instances, connectors, networks, secret aliases.

The references are written in annotations with grammars of their own. A reference that holds a
placeholder is left out: it is unknown.
"""

from __future__ import annotations

import re

from lint.model.record import record
from lint.support.lazy_regex import lazy_regex
from lint.yaml.tree import ScalarNode, elements

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from lint.manifest.resource import Container, EnvVar, Resource

CONNECTOR = "run.googleapis.com/vpc-access-connector"
EGRESS = "run.googleapis.com/vpc-access-egress"
INTERFACES = "run.googleapis.com/network-interfaces"
CLOUDSQL = "run.googleapis.com/cloudsql-instances"
SECRETS = "run.googleapis.com/secrets"

# `project:region:instance`, where the project may be scoped by a domain (`example.com:project`).
_INSTANCE = r"(?:[a-z0-9.-]+\.[a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]:[a-z0-9-]+:[a-z][a-z0-9-]*"
_SOCKET = lazy_regex(rf"/cloudsql/({_INSTANCE})(?![A-Za-z0-9:_-])")
_ENCODED_SOCKET = lazy_regex(r"(?:%2F|/)cloudsql(?:%2F|/)[^/?&\s\"']+", re.IGNORECASE)


@record
class Socket:
    """A Cloud SQL socket directory that an env var or an argument of a container names."""

    instance: str
    """The connection name: `P:REGION:I`."""
    node: ScalarNode
    """The value that names it."""
    container: Container
    """The container that has the value."""
    variable: EnvVar | None
    """The env var; None for an argument."""


def cloudsql_instances(resource: Resource) -> dict[str, ScalarNode]:
    """The instances that the template's annotation attaches, with the annotation's node."""
    node = resource.annotation(CLOUDSQL, template=True)
    if node is None or not isinstance(node.value, str):
        return {}
    names = (part.strip() for part in node.value.split(","))
    return {name: node for name in names if name}


def cloudsql_sockets(resource: Resource) -> Iterator[Socket]:
    """Every `/cloudsql/PROJECT:REGION:INSTANCE` in env values, commands and arguments.

    Percent-encoded sockets (in URLs) count; names that hold placeholders do not.
    """
    for text, node, container, variable in _texts(resource):
        for instance in _sockets(text):
            yield Socket(instance, node, container, variable)


def unknown_sockets(resource: Resource) -> Iterator[ScalarNode]:
    """Every env value, command and argument with a `/cloudsql/` whose instance is a placeholder."""
    for text, node, _, _ in _texts(resource):
        if "cloudsql" not in text.lower() or not node.unknown:
            continue
        for written in node.placeholders:  # it may contain what ends a path
            text = text.replace(written, _FILLED_IN)
        if any(_FILLED_IN in match.group() for match in _ENCODED_SOCKET.finditer(text)):
            yield node


_FILLED_IN = "\0"


def _texts(
    resource: Resource,
) -> Iterator[tuple[str, ScalarNode, Container, EnvVar | None]]:
    """The strings of env values, commands and arguments."""
    for container in resource.containers:
        for variable in container.env:
            if variable.value is not None and isinstance(variable.value.value, str):
                yield variable.value.value, variable.value, container, variable
        for field in ("command", "args"):
            for item in elements(container.node.get(field)):
                if isinstance(item, ScalarNode) and isinstance(item.value, str):
                    yield item.value, item, container, None


def _sockets(text: str) -> Iterator[str]:
    if "cloudsql" not in text.lower():
        return
    for match in _ENCODED_SOCKET.finditer(text):
        part = match.group()
        if "%" in part:
            from urllib.parse import unquote

            part = unquote(part)
        plain = _SOCKET.match(part)
        if plain is not None:
            yield plain.group(1)


def secret_aliases(resource: Resource) -> dict[str, str]:
    """The aliases of the annotation `run.googleapis.com/secrets`: alias to full secret name."""
    node = resource.annotation(SECRETS, template=True)
    aliases: dict[str, str] = {}
    if node is not None and isinstance(node.value, str):
        for part in node.value.split(","):
            alias, separator, target = part.strip().partition(":")
            if separator:
                aliases[alias] = target
    return aliases


def network_interface(resource: Resource) -> tuple[dict[str, Any], ScalarNode] | None:
    """The one entry of the network-interfaces annotation, if it is there and well formed."""
    node = resource.annotation(INTERFACES, template=True)
    if node is None or not isinstance(node.value, str):
        return None
    from lint.support.json_text import load_json

    try:
        value = load_json(node.value)
    except ValueError:
        return None
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return value[0], node
    return None
