"""Generated programs that start a server themselves: on which address, the interpreter says."""

from __future__ import annotations

import random

SETTINGS = """from pydantic_settings import BaseSettings
from pydantic import Field
class Settings(BaseSettings):
    host: str = '127.0.0.1'
    bind: str = Field(default='0.0.0.0', validation_alias='BIND_HOST')
    port: int = 8000
    number: int = Field(8003, validation_alias='APP_PORT')
settings = Settings()
def get_settings():
    return Settings()
"""
PLAIN = """class Options:
    host = 'localhost'
    def __init__(self):
        self.port = int(os.getenv('PORT', '8004'))
chosen = Options()
"""
HOSTS = {
    "settings.host": SETTINGS,
    "settings.bind": SETTINGS,
    "get_settings().host": SETTINGS,
    "chosen.host": PLAIN,
    "find_host()": "def find_host():\n    return os.environ.get('HOST') or '0.0.0.0'\n",
    "": "",
    "'0.0.0.0'": "",
    "'127.0.0.1'": "",
    "'localhost'": "",
    "HOST": "HOST = '0.0.0.0'\n",
    "LOCAL": "LOCAL = 'localhost'\n",
    "os.environ.get('HOST', '127.0.0.1')": "",
    "os.getenv('HOST') or '0.0.0.0'": "",
    "os.getenv('BIND', '0.0.0.0')": "",
    "Config.host": "class Config:\n    host = '127.0.0.1'\n",
    "'127.0.0.1' if os.environ.get('DEV') else '0.0.0.0'": "",
}
PORTS = {
    "settings.port": SETTINGS,
    "settings.number": SETTINGS,
    "get_settings().port": SETTINGS,
    "chosen.port": PLAIN,
    "find_port()": "def find_port(default=8005):\n    number = os.environ.get('APP_PORT', '8006')\n    return int(number)\n",
    "": "",
    "8080": "",
    "5000": "",
    "PORT": "PORT = 9000\n",
    "int(os.environ.get('PORT', 8000))": "",
    "int(os.environ['PORT'])": "",
    "int(os.getenv('PORT') or '9000')": "",
    "int(os.environ.get('APP_PORT', '8001'))": "",
    "Ports.http": "class Ports:\n    http = 8002\n",
    "number": "number = int(os.environ.get('PORT', '80'))\n",
    "8000 + 80": "",
}
SERVERS = {
    "uvicorn": ("import uvicorn\nfrom fastapi import FastAPI\napp = FastAPI()\n", "uvicorn.run(app{})", "host", "port"),
    "uvicorn-text": ("import uvicorn\nfrom fastapi import FastAPI\napp = FastAPI()\n", "uvicorn.run('main:app'{})", "host", "port"),
    "uvicorn-name": ("from uvicorn import run\nfrom fastapi import FastAPI\napp = FastAPI()\n", "run(app{})", "host", "port"),
    "uvicorn-server": ("import uvicorn\nfrom fastapi import FastAPI\napp = FastAPI()\n", "uvicorn.Server(uvicorn.Config(app{})).run()", "host", "port"),
    "flask": ("from flask import Flask\napp = Flask(__name__)\n", "app.run(debug=False{})", "host", "port"),
    "flask-made": ("import flask\ndef create_app():\n    return flask.Flask(__name__)\napp = create_app()\n", "app.run(debug=False{})", "host", "port"),
    "werkzeug": ("from werkzeug.serving import run_simple\nfrom flask import Flask\napp = Flask(__name__)\n", "run_simple(application=app{})", "hostname", "port"),
    "http": ("from http.server import HTTPServer, BaseHTTPRequestHandler\n", "HTTPServer(({host}, {port}), BaseHTTPRequestHandler).serve_forever()", "", ""),
    "tcp": ("import socketserver\nfrom http.server import BaseHTTPRequestHandler\n", "socketserver.TCPServer(({host}, {port}), BaseHTTPRequestHandler).serve_forever()", "", ""),
    "wsgiref": ("from wsgiref.simple_server import make_server\nfrom flask import Flask\napp = Flask(__name__)\n", "make_server({host}, {port}, app).serve_forever()", "", ""),
}  # fmt: skip
PLACES = (
    "main",
    "main",
    "function",
    "function",
    "local",
    "method",
    "spread",
    "parameter",
    "default",
    "click",
    "typer",
    "branch",
    "never",
)


