"""Conditions and handlers: what may not run, and which failures are caught."""

from __future__ import annotations

import ast

import pytest

from lint.image.python.facts import (
    CONDITION,
    IMPORT_ERROR,
    MAIN,
    MODULE_NOT_FOUND,
    TYPE_ONLY,
)
from lint.image.python.guards import branch, caught, leaves, suppressed, suppresses_key_errors


@pytest.mark.parametrize(
    ("test", "flags"),
    [
        ("True", (0, TYPE_ONLY)),
        ("0", (TYPE_ONLY, 0)),
        ("TYPE_CHECKING", (TYPE_ONLY, 0)),
        ("typing.TYPE_CHECKING", (TYPE_ONLY, 0)),
        ("not TYPE_CHECKING", (0, TYPE_ONLY)),
        ("TYPE_CHECKING and x", (TYPE_ONLY | CONDITION, CONDITION)),
        ("x", (CONDITION, CONDITION)),
        ("__name__ == '__main__'", (MAIN, CONDITION)),
        ("'__main__' == __name__", (MAIN, CONDITION)),
        ("__name__ != '__main__'", (CONDITION, MAIN)),
        ("__name__ == 'app'", (CONDITION, CONDITION)),
    ],
)
def test_branches(test: str, flags: tuple[int, int]) -> None:
    assert branch(ast.parse(test, mode="eval").body) == flags


@pytest.mark.parametrize(
    ("handlers", "flags", "key_error"),
    [
        ("except ImportError: pass", IMPORT_ERROR | MODULE_NOT_FOUND, False),
        ("except ModuleNotFoundError: pass", MODULE_NOT_FOUND, False),
        ("except ImportError: raise", 0, False),
        ("except ImportError: sys.exit(1)", 0, False),
        ("except (ImportError, KeyError): x = 1", IMPORT_ERROR | MODULE_NOT_FOUND, True),
        ("except LookupError: pass", 0, True),
        ("except OSError: pass", 0, False),
        ("except: pass", IMPORT_ERROR | MODULE_NOT_FOUND, True),
        ("except Exception: raise\nexcept ImportError: pass", 0, False),
        ("except ModuleNotFoundError: raise\nexcept ImportError: pass", IMPORT_ERROR, False),
        ("except ERRORS: pass", IMPORT_ERROR | MODULE_NOT_FOUND, True),
    ],
)
def test_handlers(handlers: str, flags: int, key_error: bool) -> None:
    (statement,) = ast.parse(f"try: f()\n{handlers}").body
    assert isinstance(statement, ast.Try)
    found = caught(statement.handlers)
    assert (found.flags, found.key_error) == (flags, key_error)


def test_suppress() -> None:
    def of(source: str) -> tuple[int, bool]:
        (statement,) = ast.parse(f"with {source}: pass").body
        assert isinstance(statement, ast.With)
        return suppressed(statement), suppresses_key_errors(statement)

    assert of("suppress(ImportError)") == (IMPORT_ERROR | MODULE_NOT_FOUND, False)
    assert of("contextlib.suppress(KeyError)") == (0, True)
    assert of("open('x')") == (0, False)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("raise", True),
        ("sys.exit()", True),
        ("print()", False),
        ("return", False),
        ("if a:\n  raise\nelse:\n  exit()", True),
        ("if a:\n  raise", False),
        ("with a:\n  raise", True),
    ],
)
def test_a_body_that_is_always_left_by_an_error(body: str, found: bool) -> None:
    inner = "\n ".join(body.split("\n"))
    (function,) = ast.parse(f"def f():\n {inner}").body
    assert isinstance(function, ast.FunctionDef)
    assert leaves(function.body) is found
