"""Paths of Cloud SQL sockets in code."""

from __future__ import annotations

import ast

from lint.image.source_limits import parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

MARKS = (b"/cloudsql", b"unix_sock")
"""A source without any of them names no such path."""
DIRECTORY = "/cloudsql/"
_KEYS = ("unix_sock", "unix_socket")


class SocketPath:
    """A text in the code: `named` is true where it begins with `/cloudsql/`.

    One that is not is the value of `unix_sock` and has to be such a path.
    """

    __slots__ = ("column", "line", "named")

    def __init__(self, line: int, column: int, named: bool) -> None:
        self.line = line
        self.column = column
        self.named = named


def socket_paths(source: bytes) -> list[SocketPath]:
    """The socket paths in a module, in order; none where it cannot be parsed."""
    if not any(mark in source for mark in MARKS):
        return []
    try:
        tree = parse(source)
        return list(_paths(tree))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def _paths(tree: ast.Module) -> Iterator[SocketPath]:
    documents = {id(node) for node in _docstrings(tree)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if DIRECTORY in node.value and id(node) not in documents:
                yield SocketPath(node.lineno, node.col_offset + 1, True)
        elif isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and key.value in _KEYS:
                    yield from _value(value)
        elif isinstance(node, ast.keyword) and node.arg in _KEYS:
            yield from _value(node.value)


def _docstrings(tree: ast.Module) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            yield node.value


def _value(node: ast.expr) -> Iterator[SocketPath]:
    """The path, where its beginning is known and is not `/cloudsql/`."""
    start = _beginning(node)
    if start is not None and not start.startswith("/"):
        yield SocketPath(node.lineno, node.col_offset + 1, False)


def _beginning(node: ast.expr) -> str | None:
    """How a text begins; None where that is not known."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr) and node.values:
        first = node.values[0]
        # What begins with a value and goes on as a socket's name lacks the directory.
        text = "".join(str(v.value) for v in node.values if isinstance(v, ast.Constant))
        return _beginning(first) if isinstance(first, ast.Constant) else _relative(text)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr == "format":
            start = _beginning(node.func.value)
            return _relative(start[2:]) if start is not None and start.startswith("{}") else start
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _beginning(node.left)
    return None


def _relative(rest: str) -> str | None:
    """A value in front of a socket's own name: an instance, which is no path."""
    return "INSTANCE" if rest.startswith("/.s.PGSQL") else None
