"""Reads from a syntax tree what the functions of one module call: the parts of a call graph.

An outline leaves out the bodies of functions, which are most of a module. What a start needs of a
module whose functions it does not call is in the outline.
"""

from __future__ import annotations

import ast
from bisect import bisect_left

from lint.image.python.call_expressions import ExpressionCalls
from lint.image.python.call_names import annotation, call_name, called, origin
from lint.image.python.call_records import (
    CATCHES,
    KEY_ERROR,
    SOME,
    SWALLOWS,
    UNKNOWN,
    VALIDATORS,
    Call,
    Class,
    Function,
    ModuleCalls,
)
from lint.image.python.demands import Demands, find_demands
from lint.image.python.facts import CONDITION
from lint.image.python.guards import (
    all_statements,
    body_flags,
    branch,
    caught,
    is_risky,
    loop,
    otherwise,
    suppressed,
    suppresses,
    suppresses_key_errors,
)
from lint.image.python.loop_items import loop_items
from lint.image.python.named_modules import called_by_settings, settings_in
from lint.image.python.prefilter import inner_class_lines
from lint.image.python.skeleton import LeftOutError
from lint.image.python.start_hooks import decorator_starts
from lint.image.python.syntax import Positions, children, dotted, text
from lint.image.source_limits import parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lint.image.python.loop_items import Items

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_SIMPLE = frozenset((ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr, ast.Return, ast.Assert))
_REPEATED = frozenset(("overload", "setter", "getter", "deleter", "register"))
"""Decorators of functions that share a name with another one."""


def read_calls(source: bytes) -> ModuleCalls | None:
    """All calls of a module; None where its source cannot be parsed."""
    source = source.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        tree = parse(source)
        walk = _Walk(Positions(None if source.isascii() else source.split(b"\n")))
        walk.top(tree.body)
        if b"environ" in source or b"getenv" in source:
            walk.module.demands = find_demands(tree, source).parameters
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return walk.module


def read_outline(
    tree: ast.Module, source: bytes, positions: Positions, demands: Demands, whole: bool = True
) -> ModuleCalls:
    r"""The calls of a module, those in functions left out, from what its facts are read from.

    `source` has `\n` line ends. A class in a function may replace another one anywhere, so that a
    module which has one is read as a whole. Raises `RecursionError`, and `LeftOutError` where the
    tree would have to be `whole` for that.
    """
    classes = inner_class_lines(source)
    try:
        walk = _Walk(positions, classes)
        walk.top(tree.body)
    except _NotOutlinedError:
        if not whole:
            raise LeftOutError from None
        walk = _Walk(positions)
        walk.top(tree.body)
    walk.module.demands = demands.parameters
    return walk.module


class _NotOutlinedError(Exception):
    """A class in a function."""


