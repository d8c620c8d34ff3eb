"""Edits of a YAML text keep what they are not about: comments, quotes, indentation."""

from __future__ import annotations

import json

import pytest

from lint.engine.repair import edited
from lint.manifest.reader import read_manifest
from lint.yaml import edits
from lint.yaml.tree import MappingNode, Node, ScalarNode, SequenceNode


def changed(text: str, operation: str, path: str, *arguments: object) -> str | None:
    """The text after an operation on the node at a dotted path ("" is the root)."""
    manifest = read_manifest("a.yaml", text.encode())
    node: Node | None = manifest.documents[0].root
    for step in path.split(".") if path else ():
        if isinstance(node, SequenceNode):
            node = node.items[int(step)]
        else:
            assert node is not None
            node = node.get(step)
    assert node is not None
    made = getattr(edits, operation)(manifest.source, node, *arguments)
    return None if made is None else edited(text, made)


@pytest.mark.parametrize(
    ("text", "value", "after"),
    [
        ("a: b  # c\n", "d", "a: d  # c\n"),
        ("a: 'b'\n", "it's", "a: 'it''s'\n"),
        ('a: "b"\n', 'x"y', 'a: "x\\"y"\n'),
        ("a: b\n", "yes", 'a: "yes"\n'),
        ("a: b\n", "1", 'a: "1"\n'),
        ("a: b\n", "x: y", 'a: "x: y"\n'),
        ("a: b\n", "- x", 'a: "- x"\n'),
        ("{a: b, c: d}\n", "e,f", '{a: "e,f", c: d}\n'),
        ("a: |\n  b\n", "c", None),
        ("a: b\n  c\n", "d", None),
    ],
)
def test_a_scalar_gets_another_text(text: str, value: str, after: str | None) -> None:
    assert changed(text, "set_text", "a", value) == after


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("a: 1 # c\n", 'a: "1" # c\n'),
        ("{a: 0x1f}\n", '{a: "0x1f"}\n'),
        ("a: yes\n", 'a: "yes"\n'),
        ("a: '1'\n", None),
        ("a:\n", None),
        ("a: &b 1\nc: *b\n", None),
        ("a: !!int 1\n", None),
    ],
)
def test_a_scalar_is_quoted_as_it_is_written(text: str, after: str | None) -> None:
    assert changed(text, "quote", "a") == after


@pytest.mark.parametrize(
    ("text", "after"), [("a: x\n", "a: {}\n"), ("a:\nb: 1\n", "a: {}\nb: 1\n")]
)
def test_a_plain_text_takes_the_place_of_a_scalar(text: str, after: str) -> None:
    assert changed(text, "set_plain", "a", "{}") == after


@pytest.mark.parametrize(
    ("text", "names", "after"),
    [
        ("a: 1\nb: 2  # two\nc: 3\n", ["b"], "a: 1\nc: 3\n"),
        ("a: 1\nb:\n  - x\n  - y: |\n      z\n      w\n# c\nc: 3\n", ["b"], "a: 1\n# c\nc: 3\n"),
        ("a: 1\nb: 2", ["b"], "a: 1\n"),
        ("{a: 1, b: 2, c: 3}\n", ["b"], "{a: 1, c: 3}\n"),
        ("{a: 1, b: 2}\n", ["b"], "{a: 1}\n"),
        ("{ a: 1 , b: 2 }\n", ["a"], "{ b: 2 }\n"),
        ("{a: 1}\n", ["a"], "{}\n"),
        ("{a: 1, b: 2}\n", ["a", "b"], "{}\n"),
        ("{a: 1,\n b: 2}\n", ["b"], None),
        ("a: &x [1]\nb: 1\nc: *x\n", ["c"], None),
    ],
)
def test_keys_are_removed(text: str, names: list[str], after: str | None) -> None:
    assert changed(text, "remove_entries", "", names) == after


def test_a_mapping_that_loses_all_its_keys_is_empty() -> None:
    assert changed("m:\n  a: 1\n  b:\n    c: 2\nn: 3\n", "remove_entries", "m", ["a", "b"]) == (
        "m: {}\nn: 3\n"
    )
    # A comment would be lost, and nobody knows what it is about.
    assert changed("m:\n  a: 1 # why\n", "remove_entries", "m", ["a"]) is None


def test_the_first_key_of_an_item_is_removed() -> None:
    text = "m:\n- a: 1\n  b: 2\n"
    assert changed(text, "remove_entries", "m.0", ["a"]) == "m:\n- b: 2\n"
    assert changed("m:\n- a: 1\n  # c\n  b: 2\n", "remove_entries", "m.0", ["a"]) is None
    # What is left is an item, not the value of `m`.
    assert changed("m:\n- a: 1\n", "remove_entries", "m.0", ["a"]) is None


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("m:\n- a\n- b\n", "m:\n- b\n"),
        ("m:\n  - a: 1\n    b: 2\n  # two\n  - c\nn: 1\n", "m:\n  # two\n  - c\nn: 1\n"),
        ("m:\n- a\n", "m: []\n"),
        ("m:\n- a: 1\n  b: 2\nn: 1\n", "m: []\nn: 1\n"),
        ("m: [a, b]\n", "m: [b]\n"),
        ("m: [{a: 1}]\n", "m: []\n"),
        ("m:\n- a # why\n", None),
    ],
)
def test_an_item_is_removed(text: str, after: str | None) -> None:
    manifest = read_manifest("a.yaml", text.encode())
    root = manifest.documents[0].root
    assert root is not None
    sequence = root.get("m")
    assert isinstance(sequence, SequenceNode)
    made = edits.remove_item(manifest.source, sequence, sequence.items[0])
    assert (None if made is None else edited(text, made)) == after


