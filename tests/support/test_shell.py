"""Shell text as the simple commands that it runs."""

from __future__ import annotations

import sys

import pytest

from lint.support.shell import Command, plain_command, read_commands
from lint.support.shell_words import UNKNOWN, plain_words


def words(command: Command, **variables: str | None) -> list[str]:
    return plain_words(command.words, variables)


def commands(text: str, **variables: str | None) -> list[tuple[str, list[str]]]:
    pytest.importorskip("tree_sitter_bash")
    found = read_commands(text)
    assert found is not None
    return [(command.operator, words(command, **variables)) for command in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a b", [(";", ["a", "b"])]),
        ("a && b || c; d", [(";", ["a"]), ("&&", ["b"]), ("||", ["c"]), (";", ["d"])]),
        ("a | b", [(";", ["a"]), ("|", ["b"])]),
        ("a b 2>&1 >x", [(";", ["a", "b"])]),
        ("A=1 b \"c d\" 'e $F'", [(";", ["b", "c d", "e $F"])]),
        ("a \\\n  --b", [(";", ["a", "--b"])]),
        ('a "x $V y" pre${V}post', [(";", ["a", "x v y", "prevpost"])]),
        ("a ${V:-d} ${W:-d} ${W-e} $W", [(";", ["a", "v", "d", "e"])]),
        ("a $(date) ${V%.x}", [(";", ["a", UNKNOWN, UNKNOWN])]),
        ("f() { a; }\nf", [(";", ["a"])]),
        ("if x; then a; else b; fi", [(";", ["x"]), (";", ["a"]), (";", ["b"])]),
        ("cat <<EOF\nrm x\nEOF\na", [(";", ["cat"]), (";", ["a"])]),
    ],
)
def test_commands(text: str, expected: list[tuple[str, list[str]]]) -> None:
    assert commands(text, V="v") == expected


def test_conditions_background_and_assignments() -> None:
    pytest.importorskip("tree_sitter_bash")
    found = read_commands("X=1\nif y; then a; fi\nb &\nexport Z=2\n")
    assert found is not None
    assert [(words(c), c.conditional, c.background, sorted(c.assignments)) for c in found] == [
        ([], False, False, ["X"]),
        (["y"], True, False, []),
        (["a"], True, False, []),
        (["b"], False, True, []),
        ([], False, False, ["Z"]),
    ]


def test_positional_parameters() -> None:
    assert commands('exec "$@"', **{"@": "a\0b c"}) == [(";", ["exec", "a", "b c"])]


@pytest.mark.parametrize("text", ["", "# only a comment\n"])
def test_nothing(text: str) -> None:
    assert commands(text) == []


def test_hostile_texts_end() -> None:
    for text in ("(" * 50_000, "if " * 20_000, "a;" * 50_000, "$(" * 20_000, '"' * 9_999):
        assert len(read_commands(text) or []) <= 2_000


PLAIN = [
    ("exec uvicorn a:b --port $PORT", ["exec", "uvicorn", "a:b", "--port", "8080"]),
    ("gunicorn --bind :${PORT:-9} 'a:b'", None),
    ('gunicorn --bind :${PORT:-9} "a:b"', ["gunicorn", "--bind", ":8080", "a:b"]),
    ("A=1 python -m x", ["python", "-m", "x"]),
    ("a && b", None),
    ("a; b", None),
    ("a > x", None),
    ("a $(b)", None),
    ("a ${B%x}", None),
    ("a *", None),
    ('a "b', None),
]


@pytest.mark.parametrize(("text", "expected"), PLAIN)
def test_a_plain_command_needs_no_grammar(
    text: str, expected: list[str] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = plain_command(text)
    assert (None if command is None else words(command, PORT="8080")) == expected
    if expected is not None:
        assert commands(text, PORT="8080") == [(";", expected)]
        monkeypatch.setitem(sys.modules, "tree_sitter", None)
        (alone,) = read_commands(text) or []
        assert words(alone, PORT="8080") == expected
