from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint.model.source import Source
from lint.server.positions import UTF_8, UTF_16, UTF_32, Ruler, units

TEXTS = st.text(alphabet="aé\U0001f600\r\n\x85\u2028: \ufeff", max_size=40)


@pytest.mark.parametrize(("encoding", "column"), [(UTF_8, 9), (UTF_16, 6), (UTF_32, 5)])
def test_columns_are_counted_in_the_units_of_the_client(encoding: str, column: int) -> None:
    ruler = Ruler("é: \U0001f600x", encoding)
    assert ruler.position(1, 6) == (0, column)
    assert units("é: \U0001f600x", encoding) == column


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_of_an_editor_is_one(end: str) -> None:
    ruler = Ruler(f"a{end}\U0001f600: b{end}{end}c", UTF_16)
    assert ruler.position(2, 4) == (1, 4)
    assert ruler.position(2, 99) == (1, 5)
    assert ruler.position(3, 9) == (2, 0)
    assert ruler.position(4, 2) == (3, 1)


@pytest.mark.parametrize("break_", ["\x85", "\u2028", "\u2029"])
def test_lines_of_yaml_that_are_none_in_an_editor(break_: str) -> None:
    source = Source("a.yaml", f"a: 1{break_}b: 2\r\nc: 3\n", yaml_breaks=True)
    ruler = Ruler(source.text, UTF_16, source.lines())
    assert ruler.position(2, 4) == (0, 8)
    assert ruler.position(3, 1) == (1, 0)


def test_places_behind_the_end_are_at_the_end() -> None:
    ruler = Ruler("a\nbc", UTF_16)
    assert ruler.position(9, 9) == (1, 2)
    assert ruler.position(2, 9) == (1, 2)
    assert ruler.character(9, 9) == 0
    assert ruler.character(1, 9) == 2


@given(TEXTS, st.sampled_from([UTF_8, UTF_16, UTF_32]))
def test_every_character_of_every_line_comes_back(text: str, encoding: str) -> None:
    ruler = Ruler(text, encoding)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert len(ruler.starts) == len(lines)
    for number, line in enumerate(lines):
        for character in range(len(line) + 1):
            column = ruler.column(number, character)
            assert ruler.position(number + 1, character + 1) == (number, column)
            assert ruler.character(number, column) == character
