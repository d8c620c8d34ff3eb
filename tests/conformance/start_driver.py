"""Starts applications for real, each in a process of its own, up to the moment when it listens.

    python start_driver.py < cases.json

`cases` is a list of [folder, kind, target, environment]; what is printed is a list of
[verdict, addresses]. The verdict is "listening" or what ended the start. The frameworks are
imported once, and each case runs in a fork of that process.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import json
import logging
import os
import runpy
import signal
import socket
import sys
import traceback
import warnings

SECONDS = 20


def preload() -> None:
    """Imports what the cases use, so that a case takes milliseconds."""
    for name in ("fastapi", "uvicorn", "flask", "django.core.wsgi", "django.core.handlers.wsgi",
                 "django.contrib.contenttypes.models", "pydantic_settings", "http.server", "xml.dom",
                 "flask.cli", "uvicorn.protocols.http.h11_impl", "uvicorn.lifespan.on", "uvicorn.loops.asyncio"):  # fmt: skip
        with contextlib.suppress(Exception):
            importlib.import_module(name)


class Verdict:
    """Writes what became of a case, once, and ends its process."""

    def __init__(self, pipe: int) -> None:
        self.pipe = pipe
        self.addresses: list[tuple[str, int]] = []

    def end(self, what: str) -> None:
        os.write(self.pipe, json.dumps([what, self.addresses]).encode())
        os._exit(0)


def watch(verdict: Verdict) -> None:
    """Makes the process end as soon as it listens.

    A port that another process has is replaced by a free one: the address that counts is the one
    that was asked for.
    """
    bind, listen = socket.socket.bind, socket.socket.listen

    def bound(self: socket.socket, address: tuple[str, int]) -> None:
        try:
            bind(self, address)
        except OSError:
            bind(self, (address[0], 0, *address[2:]))
        if isinstance(address, tuple):
            host = self.getsockname()[0]
            verdict.addresses.append((host, address[1] or self.getsockname()[1]))

    def listening(self: socket.socket, *args: int) -> None:
        listen(self, *args)
        if self.family in (socket.AF_INET, socket.AF_INET6):
            verdict.end("listening")

    socket.socket.bind = bound  # type: ignore[method-assign,assignment]
    socket.socket.listen = listening  # type: ignore[method-assign]


def serve_asgi(target: str, factory: bool) -> None:
    """What the command `uvicorn` does."""
    import uvicorn

    sys.path.insert(0, "")
    uvicorn.run(target, factory=factory, host="127.0.0.1", port=0, log_config=None)


def serve_wsgi(target: str, factory: bool) -> None:
    """What a worker of gunicorn does, and then a server that binds."""
    from wsgiref.simple_server import make_server

    sys.path.insert(0, os.getcwd())
    name, _, attribute = target.partition(":")
    app = getattr(importlib.import_module(name), attribute)
    app = app() if factory else app
    if not callable(app):
        raise TypeError(f"{target} is not callable")
    make_server("127.0.0.1", 0, app)


def start(kind: str, target: str) -> None:
    if kind.startswith("asgi"):
        serve_asgi(target, kind.endswith("factory"))
    elif kind.startswith("wsgi"):
        serve_wsgi(target, kind.endswith("factory"))
    elif kind == "script":
        sys.argv = [target]
        sys.path.insert(0, os.path.dirname(os.path.abspath(target)))
        runpy.run_path(target, run_name="__main__")
    else:
        sys.argv = [target]
        sys.path.insert(0, os.getcwd())
        runpy.run_module(target, run_name="__main__", alter_sys=True)


def case(verdict: Verdict, folder: str, kind: str, target: str, env: dict[str, str]) -> None:
    signal.signal(signal.SIGALRM, lambda *_: verdict.end("timeout"))
    signal.alarm(SECONDS)
    sys.dont_write_bytecode = True
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update({"PATH": os.defpath, "HOME": folder, **env})
    watch(verdict)
    null = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(null, number)
    try:
        start(kind, target)
    except SystemExit as error:
        verdict.end(f"exit {error.code}")
    except BaseException as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        verdict.end(
            f"{type(error).__name__}: {error} ({os.path.basename(last.filename)}:{last.lineno})"
        )
    verdict.end("ended")


def main() -> None:
    preload()
    results = []
    for folder, kind, target, env in json.load(sys.stdin):
        reading, writing = os.pipe()
        process = os.fork()
        if not process:
            os.close(reading)
            try:
                case(Verdict(writing), folder, kind, target, env)
            finally:
                os._exit(1)
        os.close(writing)
        with open(reading, "rb") as stream:
            results.append(json.loads(stream.read() or b'["crash", []]'))
        os.waitpid(process, 0)
    print(json.dumps(results))


if __name__ == "__main__":
    asyncio.new_event_loop().close()
    main()
