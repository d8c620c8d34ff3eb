"""lint.deploy.bash.unit: offsets of the tree are positions of the text."""

import pytest

from lint.deploy.bash.unit import Unit
from lint.deploy.text import Piece, Text, of_file
from lint.model.source import Source

pytest.importorskip("tree_sitter_bash")


def unit_of(script):
    return Unit(of_file(Source("x.sh", script)))


def test_other_characters_and_unknown_pieces_are_one_byte_each():
    source = Source("x.sh", "")
    text = Text(
        [
            Piece("é ", source, 1, 1),
            Piece("${{ x }}", source, 1, 3, False),
            Piece("b", source, 1, 9),
        ]
    )
    unit = Unit(text)
    assert unit.plain == ". ........b"
    assert [piece.text for piece in unit.pieces(0, 2)] == ["é "]
    assert [piece.text for piece in unit.pieces(2, 11)] == ["${{ x }}", "b"]
    # A piece that is not known belongs to where it begins.
    assert [piece.text for piece in unit.pieces(4, 11)] == ["b"]
    assert unit.next_gap(0, 99) == 2
    assert unit.next_gap(3, 99) == 99


def test_what_is_to_be_filled_in_is_unknown():
    unit = unit_of("P=<your project>\ngcloud --image <IMAGE_URL> < file > out\n")
    unknown = [piece for piece in unit.text.pieces if not piece.known]
    assert [(piece.text, piece.line, piece.column, piece.width) for piece in unknown] == [
        ("${your_project}", 1, 3, 14),
        ("${IMAGE_URL}", 2, 16, 11),
    ]
    assert not unit.root.has_error


def test_a_spot_is_as_wide_as_its_first_line():
    unit = unit_of("ab\ncd\n")
    piece = unit.spot(1, 5, "X", known=True)
    assert (piece.line, piece.column, piece.width) == (1, 2, 1)
