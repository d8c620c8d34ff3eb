"""Under what condition a piece of code runs, and which of its failures are caught."""

from __future__ import annotations

import ast
import builtins

from lint.image.python.facts import CONDITION, IMPORT_ERROR, MAIN, MODULE_NOT_FOUND, TYPE_ONLY
from lint.image.python.skeleton import LeftOutError, is_left_out
from lint.image.python.syntax import all_nodes, children, dotted
from lint.model.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_NEVER = frozenset(("TYPE_CHECKING", "MYPY"))
_ALL = frozenset(("Exception", "BaseException"))
_HARMLESS = frozenset(
    ("ImportError", "ModuleNotFoundError", "KeyboardInterrupt", "SystemExit", "GeneratorExit",
     "CancelledError")
)  # fmt: skip
"""Errors whose handlers say nothing about what else the body raises."""
EXITS = frozenset(("sys.exit", "exit", "quit", "os._exit", "os.abort"))
_NO_DEMANDS = (
    OSError, ArithmeticError, EOFError, BufferError, MemoryError, StopIteration, ImportError,
    StopAsyncIteration, SyntaxError, LookupError, RecursionError, NotImplementedError, UnicodeError, Warning,
)  # fmt: skip
"""Errors that nobody raises because an env var is not set; `KeyError` is seen to by itself."""
_SERVES = frozenset(("serve_forever", "run_forever", "run_app", "infinity_polling"))
_SERVERS = frozenset(("uvicorn.run", "app.run", "web.run_app", "hypercorn.run"))
_LOGGERS = frozenset(("logging", "logger", "log", "_logger", "_log"))
_SAFE = frozenset(
    ("print", "os.getenv", "os.environ.get", "environ.get", "getenv", "len", "str", "repr", "bool",
     "dict", "list", "set", "tuple", "isinstance", "hasattr", "getattr", "setattr")
)  # fmt: skip
_PASSES_ON = frozenset(("enumerate", "sorted", "reversed", "list", "tuple", "set", "iter", "dict"))
_FUNCTION, _LOOP = 1, 2
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_GO_ON = frozenset(
    (*_DEFINITIONS, ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Pass,
     ast.Global, ast.Nonlocal, ast.Delete, ast.Assert)
)  # fmt: skip
"""Statements that what follows runs behind: `after` is 0 for them."""


@record
class Caught:
    """What the handlers of a `try` keep from leaving its body."""

    flags: int
    """The failures of imports, as in `Import.flags`."""
    key_error: bool
    """Whether `KeyError` is among it."""
    invalid: bool
    """Whether what pydantic raises is among it."""
    others: bool
    """Whether any error is among it that has nothing to do with imports or the end of a program."""
    demands: bool
    """Whether an error is among it that may say that an env var is not set."""


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
        sides = [test.left, test.comparators[0]]
        if any(dotted(side) == "__name__" for side in sides) and any(
            isinstance(side, ast.Constant) and side.value == "__main__" for side in sides
        ):
            if isinstance(test.ops[0], ast.Eq):
                return MAIN, CONDITION
            if isinstance(test.ops[0], ast.NotEq):
                return CONDITION, MAIN
    return CONDITION, CONDITION


def taken(statement: ast.If) -> Sequence[ast.stmt] | None:
    """The block of an `if` that a constant as its test decides; None where there is none."""
    if not isinstance(statement.test, ast.Constant):
        return None
    return statement.body if statement.test.value else statement.orelse


def caught(handlers: Sequence[ast.ExceptHandler]) -> Caught:
    """What the handlers catch and do not raise again; the first that fits decides."""
    decided: dict[str, bool] = {}
    others = demands = False
    for handler in handlers:
        quiet = not leaves(handler.body)
        others = others or (quiet and not _is_harmless(handler.type))
        demands = demands or (quiet and any(map(_may_demand, _kinds(handler.type))))
        for error in _errors(handler.type):
            decided.setdefault(error, quiet)
    flags = 0
    if decided.get("ModuleNotFoundError"):
        flags |= MODULE_NOT_FOUND
    if decided.get("ImportError"):
        flags |= IMPORT_ERROR
    key_error, invalid = decided.get("KeyError", False), decided.get("ValueError", False)
    return Caught(flags, key_error, invalid, others, demands)


def catches(handlers: Sequence[ast.ExceptHandler], error: str) -> bool:
    """Whether the program goes on after an error of this name; true where nobody can tell."""
    for handler in handlers:
        if any(_may_be(error, kind) for kind in _kinds(handler.type)):
            return not leaves(handler.body)
    return False


def _kinds(kind: ast.expr | None) -> list[str]:
    """The names of the errors of an `except` clause."""
    if kind is None:
        return ["BaseException"]
    if isinstance(kind, ast.Tuple):
        return [name for item in kind.elts for name in _kinds(item)]
    return [dotted(kind).rpartition(".")[2]]


def _may_be(error: str, kind: str) -> bool:
    """Whether an error may be of a kind: where one of them is not built in, only if it is `Exception`."""
    one, other = getattr(builtins, error, None), getattr(builtins, kind, None)
    if isinstance(one, type) and isinstance(other, type):
        return issubclass(one, other)
    if other is KeyboardInterrupt or other is SystemExit or one is SystemExit:
        return False
    return not (isinstance(other, type) and issubclass(other, _NO_DEMANDS))


