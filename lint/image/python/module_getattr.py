"""The names that a module's own `__getattr__` gives (PEP 562), where its code tells them all."""

from __future__ import annotations

import ast

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def lazy_names(function: ast.FunctionDef) -> set[str] | None:
    """The names for which a module's `__getattr__` does not raise; None where any may be one.

    They are told by tests of its argument against constants, before it raises for all others.
    """
    arguments = [*function.args.posonlyargs, *function.args.args]
    if len(arguments) != 1:
        return None
    names: set[str] = set()
    return names if _collect(function.body, arguments[0].arg, names) else None


def _collect(body: Sequence[ast.stmt], argument: str, names: set[str]) -> bool:
    """Gathers the names that may be given on the way to a `raise`; False where others may be."""
    for statement in body:
        if isinstance(statement, ast.Raise):
            return True
        if isinstance(statement, ast.If):
            tested = _tested(statement.test, argument)
            if tested is None and _gives(statement):
                return False
            names.update(tested or ())
            if statement.orelse and _gives(*statement.orelse):
                return _collect(statement.orelse, argument, names)
        elif _gives(statement):
            return False
    return False


def _gives(*statements: ast.stmt) -> bool:
    nodes = (node for statement in statements for node in ast.walk(statement))
    return any(isinstance(node, ast.Return) for node in nodes)


def _tested(test: ast.expr, argument: str) -> set[str] | None:
    """The constants that a test compares the argument with; None for any other test."""
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or):
        parts = [_tested(value, argument) for value in test.values]
        return None if None in parts else {name for part in parts for name in part or ()}
    if not isinstance(test, ast.Compare) or len(test.ops) != 1:
        return None
    if not isinstance(test.left, ast.Name) or test.left.id != argument:
        return None
    with_what = test.comparators[0]
    items: Sequence[ast.expr] = [with_what]
    if isinstance(test.ops[0], ast.In):
        if not isinstance(with_what, (ast.Tuple, ast.List, ast.Set)):
            return None
        items = with_what.elts
    elif not isinstance(test.ops[0], ast.Eq):
        return None
    names = {
        item.value
        for item in items
        if isinstance(item, ast.Constant) and isinstance(item.value, str)
    }
    return names if len(names) == len(items) else None
