"""Reads from a syntax tree what the functions of one module call: the parts of a call graph.

An outline leaves out the bodies of functions, which are most of a module. What a start needs of a
module whose functions it does not call is in the outline.
"""

from __future__ import annotations

import ast
from bisect import bisect_left

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
    RunCall,
)
from lint.image.python.demands import Demands, find_demands
from lint.image.python.facts import CONDITION
from lint.image.python.guards import (
    Scope,
    all_statements,
    body_flags,
    branch,
    caught,
    is_risky,
    loop,
    otherwise,
    runs_for_some,
    suppressed,
    suppresses,
    suppresses_key_errors,
)
from lint.image.python.named_modules import called_by_settings, settings_in
from lint.image.python.prefilter import inner_class_lines
from lint.image.python.start_hooks import decorator_starts, registered_in
from lint.image.python.syntax import Positions, children, dotted, text
from lint.image.source_limits import parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MAX_CALLS = 50_000
"""Calls of one module that are looked at."""

_AWAITING = frozenset(
    ("run", "gather", "wait_for", "run_until_complete", "wait", "shield", "timeout", "start_soon")
)
"""Functions that run the coroutines that they are given, by the last part of their name."""
_BACKGROUND = frozenset(("create_task", "ensure_future", "submit", "run_in_executor", "add_task",
                         "start_soon", "delay", "apply_async", "call_later", "call_soon"))  # fmt: skip
_RUN_NAMES = frozenset(
    ("run", "run_app", "serve", "launch", "start", "listen", "run_server", "serve_forever",
     "HTTPServer", "ThreadingHTTPServer", "TCPServer", "ThreadingTCPServer", "WSGIServer",
     "add_insecure_port", "make_server", "run_simple", "Config")
)  # fmt: skip
"""Last parts of the names of functions that start servers; see `lint.image.start.code_address`."""
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_REPEATED = frozenset(("overload", "setter", "getter", "deleter", "register"))
"""Decorators of functions that share a name with another one."""
_CONSUMERS = frozenset(
    ("list", "tuple", "set", "dict", "sorted", "sum", "any", "all", "next", "join")
)
"""Functions that ask a generator for values."""


def read_calls(source: bytes) -> ModuleCalls | None:
    """All calls of a module; None where its source cannot be parsed."""
    source = source.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        tree = parse(source)
        walk = _Walk(Positions(None if source.isascii() else source.split(b"\n")))
        walk.top(tree.body)
        demands = find_demands(tree, source) if b"env" in source else Demands()
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    walk.module.demands = demands.parameters
    return walk.module


def read_outline(
    tree: ast.Module, source: bytes, positions: Positions, demands: Demands
) -> ModuleCalls:
    r"""The calls of a module, those in functions left out, from what its facts are read from.

    `source` has `\n` line ends. A class in a function may replace another one anywhere, so that a
    module which has one is read as a whole. Raises `RecursionError`.
    """
    classes = inner_class_lines(source)
    try:
        walk = _Walk(positions, classes)
        walk.top(tree.body)
    except _NotOutlinedError:
        walk = _Walk(positions)
        walk.top(tree.body)
    walk.module.demands = demands.parameters
    return walk.module


class _NotOutlinedError(Exception):
    """A class in a function."""


