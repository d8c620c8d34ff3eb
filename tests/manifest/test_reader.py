"""Reading: what gcloud reads, with places, and what it cannot read."""

from __future__ import annotations

import textwrap
import time

import pytest

from lint.manifest.reader import MAX_BYTES, Manifest, read_manifest
from lint.yaml.composer import MAX_NODES
from lint.yaml.tree import MappingNode, ScalarNode, SequenceNode


def read(text: str | bytes, **values: str) -> Manifest:
    data = text if isinstance(text, bytes) else textwrap.dedent(text).encode()
    return read_manifest("service.yaml", data, values)


def root(text: str | bytes, **values: str) -> MappingNode:
    manifest = read(text, **values)
    node = next(document.root for document in manifest.documents if document.root is not None)
    assert isinstance(node, MappingNode)
    return node


def kinds(text: str | bytes) -> list[str]:
    return [fault.kind for fault in read(text).faults]


def test_every_node_knows_its_place() -> None:
    node = root("spec:\n  env:\n    - name: 'A b'\n      value: [x,  yy]\n")
    item = node.at("spec", "env")
    assert isinstance(item, SequenceNode)
    name, value = item.items[0].get("name"), item.items[0].get("value")
    assert isinstance(name, ScalarNode)
    assert isinstance(value, SequenceNode)
    assert (name.line, name.column, name.end_line, name.end_column) == (3, 13, 3, 18)
    second = value.items[1]
    assert (second.line, second.column, second.end_column) == (4, 19, 21)
    assert (value.line, value.column, value.end_line, value.end_column) == (4, 14, 4, 22)


def test_columns_count_characters_not_bytes() -> None:
    value = root("a: {é𝄞: x}\n").at("a", "é𝄞")
    assert value is not None
    assert value.column == 9


@pytest.mark.parametrize("encoded", ["a: 1\r\nb: 2\r\n", "\ufeffa: 1\nb: 2\n", '{"a": 1,\n"b": 2}'])
def test_crlf_bom_and_json_are_read(encoded: str) -> None:
    node = root(encoded)
    assert node.plain() == {"a": 1, "b": 2}
    assert node.keys["b"].line == 2
    assert node.keys["b"].column == 1


def test_a_byte_that_is_not_utf_8_is_placed_behind_a_byte_order_mark() -> None:
    (fault,) = read_manifest("a.yaml", b"\xef\xbb\xbfa: 1\nb: \xe9\n").faults
    assert (fault.where.line, fault.where.column) == (2, 4)
    assert "0xE9" in str(fault.message)


@pytest.mark.parametrize("code", [*range(9), 11, 12, *range(14, 32), 127, 132, 134, 159, 0xFFFE])
def test_every_forbidden_character_is_found(code: int) -> None:
    assert kinds(f"a: 1\nb: x{chr(code)}\n") == ["control-character"]


def test_the_first_of_duplicate_keys_counts() -> None:
    manifest = read("a: 1\nb: 2\na: 3\n")
    node = manifest.documents[0].root
    assert isinstance(node, MappingNode)
    assert node.plain() == {"a": 1, "b": 2}
    (fault,) = manifest.faults
    assert (fault.kind, fault.where.line, fault.where.column) == ("duplicate-key", 3, 1)
    ((first, _),) = fault.related
    assert first.line == 1


def test_duplicates_in_every_mapping_are_told() -> None:
    assert kinds("a: {x: 1, x: 2}\nb: {x: 1, x: 2}\n") == ["duplicate-key"] * 2


@pytest.mark.parametrize(
    ("text", "name"), [("on: 1", "true"), ("No: 1", "false"), ("1: x", "1"), ("~: 1", "null")]
)
def test_keys_are_stringified_as_gcloud_does(text: str, name: str) -> None:
    assert list(root(text).keys) == [name]


