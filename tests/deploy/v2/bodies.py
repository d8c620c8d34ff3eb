"""Bodies of the v2 API for tests, as nodes and back."""

from __future__ import annotations

import json
from typing import Any

from lint.deploy.v2.resource import convert
from lint.manifest.reader import read_manifest
from lint.manifest.resource import Resource
from lint.yaml.tree import MappingNode


def tree_of(text: str) -> MappingNode:
    """The root of a YAML or JSON text."""
    root = read_manifest("body.yaml", text.encode()).documents[0].root
    assert isinstance(root, MappingNode)
    return root


def resource_of(text: str, kind: str = "Service") -> Resource:
    """The v1 resource that a body amounts to."""
    manifest = read_manifest("body.yaml", text.encode())
    root = manifest.documents[0].root
    assert isinstance(root, MappingNode)
    return Resource(convert(root, kind, root), kind, manifest.source)


def as_json(message: Any) -> Any:
    """A message of lint.cloud.v2 as the JSON of the API has it."""
    if isinstance(message, list):
        return [as_json(item) for item in message]
    if not isinstance(message, dict):
        return message
    if set(message) == {"seconds"}:
        return f"{message['seconds']}s"
    made = {}
    for name, value in message.items():
        if name in ("labels", "annotations", "limits"):
            made[name] = value
        else:
            first, *rest = name.rstrip("_").split("_")
            made[first + "".join(word.capitalize() for word in rest)] = as_json(value)
    return made


def body_of(message: dict[str, Any], name: str) -> str:
    """The text of a message, with a name."""
    return json.dumps({"name": name, **as_json(message)}, indent=1)