@pytest.mark.parametrize(
    ("text", "path", "value", "after"),
    [
        ("a: 1 # one\n", "", "2", "a: 1 # one\nnew: 2\n"),
        ("a: 1", "", "2", "a: 1\nnew: 2"),
        (
            "m:\n    a: |\n      x\n\nb: 1\n",
            "m",
            "2",
            "m:\n    a: |\n      x\n\n    new: 2\nb: 1\n",
        ),
        ("m:\n- a: 1\n- c: 2\n", "m.0", "2", "m:\n- a: 1\n  new: 2\n- c: 2\n"),
        ("m: {a: 1}\n", "m", "2", "m: {a: 1, new: 2}\n"),
        ("m: {}\n", "m", "2", "m: {new: 2}\n"),
        ("m:\n  a: 1\n", "m", ["b: 2", "c: 3"], "m:\n  a: 1\n  new:\n    b: 2\n    c: 3\n"),
        ("m: {a: 1}\n", "m", ["b: 2"], None),
    ],
)
def test_a_key_is_added(text: str, path: str, value: object, after: str | None) -> None:
    assert changed(text, "add_entry", path, "new", value) == after


def test_items_are_added() -> None:
    text = "m:\n  - a: 1\n    b: 2\nn: 1\n"
    added = [["c: 3", "d: 4"], ["e"]]
    assert changed(text, "add_items", "m", added) == (
        "m:\n  - a: 1\n    b: 2\n  - c: 3\n    d: 4\n  - e\nn: 1\n"
    )
    assert changed("m: [a]\n", "add_items", "m", added) is None


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("a: 1\n", "a: 1\nx:\n  deep:\n    z/w: v\n"),
        ("x:\n  b: 1\n", "x:\n  b: 1\n  deep:\n    z/w: v\n"),
        ("x:\n  deep:\n    b: 1\n", "x:\n  deep:\n    b: 1\n    z/w: v\n"),
        ("x: {b: 1}\n", "x: {b: 1, deep: {z/w: v}}\n"),
        ("x: 1\n", None),
    ],
)
def test_a_value_is_added_below_a_chain_of_keys(text: str, after: str | None) -> None:
    assert changed(text, "add_at", "", ["x", "deep", "z/w"], "v") == after


@pytest.mark.parametrize(
    ("text", "after"),
    [
        (
            "a:\n  one: '1'  # c\n  two: 2\nb:\n  c: 3\n",
            "a:\n  two: 2\nb:\n  c: 3\n  d:\n    one: '1'  # c\n",
        ),
        ("b:\n  d: {}\na:\n  two: 2\n  one: 1", "b:\n  d: {one: 1}\na:\n  two: 2\n"),
        # It is added where it is removed.
        (
            "b:\n  d:\n    x: 1\na:\n  one: 1\n  two: 2\n",
            "b:\n  d:\n    x: 1\n    one: 1\na:\n  two: 2\n",
        ),
        # There is no place for the comment.
        ("a:\n  one: 1  # c\n  two: 2\nb: {c: 3}\n", None),
        ("a:\n  one:\n    x: 1\n  two: 2\n", None),
    ],
)
def test_a_key_is_moved_with_its_quotes_and_its_comment(text: str, after: str | None) -> None:
    manifest = read_manifest("a.yaml", text.encode())
    root = manifest.documents[0].root
    assert isinstance(root, MappingNode)
    source = root.get("a")
    assert isinstance(source, MappingNode)
    made = edits.move_entry(manifest.source, source, "one", root, ["b", "d"])
    assert (made and edited(text, made)) == after


def test_a_string_is_plain_only_where_gcloud_reads_a_string() -> None:
    plain = ["internal", "a/b:c", "2 x", "1.2.3", "a#b"]
    quoted = [
        "",
        " a",
        "1",
        "1e3",
        "0x1f",
        "null",
        "~",
        "on",
        "2020-01-01",
        "0x_",
        "Yes",
        "a: b",
        "a #b",
        "*a",
        "a:",
    ]
    assert [edits.scalar(text, "") for text in plain] == plain
    assert [edits.scalar(text, "") for text in quoted] == [f'"{text}"' for text in quoted]
    assert isinstance(read_manifest("a", b"a: 1").documents[0].root.get("a"), ScalarNode)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "path", "value", "after"),
    [
        ('{"a": {}}\n', ["x.io/k"], "v", '{"a": {"x.io/k": "v"}}\n'),
        ('{"a": {"b": 1}}\n', ["c"], "gcr.io/p:1", '{"a": {"b": 1, "c": "gcr.io/p:1"}}\n'),
        ('{"a": {}}\n', ["b", "c"], "d", '{"a": {"b": {"c": "d"}}}\n'),
        ('{"a": {}}\n', ["b"], "it's", '{"a": {"b": "it\'s"}}\n'),
    ],
)
def test_json_stays_json(text: str, path: list[str], value: str, after: str) -> None:
    assert changed(text, "add_at", "a", path, value) == after
    json.loads(after)


def test_numbers_in_json_have_no_quotes() -> None:
    added = changed('{"a": {"b": 1}}\n', "add_entry", "a", "ports", "[{containerPort: 81}]")
    assert added == '{"a": {"b": 1, "ports": [{"containerPort": 81}]}}\n'
