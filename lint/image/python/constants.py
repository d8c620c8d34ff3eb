"""The values of simple Python expressions: constants, env vars with defaults, joined texts."""

from __future__ import annotations

import ast
from copy import copy

from lint.image.python.facts import MAIN
from lint.image.python.guards import branch, taken
from lint.image.python.syntax import dotted
from lint.image.source_limits import parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

MAX_BYTES = 256 << 10
NOTHING = object()
"""Among names that are known: the value None, and not one that is unknown."""
MAX_TEXT = 2 << 10
"""A longer text, and a number with more bits, is not known: `a = a + a` doubles it at every line."""


_ENVIRONS = frozenset(("os.environ", "environ"))
_METHODS = frozenset(("lower", "upper", "strip", "casefold", "title", "capitalize"))
"""Methods of texts that need no arguments, and make no text longer than a few times its length."""


class UnknownValueError(Exception):
    """An expression whose value cannot be told from the text."""


class Environment:
    """The variables that a program finds: a value, None for an unknown value.

    `known` is false where variables may be set that are not named here.
    """

    __slots__ = ("known", "variables")

    def __init__(self, variables: Mapping[str, str | None], known: bool = True) -> None:
        self.variables = variables
        self.known = known

    def get(self, name: str) -> str | None:
        """The value of a variable, None where it is unset. Raises `UnknownValueError`."""
        if name in self.variables:
            value = self.variables[name]
            if value is None:
                raise UnknownValueError
            return value
        if not self.known:
            raise UnknownValueError
        return None


def module_constants(
    data: bytes, variables: Mapping[str, str | None], known: bool
) -> dict[str, object]:
    """The names that a module assigns at its top level; None for a value that is not known."""
    if len(data) > MAX_BYTES:
        return {}
    try:
        tree = parse(data)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    return assigned(tree.body, {}, Environment(variables, known))


def assigned(
    body: Sequence[ast.stmt],
    names: Mapping[str, object],
    environment: Environment,
    before: int = 1 << 30,
) -> dict[str, object]:
    """The names that statements assign, on top of `names`; None for a value that is not known.

    Statements from the line `before` on do not count. The body of `if __name__ == "__main__":` is
    read like the rest.
    """
    known: dict[str, object] = copy(names) if isinstance(names, dict) else dict(names)
    for statement in body:
        if statement.lineno >= before:
            break
        if isinstance(statement, ast.If):
            block = taken(statement)
            if branch(statement.test)[0] == MAIN:
                block = statement.body
            if block is not None:
                known = assigned(block, known, environment, before)
                continue
        targets: list[ast.expr] = []
        value: ast.expr | None = None
        if isinstance(statement, ast.Assign):
            targets, value = statement.targets, statement.value
        elif isinstance(statement, ast.AnnAssign):
            targets, value = [statement.target], statement.value
        else:
            # What a condition or a loop assigns is not known.
            for node in ast.walk(statement):
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                    known[node.id] = None
            continue
        for target in targets:
            if isinstance(target, ast.Name):
                try:
                    known[target.id] = evaluate(value, known, environment) if value else None
                except UnknownValueError:
                    known[target.id] = None
    return known


def evaluate(
    node: ast.expr, names: Mapping[str, object], environment: Environment, depth: int = 0
) -> object:
    """The value of an expression: text, number, boolean, None, or a list or a dict of them.

    `names` are the constants that are known. Raises `UnknownValueError`.
    """
    if depth > 50:
        raise UnknownValueError

    def value(inner: ast.expr) -> object:
        return evaluate(inner, names, environment, depth + 1)

    if isinstance(node, ast.Constant):
        if isinstance(node.value, (str, int, bool, float)) or node.value is None:
            return node.value
    elif isinstance(node, ast.Name):
        if node.id in names and names[node.id] is not None:
            return None if names[node.id] is NOTHING else names[node.id]
    elif isinstance(node, ast.Attribute):
        found = names.get(_written(node))  # a constant of a class, or of what a call gives
        if found is not None:
            return None if found is NOTHING else found
    elif isinstance(node, ast.JoinedStr):
        return _joined(value(part) for part in node.values)
    elif isinstance(node, ast.FormattedValue):
        if node.format_spec is None and node.conversion == -1:
            return value(node.value)
    elif isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        return [value(item) for item in node.elts]
    elif isinstance(node, ast.Dict):
        if None not in node.keys and all(isinstance(key, ast.Constant) for key in node.keys):
            return {
                getattr(key, "value", None): value(item)
                for key, item in zip(node.keys, node.values, strict=True)
            }
    elif isinstance(node, ast.BoolOp):
        result: object = None
        for part in node.values:
            result = value(part)
            if bool(result) is isinstance(node.op, ast.Or):
                return result
        return result
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return not value(node.operand)
    elif isinstance(node, ast.Compare) and len(node.ops) == 1:
        return _compared(node, value, environment)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = value(node.left), value(node.right)
        if isinstance(left, str) and isinstance(right, str):
            return _joined((left, right))
        if type(left) is int and type(right) is int and (left + right).bit_length() <= 64:
            return left + right
    elif isinstance(node, ast.IfExp):
        return value(node.body if value(node.test) else node.orelse)
    elif isinstance(node, ast.Subscript):
        if dotted(node.value) in _ENVIRONS:
            name = value(node.slice)
            given = environment.get(name) if isinstance(name, str) else None
            if given is not None:
                return given
    elif isinstance(node, ast.Call):
        found = names.get(_written(node))
        return _call(node, value, environment) if found is None else found
    raise UnknownValueError