def test_merge_keys_fill_in_what_is_not_there() -> None:
    node = root(
        """\
        base: &base {cpu: "1", memory: 1Gi}
        both: {<<: *base, cpu: "2"}
        list: {<<: [{a: 1}, {a: 2, b: 3}]}
        """
    )
    assert node.at("both").plain() == {"cpu": "2", "memory": "1Gi"}  # type: ignore[union-attr]
    assert node.at("list").plain() == {"a": 1, "b": 3}  # type: ignore[union-attr]


def test_a_second_document_is_told_and_still_read() -> None:
    manifest = read("a: 1\n---\n---\nb: 2\n---\n")
    assert [p.kind for p in manifest.faults] == ["several-documents"]
    roots = [document.root for document in manifest.documents if document.root is not None]
    assert len(roots) == 2


def test_a_broken_document_hides_nothing_before_it_in_other_files() -> None:
    manifest = read("a: 1\n---\nb: [\n")
    assert manifest.fatal
    assert manifest.faults[-1].where.line == 3


@pytest.mark.parametrize(
    ("text", "kind", "line", "column"),
    [
        ("", "empty-file", 1, 1),
        ("# only a comment\n", "empty-file", 1, 1),
        ("hello\n", "not-a-mapping", 1, 1),
        ("- a\n- b\n", "not-a-mapping", 1, 1),
        ("a: b: c\n", "yaml-syntax", 1, 5),
        ("a:\n\tb: 1\n", "yaml-syntax", 2, 1),
        ("a: *nope\n", "yaml-syntax", 1, 4),
        ("a: @x\n", "yaml-syntax", 1, 4),
        ("a: 'x\n", "yaml-syntax", 1, 4),
        ("a: 2024-01-01\n", "date-value", 1, 4),
        ("a: !foo x\n", "unknown-tag", 1, 4),
        ("a: !!binary aGk=\n", "unknown-tag", 1, 4),
        ("a: =\n", "unknown-tag", 1, 4),
        ("a: <<\n", "unknown-tag", 1, 4),
        ("a: x\ty\n", "yaml-syntax", 1, 5),
        ("a: x\t\nb: 1\n", "yaml-syntax", 1, 5),
        ("a: {b:\t1}\n", "yaml-syntax", 1, 7),
        ("c:\tx\n", "yaml-syntax", 1, 3),
        ('a: "x"\t# c\n', "yaml-syntax", 1, 7),
        ('{\n\t"a": 1\n}\n', "yaml-syntax", 2, 1),
        ("{a: 1}: x\n", "bad-key", 1, 1),
        ("a: {<<: 1}\n", "bad-merge", 1, 5),
        ("a: &x {b: *x}\n", "recursive-alias", 1, 11),
        (b"a: b\nc: \xe9\n", "not-utf-8", 2, 4),
        ("a: 1".encode("utf-16"), "not-utf-8", 1, 1),
        ("a: b\nc: x\x00y\n", "control-character", 2, 5),
        ("a: \x1b[31m\n", "control-character", 1, 4),
        ("image: {{ tag }}-x\n", "template-not-rendered", 1, 8),
        ("{{- if .Values.x }}\na: 1\n{{- end }}\n", "template-not-rendered", 1, 1),
        ("a: %TAG%\n%IF%\n", "template-not-rendered", 1, 4),
    ],
)
def test_what_cannot_be_read_is_told_at_its_place(
    text: str | bytes, kind: str, line: int, column: int
) -> None:
    fault = read(text).faults[-1]
    assert (fault.kind, fault.where.line, fault.where.column) == (kind, line, column)
    assert str(fault.message)


def test_a_date_in_status_is_nobodys_business() -> None:
    text = "a: 1\nstatus:\n  since: 2024-01-01\n  until:\n    - 2024-01-02\n"
    assert kinds(text) == []
    assert kinds(text + "b: 2024-01-03\n") == ["date-value"]


def test_the_non_specific_tag_leaves_plain_scalars_plain() -> None:
    assert root("a: ! 1\nb: ! '1'\n").plain() == {"a": 1, "b": "1"}