def _may_demand(kind: str) -> bool:
    """Whether an error of this name may say that an env var is not set."""
    found = getattr(builtins, kind, None)
    if not isinstance(found, type):
        return kind not in _HARMLESS
    return not issubclass(found, (*_NO_DEMANDS, KeyboardInterrupt, SystemExit, GeneratorExit))


def _is_harmless(kind: ast.expr | None) -> bool:
    if isinstance(kind, ast.Tuple):
        return all(_is_harmless(item) for item in kind.elts)
    return dotted(kind).rpartition(".")[2] in _HARMLESS


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


def suppresses(statement: ast.With | ast.AsyncWith) -> bool:
    """Whether it is `with suppress(...):`."""
    return any(
        isinstance(item.context_expr, ast.Call)
        and dotted(item.context_expr.func).rpartition(".")[2] == "suppress"
        for item in statement.items
    )


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


def after(statement: ast.stmt) -> int:
    """The flags that a statement adds to those that follow it in its block.

    They may not run where it returns, leaves the loop or ends the program without an error, under
    a condition. A condition under which it raises adds nothing: either way the failure of what follows, or the other one, is met.
    """
    if isinstance(statement, (ast.Return, ast.Raise, ast.Continue, ast.Break)):
        return TYPE_ONLY
    if isinstance(statement, ast.Expr):
        value = statement.value.value if isinstance(statement.value, ast.Await) else statement.value
        name = dotted(value.func) if isinstance(value, ast.Call) else ""
        if name in EXITS:
            return TYPE_ONLY
        return CONDITION if name in _SERVERS or name.rpartition(".")[2] in _SERVES else 0
    block = taken(statement) if isinstance(statement, ast.If) else None
    if block is not None:
        flags = 0
        for inner in block:
            flags |= after(inner)
        return flags
    return CONDITION if _leaving(statement) else 0


def ends_well(statement: ast.stmt) -> bool:
    """Whether a statement ends the program, and not with an error."""
    call = statement.value if isinstance(statement, ast.Expr) else None
    if not isinstance(call, ast.Call) or dotted(call.func) not in EXITS or call.keywords:
        return False
    code = call.args[0] if call.args else None
    return code is None or (isinstance(code, ast.Constant) and code.value in (0, None))


def may_leave(body: Sequence[ast.AST]) -> bool:
    """Whether a block may be left before its end, other than by an error."""
    return any(isinstance(item, ast.stmt) and _leaving(item) for item in body)


def _leaving(statement: ast.stmt) -> int:
    """What a statement may leave: `_FUNCTION`, `_LOOP`, or both.

    It is kept with the node, because the statements around it ask again.
    """
    if type(statement) in _GO_ON:
        return 0
    if isinstance(statement, ast.Expr):
        return _FUNCTION if ends_well(statement) else 0
    if isinstance(statement, ast.Return):
        return _FUNCTION
    if isinstance(statement, (ast.Break, ast.Continue)):
        return _LOOP
    known: int | None = getattr(statement, "leaving", None)
    if known is None:
        known = 0
        block = taken(statement) if isinstance(statement, ast.If) else None
        for child in _inner(statement) if block is None else block:
            known |= _leaving(child)
        if isinstance(statement, _LOOPS):
            known &= ~_LOOP
        statement.leaving = known  # type: ignore[attr-defined]
    return known


def _inner(statement: ast.stmt) -> Iterator[ast.stmt]:
    """The statements of a statement's blocks."""
    for name in ("body", "orelse", "finalbody"):
        yield from getattr(statement, name, ())
    for part in (*getattr(statement, "handlers", ()), *getattr(statement, "cases", ())):
        yield from part.body