class _Walk:
    """One walk over one module.

    `classes` are the lines of classes that are not at the top level, for an outline; None where
    the bodies of functions are read too.
    """

    def __init__(self, positions: Positions, classes: list[int] | None = None) -> None:
        self.module = ModuleCalls(classes is None)
        self.positions = positions
        self.classes = classes
        self.count = 0
        self.bodies: dict[str, Sequence[ast.stmt]] = {}
        self.lines = {"": 0}
        self.known_scopes: dict[str, Scope] = {}

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
        if isinstance(statement, _FUNCTIONS):
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

    def scopes(self, function: Function) -> list[Scope]:
        """The scopes of the module and of a function."""
        names = ["", function.name] if function.name else [""]
        for name in names:
            if name not in self.known_scopes:
                self.known_scopes[name] = Scope(self.bodies.get(name, ()))
        return [self.known_scopes[name] for name in names]

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
        inside = flags | loop(statement, self.scopes(function))
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
            if isinstance(part, ast.withitem):
                self.expression(part.context_expr, function, flags, awaited=True)
                self.enter(part.context_expr, statement, function, flags)
            elif isinstance(part, ast.expr):
                self.expression(part, function, flags)
        inner = getattr(statement, "body", None)
        if isinstance(inner, list):
            more = _suppressing(statement)
            self.block(inner, function, owner, flags | more, bool(more))

    def django(self, statement: ast.stmt, flags: int) -> None:
        """The middleware of settings is made, and its applications' `ready` is called."""
        for name, value in settings_in(statement):
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
        made.decorators = tuple(dotted(called(item)) for item in statement.decorator_list)
        made.fields = tuple(_validated(statement))
        made.again = name in self.module.functions and not _REPEATED.intersection(
            item.rpartition(".")[2] for item in made.decorators
        )
        arguments = [*statement.args.posonlyargs, *statement.args.args, *statement.args.kwonlyargs]
        made.parameters = tuple(item.arg for item in arguments)
        optional = len(statement.args.defaults) + sum(
            d is not None for d in statement.args.kw_defaults
        )
        made.required = len(arguments) - optional
        for item in arguments:
            kind = annotation(item.annotation)
            if kind:
                made.values[item.arg] = f"{kind}{SOME}"
        made.returns = annotation(statement.returns)
        self.module.functions[name] = made
        self.bodies[name] = statement.body
        self.lines[name] = statement.lineno
        if owner is not None:
            owner.methods[statement.name] = made
        self.decorated(statement, around, flags)
        for decorator in statement.decorator_list:
            if decorator_starts(decorator):
                line, column = self.positions.of(statement)
                own = statement.name if owner is None else name
                self.add(around, Call(own, line, column, flags, awaited=True, starts=True))
        for default in (*statement.args.defaults, *statement.args.kw_defaults):
            if default is not None:
                self.expression(default, around, flags)
        if self.classes is not None:
            self.leave_out(statement, self.classes)
            return
        for inner in statement.body:
            if is_risky(inner):
                made.risk = inner.lineno
                break
        self.block(statement.body, made, None, 0)

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

    def learn(
        self, target: ast.expr, value: ast.expr, function: Function, owner: Class | None
    ) -> None:
        """Notes what a name, or an attribute of `self`, is assigned from."""
        while isinstance(value, ast.Await):
            value = value.value
        if isinstance(value, ast.Constant) and value.value is None:
            return  # a place for what comes later
        made_of = origin(value)
        name = dotted(target)
        if isinstance(value, ast.Lambda) and isinstance(target, ast.Name) and owner is None:
            self.named_lambda(target.id, value, function)
            return
        if name.startswith("self.") and name.count(".") == 1 and function.owner:
            values, name = self.class_named(function.owner).attributes, name[5:]
        elif owner is not None and "." not in name:
            values = owner.attributes
        elif name and "." not in name:
            values = function.values
        else:
            return
        if values.setdefault(name, made_of) != made_of:
            values[name] = UNKNOWN

    def named_lambda(self, name: str, value: ast.Lambda, function: Function) -> None:
        """`name = lambda: ...` is a function of that name."""
        full = f"{function.name}.{name}" if function.name else name
        made = Function(full, function.owner, value.lineno, value.end_lineno or value.lineno)
        made.parameters = tuple(item.arg for item in value.args.args)
        made.required = len(made.parameters) - len(value.args.defaults)
        made.again = full in self.module.functions
        made.gives.add(origin(value.body))
        self.module.functions[full] = made
        self.expression(value.body, made, 0)

    def class_named(self, name: str) -> Class:
        return self.module.classes.setdefault(name, Class(name, ()))

    def expression(
        self, node: ast.expr, function: Function, flags: int, awaited: bool = False
    ) -> None:
        if isinstance(node, (ast.Name, ast.Constant)):
            return
        if isinstance(node, (ast.Yield, ast.YieldFrom)):
            function.yields = function.yields or node.lineno
        if isinstance(node, ast.Lambda):
            return
        if isinstance(node, ast.NamedExpr):
            self.learn(node.target, node.value, function, None)
        if isinstance(node, (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
            self.comprehension(node, function, flags)
            return
        if isinstance(node, ast.Await):
            self.expression(node.value, function, flags, awaited=True)
            return
        if isinstance(node, ast.IfExp):
            self.expression(node.test, function, flags)
            self.expression(node.body, function, flags | CONDITION)
            self.expression(node.orelse, function, flags | CONDITION)
            return
        if isinstance(node, ast.BoolOp):
            self.expression(node.values[0], function, flags)
            for value in node.values[1:]:
                self.expression(value, function, flags | CONDITION)
            return
        if isinstance(node, ast.Call):
            self.call(node, function, flags, awaited)
            return
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            name = dotted(node)
            if name.count(".") == 1:  # it may be a property
                line, column = self.positions.of(node)
                self.add(function, Call(f"{name}@", line, column, flags))
        self.parts(node, function, flags, awaited)

    def parts(self, node: ast.expr, function: Function, flags: int, awaited: bool) -> None:
        for child in children(node):
            if isinstance(child, ast.expr):
                self.expression(child, function, flags, awaited)
            elif isinstance(child, ast.keyword):
                self.expression(child.value, function, flags, awaited)

    def comprehension(
        self,
        node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp,
        function: Function,
        flags: int,
    ) -> None:
        first = node.generators[0]
        self.expression(first.iter, function, flags, awaited=True)
        scopes = self.scopes(function)
        sure = len(node.generators) == 1 and not isinstance(node, ast.GeneratorExp)
        inside = flags
        if not sure or not runs_for_some(first.iter, scopes):
            inside |= CONDITION
        for number, generator in enumerate(node.generators):
            if number:
                self.expression(generator.iter, function, inside)
            for test in generator.ifs:
                self.expression(test, function, inside)
                inside |= CONDITION
        parts = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        for part in parts:
            self.expression(part, function, inside)

    def call(self, node: ast.Call, function: Function, flags: int, awaited: bool) -> None:
        name = call_name(node.func)
        last = name.rpartition(".")[2]
        line, column = self.positions.of(node)
        if name:
            values = [*node.args, *(item.value for item in node.keywords if item.arg)]
            made = Call(
                name,
                line,
                column,
                flags,
                awaited=awaited,
                given=tuple(map(dotted, node.args)),
                keywords=tuple(item.arg for item in node.keywords if item.arg),
                texts=any(map(text, values)),
            )
            self.add(function, made)
            if last in _RUN_NAMES:
                end = node.end_lineno or node.lineno, node.end_col_offset or 0
                span = (node.lineno, node.col_offset, *end)
                around = self.lines.get(function.name, 0)
                self.module.runs.append(RunCall(name, span, function.name, around, flags))
        if "(" in name or not name:
            self.expression(node.func, function, flags)
        if name == "map" and awaited and len(node.args) == 2 and dotted(node.args[0]):
            more = 0 if runs_for_some(node.args[1], self.scopes(function)) else CONDITION
            self.add(function, Call(dotted(node.args[0]), line, column, flags | more))
        for started in registered_in(node, name):
            self.add(function, Call(started, line, column, flags, awaited=True, starts=True))
        if last == "add_middleware" and node.args:
            # Starlette makes it for the first message; where that fails, uvicorn serves all the same.
            made = Call(dotted(node.args[0]), line, column, flags | CONDITION, starts=True)
            self.add(function, made)
        if last in _BACKGROUND:
            return  # a task of its own: when it fails, the start goes on
        inner = last in _AWAITING or last in _CONSUMERS
        for item in node.args:
            self.expression(item, function, flags, inner)
        for keyword in node.keywords:
            self.expression(keyword.value, function, flags, inner)

    def add(self, function: Function, call: Call) -> None:
        if call.name and self.count < MAX_CALLS:
            self.count += 1
            function.calls.append(call)


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
