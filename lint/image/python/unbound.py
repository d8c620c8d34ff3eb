"""Names that a `try` leaves unbound when its handler goes on, and that are used all the same.

`except ImportError: pass` keeps a missing module from ending the program only until what was to be
imported is used: then a `NameError` does.
"""

from __future__ import annotations

import ast
import builtins
from collections import Counter

from lint.image.python.guards import after, bound_names, leaves
from lint.image.python.syntax import children

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lint.image.python.guards import Scope

_FAR = 200
"""Statements behind a `try` that are looked at."""
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def needed(statement: ast.Try | ast.TryStar, following: Sequence[ast.stmt], scope: Scope) -> int:
    """How many statements of a `try` body must succeed, although what they raise is caught.

    `following` are the statements behind it in its block, `scope` is the function or the module
    that it belongs to.
    """
    bound: dict[str, int] = {}
    for number, inner in enumerate(statement.body):
        for name in _binds(inner):
            bound.setdefault(name, number)
    bound = {name: number for name, number in bound.items() if not hasattr(builtins, name)}
    if not bound or all(leaves(handler.body) for handler in statement.handlers):
        return 0
    if after(statement):
        return 0  # a handler that returns leaves out what follows
    used: set[str] = set()
    for later in following[:_FAR]:
        used.update(name for name in _uses(later) if name in bound)
        if after(later):
            break
    if not used:
        return 0
    every = scope.bound()
    here = Counter(bound_names(statement.body))
    if "*" in every:
        return 0
    elsewhere = {name for name in used if every.get(name, 0) != here[name]}
    return max((bound[name] + 1 for name in used - elsewhere), default=0)


def _binds(statement: ast.stmt) -> Iterator[str]:
    """The names that a statement of the body binds."""
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        for alias in statement.names:
            yield alias.asname or alias.name.partition(".")[0]
    elif isinstance(statement, ast.Assign):
        for target in statement.targets:
            if isinstance(target, ast.Name):
                yield target.id
    elif isinstance(statement, ast.Match):
        yield from bound_names(case.pattern for case in statement.cases)


def _uses(node: ast.AST) -> Iterator[str]:
    """The names that a statement, or an expression, is certain to ask for."""
    if isinstance(node, ast.Name):
        if isinstance(node.ctx, ast.Load):
            yield node.id
        return
    parts: Sequence[ast.AST | None]
    if isinstance(node, (ast.Lambda, ast.Try, ast.TryStar, ast.Match, ast.Global, ast.Nonlocal)):
        return
    if isinstance(node, _FUNCTIONS):
        parts = [*node.decorator_list, *node.args.defaults, *node.args.kw_defaults]
    elif isinstance(node, ast.ClassDef):
        parts = [*node.decorator_list, *node.bases]
    elif isinstance(node, (ast.If, ast.IfExp, ast.While, ast.Assert)):
        parts = [node.test]
    elif isinstance(node, (ast.For, ast.AsyncFor)):
        parts = [node.iter]
    elif isinstance(node, ast.AnnAssign):
        parts = [node.value]
    elif isinstance(node, (ast.With, ast.AsyncWith)):
        parts = [item.context_expr for item in node.items[:1]]
    elif isinstance(node, ast.BoolOp):
        parts = node.values[:1]
    elif isinstance(node, _COMPREHENSIONS):
        parts = [node.generators[0].iter]
    elif isinstance(node, ast.Compare):
        parts = [node.left, node.comparators[0]]
    else:
        parts = children(node)
    for part in parts:
        if part is not None:
            yield from _uses(part)
