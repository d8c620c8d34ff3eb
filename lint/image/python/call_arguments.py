"""The texts that calls are given, read from the source again where one is asked for.

They are not kept with the other facts of a call, because a text may be a secret.
"""

from __future__ import annotations

import ast

from lint.image.python.call_names import call_name
from lint.image.python.syntax import Positions, text
from lint.image.source_limits import parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from lint.image.python.call_records import Call


class Arguments:
    """The arguments of a call: the text of each, None for any other."""

    __slots__ = ("by_keyword", "by_position")

    def __init__(self, node: ast.Call) -> None:
        self.by_position = tuple(text(item) for item in node.args)
        self.by_keyword = {item.arg: text(item.value) for item in node.keywords if item.arg}


class CallArguments:
    """Looks up the arguments of calls; `read` gives the source of a module."""

    def __init__(self, read: Callable[[str], bytes | None]) -> None:
        self._read = read
        self._modules: dict[str, dict[tuple[int, int, str], Arguments]] = {}

    def of(self, module: str, call: Call) -> Arguments | None:
        """The arguments of a call of a module; None where it has no text among them."""
        if not call.texts:
            return None
        if module not in self._modules:
            self._modules[module] = _arguments(self._read(module))
        return self._modules[module].get((call.line, call.column, call.name))


def _arguments(source: bytes | None) -> dict[tuple[int, int, str], Arguments]:
    found: dict[tuple[int, int, str], Arguments] = {}
    if source is None:
        return found
    source = source.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        tree = parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return found
    positions = Positions(None if source.isascii() else source.split(b"\n"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = call_name(node.func)
            if name:
                found.setdefault((*positions.of(node), name), Arguments(node))
    return found
