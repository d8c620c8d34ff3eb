"""A resource and its parts, by the names that rules have for them."""

from __future__ import annotations

from lint.manifest.reader import read_manifest
from lint.manifest.resource import Resource
from lint.yaml.tree import MappingNode
from tests.manifest.test_disclosure import HEAD


def test_a_message_shows_a_value_where_the_schema_allows_it():
    text = HEAD + "      - {image: gcr.io/p/a, env: [{name: A, value: S3CRET}]}\n"
    manifest = read_manifest("a.yaml", text.encode())
    root = manifest.documents[0].root
    assert isinstance(root, MappingNode)
    resource = Resource(root, "Service", manifest.source)
    container = resource.containers[0]
    assert str(resource.value(container.node.get("image"))) == "gcr.io/p/a"
    assert str(resource.value(container.env[0].value)) == "<redacted, 6 chars>"
    assert str(resource.value(container.node.get("env"))) == "a sequence"
    assert str(resource.value(None)) == ""
