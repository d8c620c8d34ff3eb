"""Descriptions of one resource share its kind and name."""

from __future__ import annotations

from lint.engine.description import Description
from lint.manifest.reader import read_manifest
from lint.manifest.resource import Resource


def test_the_key_is_kind_and_name() -> None:
    manifest = read_manifest("a.yaml", b"kind: Job\nmetadata: {name: nightly}\n")
    root = manifest.documents[0].root
    assert root is not None
    resource = Resource(root, "Job", manifest.source)  # type: ignore[arg-type]
    assert Description("a.yaml", resource).key == ("Job", "nightly")