@pytest.mark.parametrize(
    "text", ['a: "x\ty"\n', "a: 'x\ty'\n", "a: |\n  x\ty\n", "# c\tx\na: 1\n", "a: 1 # c\tx\n"]
)
def test_tabs_in_quotes_blocks_and_comments_are_fine(text: str) -> None:
    assert kinds(text) == []


def test_yaml_1_2_directive_is_honoured() -> None:
    assert root("%YAML 1.2\n---\na: yes\nb: 010\n").plain() == {"a": "yes", "b": 10}


@pytest.mark.parametrize(
    "text", ["image: {{ tag }}\n", "image: [[ tag ]]\n", "image: '{{ tag }}'\n"]
)
def test_an_unquoted_placeholder_in_braces_is_a_placeholder(text: str) -> None:
    node = root(text).get("image")
    assert isinstance(node, ScalarNode)
    assert node.unknown
    assert node.column == 8
    assert kinds(text) == []


def test_values_fill_in_placeholders_and_are_read_as_yaml() -> None:
    node = root(
        "a: ${PORT}\nb: '${PORT}'\nc: http://{{ host }}/x\nd: __X__\ne: ${OTHER}\n",
        PORT="8080",
        host="example.com",
        X="y",
    )
    assert node.plain() == {
        "a": 8080,
        "b": "8080",
        "c": "http://example.com/x",
        "d": True,
        "e": "${OTHER}",
    }


def test_a_template_is_read_once_its_values_are_given() -> None:
    assert root("image: {{ repo }}:{{ tag }}\n", repo="r/i", tag="v1").plain() == {
        "image": "r/i:v1"
    }


def test_unquoted_percent_and_at_placeholders_are_read() -> None:
    text = "a: %HOST%\nb: [%TAG%-x, '@TAG@']\nc: @TAG@:1  # é\nd: {e: @TAG@}\n%KEY%: 1\n"
    manifest = read_manifest("a.yaml", text.encode())
    tree = manifest.documents[0].root
    assert manifest.faults == []
    assert isinstance(tree, MappingNode)
    assert tree.plain() == {
        "a": "%HOST%",
        "b": ["%TAG%-x", "@TAG@"],
        "c": "@TAG@:1",
        "d": {"e": "@TAG@"},
        "%KEY%": 1,
    }
    node = tree.get("c")
    assert isinstance(node, ScalarNode)
    assert node.unknown
    assert (node.line, node.column, node.end_column) == (3, 4, 11)
    assert root(text, TAG="7", HOST="h").plain()["a"] == "h"


def bomb(levels: int = 10, width: int = 10) -> str:
    lines = ["a0: &a0 [x]"]
    for level in range(1, levels):
        lines.append(f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * width)}]")
    return "\n".join(lines) + "\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (bomb(), "limit-aliases"),
        ("[" * 20_000, "limit-depth"),
        ("{a: " * 3_000, "limit-depth"),
        ("".join(f"{' ' * n}k:\n" for n in range(400)), "limit-depth"),
        ("a: " + "x" * (30 * 1024 * 1024), "limit-size"),
        ("- x\n" * (MAX_NODES + 10), "limit-nodes"),
    ],
    ids=["alias bomb", "40 KB of [", "nested flow maps", "nested keys", "30 MB", "many nodes"],
)
def test_hostile_input_ends_in_one_problem_within_two_seconds(text: str, kind: str) -> None:
    start = time.process_time()
    manifest = read_manifest("x.yaml", text.encode())
    assert time.process_time() - start < 2
    (fault,) = manifest.faults
    assert fault.kind == kind
    assert manifest.incomplete
    assert manifest.fatal


@pytest.mark.slow
def test_a_file_at_the_size_limit_is_read() -> None:
    text = "a: " + "x" * (MAX_BYTES - 4) + "\n"
    assert len(text) == MAX_BYTES
    assert kinds(text) == []
