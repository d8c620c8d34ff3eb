"""Wrappers and assignments in front of a command line."""

from __future__ import annotations

import pytest

from lint.image.start.wrappers import unwrap


@pytest.mark.parametrize(
    ("line", "words", "env"),
    [
        ("gunicorn a:b", "gunicorn a:b", {}),
        ("A=1 B= gunicorn a:b", "gunicorn a:b", {"A": "1", "B": ""}),
        ("env -u X A=1 gunicorn a:b", "gunicorn a:b", {"A": "1"}),
        ("tini -- env A=1 timeout 5 gunicorn a:b", "gunicorn a:b", {"A": "1"}),
        ("uv run main.py", "python main.py", {}),
        ("uv run -m app", "python -m app", {}),
        ("uv run . --port 1", "python . --port 1", {}),
        ("uv run tool/", "python tool/", {}),
        ("uv run tool", "tool", {}),
        ("uv sync", "uv sync", {}),
        ("/usr/bin/tini", "", {}),
        ("conda run -n web gunicorn a:b", "gunicorn a:b", {"CONDA_DEFAULT_ENV": "web"}),
        ("micromamba run -n base gunicorn a:b", "gunicorn a:b", {"CONDA_DEFAULT_ENV": ""}),
        ("/usr/local/bin/_entrypoint.sh gunicorn a:b", "gunicorn a:b", {}),
        ("", "", {}),
    ],
)
def test_unwrap(line: str, words: str, env: dict[str, str]) -> None:
    found = unwrap(line.split())
    assert (" ".join(found.words), found.env) == (words, env)


def test_the_directory_that_env_changes_to() -> None:
    assert unwrap(["env", "-C", "/srv", "gunicorn"]).directory == "/srv"


def test_wrappers_without_an_end_do_end() -> None:
    assert unwrap(["tini"] * 1000 + ["gunicorn"]).words[-1] == "gunicorn"
