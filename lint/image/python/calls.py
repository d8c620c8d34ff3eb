"""What the functions of one module call, as far as its text shows: the parts of a call graph.

Read only where it matters (see `lint.image.python.start_path`), from a syntax tree of its own.
"""

from __future__ import annotations

import ast

from lint.image.python.demands import Demands, ParameterDemand, find_demands
from lint.image.python.facts import CONDITION
from lint.image.python.guards import branch, caught
from lint.image.python.syntax import Positions, dotted, text
from lint.image.source_limits import parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

KEY_ERROR = 64
"""A flag of `Call`, beside those of `lint.image.python.facts`: a `KeyError` in it is caught."""
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
     "add_insecure_port", "make_server", "run_simple")
)  # fmt: skip
"""Last parts of the names of functions that start servers; see `lint.image.start.code_address`."""
_START_KEYWORDS = frozenset(("lifespan", "on_startup", "startup", "before_serving"))
_START_DECORATORS = frozenset(
    ("before_serving", "before_server_start", "main_process_start", "on_startup", "startup")
)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


class Call:
    """A call: the dotted name as written, where it stands, and the flags under which it runs.

    `awaited` is true where the coroutine that it may give is run. `arguments` and `keywords` are
    the texts among its arguments, None for any other. `starts` is true where what is named is not
    called here, but while the server starts (`lifespan=`, `@app.on_event("startup")`).
    """

    __slots__ = ("arguments", "awaited", "column", "flags", "keywords", "line", "name", "starts")

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
        starts: bool = False,
    ) -> None:
        self.name = name
        self.line = line
        self.column = column
        self.flags = flags
        self.awaited = awaited
        self.arguments = arguments
        self.keywords = keywords or {}
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
    dotted name, with `()` behind a call. `yields` is the line of its first `yield`, 0 for none.
    `required` is the number of its parameters without a default.
    """

    __slots__ = (
        "calls",
        "decorators",
        "end_line",
        "is_async",
        "line",
        "name",
        "owner",
        "parameters",
        "required",
        "returns",
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
        self.values: dict[str, str] = {}
        self.calls: list[Call] = []


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
    functions count for the whole module. `demands` has the parameters of functions that name an
    env var that must be set. `runs` are the calls that may start a server, `body` is the module's
    text, kept for their sake.
    """

    __slots__ = ("body", "classes", "demands", "functions", "imports", "runs", "top")

    def __init__(self) -> None:
        self.body: Sequence[ast.stmt] = ()
        self.runs: list[RunCall] = []
        self.top = Function("", "", 1, 1 << 30)
        self.functions: dict[str, Function] = {}
        self.classes: dict[str, Class] = {}
        self.imports: dict[str, tuple[str, str]] = {}
        self.demands: dict[str, list[ParameterDemand]] = {}

    def function_at(self, line: int) -> Function:
        """The innermost function that a line belongs to; the top level where it is in none."""
        found = self.top
        for function in self.functions.values():
            if function.line <= line <= function.end_line and function.line >= found.line:
                found = function
        return found


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
        demands = find_demands(tree) if b"env" in source else Demands()
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

    def block(
        self, body: Sequence[ast.stmt], function: Function, owner: Class | None, flags: int
    ) -> None:
        for statement in body:
            self.statement(statement, function, owner, flags)

    def statement(
        self, statement: ast.stmt, function: Function, owner: Class | None, flags: int
    ) -> None:
        if isinstance(statement, _FUNCTIONS):
            self.definition(statement, function, owner, flags)
        elif isinstance(statement, ast.ClassDef):
            self.class_definition(statement, function, owner, flags)
        elif isinstance(statement, ast.If):
            self.expression(statement.test, function, flags)
            then, otherwise = branch(statement.test)
            self.block(statement.body, function, owner, flags | then)
            self.block(statement.orelse, function, owner, flags | otherwise)
        elif isinstance(statement, (ast.Try, ast.TryStar)):
            found = caught(statement.handlers)
            inside = found.flags | (KEY_ERROR if found.key_error else 0)
            self.block(statement.body, function, owner, flags | inside)
            for handler in statement.handlers:
                self.block(handler.body, function, owner, flags | CONDITION)
            self.block(statement.orelse, function, owner, flags)
            self.block(statement.finalbody, function, owner, flags)
        elif isinstance(statement, (ast.Import, ast.ImportFrom)):
            self.learn_import(statement)
        elif isinstance(statement, ast.Match):
            self.expression(statement.subject, function, flags)
            for case in statement.cases:
                self.block(case.body, function, owner, flags | CONDITION)
        else:
            self.simple(statement, function, owner, flags)

    def simple(
        self, statement: ast.stmt, function: Function, owner: Class | None, flags: int
    ) -> None:
        self.assignment(statement, function, owner)
        for part in ast.iter_child_nodes(statement):
            if isinstance(part, ast.withitem):
                self.expression(part.context_expr, function, flags, awaited=True)
            elif isinstance(part, ast.expr):
                self.expression(part, function, flags)
        for name in ("body", "orelse"):
            inner = getattr(statement, name, None)
            if isinstance(inner, list):
                more = CONDITION if isinstance(statement, ast.While) else 0
                self.block(inner, function, owner, flags | more)

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
        arguments = [*statement.args.posonlyargs, *statement.args.args, *statement.args.kwonlyargs]
        made.parameters = [item.arg for item in arguments]
        optional = len(statement.args.defaults) + sum(
            d is not None for d in statement.args.kw_defaults
        )
        made.required = len(arguments) - optional
        for item in arguments:
            kind = _annotation(item.annotation)
            if kind:
                made.values[item.arg] = f"{kind}()"
        made.returns = _annotation(statement.returns)
        self.module.functions[name] = made
        self.bodies[name] = statement.body
        if owner is not None:
            owner.methods[statement.name] = made
        for decorator in statement.decorator_list:
            self.expression(decorator, around, flags)
            if _registers_start(decorator):
                line, column = self.positions.of(statement)
                self.add(around, Call(name, line, column, flags, awaited=True, starts=True))
        self.block(statement.body, made, None, 0)

    def class_definition(
        self, statement: ast.ClassDef, function: Function, owner: Class | None, flags: int
    ) -> None:
        prefix = owner.name if owner is not None else function.name
        name = f"{prefix}.{statement.name}" if prefix else statement.name
        made = Class(name, tuple(dotted(_called(base)) for base in statement.bases))
        self.module.classes[name] = made
        for decorator in statement.decorator_list:
            self.expression(decorator, function, flags)
        self.block(statement.body, function, made, flags)

    def learn_import(self, statement: ast.Import | ast.ImportFrom) -> None:
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                bound = alias.asname or alias.name.partition(".")[0]
                self.module.imports[bound] = (alias.name if alias.asname else bound, "")
            return
        source = "." * statement.level + (statement.module or "")
        for alias in statement.names:
            self.module.imports[alias.asname or alias.name] = (source, alias.name)

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
        origin = f"{dotted(value.func)}()" if isinstance(value, ast.Call) else dotted(value)
        if origin in ("", "()"):
            return
        name = dotted(target)
        if name.startswith("self.") and name.count(".") == 1 and function.owner:
            self.class_named(function.owner).attributes.setdefault(name[5:], origin)
        elif owner is not None and "." not in name:
            owner.attributes[name] = origin
        elif name and "." not in name:
            function.values[name] = origin

    def class_named(self, name: str) -> Class:
        return self.module.classes.setdefault(name, Class(name, ()))

    def expression(
        self, node: ast.expr, function: Function, flags: int, awaited: bool = False
    ) -> None:
        if isinstance(node, (ast.Yield, ast.YieldFrom)):
            function.yields = function.yields or node.lineno
        if isinstance(node, ast.Lambda):
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
            elif isinstance(child, ast.comprehension):
                self.expression(child.iter, function, flags)
                for test in child.ifs:
                    self.expression(test, function, flags)
            elif isinstance(child, ast.keyword):
                self.expression(child.value, function, flags, awaited)

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
            )
            self.add(function, made)
            if last in _RUN_NAMES:
                body = self.bodies.get(function.name, ())
                self.module.runs.append(RunCall(name, node, function.name, flags, body))
        if "(" in name or not name:
            self.expression(node.func, function, flags)
        for started in self.registered(node, name, last):
            self.add(function, Call(started, line, column, flags, awaited=True, starts=True))
        if last in _BACKGROUND:
            return  # a task of its own: when it fails, the start goes on
        inner = last in _AWAITING
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
        elif (name.endswith(("on_startup.append", "cleanup_ctx.append")) and node.args) or (
            last == "add_middleware" and node.args
        ):
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


def _call_name(node: ast.expr) -> str:
    """The dotted name of what is called, with `()` behind the calls in it: `Class().run`."""
    parts: list[str] = []
    while True:
        suffix = ""
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
