"""The grammar of deploy-cloudrun's inputs, against what the parsers in its published bundles do.

`action_grammar.json` holds inputs and results only. They were made by running the parsers of the
bundles, which are not here.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lint.deploy.action_grammar import joined, parse_flags, parse_pairs, split_pairs
from lint.deploy.text import Text, of_file
from lint.deploy.yaml_text import unknown
from lint.model.source import Source

VECTORS: dict[str, Any] = json.loads(
    Path(__file__).with_name("action_grammar.json").read_text(encoding="utf-8")
)


def _text(string: str) -> Text:
    return Text.of(string, Source("deploy.yml", string), 1, 1)


@pytest.mark.parametrize(("release", "parse"), [("v1.0.2", split_pairs), ("v3.0.1", parse_pairs)])
def test_entries_as_the_bundle_reads_them(release: str, parse: Any) -> None:
    rows = VECTORS["pairs"][release]
    assert len(rows) > 400
    for string, expected in rows:
        found = parse(_text(string))
        if expected is None:
            assert found.refused is not None, string
        else:
            assert found.refused is None, string
            assert {str(pair.key): str(pair.value) for pair in found.pairs} == expected, string


@pytest.mark.parametrize(("release", "quotes_stay"), [("v1.0.2", True), ("v3.0.1", False)])
def test_flags_as_the_bundle_reads_them(release: str, quotes_stay: bool) -> None:
    rows = VECTORS["flags"][release]
    assert len(rows) > 400
    for string, expected in rows:
        words, open_quote = parse_flags(_text(string), quotes_stay=quotes_stay)
        if expected is None:
            assert open_quote is not None, string
        else:
            assert open_quote is None, string
            assert [str(word) for word in words] == expected, string


def test_entries_have_places() -> None:
    text = of_file(Source("x.yml", "A=1\nB=x\\,y,c"))
    found = parse_pairs(text)
    places = [
        (str(pair.key), pair.value.place.line, pair.value.place.column) for pair in found.pairs
    ]
    assert places == [("A", 1, 3), ("B", 2, 3), ("c", 2, 9)]
    assert str(found.pairs[1].value) == "x,y"


def test_unknown_parts_are_not_taken_apart() -> None:
    text = _text("A=x${{ a,b=c }},B=2")
    text = Text.joined([text.cut(0, 3), unknown(text.cut(3, 15), "${{ a,b=c }}"), text.cut(15)])
    for parse in (parse_pairs, split_pairs):
        found = parse(text)
        assert [(str(pair.key), str(pair.value)) for pair in found.pairs] == [
            ("A", "x${{ a,b=c }}"),
            ("B", "2"),
        ]
        assert not found.pairs[0].value.known


def test_entries_are_joined_with_a_delimiter_that_none_has() -> None:
    pairs = parse_pairs(_text("A=x\\,y,B=a.b,A=z\\,")).pairs
    assert str(joined(pairs, _text("env_vars"))) == "^!^A=z,!B=a.b"
    assert str(joined(pairs, _text("env_vars"), plainly=True)) == "A=z,,B=a.b"


def test_a_backslash_before_a_letter_is_kept_in_mind() -> None:
    (pair,) = parse_pairs(_text("A=C:\\temp\\,x")).pairs
    assert [str(lost) for lost in pair.lost] == ["\\t"]
