from __future__ import annotations

from lint.engine.portraits.places import entry, extent
from lint.manifest.reader import read_manifest
from lint.manifest.resource import Resource
from lint.yaml.tree import MappingNode
from tests.engine.portraits.drawing import MANIFEST


def resource() -> Resource:
    manifest = read_manifest("a.yaml", MANIFEST.encode(), {})
    root = manifest.documents[0].root
    assert isinstance(root, MappingNode)
    return Resource(root, "Service", manifest.source)


def test_an_extent_goes_to_the_last_line() -> None:
    found = resource()
    (place,) = extent(found, found.containers[0].node)
    lines = MANIFEST.splitlines()
    assert lines[place.line - 1].strip() == "- name: web"
    assert "volumeMounts" in lines[place.end_line - 1]
    assert extent(found, None) == []


def test_an_entry_is_its_key_and_its_value() -> None:
    found = resource()
    key, value = entry(found, found.containers[0].node, "image", "nope")
    assert key.line == value.line
    assert key.end_column < value.column
    assert entry(found, None, "image") == []
