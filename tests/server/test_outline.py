"""The keys of a text by their places, and what is being typed, whether it is YAML or not."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from lint.server.outline import MOST_DEPTH, Outline, cursor_at
from lint.server.yaml_line import unquoted

ROOT = Path(__file__).resolve().parents[2]
MANIFESTS = sorted((ROOT / "examples").rglob("*.yaml"))
WILD = st.text(st.sampled_from("ab: -#'\"{}[],|>&!*?%@\t\r\n\\\u00e9\U0001f600"), max_size=200)

KEYS = st.sampled_from(("a", "b c", "it's", "run.googleapis.com/a", "x:y", '"q"', "1", "\u00e9"))
SCALARS = st.sampled_from(
    (
        "x", "1", "", "a: b", "x # y", "it's", 'say "hi"', "long " * 20, "several\n\nlines\n",
        "- dash", "{x}", "[y]", "#c", "trail ", "a,b", "?q", "*s", "&r", "key: 'v'",
    )
)  # fmt: skip
DATA = st.recursive(
    st.lists(SCALARS, min_size=1, max_size=3) | st.dictionaries(KEYS, SCALARS, min_size=1),
    lambda below: (
        st.lists(below | SCALARS, min_size=1, max_size=3)
        | st.dictionaries(KEYS, below | SCALARS, min_size=1, max_size=4)
    ),
    max_leaves=15,
)


def paths(text: str) -> list[tuple[Any, ...]]:
    return [entry.path for entry in Outline(text).entries]


def cursor(text: str) -> tuple[Any, ...] | None:
    """What is typed at the mark `|`: parent, key, what it is, the word, its column."""
    line = text[: text.index("|")].count("\n")
    column = text.split("\n")[line].index("|")
    found = cursor_at(text.replace("|", "", 1).split("\n"), line, column)
    if found is None:
        return None
    return found.parent, found.key, found.typing, found.word, found.start


def test_mappings_and_lists() -> None:
    text = "a:\n  b: 1\n  c:\n  - x: 1\n    y: 2\n  - z\nd:\n- - p\n  - q: 1\n"
    assert paths(text) == [
        ("a",), ("a", "b"), ("a", "c"), ("a", "c", 0, "x"), ("a", "c", 0, "y"), ("a", "c", 1),
        ("d",), ("d", 0, 0), ("d", 0, 1, "q"),
    ]  # fmt: skip


def test_flow_collections_also_over_several_lines() -> None:
    text = "a: {b: 1, c: [x, {y: 2}],\n    d: 3}\ne: 1\n"
    assert paths(text) == [
        ("a",), ("a", "b"), ("a", "c"), ("a", "c", 0), ("a", "c", 1, "y"), ("a", "d"), ("e",),
    ]  # fmt: skip


def test_json_is_one_flow_collection() -> None:
    text = '{\n  "a": {"b": 1,\n  "c": ["x"]},\n"d": "e"\n}\n'
    found = {entry.path: entry.text for entry in Outline(text).entries}
    assert paths("a:\n  {b: 1,\n   c: 2}\nd: 1\n") == [
        ("a",), ("a", "b"), ("a", "c"), ("d",),
    ]  # fmt: skip
    assert found == {("a",): "", ("a", "b"): "1", ("a", "c"): "", ("a", "c", 0): "x", ("d",): "e"}


def test_documents_comments_quotes_and_texts_of_several_lines() -> None:
    text = "# a: 1\n'k: 1': \"v: 2\" # c\nt: |\n  not: a key\n\n  nor: this\nu: 1\n---\nw: 1\n"
    outline = Outline(text)
    found = [(entry.document, entry.path, entry.text) for entry in outline.entries]
    assert found == [
        (0, ("k: 1",), "v: 2"),
        (0, ("t",), "|"),
        (0, ("u",), "1"),
        (1, ("w",), "1"),
    ]


def test_a_word_alone_is_a_key() -> None:
    assert paths("a:\n  b: 1\n  contai\nc: 1\n") == [("a",), ("a", "b"), ("a", "contai"), ("c",)]


def parsed(text: str) -> tuple[set[tuple[Any, ...]], set[tuple[Any, ...]]]:
    """The paths that a parser finds: of keys and of items that are scalars, and of other items."""
    expected: set[tuple[Any, ...]] = set()
    nested: set[tuple[Any, ...]] = set()

    def walk(value: object, above: tuple[Any, ...]) -> None:
        if isinstance(value, dict):
            for key, below in value.items():
                expected.add((*above, str(key)))
                walk(below, (*above, str(key)))
        elif isinstance(value, list):
            for number, below in enumerate(value):
                (nested if isinstance(below, dict | list) else expected).add((*above, number))
                walk(below, (*above, number))

    for document in yaml.load_all(text, Loader=yaml.BaseLoader):
        walk(document, ())
    return expected, nested


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.name)
def test_the_paths_of_files_are_those_of_a_parser(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    expected, nested = parsed(text)
    assert set(paths(text)) - nested == expected


@given(
    DATA, st.sampled_from((False, None, True)), st.sampled_from((30, 80)), st.sampled_from((2, 4))
)
def test_the_paths_of_any_yaml_are_those_of_a_parser(
    data: object, flow: bool | None, width: int, indent: int
) -> None:
    text = yaml.safe_dump(
        data, default_flow_style=flow, width=width, indent=indent, allow_unicode=True
    )
    expected, nested = parsed(text)
    outline = Outline(text)
    assert {entry.path for entry in outline.entries} - nested == expected
    for entry in outline.entries:
        line = outline.lines[entry.line]
        assert line[entry.value_column :].startswith(entry.value)
        if isinstance(entry.path[-1], str):
            assert unquoted(line[entry.column : entry.end]) == entry.path[-1]


def test_the_entry_at_a_place() -> None:
    outline = Outline("a:\n  name: web # x\n  l: [1, two]\n")
    for column, path in ((1, None), (2, "name"), (8, "name"), (10, "name"), (11, None)):
        entry = outline.at(1, column)
        assert (entry.path[-1] if entry else None) == path
    entry = outline.at(2, 10)
    assert entry is not None
    assert (entry.path, entry.value) == (("a", "l", 1), "two")


def test_values_and_entries_below() -> None:
    outline = Outline("a:\n  b: 'x'\n  c: 1\n---\na: {b: y}\n")
    assert outline.value(("a", "b"), 0) == "x"
    assert outline.value(("a", "b"), 1) == "y"
    assert outline.value(("a", "z"), 0) == ""
    assert [entry.path[-1] for entry in outline.below(("a",), 0)] == ["b", "c"]


def test_the_keys_beside_what_is_being_typed() -> None:
    lines = ["a:", "  b: 1", "  c", "  d: {}", "e: 1"]
    cursor = cursor_at(lines, 2, 3)
    assert cursor is not None
    assert Outline("\n".join(lines)).beside(cursor, 2) == {"b", "d"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("|", ((), "", "key", "", 0)),
        ("a:\n  |", (("a",), "", "key", "", 2)),
        ("a:\n  b: 1\n  c|", (("a",), "", "key", "c", 2)),
        ("a:\n  b: 1\n|", ((), "", "key", "", 0)),
        ("a:\n- |", (("a", 0), "", "item", "", 2)),
        ("a:\n  - b: 1\n    c|", (("a", 0), "", "key", "c", 4)),
        ("a:\n  - b: 1\n  - c|", (("a", 1), "", "item", "c", 4)),
        ("a:\n  b: |", (("a",), "b", "value", "", 5)),
        ("a:\n  b: tr|", (("a",), "b", "value", "tr", 5)),
        ('a:\n  b: "x y|', (("a",), "b", "value", '"x y', 5)),
        ("a: {b: 1, c|}", (("a",), "", "key", "c", 10)),
        ("a: {b: t|}", (("a",), "b", "value", "t", 7)),
        ("a: [x, y|", (("a",), "", "item", "y", 7)),
        ('{"a": {"b|"}}', (("a",), "", "key", '"b', 7)),
        ('{"a": {"b": "t|', (("a",), "b", "value", '"t', 12)),
        ("a:\n  b:|", None),
        ("a: 1 # com|", None),
        ("# com|", None),
        ("a: >\n  text|", None),
        ("--|-", ((), "", "key", "--", 0)),
        ("---|", None),
    ],
)
def test_what_is_being_typed(text: str, expected: tuple[Any, ...] | None) -> None:
    found = cursor(text)
    if found is not None and expected is not None and found[2] == "item":
        assert found[1:] == expected[1:]
        return
    assert found == expected


def test_texts_of_several_lines() -> None:
    text = "a: 'one\n  b: 2\n  three'\nc: four\n  five\nd: \"x\ne: {f: 'g\n   h', i: 1}\n"
    assert paths(text) == [("a",), ("c",), ("d",), ("e",), ("e", "f"), ("e", "i")]


def test_a_quote_that_nobody_has_closed_yet_hides_no_line_beside_it() -> None:
    text = "a:\n  b: 'x\n  c: 1\nd: {e: \"y\nf: 2\n"
    assert paths(text)[-3:] == [("d",), ("d", "e"), ("f",)]
    assert ("a", "c") in paths(text)


@given(WILD, st.integers(0, 12), st.integers(0, 60))
def test_no_text_and_no_place_is_an_exception(text: str, line: int, column: int) -> None:
    outline = Outline(text)
    outline.at(line, column)
    found = cursor_at(text.split("\n"), line, column)
    assert found is None or found.start <= column


def test_deep_and_long_texts_take_little_time() -> None:
    started = time.process_time()
    Outline("a: " + "[" * 100_000)
    Outline("[{" * (MOST_DEPTH * 2) + "a")
    Outline("a: 'x\n" * 5_000)
    Outline("- " * 20_000)
    Outline("a: {b: 1, " * 2_000)
    assert time.process_time() - started < 5
