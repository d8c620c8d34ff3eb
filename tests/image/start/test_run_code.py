"""The code of calls that start a server, found again by its place."""

from __future__ import annotations

import ast

import pytest

from lint.image.python.calls import read_calls
from lint.image.python.constants import Environment
from lint.image.start.run_code import RunCode

SOURCE = b"""
import uvicorn
PORT = 1
class Config:
    host = "h"
def main():
    port = 2
    uvicorn.Config(app).run(port)
    port = 3
uvicorn.run(app, port=PORT)
PORT = 4
@app.run("decorates")
def decorated(): pass
"""


@pytest.mark.parametrize("source", [SOURCE, SOURCE.replace(b"\n", b"\r\n")])
def test_call_and_its_names(source: bytes) -> None:
    known = read_calls(source)
    assert known is not None
    code = RunCode(source)
    found = {}
    for run in known.runs:
        node = code.call(run)
        assert node is not None
        names = code.names(run, Environment({}))
        found[ast.unparse(node)] = names.get("port"), names.get("PORT"), names.get("Config.host")
    assert found == {
        "uvicorn.Config(app).run(port)": (2, 4, "h"),
        "uvicorn.Config(app)": (2, 4, "h"),
        "uvicorn.run(app, port=PORT)": (None, 1, "h"),
        "app.run('decorates')": (None, 4, "h"),
    }


@pytest.mark.parametrize("source", [None, b"def f(:\n", b"pass\n"])
def test_source_that_has_changed(source: bytes | None) -> None:
    known = read_calls(SOURCE)
    assert known is not None
    assert RunCode(source).call(known.runs[0]) is None
