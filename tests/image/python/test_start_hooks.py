"""What is registered to run while the server starts."""

from __future__ import annotations

import ast

import pytest

from lint.image.python.call_names import call_name
from lint.image.python.start_hooks import decorator_starts, registered_in


@pytest.mark.parametrize(
    ("decorator", "starts"),
    [
        ("app.on_event('startup')", True),
        ("app.on_event('shutdown')", False),
        ("app.before_serving", True),
        ("startup", False),
        ("app.listener('before_server_start')", True),
        ("app.listener('before_server_stop')", False),
        ("app.get('/startup')", False),
    ],
)
def test_decorators(decorator: str, starts: bool) -> None:
    assert decorator_starts(ast.parse(decorator, mode="eval").body) is starts


@pytest.mark.parametrize(
    ("call", "names"),
    [
        ("FastAPI(lifespan=life)", ["life"]),
        ("Starlette(on_startup=[a, b.c, lambda: 1])", ["a", "b.c"]),
        ("app.add_event_handler('startup', f)", ["f"]),
        ("app.add_event_handler('shutdown', f)", []),
        ("app.on_startup.append(f)", ["f"]),
        ("anyio.run(main, 1)", ["main"]),
        ("trio.lowlevel.run(main)", ["main"]),
        ("other.run(main)", []),
    ],
)
def test_calls(call: str, names: list[str]) -> None:
    node = ast.parse(call, mode="eval").body
    assert isinstance(node, ast.Call)
    assert list(registered_in(node, call_name(node.func))) == names
