"""Under what condition a piece of code runs, and which of its failures are caught."""

from __future__ import annotations

import ast

from lint.image.python.facts import CONDITION, IMPORT_ERROR, MAIN, MODULE_NOT_FOUND, TYPE_ONLY
from lint.image.python.syntax import dotted
from lint.model.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_NEVER = frozenset(("TYPE_CHECKING", "MYPY"))
_ALL = frozenset(("Exception", "BaseException"))
EXITS = frozenset(("sys.exit", "exit", "quit", "os._exit", "os.abort"))


@record
class Caught:
    """What the handlers of a `try` keep from leaving its body."""

    flags: int
    """The failures of imports, as in `Import.flags`."""
    key_error: bool
    """Whether `KeyError` is among it."""
    invalid: bool
    """Whether what pydantic raises is among it."""


def branch(test: ast.expr) -> tuple[int, int]:
    """The flags of the two branches of an `if`."""
    if isinstance(test, ast.Constant):
        return (0, TYPE_ONLY) if test.value else (TYPE_ONLY, 0)
    if dotted(test).rpartition(".")[2] in _NEVER:
        return TYPE_ONLY, 0
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        then, otherwise = branch(test.operand)
        return otherwise, then
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
        together = CONDITION
        for value in test.values:
            together |= branch(value)[0]
        return together, CONDITION
    if isinstance(test, ast.Compare) and len(test.ops) == 1:
        sides = {ast.unparse(test.left), ast.unparse(test.comparators[0])}
        if "__name__" in sides and sides & {"'__main__'", '"__main__"'}:
            if isinstance(test.ops[0], ast.Eq):
                return MAIN, CONDITION
            if isinstance(test.ops[0], ast.NotEq):
                return CONDITION, MAIN
    return CONDITION, CONDITION


def caught(handlers: Sequence[ast.ExceptHandler]) -> Caught:
    """What the handlers catch and do not raise again; the first that fits decides."""
    decided: dict[str, bool] = {}
    for handler in handlers:
        quiet = not leaves(handler.body)
        for error in _errors(handler.type):
            decided.setdefault(error, quiet)
    flags = 0
    if decided.get("ModuleNotFoundError"):
        flags |= MODULE_NOT_FOUND
    if decided.get("ImportError"):
        flags |= IMPORT_ERROR
    return Caught(flags, decided.get("KeyError", False), decided.get("ValueError", False))


def suppressed(statement: ast.With | ast.AsyncWith) -> int:
    """The flags of the body of `with suppress(ImportError):`, 0 for any other `with`."""
    flags = 0
    for item in statement.items:
        call = item.context_expr
        if isinstance(call, ast.Call) and dotted(call.func).rpartition(".")[2] == "suppress":
            errors = {error for argument in call.args for error in _errors(argument)}
            flags |= MODULE_NOT_FOUND if "ModuleNotFoundError" in errors else 0
            flags |= IMPORT_ERROR if "ImportError" in errors else 0
    return flags


def suppresses_key_errors(statement: ast.With | ast.AsyncWith) -> bool:
    """Whether it is `with suppress(KeyError):`, or of an error above that."""
    return any(
        isinstance(item.context_expr, ast.Call)
        and dotted(item.context_expr.func).rpartition(".")[2] == "suppress"
        and any("KeyError" in _errors(argument) for argument in item.context_expr.args)
        for item in statement.items
    )


def _errors(kind: ast.expr | None) -> set[str]:
    """Which of the errors that matter here an `except` clause catches."""
    everything = {"ModuleNotFoundError", "ImportError", "KeyError", "ValueError"}
    if kind is None:
        return everything
    if isinstance(kind, ast.Tuple):
        return {error for item in kind.elts for error in _errors(item)}
    name = dotted(kind).rpartition(".")[2]
    if name in _ALL or name.islower() or name.isupper():
        # A variable may hold any tuple of exceptions.
        return everything
    if name == "ImportError":
        return {"ModuleNotFoundError", "ImportError"}
    if name in ("KeyError", "LookupError"):
        return {"KeyError"}
    if name in ("ValidationError", "SettingsError"):
        return {"ValueError"}
    return {name} & everything if name else everything


def leaves(body: Sequence[ast.stmt]) -> bool:
    """Whether a handler always raises or ends the process."""
    for statement in body:
        if isinstance(statement, ast.Raise):
            return True
        if isinstance(statement, (ast.Return, ast.Continue, ast.Break)):
            return False
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
            if dotted(statement.value.func) in EXITS:
                return True
        elif isinstance(statement, ast.If) and statement.orelse:
            if leaves(statement.body) and leaves(statement.orelse):
                return True
        elif isinstance(statement, (ast.With, ast.AsyncWith)) and leaves(statement.body):
            return True
    return False
