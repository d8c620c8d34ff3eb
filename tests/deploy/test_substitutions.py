"""The substitutions of Cloud Build in a text."""

from __future__ import annotations

import pytest

from lint.deploy.substitutions import BUILT_IN, is_own, substitute
from lint.deploy.text import Text
from lint.model.source import Source
from lint.yaml.placeholders import find_any


def _text(string: str) -> Text:
    return Text.of(string, Source("cloudbuild.yaml", string), 1, 1)


@pytest.mark.parametrize(
    ("written", "text", "keys"),
    [
        ("a-$PROJECT_ID/b", "a-${PROJECT_ID}/b", ["PROJECT_ID"]),
        ("${_A}${_B}", "${_A}${_B}", ["_A", "_B"]),
        ("$$HOME $${X} $$$X", "$HOME ${X} $${X}", ["X"]),
        ("$lower ${lower} $(cmd) $1 ${X:-y} $? $", "$lower ${lower} $(cmd) $1 ${X:-y} $? $", []),
        ("$Ab", "${A}b", ["A"]),
        ("$_", "${_}", ["_"]),
        ("${X", "${X", []),
    ],
)
def test_substitute(written: str, text: str, keys: list[str]) -> None:
    done = substitute(_text(written))
    assert str(done.text) == text
    assert [used.key for used in done.used] == keys


def test_places() -> None:
    done = substitute(_text("ab$PROJECT_ID-$$x"))
    assert [(used.text.place.column, used.text.place.end_column) for used in done.used] == [(3, 14)]
    assert list(done.text.gaps()) == [(2, 15)]
    assert [piece.column for piece in done.text.pieces] == [1, 3, 14, 15, 17]
    assert find_any(str(done.text.cut(0, 15))) == ("${PROJECT_ID}",)


def test_names_of_users() -> None:
    assert is_own("_A1")
    assert not is_own("_")
    assert not is_own("_a")
    assert not any(is_own(key) for key in BUILT_IN)
