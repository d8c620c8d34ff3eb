"""How calls and values are named in the records of calls."""

from __future__ import annotations

import ast

from lint.image.python.call_records import UNKNOWN
from lint.image.python.syntax import dotted, text

_PARTIALS = frozenset(("partial", "functools.partial"))


def called(node: ast.expr) -> ast.expr:
    """What is called, or subscribed: `Base` of `Base[T]`, `app.get` of `app.get("/")`."""
    while isinstance(node, (ast.Call, ast.Subscript)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node


def _without_partial(node: ast.expr) -> ast.expr:
    """`f` of `partial(f, ...)`."""
    if isinstance(node, ast.Call) and dotted(node.func) in _PARTIALS and node.args:
        return node.args[0]
    return node


def origin(value: ast.expr) -> str:
    """What a value is made of: a dotted name, with `()` behind a call, else `UNKNOWN`."""
    while isinstance(value, ast.Await):
        value = value.value
    value = _without_partial(value)
    if isinstance(value, ast.Call):
        name = call_name(value.func)
        return f"{name}()" if name else UNKNOWN
    return dotted(value) or UNKNOWN


def table_item(node: ast.expr) -> str:
    """`TABLE[key]` for `TABLE["key"]`, "" for anything else."""
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
        key = text(node.slice)
        if key and key.isidentifier():
            return f"{node.value.id}[{key}]"
    return ""


def call_name(node: ast.expr) -> str:
    """The dotted name of what is called, with `()` behind the calls in it: `Class().run`.

    What is called by a constant key has the name that `table_item` gives it.
    """
    if type(node) is ast.Name:
        return node.id
    if isinstance(node, ast.Subscript):
        return table_item(node)
    parts: list[str] = []
    while True:
        suffix = ""
        if isinstance(node, ast.Call):
            node = _without_partial(node)
            while isinstance(node, ast.Call):
                node, suffix = node.func, "()"
        if isinstance(node, ast.Attribute):
            parts.append(node.attr + suffix)
            node = node.value
        elif isinstance(node, ast.Name):
            parts.append(node.id + suffix)
            return ".".join(reversed(parts))
        else:
            return ""


def annotation(node: ast.expr | None) -> str:
    """The dotted name of a class in an annotation, "" for any other."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value if node.value.replace(".", "").isidentifier() else ""
    return dotted(node)
