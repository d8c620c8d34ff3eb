"""lint.deploy.bash.braces: what bash makes of braces without quotes. See also test_words.py."""

import time

import pytest

from lint.deploy.bash.braces import MAX_WORDS, brace_words
from tests.deploy.bash.scripts import commands


def words(text):
    return [
        "".join(text[start:end] if string is None else string for start, end, string in word)
        for word in brace_words(text, 0, len(text), {})
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x{a,b}y", ["xay", "xby"]),
        ("{a,b}{c,d}", ["ac", "ad", "bc", "bd"]),
        ("{a,}", ["a", ""]),
        ("{a{b,c},d}", ["ab", "ac", "d"]),
        ("{{a,b}", ["{a", "{b"]),
        ("{a{b,c}}", ["{ab}", "{ac}"]),
        ("{1..3}", ["1", "2", "3"]),
        ("{5..1..2}", ["5", "3", "1"]),
        ("{01..3}", ["01", "02", "03"]),
        ("{-01..1}", ["-01", "000", "001"]),
        ("{a..e..2}", ["a", "c", "e"]),
        ("{a}{}", ["{a}{}"]),
        ("{1..a}", ["{1..a}"]),
        ("\\{a,b}", ["\\{a,b}"]),
        ("'{a,b}'", ["'{a,b}'"]),
        ('"{a,b}"', ['"{a,b}"']),
        ('{"a,b",c}', ['"a,b"', "c"]),
        ("{$'a,\\',b',c}", ["$'a,\\',b'", "c"]),
        ("${A:-a,b}", ["${A:-a,b}"]),
    ],
)
def test_words(text, expected):
    assert words(text) == expected


def test_what_becomes_too_many_words_stays_as_it_is():
    assert len(words("{1..64}")) == MAX_WORDS
    for text in ("{1..65}", "{1..999999999}", "{a,b}" * 7, "{" * 50 + "a,b" + "}" * 50):
        assert words(text) == [text]


def test_hostile_braces_end():
    start = time.process_time()
    for text in ("{" * 100_000, "{a," * 40 + "}" * 40, "{a,b}" * 40, "{a,'" * 40, "{,}" * 40):
        words(text)
    assert time.process_time() - start < 2


def test_no_part_of_a_word_that_braces_make_is_edited():
    (command,) = commands("gcloud run deploy x --set-env-vars=A={b,c}")
    assert [str(word) for word in command.words[4:]] == [
        "--set-env-vars=A=b",
        "--set-env-vars=A=c",
    ]
    assert all(piece.width >= 0 for word in command.words[4:] for piece in word.pieces)