class Program:
    """One program, `main.py`; the variables of `env` are set where it runs."""

    def __init__(self, seed: int) -> None:
        chance = random.Random(seed)
        self.server = chance.choice(sorted(SERVERS))
        head, call, host_name, port_name = SERVERS[self.server]
        host, port = chance.choice(sorted(HOSTS)), chance.choice(sorted(PORTS))
        self.place = chance.choice(PLACES)
        if not host_name:
            host, port = host or "''", port or "8080"
        elif self.server == "werkzeug":
            host, port = host or "'0.0.0.0'", port or "8080"
        self.env = {"PORT": "8080"}
        if chance.random() < 0.3:
            self.env["HOST"] = chance.choice(["0.0.0.0", "127.0.0.1"])
        if chance.random() < 0.2:
            self.env[chance.choice(["CLI_PORT", "APP_PORT"])] = "8007"
        before = "".join(dict.fromkeys([HOSTS.get(host, ""), PORTS.get(port, "")]))
        inside = ""
        if self.place == "local":
            inside, host, port = (
                f"    h = {host or repr('0.0.0.0')}\n    p = {port or 8080}\n",
                "h",
                "p",
            )
        if self.place in ("parameter", "default", "click", "typer"):
            given, host, port = (host or "'127.0.0.1'", port or "8080"), "host", "port"
        if self.place == "spread" and host_name:
            host, port = host or "'0.0.0.0'", port or "8080"
            inside = f"    options = {{{host_name!r}: {host}, {port_name!r}: {port}}}\n"
            statement = call.format(", **options")
        elif host_name:
            words = (f", {host_name}={host}" if host else "") + (
                f", {port_name}={port}" if port else ""
            )
            statement = call.format(words)
        else:
            statement = call.format(host=host, port=port)
        text = "import os\n" + head + before
        if self.place == "main":
            text += f"if __name__ == '__main__':\n    {statement}\n"
        elif self.place == "method":
            text += f"class Runner:\n    def serve(self):\n        {statement}\nif __name__ == '__main__':\n    Runner().serve()\n"
        elif self.place == "parameter":
            text += f"def serve(host, port):\n    {statement}\nif __name__ == '__main__':\n    serve({given[0]}, {given[1]})\n"
        elif self.place == "default":
            text += f"def serve(host={given[0]}, port={given[1]}):\n    {statement}\nif __name__ == '__main__':\n    serve()\n"
        elif self.place == "click":
            text += (
                "import click\n@click.command()\n"
                f"@click.option('--host', '-h', default={given[0]}, envvar='CLI_HOST')\n"
                f"@click.option('--port', '-p', default={given[1]}, envvar='CLI_PORT', type=int)\n"
                f"def serve(host, port):\n    {statement}\nif __name__ == '__main__':\n    serve()\n"
            )
        elif self.place == "typer":
            text += (
                "import typer\ncli = typer.Typer()\n@cli.command()\n"
                f"def serve(host: str = {given[0]}, port: int = typer.Option({given[1]}, envvar='CLI_PORT')):\n"
                f"    {statement}\nif __name__ == '__main__':\n    cli()\n"
            )
        elif self.place == "branch":
            text += f"def main():\n    if os.environ.get('DEV'):\n        print('dev')\n        raise SystemExit(1)\n    {statement}\nif __name__ == '__main__':\n    main()\n"
        elif self.place == "never":
            text += f"def main():\n    {statement}\n"
        else:
            text += (
                f"def main():\n{inside}    {statement}\nif __name__ == '__main__':\n    main()\n"
            )
        self.text = text

    def __repr__(self) -> str:
        return f"{self.server}/{self.place}"
