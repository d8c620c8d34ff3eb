"""Addresses that a function takes as parameters."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from lint.image.python.constants import Environment
from lint.image.start.parameters import Parameters
from tests.image.start.test_code_address import addresses

HEAD = "import typer, click, uvicorn\nfrom typing import Annotated\n"


def values(code: str, words: list[str] | None, **env: str) -> dict[str, object]:
    body = ast.parse(HEAD + code).body
    (function,) = (s for s in body if isinstance(s, ast.FunctionDef) and s.name == "serve")
    return Parameters(body, function, Environment(dict(env)), words).values({"DEFAULT": 9})


TYPER = "app = typer.Typer()\n@app.command()\n"


@pytest.mark.parametrize(
    ("code", "words", "env", "port"),
    [
        (TYPER + "def serve(port: int = 1): ...", ["serve"], {}, 1),
        (TYPER + "def serve(port: int = DEFAULT): ...", [], {}, 9),
        (TYPER + "def serve(port: int = 1): ...", ["--port", "2"], {}, "2"),
        (TYPER + "def serve(port: int = 1): ...", ["serve", "--port=2"], {}, "2"),
        (TYPER + "def serve(port: int = 1): ...", None, {}, None),
        (TYPER + "def serve(port: int): ...", [], {}, None),
        (TYPER + "def serve(port: int = typer.Option(1, '--listen', envvar='PORT')): ...", ["--listen", "3"], {"PORT": "4"}, "3"),
        (TYPER + "def serve(port: int = typer.Option(1, envvar='PORT')): ...", [], {"PORT": "4"}, "4"),
        (TYPER + "def serve(port: int = typer.Option(1, envvar=['A', 'PORT'])): ...", [], {"PORT": "4"}, "4"),
        (TYPER + "def serve(port: int = typer.Option(default=1)): ...", [], {}, 1),
        (TYPER + "def serve(port: Annotated[int, typer.Option('-p', envvar='P')] = 1): ...", ["-p", "5"], {}, "5"),
        ("def serve(port: int = 1): ...\ntyper.run(serve)", [], {}, 1),
        ("@click.command()\n@click.option('--port', '-p', default=1, envvar='PORT')\ndef serve(port): ...", [], {}, 1),
        ("@click.command()\n@click.option('--port', '-p', default=1, envvar='PORT')\ndef serve(port): ...", ["-p", "6"], {}, "6"),
        ("@click.command()\n@click.option('--listen-on', 'port', default=1)\ndef serve(port): ...", ["--listen-on", "7"], {}, "7"),
        ("@click.command()\n@click.option('--port')\ndef serve(port): ...", [], {}, None),
        ("def serve(port): ...\nserve(8)", [], {}, 8),
        ("def serve(a, port=1): ...\nserve(8, port=DEFAULT)", None, {}, 9),
        ("def serve(a, *, port=1): ...\nserve(8)", None, {}, 1),
        ("def serve(port=1): ...\nif __name__ == '__main__':\n    serve()", None, {}, 1),
        ("def serve(port=1): ...\nserve(2)\nserve(3)", None, {}, None),
        ("def serve(port=1): ...\ndef main():\n    serve(2)", None, {}, None),
        ("def serve(port=1): ...\nserve(**options)", None, {}, None),
        ("def serve(port=1): ...\nserve(2)\nThread(target=serve)", None, {}, None),
    ],
)  # fmt: skip
def test_values(code: str, words: list[str] | None, env: dict[str, str], port: object) -> None:
    assert values(code, words, **env)["port"] == port


def test_addresses_of_parameters(tmp_path: Path) -> None:
    main = "import uvicorn\ndef serve(host, port=81):\n    uvicorn.run(a, host=host, port=port)\nserve('0.0.0.0')\n"
    assert addresses(tmp_path, main) == [("0.0.0.0", 81)]


def test_a_dict_of_options(tmp_path: Path) -> None:
    main = "import os, uvicorn\noptions = {'host': '0.0.0.0', 'port': int(os.environ['PORT'])}\nuvicorn.run(a, **options)\n"
    assert addresses(tmp_path, main) == [("0.0.0.0", 8080)]
    main = "import uvicorn\nuvicorn.run(a, **{'host': '0.0.0.0'}, port=81)\n"
    assert addresses(tmp_path, main) == [("0.0.0.0", 81)]
    main = "import uvicorn\nuvicorn.run(a, **{**b})\n"
    assert addresses(tmp_path, main) == [(None, None)]