class _Walk(ExpressionCalls):
    """One walk over one module.

    `classes` are the lines of classes that are not at the top level, for an outline; None where
    the bodies of functions are read too.
    """

    def __init__(self, positions: Positions, classes: list[int] | None = None) -> None:
        super().__init__(ModuleCalls(classes is None), positions)
        self.classes = classes

    def top(self, body: Sequence[ast.stmt]) -> None:
        self.bodies[""] = body
        self.block(body, self.module.top, None, 0)

    def block(
        self,
        body: Sequence[ast.stmt],
        function: Function,
        owner: Class | None,
        flags: int,
        quiet: bool = False,
    ) -> None:
        for statement, more in body_flags(body, quiet):
            self.statement(statement, function, owner, flags | more)

    def statement(
        self, statement: ast.stmt, function: Function, owner: Class | None, flags: int
    ) -> None:
        if type(statement) in _SIMPLE:  # most of all statements
            self.simple(statement, function, owner, flags)
        elif isinstance(statement, _FUNCTIONS):
            self.definition(statement, function, owner, flags)
        elif isinstance(statement, ast.ClassDef):
            self.class_definition(statement, function, owner, flags)
        elif isinstance(statement, ast.If):
            self.expression(statement.test, function, flags)
            then, other = branch(statement.test)
            self.block(statement.body, function, owner, flags | then)
            self.block(statement.orelse, function, owner, flags | other)
        elif isinstance(statement, (ast.Try, ast.TryStar)):
            found = caught(statement.handlers)
            inside = found.flags | (KEY_ERROR if found.key_error else 0)
            inside |= SWALLOWS if found.others else 0
            inside |= CATCHES if found.demands else 0
            self.block(statement.body, function, owner, flags | inside, found.others)
            for handler in statement.handlers:
                self.block(handler.body, function, owner, flags | CONDITION)
            self.block(statement.orelse, function, owner, flags | otherwise(statement))
            self.block(statement.finalbody, function, owner, flags)
        elif isinstance(statement, (ast.Import, ast.ImportFrom)):
            self.learn_import(statement, function)
        elif isinstance(statement, ast.Match):
            self.expression(statement.subject, function, flags)
            for case in statement.cases:
                self.block(case.body, function, owner, flags | CONDITION)
        elif isinstance(statement, (ast.For, ast.AsyncFor, ast.While)):
            self.loop(statement, function, owner, flags)
        else:
            self.simple(statement, function, owner, flags)

    def loop(
        self,
        statement: ast.For | ast.AsyncFor | ast.While,
        function: Function,
        owner: Class | None,
        flags: int,
    ) -> None:
        if isinstance(statement, ast.While):
            self.expression(statement.test, function, flags)
        else:
            self.expression(statement.iter, function, flags, awaited=True)
            for node in ast.walk(statement.target):
                if isinstance(node, ast.Name):
                    function.values[node.id] = UNKNOWN
        scopes = self.scopes(function)
        inside = flags | loop(statement, scopes)
        items: Items = {}
        if not isinstance(statement, ast.While):
            items = loop_items(statement.target, statement.iter, scopes, statement.body)
        with self.looping(items):
            self.block(statement.body, function, owner, inside)
        self.block(statement.orelse, function, owner, flags | otherwise(statement))

    def simple(
        self, statement: ast.stmt, function: Function, owner: Class | None, flags: int
    ) -> None:
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
            return  # a text that documents
        self.assignment(statement, function, owner)
        if function is self.module.top and owner is None:
            self.django(statement, flags)
        if isinstance(statement, ast.Return) and statement.value is not None:
            function.gives.add(origin(statement.value))
        for part in children(statement):
            if isinstance(part, ast.expr):
                self.expression(part, function, flags)
            elif isinstance(part, ast.withitem):
                self.expression(part.context_expr, function, flags, awaited=True)
                self.enter(part.context_expr, statement, function, flags)
        if type(statement) in _SIMPLE:
            return
        inner = getattr(statement, "body", None)
        if isinstance(inner, list):
            more = _suppressing(statement)
            self.block(inner, function, owner, flags | more, bool(more))

    def django(self, statement: ast.stmt, flags: int) -> None:
        """The middleware of settings is made, and its applications' `ready` is called."""
        for name, value in settings_in(statement, self.bodies[""]):
            for node, target in called_by_settings(name, value):
                line, column = self.positions.of(node)
                made = Call(target, line, column, flags, awaited=True, starts=True)
                self.add(self.module.top, made)

    def enter(self, context: ast.expr, statement: ast.stmt, function: Function, flags: int) -> None:
        """`with Session():` calls a method of it."""
        name = call_name(context)
        if name:
            method = "__aenter__" if isinstance(statement, ast.AsyncWith) else "__enter__"
            line, column = self.positions.of(context)
            self.add(function, Call(f"{name}.{method}", line, column, flags, awaited=True))

    def definition(
        self,
        statement: ast.FunctionDef | ast.AsyncFunctionDef,
        around: Function,
        owner: Class | None,
        flags: int,
    ) -> None:
        prefix = owner.name if owner is not None else around.name
        name = f"{prefix}.{statement.name}" if prefix else statement.name
        made = Function(
            name,
            owner.name if owner is not None else around.owner,
            statement.lineno,
            statement.end_lineno or statement.lineno,
        )
        made.is_async = isinstance(statement, ast.AsyncFunctionDef)
        made.again = name in self.module.functions
        if statement.decorator_list:
            made.decorators = tuple(dotted(called(item)) for item in statement.decorator_list)
            made.fields = tuple(_validated(statement))
            if _REPEATED.intersection(item.rpartition(".")[2] for item in made.decorators):
                made.again = False
        given = statement.args
        arguments = [*given.posonlyargs, *given.args, *given.kwonlyargs]
        made.parameters = tuple(item.arg for item in arguments)
        optional = len(given.defaults) + sum(d is not None for d in given.kw_defaults)
        made.required = len(arguments) - optional
        for item in arguments:
            kind = annotation(item.annotation) if item.annotation is not None else ""
            if kind:
                made.values[item.arg] = f"{kind}{SOME}"
        made.returns = annotation(statement.returns)
        self.module.functions[name] = made
        self.bodies[name] = statement.body
        self.lines[name] = statement.lineno
        if owner is not None:
            owner.methods[statement.name] = made
        if statement.decorator_list:
            self.decorated(statement, around, flags)
        for decorator in statement.decorator_list:
            if decorator_starts(decorator):
                line, column = self.positions.of(statement)
                own = statement.name if owner is None else name
                self.add(around, Call(own, line, column, flags, awaited=True, starts=True))
        for default in (*given.defaults, *given.kw_defaults):
            if default is not None:
                self.expression(default, around, flags)
        if self.classes is not None:
            self.leave_out(statement, self.classes)
            return
        for inner in statement.body:
            if is_risky(inner):
                made.risk = inner.lineno
                break
        around_it, self.items = self.items, {}
        self.block(statement.body, made, None, 0)
        self.items = around_it

    def leave_out(
        self, statement: ast.FunctionDef | ast.AsyncFunctionDef, classes: list[int]
    ) -> None:
        """Leaves out the body of a function. Raises `_NotOutlinedError` where it has a class."""
        number = bisect_left(classes, statement.lineno)
        if number < len(classes) and classes[number] <= (statement.end_lineno or statement.lineno):
            if any(isinstance(inner, ast.ClassDef) for inner in all_statements(statement.body)):
                raise _NotOutlinedError

    def decorated(
        self,
        statement: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef,
        function: Function,
        flags: int,
    ) -> None:
        """A decorator is called with what it decorates."""
        for decorator in statement.decorator_list:
            self.expression(decorator, function, flags)
            name = call_name(decorator)
            if name:
                line, column = self.positions.of(decorator)
                self.add(function, Call(name, line, column, flags, given=(statement.name,)))

    def class_definition(
        self, statement: ast.ClassDef, function: Function, owner: Class | None, flags: int
    ) -> None:
        prefix = owner.name if owner is not None else function.name
        name = f"{prefix}.{statement.name}" if prefix else statement.name
        made = Class(name, tuple(dotted(called(base)) for base in statement.bases))
        self.module.classes[name] = made
        self.decorated(statement, function, flags)
        line, column = self.positions.of(statement)
        for base in made.bases:
            if base:  # called when the class is made, as a method of its bases
                self.add(function, Call(f"{base}.__init_subclass__", line, column, flags))
        self.block(statement.body, function, made, flags)

    def learn_import(self, statement: ast.Import | ast.ImportFrom, function: Function) -> None:
        found: dict[str, tuple[str, str]] = {}
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                bound = alias.asname or alias.name.partition(".")[0]
                found[bound] = (alias.name if alias.asname else bound, "")
        else:
            module = "." * statement.level + (statement.module or "")
            for alias in statement.names:
                if alias.name == "*":
                    self.module.stars.append(module)
                else:
                    found[alias.asname or alias.name] = (module, alias.name)
        for name, source in found.items():
            self.module.imports[name] = source
            if function.imports.setdefault(name, source) != source:
                function.imports[name] = (UNKNOWN, UNKNOWN)  # it depends on what is there

    def assignment(self, statement: ast.stmt, function: Function, owner: Class | None) -> None:
        if isinstance(statement, ast.Assign):
            targets: list[ast.expr] = statement.targets
            value: ast.expr | None = statement.value
        elif isinstance(statement, ast.AnnAssign):
            targets, value = [statement.target], statement.value
        elif isinstance(statement, (ast.With, ast.AsyncWith)):
            for item in statement.items:
                if item.optional_vars is not None:
                    self.learn(item.optional_vars, item.context_expr, function, owner)
            return
        else:
            return
        for target in targets:
            if value is not None:
                self.learn(target, value, function, owner)
            if isinstance(target, ast.Attribute) and target.attr == "lifespan_context" and value:
                line, column = self.positions.of(target)
                self.add(function, Call(dotted(value), line, column, 0, awaited=True, starts=True))


def _validated(statement: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    """The names of the fields that a validator of pydantic is for."""
    for item in statement.decorator_list:
        if isinstance(item, ast.Call) and dotted(item.func).rpartition(".")[2] in VALIDATORS:
            for given in map(text, item.args):
                if given and given.isidentifier():
                    yield given


def _suppressing(statement: ast.stmt) -> int:
    """The flags of the body of `with suppress(...):`, 0 for any other `with`."""
    if not isinstance(statement, (ast.With, ast.AsyncWith)) or not suppresses(statement):
        return 0
    quiet = KEY_ERROR if suppresses_key_errors(statement) else 0
    return suppressed(statement) | quiet | SWALLOWS | CATCHES
