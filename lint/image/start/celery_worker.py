"""Programs that start a Celery worker themselves: `app.worker_main(["worker"])`.

Source: https://docs.celeryq.dev/en/stable/reference/celery.html#celery.Celery.worker_main
"""

from __future__ import annotations

import ast

from lint.image.python.facts import MAIN
from lint.image.python.guards import branch
from lint.image.python.syntax import dotted, keyword, texts
from lint.image.source_limits import parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_METHOD = "worker_main"


def starts_worker(source: bytes, arguments: Sequence[str]) -> bool:
    """Whether a program certainly starts a worker, when it is run with these arguments.

    Calls at its top level and in `if __name__ == "__main__":` count, and those of functions that are
    called there. None of them counts that stands under another condition.
    """
    if _METHOD.encode() not in source:
        return False
    try:
        tree = parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    functions = {each.name: each for each in tree.body if isinstance(each, ast.FunctionDef)}
    for call in _calls(tree.body):
        name = dotted(call.func)
        inner = functions[name].body if name in functions else ()
        for each in (call, *_calls(inner)):
            if dotted(each.func).rpartition(".")[2] == _METHOD and _asks(each, arguments):
                return True
    return False


def _calls(body: Sequence[ast.stmt]) -> Iterator[ast.Call]:
    """The calls that are statements of a block, and of the block of the program among them."""
    for statement in body:
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
            yield statement.value
        elif isinstance(statement, ast.If) and branch(statement.test)[0] == MAIN:
            yield from _calls(statement.body)


def _asks(call: ast.Call, arguments: Sequence[str]) -> bool:
    """Whether a worker is asked for: Celery raises a `ValueError` without the word `worker`."""
    given = call.args[0] if call.args else keyword(call, "argv")
    words = texts(given) if given is not None else arguments
    return words is not None and "worker" in words