def all_statements(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a block and of all blocks in it."""
    todo = list(body)
    while todo:
        statement = todo.pop()
        yield statement
        todo += _inner(statement)


def otherwise(statement: ast.stmt) -> int:
    """The flags of the `else` of a loop, which a `break` leaves out, or of a `try`."""
    if isinstance(statement, (ast.Try, ast.TryStar)):
        quiet = any(not leaves(handler.body) for handler in statement.handlers)
        fails = any(
            isinstance(item, (ast.Import, ast.ImportFrom)) or is_risky(item)
            for item in statement.body
        )
        return CONDITION if quiet and fails else 0
    body: Sequence[ast.stmt] = getattr(statement, "body", ())
    return CONDITION if any(_leaving(child) & _LOOP for child in body) else 0


class Scope:
    """The statements of a module or of a function, and what its names are bound to."""

    __slots__ = ("_bound", "_given", "body")

    def __init__(self, body: Sequence[ast.stmt] = ()) -> None:
        self.body = body
        self._given: dict[str, list[ast.expr | None]] | None = None
        self._bound: dict[str, int] | None = None

    def given(self, name: str) -> list[ast.expr | None]:
        """What the statements of its own block assign to a name; None for what is not plain."""
        if self._given is None:
            self._given = {}
            for statement in self.body:
                if isinstance(statement, ast.Assign):
                    targets: list[ast.expr] = statement.targets
                elif isinstance(statement, (ast.AnnAssign, ast.AugAssign)):
                    targets = [statement.target]
                else:
                    continue
                value = None if isinstance(statement, ast.AugAssign) else statement.value
                for target in targets:
                    if isinstance(target, ast.Name):
                        self._given.setdefault(target.id, []).append(value)
        return self._given.get(name, [])

    def bound(self) -> Mapping[str, int]:
        """How often anything in it binds a name; "*" is there where it may bind any."""
        if self._bound is None:
            self._bound = {}
            for name in bound_names(self.body):
                self._bound[name] = self._bound.get(name, 0) + 1
        return self._bound


def bound_names(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """The names that code binds, functions in it included; "*" for any name.

    Raises `LeftOutError` where the body of a function is not there to be looked at.
    """
    todo: list[ast.AST] = list(nodes)
    while todo:
        node = todo.pop()
        if isinstance(node, ast.Name):
            if not isinstance(node.ctx, ast.Load):
                yield node.id
        elif isinstance(node, ast.alias):
            yield node.asname or node.name.partition(".")[0]
        elif isinstance(node, _DEFINITIONS):
            if is_left_out(node):
                raise LeftOutError
            yield node.name
        elif isinstance(node, (ast.Global, ast.Nonlocal)):
            yield from node.names
        elif isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)) and node.name:
            yield node.name
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id in ("globals", "exec", "locals", "vars"):
                yield "*"
        todo += children(node)


def loop(statement: ast.stmt, scopes: Sequence[Scope]) -> int:
    """The flags of a loop's body: conditional where it may run for nothing at all.

    `scopes` are those around it, which may say what it runs for.
    """
    if isinstance(statement, ast.While):
        return branch(statement.test)[0]
    if isinstance(statement, (ast.For, ast.AsyncFor)) and runs_for_some(statement.iter, scopes):
        return 0
    return CONDITION


def runs_for_some(over: ast.expr, scopes: Sequence[Scope], depth: int = 0) -> bool:
    """Whether an iterable is known to have an item."""
    if isinstance(over, (ast.List, ast.Tuple, ast.Set)):
        return any(not isinstance(item, ast.Starred) for item in over.elts)
    if isinstance(over, ast.Dict):
        return any(key is not None for key in over.keys)
    if isinstance(over, ast.Constant):
        return isinstance(over.value, (str, bytes)) and bool(over.value)
    if isinstance(over, ast.Call):
        name = dotted(over.func)
        if isinstance(over.func, ast.Attribute) and over.func.attr in ("items", "keys", "values"):
            return runs_for_some(over.func.value, scopes, depth)
        if name in _PASSES_ON and over.args:
            return runs_for_some(over.args[0], scopes, depth)
        if name == "range" and len(over.args) == 1 and isinstance(over.args[0], ast.Constant):
            return isinstance(over.args[0].value, int) and over.args[0].value > 0
        return False
    if isinstance(over, ast.Name) and depth < 3:
        given = [value for scope in scopes[-2:] for value in scope.given(over.id)]
        return len(given) == 1 and given[0] is not None and runs_for_some(given[0], (), depth + 1)
    return False


def is_risky(statement: ast.stmt) -> bool:
    """Whether a statement may well raise an error that is no `ImportError`."""
    if isinstance(statement, (*_DEFINITIONS, ast.Import, ast.ImportFrom, ast.Pass, ast.Global)):
        return False
    known: bool | None = getattr(statement, "risky", None)
    if known is None:
        known = isinstance(statement, (ast.Raise, ast.Assert)) or any(
            is_risky(part) if isinstance(part, ast.stmt) else _expression_is_risky(part)
            for part in _parts(statement)
        )
        statement.risky = known  # type: ignore[attr-defined]
    return known


def _parts(statement: ast.stmt) -> Iterator[ast.AST]:
    """The statements in a statement's blocks, and its own expressions."""
    for part in children(statement):
        if isinstance(part, (ast.ExceptHandler, ast.match_case)):
            yield from part.body
        else:
            yield part


def _expression_is_risky(expression: ast.AST) -> bool:
    return any(
        isinstance(node, (ast.Subscript, ast.Await, ast.BinOp))
        or (isinstance(node, ast.Call) and not _is_safe(dotted(node.func)))
        for node in all_nodes(expression)
    )


def _is_safe(name: str) -> bool:
    """Whether a function of this name fails for no reason that code provides for."""
    return name in _SAFE or name.partition(".")[0].lower() in _LOGGERS


def body_flags(body: Sequence[ast.stmt], quiet: bool) -> Iterator[tuple[ast.stmt, int]]:
    """The statements of a block, each with the flags that those before it add.

    `quiet` says that it is the body of a `try` whose handlers go on after some errors: behind what
    may raise one, nothing is sure to run.
    """
    flags = 0
    for statement in body:
        yield statement, flags
        if type(statement) not in _GO_ON:
            flags |= after(statement)
        if quiet and not flags and is_risky(statement):
            flags = CONDITION
