"""lint.deploy.gcloud.dotenv: env files as python-dotenv reads them."""

import pytest

from lint.deploy.gcloud.dotenv import is_dotenv, read_dotenv
from lint.deploy.text import of_file
from lint.model.source import Source


def read(text):
    bindings = read_dotenv(of_file(Source("prod.env", text)))
    return {str(each.key): None if each.value is None else str(each.value) for each in bindings}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A=1\nB=2\n", {"A": "1", "B": "2"}),
        ("export A=1", {"A": "1"}),
        ("# c\n\nA = spaced value # comment\n", {"A": "spaced value"}),
        ("A=a#b", {"A": "a#b"}),
        ("A='it''s'\nB=1", {"B": "1"}),
        ('A="x\\ny" # c', {"A": "x\ny"}),
        ("A='x\\ny'", {"A": "x\\ny"}),
        ('A="two\nlines"\nB=1', {"A": "two\nlines", "B": "1"}),
        ("A=", {"A": ""}),
        ("A", {"A": None}),
        ("'A b'=1", {"A b": "1"}),
        ("A=1\nB=${A}-x\nC=${D:-y}", {"A": "1", "B": "1-x", "C": "${D}"}),
        ("A=1\nA=2", {"A": "2"}),
        ("=1\nB=2", {"B": "2"}),
        ("A=1\r\nB=2\r\n", {"A": "1", "B": "2"}),
        ("", {}),
    ],
)
def test_lines(text, expected):
    assert read(text) == expected


def test_places():
    (first, second) = read_dotenv(of_file(Source("prod.env", "A=1\n  B='two'\n")))
    assert (second.key.place.line, second.key.place.column) == (2, 3)
    assert (second.value.place.column, second.value.place.end_column) == (6, 9)
    assert first.value.known


def test_a_variable_of_the_environment_is_not_known():
    (binding,) = read_dotenv(of_file(Source("prod.env", "A=${HOME}/x")))
    assert not binding.value.known


def test_the_name_decides():
    assert is_dotenv("a/prod.env")
    assert not is_dotenv("env.yaml")


def test_the_library_agrees(tmp_path):
    dotenv = pytest.importorskip("dotenv")
    text = (
        "A=1\nexport B='x y' # c\nC=\"a\\tb\"\nD=\nE\nF=a#b # c\n  G = h  \nH=${A}${B}\nbad line here\n"
        'I=\'${A}\'\nJ="q\\"q"\nK=x=y\n'
    )
    path = tmp_path / "x.env"
    path.write_text(text)
    assert read(text) == dict(dotenv.dotenv_values(path))
