"""lint.deploy.bash.fields: pieces become words, and the blanks of a value separate them."""

import pytest

from lint.deploy.bash.budget import Budget
from lint.deploy.bash.fields import Fields
from lint.deploy.bash.scope import MAX_TEXT
from lint.deploy.text import of_file
from lint.model.source import Source


def text(string):
    return of_file(Source("x.sh", string))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a b", ["xa", "by"]),
        (" a\t\nb ", ["x", "a", "b", "y"]),
        ("ab", ["xaby"]),
        ("", ["xy"]),
        (" ", ["x", "y"]),
    ],
)
def test_the_blanks_of_a_value_separate_words(value, expected):
    fields = Fields(Budget())
    fields.add(list(text("x").pieces))
    fields.split(text(value))
    fields.add(list(text("y").pieces))
    fields.end()
    assert [str(word) for word in fields.done] == expected


def test_an_empty_piece_makes_an_empty_word():
    fields = Fields(Budget())
    fields.end()
    fields.add([])
    fields.end()
    assert [str(word) for word in fields.done] == [""]


def test_quotes_at_the_beginning_of_a_word_are_noticed():
    fields = Fields(Budget())
    fields.split(text("a 'b --set=\"c d'e"))
    assert [piece.text for piece in fields.quotes] == ["'b", '--set="c']


def test_a_word_ends_growing():
    fields = Fields(Budget())
    for _ in range(MAX_TEXT // 1000 + 10):
        fields.add(list(text("x" * 1000).pieces))
    assert MAX_TEXT <= fields.size <= MAX_TEXT + 1000
