"""One walk serves everything that looks through a whole document."""

from __future__ import annotations

from lint.manifest.reader import read_manifest
from lint.yaml.tree import MappingNode, Node, ScalarNode, written_text


def root_of(text: str) -> Node:
    root = read_manifest("a.yaml", text.encode()).documents[0].root
    assert root is not None
    return root


def texts(root: Node) -> list[str]:
    return [node.text for node in root.walk() if isinstance(node, ScalarNode)]


def test_nodes_come_in_the_order_of_the_document():
    root = root_of("a: 1\nb:\n- 2\n- c: 3\n  d: [4, 5]\ne: 6\n")
    assert texts(root) == ["1", "2", "3", "4", "5", "6"]
    assert next(iter(root.walk())) is root


def test_a_collection_that_aliases_repeat_is_visited_once():
    root = root_of("a: &a {x: 1}\nb: *a\nc: [*a, *a]\n")
    assert texts(root) == ["1"]


def test_aliases_of_aliases_take_no_time():
    lines = ["a0: &a0 [x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 12)]
    assert texts(root_of("\n".join(lines))) == ["x"]


def test_only_the_first_of_repeated_keys_counts_unless_asked_for():
    root = root_of("a: 1\nb: 2\na: 3\n")
    assert texts(root) == ["1", "2"]
    walk = root.walk_with(None, lambda node, key, state: None, repeated=True)
    assert [node.text for node, _ in walk if isinstance(node, ScalarNode)] == ["1", "2", "3"]


def test_a_state_is_handed_down():
    root = root_of("a:\n- b: 1\n- 2\nc: 3\n")

    def path(node: Node, key: str, above: str) -> str:
        return f"{above}/{key}" if isinstance(node, MappingNode) else f"{above}[]"

    found = {node.text: way for node, way in root.walk_with("", path) if node.kind == "scalar"}
    assert found == {"1": "/a[]/b", "2": "/a[]", "3": "/c"}


def test_a_shared_collection_is_visited_once_for_each_state():
    root = root_of("a: &a [1]\nb: *a\nc: *a\n")

    def in_b(node: Node, key: str, above: bool) -> bool:
        return above or key == "b"

    states = [state for node, state in root.walk_with(False, in_b) if isinstance(node, ScalarNode)]
    assert states == [False, True]


def test_a_scalar_has_no_children():
    scalar = root_of("a: b\n").get("a")
    assert scalar is not None
    assert list(scalar.children(repeated=True)) == []
    assert list(scalar.walk()) == [scalar]


def test_the_text_of_a_string_field_is_known_without_its_quotes_too():
    root = root_of("a: 1\nb: 0.950\nc: yes\nd: 'no'\ne: ${X}\nf:\ng: [x]\nh: text\n")
    assert isinstance(root, MappingNode)
    found = {name: written_text(value) for name, _, value in root.items()}
    assert found == {
        "a": "1",
        "b": "0.950",
        "c": "true",
        "d": "no",
        "e": None,
        "f": None,
        "g": None,
        "h": "text",
    }
    assert written_text(None) is None
