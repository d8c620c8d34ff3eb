"""What the variables of a loop over functions, classes or objects stand for.

`for step in (load, check): step()` calls both.
"""

from __future__ import annotations

import ast

from lint.image.python.call_names import origin
from lint.image.python.call_records import UNKNOWN
from lint.image.python.facts import CONDITION
from lint.image.python.guards import bound_names, may_leave

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from lint.image.python.guards import Scope

    Items = dict[str, list[tuple[str, int]]]
    """By the name of a variable: what it stands for, in the form of `Function.values`, in order,
    each with the flags that calling it adds."""

MOST = 50
"""Items of a loop that are followed."""


def loop_items(
    target: ast.expr, over: ast.expr, scopes: Sequence[Scope], body: Sequence[ast.AST]
) -> Items:
    """What the variables of a loop stand for.

    Only where the loop is over a list, a tuple or a dict that can be seen, and the body binds the
    variable to nothing else. `scopes` are those around the loop.
    """
    items = _items(over, scopes)
    if not items or len(items) > MOST:
        return {}
    found: dict[str, list[str]] = {}
    if isinstance(target, ast.Name):
        found[target.id] = [origin(item) for item in items]
    elif isinstance(target, (ast.Tuple, ast.List)):
        rows = [item.elts for item in items if isinstance(item, (ast.Tuple, ast.List))]
        width = len(target.elts)
        if len(rows) < len(items) or any(len(row) != width for row in rows):
            return {}
        for number, name in enumerate(target.elts):
            if isinstance(name, ast.Name):
                found[name.id] = [origin(row[number]) for row in rows]
    found = {name: kinds for name, kinds in found.items() if set(kinds) != {UNKNOWN}}
    if not found:
        return {}
    bound = set(bound_names(body))
    later = CONDITION if may_leave(body) else 0  # then the first item may be the only one
    return {
        name: [(kind, later if number else 0) for number, kind in enumerate(kinds)]
        for name, kinds in found.items()
        if name not in bound
    }


def _items(over: ast.expr, scopes: Sequence[Scope]) -> list[ast.expr]:
    """The items of an iterable, none where they are not all known."""
    method = ""
    if isinstance(over, ast.Call) and isinstance(over.func, ast.Attribute) and not over.args:
        method = over.func.attr
        over = over.func.value
    if isinstance(over, ast.Name):
        given = [value for scope in scopes[-2:] for value in scope.given(over.id)]
        if len(given) != 1 or given[0] is None:
            return []
        over = given[0]
    if isinstance(over, (ast.List, ast.Tuple)) and not method:
        return [] if any(isinstance(item, ast.Starred) for item in over.elts) else over.elts
    if not isinstance(over, ast.Dict):
        return []
    pairs = [(key, value) for key, value in zip(over.keys, over.values, strict=True) if key]
    if len(pairs) < len(over.keys):
        return []
    if method == "items":
        return [ast.Tuple([key, value], ast.Load()) for key, value in pairs]
    if method == "values":
        return [value for _, value in pairs]
    return [key for key, _ in pairs] if method in ("", "keys") else []
