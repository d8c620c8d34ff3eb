"""Events to nodes: aliases, merges, keys, and the limits of each."""

from __future__ import annotations

import pytest

from lint.manifest.reader import read_manifest
from lint.yaml.tree import MappingNode


def read(text: str) -> tuple[MappingNode, list[tuple[str, int]]]:
    manifest = read_manifest("a.yaml", text.encode())
    root = manifest.documents[0].root
    assert isinstance(root, MappingNode)
    return root, [(fault.kind, fault.where.line) for fault in manifest.faults]


def test_an_alias_is_the_node_of_its_anchor() -> None:
    root, faults = read("a: &x {k: v}\nb: *x\n")
    assert root.get("a") is root.get("b")
    assert faults == []


@pytest.mark.parametrize(
    ("text", "kind", "line"),
    [
        ("a: 1\nb: *nope\n", "yaml-syntax", 2),
        ("a: 1\nb: &x [*x]\n", "recursive-alias", 2),
        ("a: 1\n? [x]\n: y\n", "bad-key", 2),
        ("a: 1\n<<: [1]\n", "bad-merge", 2),
        ("a: 1\na: 2\n", "duplicate-key", 2),
    ],
)
def test_faults_have_their_line(text: str, kind: str, line: int) -> None:
    manifest = read_manifest("a.yaml", text.encode())
    assert [(fault.kind, fault.where.line) for fault in manifest.faults] == [(kind, line)]


def test_merged_keys_do_not_replace_own_ones_and_the_first_source_wins() -> None:
    root, faults = read("x: &x {a: 1, b: 1}\ny: &y {b: 2, c: 2}\nz: {<<: [*x, *y], a: 0}\n")
    merged = root.get("z")
    assert isinstance(merged, MappingNode)
    assert {name: value.text for name, _, value in merged.items()} == {"a": "0", "b": "1", "c": "2"}  # type: ignore[attr-defined]
    assert faults == []


def test_a_quoted_merge_key_is_an_ordinary_key() -> None:
    root, _ = read("'<<': {a: 1}\n")
    assert list(root.keys) == ["<<"]
