"""The texts in the arguments of calls, read again."""

from __future__ import annotations

import pytest

from lint.image.python.call_arguments import CallArguments
from lint.image.python.calls import read_calls

SOURCE = """# é
é = "é"; need("A", x, key="B")
def f():
    make("first")("second")
    plain(1)
""".encode()


@pytest.mark.parametrize("source", [SOURCE, SOURCE.replace(b"\n", b"\r\n")])
def test_arguments_of_each_call(source: bytes) -> None:
    known = read_calls(source)
    assert known is not None
    asked: list[str] = []

    def read(module: str) -> bytes:
        asked.append(module)
        return source

    arguments = CallArguments(read)
    found = {}
    for function in (known.top, *known.functions.values()):
        for call in function.calls:
            of = arguments.of("m", call)
            found[call.name] = of and (of.by_position, of.by_keyword)
    assert found == {
        "need": (("A", None), {"key": "B"}),
        "make": (("first",), {}),
        "make()": (("second",), {}),
        "plain": None,
    }
    assert asked == ["m"]


@pytest.mark.parametrize("source", [None, b"def f(:\n", b"other()\n"])
def test_source_that_has_changed(source: bytes | None) -> None:
    known = read_calls(b"need('A')\n")
    assert known is not None
    assert CallArguments(lambda module: source).of("m", known.top.calls[0]) is None
