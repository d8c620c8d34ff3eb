"""Nodes that are made of texts have the places of the texts."""

from __future__ import annotations

from lint.deploy.nodes import below, drop, items, mapping, put, scalar
from lint.deploy.text import of_file
from lint.model.source import Source
from lint.yaml.tree import MappingNode

SOURCE = Source("deploy.sh", "gcloud run deploy api \\\n  --timeout=5m\n")
WORDS = of_file(SOURCE)


def test_a_scalar_has_the_place_of_its_text_and_another_value() -> None:
    node = scalar(WORDS.cut(36, 38), 300)
    assert (node.line, node.column, node.end_line, node.end_column) == (2, 13, 2, 15)
    assert node.value == 300
    assert node.text == "300"
    assert node.source is SOURCE


def test_a_placeholder_makes_a_node_unknown() -> None:
    text = WORDS.cut(0, 6).written("${TAG}", known=False)
    assert scalar(text).unknown


def test_mappings_are_made_where_they_are_missing() -> None:
    anchor = WORDS.cut(0, 17)
    root = mapping(anchor)
    spec = below(root, "spec", anchor)
    assert below(root, "spec", WORDS) is spec
    put(spec, "timeoutSeconds", scalar(WORDS.cut(36, 38), 300), WORDS.cut(26, 38))
    assert isinstance(spec, MappingNode)
    assert root.plain() == {"spec": {"timeoutSeconds": 300}}
    assert spec.keys["timeoutSeconds"].column == 3
    assert items(spec, "containers", anchor).items == []
    drop(spec, "containers")
    drop(spec, "absent")
    assert "containers" not in spec
    assert (root.line, root.column, root.end_column) == (1, 1, 18)