def _compared(
    node: ast.Compare, value: Callable[[ast.expr], object], environment: Environment
) -> bool:
    """The value of a comparison. Raises `UnknownValueError`."""
    operator, right = node.ops[0], node.comparators[0]
    left = value(node.left)
    if isinstance(operator, (ast.In, ast.NotIn)):
        negative = isinstance(operator, ast.NotIn)
        if dotted(right) in _ENVIRONS and isinstance(left, str):
            return (environment.get(left) is not None) is not negative
        among = value(right)
        if isinstance(left, (list, dict)):
            raise UnknownValueError
        if isinstance(among, (list, dict)) or (isinstance(among, str) and isinstance(left, str)):
            return (left in among) is not negative
        raise UnknownValueError
    other = value(right)
    if isinstance(left, (list, dict)) or isinstance(other, (list, dict)):
        raise UnknownValueError  # lists in lists are compared again and again
    if isinstance(operator, (ast.Eq, ast.NotEq)):
        return (left == other) is isinstance(operator, ast.Eq)
    if isinstance(operator, (ast.Is, ast.IsNot)):
        if left is None or other is None or isinstance(left, bool) or isinstance(other, bool):
            return (left is other) is isinstance(operator, ast.Is)
        raise UnknownValueError  # which of two equal texts is the same object nobody can tell
    if type(left) is not type(other) or not isinstance(left, (str, int, float)):
        raise UnknownValueError
    orders = {ast.Lt: left < other, ast.Gt: left > other}  # type: ignore[operator]
    orders |= {ast.LtE: left <= other, ast.GtE: left >= other}  # type: ignore[operator]
    return orders[type(operator)]


def _written(node: ast.expr) -> str:
    """A dotted name with `()` behind each call without arguments; "" for anything else."""
    parts: list[str] = []
    called = ""
    while True:
        if isinstance(node, ast.Call) and not node.args and not node.keywords and not called:
            node, called = node.func, "()"
        elif isinstance(node, ast.Attribute):
            parts.append(node.attr + called)
            node, called = node.value, ""
        elif isinstance(node, ast.Name):
            parts.append(node.id + called)
            return ".".join(reversed(parts))
        else:
            return ""


def _joined(parts: Iterable[object]) -> str:
    """Texts and numbers as one text. Raises `UnknownValueError` for lists and for a long text."""
    texts: list[str] = []
    size = 0
    for part in parts:
        if isinstance(part, (list, dict)) or (isinstance(part, int) and part.bit_length() > 64):
            raise UnknownValueError  # lists in lists double as texts do
        texts.append(str(part))
        size += len(texts[-1])
        if size > MAX_TEXT:
            raise UnknownValueError
    return "".join(texts)


def _method(
    function: ast.Attribute, arguments: Sequence[ast.expr], value: Callable[[ast.expr], object]
) -> object:
    """What a method of a text gives. Raises `UnknownValueError`."""
    if function.attr in _METHODS and not arguments:
        owner = value(function.value)
        if isinstance(owner, str):
            return getattr(owner, function.attr)()
    elif function.attr in ("startswith", "endswith") and len(arguments) == 1:
        owner, part = value(function.value), value(arguments[0])
        if isinstance(owner, str) and isinstance(part, str):
            return getattr(owner, function.attr)(part)
    raise UnknownValueError


def _call(node: ast.Call, value: Callable[[ast.expr], object], environment: Environment) -> object:
    name = dotted(node.func)
    arguments = node.args
    if name in ("os.environ.get", "os.getenv", "environ.get", "getenv"):
        default = next((k.value for k in node.keywords if k.arg == "default"), None)
        if not arguments:
            raise UnknownValueError
        variable = value(arguments[0])
        if not isinstance(variable, str):
            raise UnknownValueError
        found = environment.get(variable)
        if found is not None:
            return found
        if len(arguments) > 1:
            default = arguments[1]
        return value(default) if default is not None else None
    if isinstance(node.func, ast.Attribute) and not node.keywords:
        return _method(node.func, arguments, value)
    if name == "bool" and len(arguments) == 1:
        return bool(value(arguments[0]))
    if name in ("int", "str") and len(arguments) == 1:
        inner = value(arguments[0])
        try:
            if name == "str":
                return _joined((inner,))
            if isinstance(inner, (str, int)) and len(str(inner)) < 20:
                return int(inner)
        except ValueError:
            raise UnknownValueError from None
    raise UnknownValueError
