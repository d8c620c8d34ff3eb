"""A REST server that answers as a test says."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from lint.cloud.google.live import Live
from lint.cloud.query import Query, Result
from tests.cloud.server import PROJECT

INSTANCE = {"name": "db", "state": "RUNNABLE", "region": "us-central1"}


class Rest:
    """A REST server that answers every request with one status, headers and body."""

    def __init__(self) -> None:
        self.status = 200
        self.headers: dict[str, str] = {}
        self.body = b""
        self.endless = False
        self.paths: list[str] = []
        rest = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                rest.paths.append(self.path)
                self.send_response(rest.status)
                for name, value in rest.headers.items():
                    self.send_header(name, value)
                if not rest.endless:
                    self.send_header("Content-Length", str(len(rest.body)))
                self.end_headers()
                try:
                    self.wfile.write(rest.body)
                    while rest.endless:
                        self.wfile.write(b" " * 65536)
                except OSError:
                    pass

            def log_message(self, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()


def answer(server: Rest, kind: str = "instance", name: str = f"{PROJECT}:us-central1:db") -> Result:
    live = Live({"sqladmin": server.address})
    question = Query(kind, name)
    return live.answer([question])[question]
