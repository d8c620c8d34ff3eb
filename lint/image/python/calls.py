"""What the functions of one module call, as far as its text shows: the parts of a call graph.

Read only where it matters (see `lint.image.python.start_path`), from a syntax tree of its own.
"""

from __future__ import annotations

import ast
from bisect import bisect_right

from lint.image.python.demands import Demands, ParameterDemand, find_demands
from lint.image.python.facts import CONDITION
from lint.image.python.guards import (
    Scope,
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
from lint.image.python.syntax import Positions, dotted, text
from lint.image.source_limits import parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

KEY_ERROR = 64
"""A flag of `Call`, beside those of `lint.image.python.facts`: a `KeyError` in it is caught."""
SWALLOWS = 128
"""Another one: some error other than those of imports is caught in it."""
CATCHES = 256
"""Another one: an error is caught in it that may say that an env var is not set."""
SOME = "~"
"""Behind the name of a class: an object of it, or of a subclass."""
UNKNOWN = "?"
"""Stands for a value that is not known, or that is not always the same."""
MAX_CALLS = 50_000
"""Calls of one module that are looked at."""

_AWAITING = frozenset(
    ("run", "gather", "wait_for", "run_until_complete", "wait", "shield", "timeout", "start_soon")
)
"""Functions that run the coroutines that they are given, by the last part of their name."""
_RUNNERS = frozenset(("anyio.run", "trio.run", "typer.run", "absl.app.run", "app.run", "curio.run"))
_BACKGROUND = frozenset(("create_task", "ensure_future", "submit", "run_in_executor", "add_task",
                         "start_soon", "delay", "apply_async", "call_later", "call_soon"))  # fmt: skip
_RUN_NAMES = frozenset(
    ("run", "run_app", "serve", "launch", "start", "listen", "run_server", "serve_forever",
     "HTTPServer", "ThreadingHTTPServer", "TCPServer", "ThreadingTCPServer", "WSGIServer",
     "add_insecure_port", "make_server", "run_simple", "Config")
)  # fmt: skip
"""Last parts of the names of functions that start servers; see `lint.image.start.code_address`."""
_START_KEYWORDS = frozenset(("lifespan", "on_startup", "startup", "before_serving"))
_START_DECORATORS = frozenset(
    ("before_serving", "before_server_start", "main_process_start", "on_startup", "startup")
)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_REPEATED = frozenset(("overload", "setter", "getter", "deleter", "register"))
"""Decorators of functions that share a name with another one."""
_PARTIALS = frozenset(("partial", "functools.partial"))
_CONSUMERS = frozenset(
    ("list", "tuple", "set", "dict", "sorted", "sum", "any", "all", "next", "join")
)
"""Functions that ask a generator for values."""


class Call:
    """A call: the dotted name as written, where it stands, and the flags under which it runs.

    `awaited` is true where the coroutine that it may give is run. `arguments` and `keywords` are
    the texts among its arguments, None for any other; `given` are the names among them by position,
    "" for any other. `starts` is true where what is named is not
    called here, but while the server starts (`lifespan=`, `@app.on_event("startup")`).
    """

    __slots__ = (
        "arguments", "awaited", "column", "flags", "given", "keywords", "line", "name", "starts",
    )  # fmt: skip

    def __init__(
        self,
        name: str,
        line: int,
        column: int,
        flags: int,
        *,
        awaited: bool = False,
        arguments: tuple[str | None, ...] = (),
        keywords: dict[str, str | None] | None = None,
        given: tuple[str, ...] = (),
        starts: bool = False,
    ) -> None:
        self.name = name
        self.line = line
        self.column = column
        self.flags = flags
        self.awaited = awaited
        self.arguments = arguments
        self.keywords = keywords or {}
        self.given = given
        self.starts = starts


class RunCall:
    """A call that may start a server: its name as written, its node, and the body it stands in."""

    __slots__ = ("body", "flags", "function", "name", "node")

    def __init__(
        self, name: str, node: ast.Call, function: str, flags: int, body: Sequence[ast.stmt]
    ) -> None:
        self.name = name
        self.node = node
        self.function = function
        self.flags = flags
        self.body = body


class Function:
    """A function, or the module's top level (`name` is "").

    `name` includes classes and functions around it (`App.setup`). `owner` is the class that it is
    a method of, "" for none. `values` maps its local names to what they are assigned from: a
    dotted name, with `()` behind a call or `SOME` behind an annotation, or `UNKNOWN`; `imports` is like that of `ModuleCalls`.
    `yields` is the line of its first `yield`, 0 for none. `required` is the number of its
    parameters without a default. `returns` is its annotation, `gives` what its `return` statements
    give, in the form of `values`. `risk` is the line behind which it may have raised an error, and
    `again` is true where its name is defined more than once. `fields` are the texts that its
    decorators are given.
    """

    __slots__ = (
        "again",
        "calls",
        "decorators",
        "end_line",
        "fields",
        "gives",
        "imports",
        "is_async",
        "line",
        "name",
        "owner",
        "parameters",
        "required",
        "returns",
        "risk",
        "runs",
        "values",
        "yields",
    )

    def __init__(self, name: str, owner: str, line: int, end_line: int) -> None:
        self.name = name
        self.owner = owner
        self.line = line
        self.end_line = end_line
        self.is_async = False
        self.yields = 0
        self.decorators: tuple[str, ...] = ()
        self.parameters: list[str] = []
        self.required = 0
        self.returns = ""
        self.gives: set[str] = set()
        self.risk = 1 << 30
        self.again = False
        self.fields: tuple[str, ...] = ()
        self.runs: dict[str, Call] | None = None
        self.values: dict[str, str] = {}
        self.imports: dict[str, tuple[str, str]] = {}
        self.calls: list[Call] = []

    def call_of(self, parameter: str) -> Call | None:
        """The first of its calls that calls a parameter of it."""
        if self.runs is None:
            self.runs = {}
            for call in self.calls:
                if not self.yields or call.line <= self.yields:
                    self.runs.setdefault(call.name, call)
        return self.runs.get(parameter)


class Class:
    """A class: its bases as written, its methods by name, and what its attributes are made of."""

    __slots__ = ("attributes", "bases", "methods", "name")

    def __init__(self, name: str, bases: tuple[str, ...]) -> None:
        self.name = name
        self.bases = bases
        self.methods: dict[str, Function] = {}
        self.attributes: dict[str, str] = {}


class ModuleCalls:
    """The functions and classes of one module by name, and what its names are imported from.

    `imports` maps a bound name to (module with its leading dots, name or ""); those inside
    functions count for the whole module. `stars` are the modules of `from module import *`. `demands` has the parameters of functions that name an
    env var that must be set. `runs` are the calls that may start a server, `body` is the module's
    text, kept for their sake.
    """

    __slots__ = (
        "around", "body", "classes", "demands", "functions", "imports", "runs", "spans", "stars",
        "top",
    )  # fmt: skip

    def __init__(self) -> None:
        self.body: Sequence[ast.stmt] = ()
        self.runs: list[RunCall] = []
        self.top = Function("", "", 1, 1 << 30)
        self.functions: dict[str, Function] = {}
        self.classes: dict[str, Class] = {}
        self.imports: dict[str, tuple[str, str]] = {}
        self.stars: list[str] = []
        self.demands: dict[str, list[ParameterDemand]] = {}
        self.spans: list[Function] | None = None
        self.around: list[int] = []

    def function_at(self, line: int) -> Function:
        """The innermost function that a line belongs to; the top level where it is in none."""
        if self.spans is None:
            self.spans = sorted(self.functions.values(), key=lambda f: (f.line, -f.end_line))
            self.around = []
            inside: list[int] = []
            for number, function in enumerate(self.spans):
                while inside and self.spans[inside[-1]].end_line < function.line:
                    inside.pop()
                self.around.append(inside[-1] if inside else -1)
                inside.append(number)
        number = bisect_right(self.spans, line, key=lambda f: f.line) - 1
        while number >= 0 and self.spans[number].end_line < line:
            number = self.around[number]
        return self.spans[number] if number >= 0 else self.top


def read_calls(source: bytes) -> ModuleCalls | None:
    """The calls of a module; None where its source cannot be parsed."""
    from lint.image.python.reader import quiet

    source = source.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        with quiet():
            tree = parse(source)
        walk = _Walk(source)
        walk.bodies[""] = tree.body
        walk.block(tree.body, walk.module.top, None, 0)
        demands = find_demands(tree, source) if b"env" in source else Demands()
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    walk.module.demands = demands.parameters
    if walk.module.runs:
        walk.module.body = tree.body
    return walk.module


class _Walk:
    def __init__(self, source: bytes) -> None:
        self.module = ModuleCalls()
        self.positions = Positions(None if source.isascii() else source.split(b"\n"))
        self.count = 0
        self.bodies: dict[str, Sequence[ast.stmt]] = {}
        self.known_scopes: dict[str, Scope] = {}

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
        self.assignment(statement, function, owner)
        if function is self.module.top and owner is None:
            self.django(statement, flags)
        if isinstance(statement, ast.Return) and statement.value is not None:
            function.gives.add(_origin(statement.value))
        for part in ast.iter_child_nodes(statement):
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
            for node, called in called_by_settings(name, value):
                line, column = self.positions.of(node)
                made = Call(called, line, column, flags, awaited=True, starts=True)
                self.add(self.module.top, made)

    def enter(self, context: ast.expr, statement: ast.stmt, function: Function, flags: int) -> None:
        """`with Session():` calls a method of it."""
        name = _call_name(context)
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
        made.decorators = tuple(dotted(_called(item)) for item in statement.decorator_list)
        made.fields = tuple(
            given
            for item in statement.decorator_list
            if isinstance(item, ast.Call)
            for given in map(text, item.args)
            if given
        )
        made.again = name in self.module.functions and not _REPEATED.intersection(
            item.rpartition(".")[2] for item in made.decorators
        )
        for inner in statement.body:
            if is_risky(inner):
                made.risk = inner.lineno
                break
        arguments = [*statement.args.posonlyargs, *statement.args.args, *statement.args.kwonlyargs]
        made.parameters = [item.arg for item in arguments]
        optional = len(statement.args.defaults) + sum(
            d is not None for d in statement.args.kw_defaults
        )
        made.required = len(arguments) - optional
        for item in arguments:
            kind = _annotation(item.annotation)
            if kind:
                made.values[item.arg] = f"{kind}{SOME}"
        made.returns = _annotation(statement.returns)
        self.module.functions[name] = made
        self.bodies[name] = statement.body
        if owner is not None:
            owner.methods[statement.name] = made
        self.decorated(statement, around, flags)
        for decorator in statement.decorator_list:
            if _registers_start(decorator):
                line, column = self.positions.of(statement)
                own = statement.name if owner is None else name
                self.add(around, Call(own, line, column, flags, awaited=True, starts=True))
        for default in (*statement.args.defaults, *statement.args.kw_defaults):
            if default is not None:
                self.expression(default, around, flags)
        self.block(statement.body, made, None, 0)

    def decorated(
        self,
        statement: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef,
        function: Function,
        flags: int,
    ) -> None:
        """A decorator is called with what it decorates."""
        for decorator in statement.decorator_list:
            self.expression(decorator, function, flags)
            name = _call_name(decorator)
            if name:
                line, column = self.positions.of(decorator)
                self.add(function, Call(name, line, column, flags, given=(statement.name,)))

    def class_definition(
        self, statement: ast.ClassDef, function: Function, owner: Class | None, flags: int
    ) -> None:
        prefix = owner.name if owner is not None else function.name
        name = f"{prefix}.{statement.name}" if prefix else statement.name
        made = Class(name, tuple(dotted(_called(base)) for base in statement.bases))
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
            source = "." * statement.level + (statement.module or "")
            for alias in statement.names:
                if alias.name == "*":
                    self.module.stars.append(source)
                else:
                    found[alias.asname or alias.name] = (source, alias.name)
        for name, origin in found.items():
            self.module.imports[name] = origin
            if function.imports.setdefault(name, origin) != origin:
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
        origin = _origin(value)
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
        if values.setdefault(name, origin) != origin:
            values[name] = UNKNOWN

    def named_lambda(self, name: str, value: ast.Lambda, function: Function) -> None:
        """`name = lambda: ...` is a function of that name."""
        full = f"{function.name}.{name}" if function.name else name
        made = Function(full, function.owner, value.lineno, value.end_lineno or value.lineno)
        made.parameters = [item.arg for item in value.args.args]
        made.required = len(made.parameters) - len(value.args.defaults)
        made.again = full in self.module.functions
        made.gives.add(_origin(value.body))
        self.module.functions[full] = made
        self.expression(value.body, made, 0)

    def class_named(self, name: str) -> Class:
        return self.module.classes.setdefault(name, Class(name, ()))

    def expression(
        self, node: ast.expr, function: Function, flags: int, awaited: bool = False
    ) -> None:
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
        for child in ast.iter_child_nodes(node):
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
        name = _call_name(node.func)
        last = name.rpartition(".")[2]
        line, column = self.positions.of(node)
        if name:
            arguments = tuple(text(item) for item in node.args)
            keywords = {item.arg: text(item.value) for item in node.keywords if item.arg}
            made = Call(
                name,
                line,
                column,
                flags,
                awaited=awaited,
                arguments=arguments,
                keywords=keywords,
                given=tuple(dotted(item) for item in node.args),
            )
            self.add(function, made)
            if last in _RUN_NAMES:
                body = self.bodies.get(function.name, ())
                self.module.runs.append(RunCall(name, node, function.name, flags, body))
        if "(" in name or not name:
            self.expression(node.func, function, flags)
        if name == "map" and awaited and len(node.args) == 2 and dotted(node.args[0]):
            more = 0 if runs_for_some(node.args[1], self.scopes(function)) else CONDITION
            self.add(function, Call(dotted(node.args[0]), line, column, flags | more))
        for started in self.registered(node, name, last):
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

    def registered(self, node: ast.Call, name: str, last: str) -> Iterable[str]:
        """The names of what is registered to run while the server starts."""
        for keyword in node.keywords:
            if keyword.arg in _START_KEYWORDS:
                values = (
                    keyword.value.elts
                    if isinstance(keyword.value, (ast.List, ast.Tuple))
                    else [keyword.value]
                )
                for value in values:
                    if dotted(value):
                        yield dotted(value)
        if last == "add_event_handler" and len(node.args) > 1 and text(node.args[0]) == "startup":
            yield dotted(node.args[1])
        elif name.endswith(("on_startup.append", "cleanup_ctx.append")) and node.args:
            yield dotted(node.args[0])
        elif name in _RUNNERS or (last == "run" and name.partition(".")[0] in ("anyio", "trio")):
            if node.args and dotted(node.args[0]):
                yield dotted(node.args[0])

    def add(self, function: Function, call: Call) -> None:
        if call.name and self.count < MAX_CALLS:
            self.count += 1
            function.calls.append(call)


def _called(node: ast.expr) -> ast.expr:
    """What is called, or subscribed: `Base` of `Base[T]`, `app.get` of `app.get("/")`."""
    while isinstance(node, (ast.Call, ast.Subscript)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node


def _without_partial(node: ast.expr) -> ast.expr:
    """`f` of `partial(f, ...)`."""
    if isinstance(node, ast.Call) and dotted(node.func) in _PARTIALS and node.args:
        return node.args[0]
    return node


def _origin(value: ast.expr) -> str:
    """What a value is made of: a dotted name, with `()` behind a call, else `UNKNOWN`."""
    while isinstance(value, ast.Await):
        value = value.value
    value = _without_partial(value)
    if isinstance(value, ast.Call):
        name = _call_name(value.func)
        return f"{name}()" if name else UNKNOWN
    return dotted(value) or UNKNOWN


def _suppressing(statement: ast.stmt) -> int:
    """The flags of the body of `with suppress(...):`, 0 for any other `with`."""
    if not isinstance(statement, (ast.With, ast.AsyncWith)) or not suppresses(statement):
        return 0
    quiet = KEY_ERROR if suppresses_key_errors(statement) else 0
    return suppressed(statement) | quiet | SWALLOWS | CATCHES


def _call_name(node: ast.expr) -> str:
    """The dotted name of what is called, with `()` behind the calls in it: `Class().run`."""
    parts: list[str] = []
    while True:
        suffix = ""
        node = _without_partial(node)
        while isinstance(node, ast.Call):
            node, suffix = node.func, "()"
        if isinstance(node, ast.Attribute):
            parts.append(node.attr + suffix)
            node = node.value
        elif isinstance(node, ast.Name):
            parts.append(node.id + suffix)
            return ".".join(reversed(parts))
        else:
            return ""


def _annotation(node: ast.expr | None) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value if node.value.replace(".", "").isidentifier() else ""
    return dotted(node)


def _registers_start(decorator: ast.expr) -> bool:
    """Whether a decorator makes a function run while the server starts."""
    if isinstance(decorator, ast.Call):
        name = dotted(decorator.func).rpartition(".")[2]
        first = text(decorator.args[0]) if decorator.args else None
        if name == "on_event":
            return first == "startup"
        if name == "listener":
            return first in ("before_server_start", "main_process_start", "after_server_start")
        return name in _START_DECORATORS
    name = dotted(decorator)
    return "." in name and name.rpartition(".")[2] in _START_DECORATORS
