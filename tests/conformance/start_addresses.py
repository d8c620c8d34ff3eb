"""Generated programs that start a server themselves: on which address, the interpreter says."""

from __future__ import annotations

import random

HOSTS = {
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
        before = HOSTS.get(host, "") + PORTS.get(port, "")
        inside = ""
        if self.place == "local":
            inside, host, port = (
                f"    h = {host or repr('0.0.0.0')}\n    p = {port or 8080}\n",
                "h",
                "p",
            )
        if self.place == "parameter":
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
