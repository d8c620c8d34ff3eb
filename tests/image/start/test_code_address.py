"""Addresses that a program listens on by calls in its code."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.image.image import read_image
from lint.image.python.closure import import_closure
from lint.image.python.constants import Environment
from lint.image.start.code_address import code_addresses


def addresses(
    tmp_path: Path, main: str, files: dict[str, str] | None = None, **env: str
) -> list[tuple[str | None, int | None]]:
    for name, text in {**(files or {}), "main.py": main}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    image = read_image([], str(tmp_path), "docker", "")
    closure = import_closure(
        image.members, image.modules(), "main", image.facts, main=True, follow_calls=True
    )
    assert closure.path is not None
    environment = Environment({"PORT": "8080", **env})
    modules = {name: name == "main" for name in closure.reached}
    found = list(code_addresses(closure, closure.path, modules, environment))
    assert all(entry.certain for entry in found)
    return [(entry.address.host, entry.address.port) for entry in found]


@pytest.mark.parametrize(
    ("main", "expected"),
    [
        ("import uvicorn\nuvicorn.run('a:b')\n", ("127.0.0.1", 8000)),
        ("import uvicorn\nuvicorn.run('a:b', host='0.0.0.0', port=8080)\n", ("0.0.0.0", 8080)),
        ("import uvicorn\ndef main():\n    uvicorn.run(app, host='127.0.0.1', port=8000)\nif __name__ == '__main__':\n    main()\n", ("127.0.0.1", 8000)),
        ("from uvicorn import run\nrun('a:b', host='0.0.0.0')\n", ("0.0.0.0", 8000)),
        ("import os, uvicorn\nuvicorn.run(a, host='0.0.0.0', port=int(os.environ.get('PORT', 8000)))\n", ("0.0.0.0", 8080)),
        ("import os, uvicorn\nif __name__ == '__main__':\n    port = int(os.getenv('PORT', '9'))\n    uvicorn.run(a, host='0.0.0.0', port=port)\n", ("0.0.0.0", 8080)),
        ("import uvicorn\nHOST = '0.0.0.0'\ndef main():\n    p = 9000\n    uvicorn.run(a, host=HOST, port=p)\nmain()\n", ("0.0.0.0", 9000)),
        ("import uvicorn\nuvicorn.run(a, **settings)\n", (None, None)),
        ("import uvicorn\nuvicorn.run(a, host=settings.host, port=settings.port)\n", (None, None)),
        ("from flask import Flask\napp = Flask(__name__)\napp.run()\n", ("127.0.0.1", 5000)),
        ("from flask import Flask\napp = Flask(__name__)\napp.run('0.0.0.0', 8080)\n", ("0.0.0.0", 8080)),
        ("import flask\napp = flask.Flask(__name__)\napp.run(debug=True, port=8080)\n", ("127.0.0.1", 8080)),
        ("import uvicorn\nuvicorn.Server(uvicorn.Config(a, host='0.0.0.0', port=9000)).run()\n", ("0.0.0.0", 9000)),
        ("import uvicorn\nserver = uvicorn.Server(uvicorn.Config(a))\nserver.run()\n", ("127.0.0.1", 8000)),
        ("from werkzeug.serving import run_simple\nrun_simple(application=a, hostname='localhost', port=80)\n", ("localhost", 80)),
        ("from werkzeug.serving import run_simple\nrun_simple(application=a, **options)\n", (None, None)),
        ("import flask\ndef make():\n    return flask.Flask(__name__)\napp = make()\napp.run()\n", ("127.0.0.1", 5000)),
        ("from flask import Flask\ndef make():\n    a = Flask(__name__)\n    return a\napp = make()\napp.run()\n", ("127.0.0.1", 5000)),
        ("import uvicorn\nclass C:\n    host = '0.0.0.0'\nuvicorn.run(a, host=C.host, port=80)\n", ("0.0.0.0", 80)),
        ("import uvicorn\nclass C(BaseSettings):\n    host = '0.0.0.0'\nuvicorn.run(a, host=C.host, port=80)\n", (None, 80)),
        ("from aiohttp import web\nweb.run_app(web.Application())\n", ("0.0.0.0", 8080)),
        ("from waitress import serve\nserve(app, port=80)\n", ("0.0.0.0", 80)),
        ("import gradio as gr\nd = gr.Interface(f)\nd.launch()\n", ("127.0.0.1", 7860)),
        ("from dash import Dash\na = Dash()\na.run()\n", ("127.0.0.1", 8080)),
        ("from http.server import HTTPServer\ns = HTTPServer(('', 8080), H)\n", ("0.0.0.0", 8080)),
        ("from http.server import HTTPServer\ns = HTTPServer(('localhost', 80), H)\n", ("localhost", 80)),
        ("import tornado.ioloop, tornado.web\na = tornado.web.Application([])\na.listen(8888)\n", ("0.0.0.0", 8888)),
        ("from tornado.httpserver import HTTPServer\ns = HTTPServer(a)\ns.listen(80, address='127.0.0.1')\n", ("127.0.0.1", 80)),
        ("from aiohttp import web\nsite = web.TCPSite(runner, 'localhost', 8080)\n", ("localhost", 8080)),
        ("import websockets\nasync def main():\n    async with websockets.serve(f, 'localhost', 80):\n        pass\nimport asyncio\nasyncio.run(main())\n", ("localhost", 80)),
        ("from granian import Granian\nGranian('a:b', address='0.0.0.0').serve()\n", ("0.0.0.0", 8000)),
        ("import eventlet\neventlet.listen(('', 80))\n", ("0.0.0.0", 80)),
        ("import grpc\ns = grpc.server(p)\ns.add_insecure_port('[::]:50051')\n", ("::", 50051)),
        ("import grpc, os\ns = grpc.server(p)\nport = os.environ['PORT']\ns.add_insecure_port(f'0.0.0.0:{port}')\n", ("0.0.0.0", 8080)),
        ("import grpc\ns = grpc.server(p)\ns.add_secure_port(where(), c)\n", (None, None)),
        ("from fastmcp import FastMCP\nm = FastMCP('x')\nm.run(transport='http', port=80)\n", (None, 80)),
        ("from fastmcp import FastMCP\nimport asyncio\nm = FastMCP('x')\nasyncio.run(m.run_async('sse', host='127.0.0.1', port=80))\n", ("127.0.0.1", 80)),
        ("import argparse, uvicorn\np = argparse.ArgumentParser()\np.add_argument('--port', type=int, default=80)\na = p.parse_args()\nuvicorn.run(app, port=a.port)\n", ("127.0.0.1", None)),
    ],
)  # fmt: skip
def test_addresses(tmp_path: Path, main: str, expected: tuple[str | None, int | None]) -> None:
    assert addresses(tmp_path, main) == [expected]


@pytest.mark.parametrize(
    "main",
    [
        "import subprocess\nsubprocess.run(['a'])\n",
        "import asyncio\nasyncio.run(main())\n",
        "from threading import Thread\nt = Thread()\nt.start()\n",
        "import uvicorn\ndef main():\n    uvicorn.run(a)\n",
        "class A:\n    def run(self): pass\nA().run()\n",
    ],
)
def test_other_calls(tmp_path: Path, main: str) -> None:
    assert addresses(tmp_path, main) == []


@pytest.mark.parametrize(
    "run", ["m.run()", "m.run('stdio')", "m.run(transport=T)", "m.run(transport='other')"]
)
def test_transports_that_listen_nowhere(tmp_path: Path, run: str) -> None:
    assert addresses(tmp_path, f"from fastmcp import FastMCP\nm = FastMCP('x')\n{run}\n") == []
