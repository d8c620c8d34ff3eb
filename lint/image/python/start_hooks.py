"""What the code hands to a framework so that it runs while the server starts."""

from __future__ import annotations

import ast

from lint.image.python.syntax import dotted, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_RUNNERS = frozenset(("anyio.run", "trio.run", "typer.run", "absl.app.run", "app.run", "curio.run"))
_START_KEYWORDS = frozenset(("lifespan", "on_startup", "startup", "before_serving"))
_START_DECORATORS = frozenset(
    ("before_serving", "before_server_start", "main_process_start", "on_startup", "startup")
)


def decorator_starts(decorator: ast.expr) -> bool:
    """Whether a decorator makes a function run while the server starts."""
    if isinstance(decorator, ast.Call):
        name = dotted(decorator.func).rpartition(".")[2]
        first = text(decorator.args[0]) if decorator.args else None
        if name == "on_event":
            return first == "startup"
        if name == "listener":
            return first in ("before_server_start", "main_process_start", "after_server_start")
        return name in _START_DECORATORS
    name = dotted(decorator)
    return "." in name and name.rpartition(".")[2] in _START_DECORATORS


def registered_in(call: ast.Call, name: str) -> Iterator[str]:
    """The names of what a call of `name` registers to run while the server starts."""
    last = name.rpartition(".")[2]
    for keyword in call.keywords:
        if keyword.arg in _START_KEYWORDS:
            values = (
                keyword.value.elts
                if isinstance(keyword.value, (ast.List, ast.Tuple))
                else [keyword.value]
            )
            for value in values:
                if dotted(value):
                    yield dotted(value)
    if last == "add_event_handler" and len(call.args) > 1 and text(call.args[0]) == "startup":
        yield dotted(call.args[1])
    elif name.endswith(("on_startup.append", "cleanup_ctx.append")) and call.args:
        yield dotted(call.args[0])
    elif name in _RUNNERS or (last == "run" and name.partition(".")[0] in ("anyio", "trio")):
        if call.args and dotted(call.args[0]):
            yield dotted(call.args[0])
