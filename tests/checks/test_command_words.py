"""Command lines that are one item of a list."""

from __future__ import annotations

import pytest

from lint.checks.command_words import is_command_line, one_word, takes_text


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("flow worker start --pool main", True),
        ("python app.py", True),
        ("/usr/bin/python3 app.py", True),
        ("gunicorn app:app", True),
        ("app:app -b :8080", True),
        ("python", False),
        ("hello big world", False),
        ("--message=hello world", False),
        ("python app.py && echo done", False),
        ("exec python $APP", False),
        ("print('a b')", False),
        (" python app.py", False),
        ("SELECT a -b FROM c;", False),
        ("", False),
    ],
)
def test_command_lines(word: str, expected: bool) -> None:
    assert is_command_line(word) is expected


@pytest.mark.parametrize(
    ("command", "args", "expected"),
    [
        (["python main.py"], [], (True, True)),
        (["python", "main.py"], [], None),
        ([], ["worker start --pool x"], (False, True)),
        ([], ["worker", "start --pool x"], None),
        (["python"], ["main.py --port 80"], (False, True)),
        (["/app/run"], ["main.py --port 80"], None),
        (["sh", "-c"], ["python main.py --port 80"], None),
        (["echo"], ["a b --c"], None),
        ([], [], None),
    ],
)
def test_one_word(command: list[str], args: list[str], expected: tuple[bool, bool] | None) -> None:
    assert one_word(command, args) == expected


def test_options_that_take_a_text() -> None:
    assert all(map(takes_text, (["sh", "-c"], ["bash", "-lc"], ["node", "-e"], ["env", "-S"])))
    assert not takes_text(["python", "main.py"])
    assert not takes_text([])
