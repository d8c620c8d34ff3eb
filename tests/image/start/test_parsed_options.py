"""Options that argparse reads, with the values that a command line gives them."""

from __future__ import annotations

import ast

import pytest

from lint.image.python.constants import NOTHING, Environment
from lint.image.start.parsed_options import parsed_options

PARSER = """\
import argparse
import os
PORT = 9000
parser = argparse.ArgumentParser()
parser.add_argument("name", nargs="?")
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("-p", "--port", type=int, default=int(os.environ.get("WEB_PORT", PORT)))
parser.add_argument("--log-level", dest="level")
parser.add_argument("--reload", action="store_true")
parser.add_argument("--size", type=float, default="1.5")
"""
ARGS = "args = parser.parse_args()\n"


def options(
    source: str, words: list[str] | None = None, env: dict[str, str] | None = None
) -> dict[str, object]:
    return parsed_options(ast.parse(source).body, Environment(env or {}), words)


def test_defaults() -> None:
    assert options(PARSER + ARGS, []) == {
        "args.host": "127.0.0.1",
        "args.port": 9000,
        "args.level": NOTHING,
        "args.reload": None,
        "args.size": None,
    }
    assert options(PARSER + ARGS, [], {"WEB_PORT": "8080"})["args.port"] == 8080


def test_what_the_command_line_gives() -> None:
    found = options(PARSER + ARGS, ["x", "--host=0.0.0.0", "-p", "8080", "--log-level", "info"])
    assert found["args.host"] == "0.0.0.0"
    assert found["args.port"] == 8080
    assert found["args.level"] == "info"


@pytest.mark.parametrize("words", [None, ["--po", "8080"], ["\ufffc"], ["--port", "\ufffc"]])
def test_a_command_line_that_is_not_known(words: list[str] | None) -> None:
    found = options(PARSER + ARGS, words)
    assert found["args.host"] is None
    assert found["args.port"] is None


@pytest.mark.parametrize(
    "source",
    [
        f"{PARSER}options, rest = parser.parse_known_args()\n",
        PARSER + "def read():\n    return parser.parse_args()\ndef main():\n    options = read()\n",
        PARSER + "if __name__ == '__main__':\n    options = parser.parse_args()\n",
    ],
)
def test_where_they_are_kept(source: str) -> None:
    assert options(source, [])["options.port"] == 9000


@pytest.mark.parametrize(
    "source",
    [
        PARSER,
        PARSER + "args = parser.parse_args(['--port', '1'])\n",
        PARSER + "parser.set_defaults(port=1)\n" + ARGS,
        (PARSER + ARGS).replace("argparse", "configargparse"),
        "args = parser.parse_args()\n",
    ],
)
def test_what_is_not_read(source: str) -> None:
    assert options(source, []) == {}


def test_an_option_of_two_parsers_is_not_known() -> None:
    found = options(f"{PARSER}other.add_argument('--port', default=1)\n{ARGS}", [])
    assert found["args.port"] is None
