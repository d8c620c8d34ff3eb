"""The words of a shell's commands, with the variables that are known."""

from __future__ import annotations

import pytest

from lint.support.shell import plain_command
from lint.support.shell_words import MAX_TEXT, SCRIPT_FOLDER, UNKNOWN, Variable, Word, plain_words


@pytest.mark.parametrize(
    ("operator", "values", "expected"),
    [
        ("", {}, ""),
        ("", {"A": None}, UNKNOWN),
        ("", {"A": "x"}, "x"),
        (":-", {}, "d"),
        (":-", {"A": ""}, "d"),
        ("-", {"A": ""}, ""),
        (":-", {"A": None}, UNKNOWN),
        (":?", {"A": "x"}, "x"),
        (":?", {}, UNKNOWN),
        (":+", {"A": "x"}, UNKNOWN),
    ],
)
def test_variables(operator: str, values: dict[str, str | None], expected: str) -> None:
    word = Word(["<", Variable("A", operator, Word(["d"], 1, 1)), ">"], 1, 1)
    assert word.text(values) == f"<{expected}>"
    assert word.names == ["A"]


def test_what_is_not_known() -> None:
    assert Word([None], 1, 1).text({}) == UNKNOWN
    assert Word([Variable(SCRIPT_FOLDER)], 1, 1).text({}) == UNKNOWN
    assert Word([Variable("A")] * 3, 1, 1).text({"A": "x" * MAX_TEXT}).endswith(UNKNOWN)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("gunicorn $OPTIONS a:b", ["gunicorn", "--workers", "2", "--bind", ":8080", "a:b"]),
        ('gunicorn "$OPTIONS" a:b', ["gunicorn", "--workers 2  --bind :8080", "a:b"]),
        ("run --x=$NONE $NONE", ["run", "--x="]),
    ],
)
def test_a_variable_without_quotes_is_split(text: str, expected: list[str]) -> None:
    command = plain_command(text)
    assert command is not None
    known: dict[str, str | None] = {"OPTIONS": "--workers 2  --bind :8080", "NONE": ""}
    assert plain_words(command.words, known) == expected
