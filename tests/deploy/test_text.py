"""lint.deploy.text: strings whose characters know where they are written."""

import json
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint.deploy.text import Piece, Text, of_file, of_scalar
from lint.model.findings import Place
from lint.model.source import Source

SOURCE = Source("x.sh", "")


@st.composite
def texts(draw, *, known=False):
    """Texts of pieces side by side in one line; some are not known, some replace something."""
    pieces = []
    column = 1
    for string in draw(st.lists(st.text("ab,=. ", max_size=4), min_size=1, max_size=6)):
        kind = draw(
            st.sampled_from(["plain", "replaced"] if known else ["plain", "replaced", "unknown"])
        )
        if kind == "plain":
            piece = Piece(string, SOURCE, 1, column)
        elif kind == "replaced":
            piece = Piece(string, SOURCE, 1, column, True, 3)
        else:
            piece = Piece(f"${{{string.strip() or 'X'},}}", SOURCE, 1, column, False, 5)
        pieces.append(piece)
        column = piece.end_column
    return Text(pieces)


def touched(text, start, end):
    """The span from `start` to `end`, as far as unknown pieces let it be cut."""
    for first, last in text.gaps():
        if start < last and end > first:
            start, end = min(start, first), max(end, last)
    return start, end


@given(texts(), st.integers(0, 30), st.integers(0, 30))
def test_a_cut_is_a_slice_that_spares_unknown_pieces(text, start, end):
    start, end = min(start, len(text)), min(end, len(text))
    cut = text.cut(start, end)
    if start < end:
        first, last = touched(text, start, end)
        assert str(cut) == str(text)[first:last]
    else:
        assert str(cut) == ""
        assert cut.pieces  # what is missing has a place, too


@given(texts(), st.integers(0, 30))
def test_two_cuts_make_the_whole(text, position):
    position = min(position, len(text))
    if any(first < position < last for first, last in text.gaps()):
        return
    assert str(text.cut(0, position) + text.cut(position)) == str(text)


@given(texts(known=True), st.sampled_from([",", "=", ", ", "a"]))
def test_known_texts_are_strings(text, separator):
    assert [str(part) for part in text.split(separator)] == str(text).split(separator)
    before, found, behind = text.partition(separator)
    assert (str(before), separator if found else "", str(behind)) == str(text).partition(separator)
    assert str(text.strip()) == str(text).strip()
    assert text.find(separator) == str(text).find(separator)


@given(texts(), st.sampled_from([",", "=", "}"]))
def test_nothing_is_split_within_an_unknown_piece(text, separator):
    parts = text.split(separator)
    assert separator.join(map(str, parts)) == str(text)
    unknown = [piece.text for piece in text.pieces if not piece.known]
    assert [piece.text for part in parts for piece in part.pieces if not piece.known] == unknown
    position = text.find(separator)
    assert not any(first <= position < last for first, last in text.gaps())


@given(texts())
def test_what_is_known(text):
    assert text.known == (not list(text.gaps()))
    assert str(text).startswith(text.known_part)
    stripped = text.strip()
    assert str(stripped) in str(text)
    assert list(stripped.gaps()) or not list(text.gaps())


@given(st.text("ab ,\n", max_size=30), st.integers(0, 30))
def test_each_character_of_a_file_has_its_place(string, position):
    source = Source("x.sh", string)
    text = of_file(source)
    assert str(text) == string
    if position < len(string) and string[position] != "\n":
        place = text.cut(position, position + 1).place
        before = string[:position]
        assert place.line == before.count("\n") + 1
        assert place.column == len(before.rpartition("\n")[2]) + 1


def test_line_ends_of_a_file():
    assert str(of_file(Source("x", "a\r\nb\rc\n"))) == "a\nb\nc\n"


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=20))
def test_a_quoted_string_is_its_value(value):
    written = json.dumps(value)
    source = Source("x.json", f"  {written}\n")
    text = of_scalar(value, source, Place("x.json", 1, 3, 1, 3 + len(written)))
    assert str(text) == value
    for piece in text.pieces:
        assert piece.line == 1
        assert 3 <= piece.column <= 3 + len(written)


@pytest.mark.parametrize(
    ("yaml", "value", "place", "expected"),
    [
        ("a: b c\n", "b c", (1, 4, 1, 7), [("b c", 1, 4)]),
        ("a: 'b''c'\n", "b'c", (1, 4, 1, 10), [("b'", 1, 5), ("c", 1, 8)]),
        ('a: "b\\tc"\n', "b\tc", (1, 4, 1, 10), [("b", 1, 5), ("\t", 1, 6), ("c", 1, 8)]),
        (
            "a: |\n  b\n  c\n",
            "b\nc\n",
            (1, 4, 4, 1),
            [("b", 2, 3), ("\n", 2, 4), ("c", 3, 3), ("\n", 3, 4)],
        ),
    ],
)
def test_scalars(yaml, value, place, expected):
    text = of_scalar(value, Source("x.yaml", yaml), Place("x.yaml", *place))
    assert str(text) == value
    # A character that an escape makes has the place of its beginning, or of the one before it.
    found = [(piece.text, piece.line, piece.column) for piece in text.pieces]
    assert [text for text, _, _ in found] == [text for text, _, _ in expected]
    assert [line for _, line, _ in found] == [line for _, line, _ in expected]
    assert found[0] == expected[0]
    assert found[-1][2] >= expected[0][2]


def test_places_that_are_apart():
    text = Text([Piece("a", SOURCE, 4, 2), Piece("b", SOURCE, 1, 9), Piece("c", SOURCE, 1, 10)])
    # Two of three pieces stand together.
    assert (text.place.line, text.place.column, text.place.end_column) == (1, 9, 11)
    text = text.cut(0, 2)
    assert (text.place.line, text.place.column) == (4, 2)
    # The file is that of the place, wherever the text begins.
    other = Source("variables.tf", "")
    text = Text([Piece("a", other, 1, 1), Piece("b", SOURCE, 2, 9), Piece("c", SOURCE, 2, 10)])
    assert (text.place.path, text.source, text.written("d").source) == ("x.sh", SOURCE, SOURCE)
    assert (Text(text.pieces[:1]).place.path, text.cut(0, 1).source) == ("variables.tf", other)
    word = Text.of("gcloud", SOURCE, 2, 5).written("run")
    assert (str(word), word.place.column, word.place.end_column) == ("run", 5, 11)


def test_a_long_scalar_takes_time_in_proportion() -> None:
    seconds = []
    for size in (50_000, 400_000):
        for quote in ("", '"'):
            source = Source("x.yaml", f"{quote}{'ab' * size}{quote}")
            began = process_time()
            text = of_scalar("ab" * size, source, Place("x.yaml", 1, 1, 1, 2 * size + 3))
            seconds.append(process_time() - began)
            assert len(text.pieces) == 1
    # Eight times the text took sixty times as long when each character copied what was before.
    assert sum(seconds[2:]) < 30 * sum(seconds[:2])


def test_every_part_of_a_text_of_a_variable_is_lent():
    text = Text([Piece("ab,c", SOURCE, 1, 1), Piece("d", SOURCE, 1, 5, True, 2)])
    assert not text.is_lent
    lent = text.lent()
    assert lent.string == text.string
    assert all(part.is_lent for part in [*lent.split(","), lent.cut(2, 2), lent.cut(len(lent))])
    assert lent.lent().pieces == lent.pieces
    assert (lent.pieces[0].column, lent.cut(1).pieces[0].column) == (1, 2)
