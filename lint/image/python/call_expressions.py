"""The calls in expressions, and what names are assigned from."""

from __future__ import annotations

import ast
from contextlib import contextmanager

from lint.image.python.call_names import call_name, origin, table_item
from lint.image.python.call_records import (
    TABLE,
    UNKNOWN,
    Call,
    Class,
    Function,
    ModuleCalls,
    RunCall,
)
from lint.image.python.facts import CONDITION
from lint.image.python.guards import Scope, runs_for_some
from lint.image.python.loop_items import loop_items
from lint.image.python.start_hooks import registered_in
from lint.image.python.syntax import Positions, children, dotted, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lint.image.python.loop_items import Items

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
     "add_insecure_port", "add_secure_port", "make_server", "run_simple", "Config", "TCPSite",
     "Granian", "run_async")
)  # fmt: skip
"""Last parts of the names of functions that start servers; see `lint.image.start.code_address`."""
_CONSUMERS = frozenset(
    ("list", "tuple", "set", "dict", "sorted", "sum", "any", "all", "next", "join")
)
"""Functions that ask a generator for values."""


_CALL_NOTHING = frozenset((ast.Name, ast.Constant, ast.Lambda))
_ONLY_PARTS = frozenset(
    (ast.Compare, ast.Subscript, ast.JoinedStr, ast.FormattedValue, ast.Tuple, ast.List, ast.Dict,
     ast.BinOp, ast.UnaryOp, ast.Slice, ast.Starred, ast.Set)
)  # fmt: skip
"""Expressions of which nothing counts but what is in them: most of all that have parts."""


class ExpressionCalls:
    """Puts the calls of expressions into the records of a module."""

    def __init__(self, module: ModuleCalls, positions: Positions) -> None:
        self.module = module
        self.positions = positions
        self.count = 0
        self.bodies: dict[str, Sequence[ast.stmt]] = {}
        self.lines = {"": 0}
        self.known_scopes: dict[str, Scope] = {}
        self.items: Items = {}
        """What the variables of the loops around stand for."""

    @contextmanager
    def looping(self, items: Items) -> Iterator[None]:
        """Inside a loop whose variables stand for `items`."""
        before, self.items = self.items, {**self.items, **items}
        yield
        self.items = before

    def meanings(self, name: str) -> list[tuple[str, int]]:
        """The names that the name of a call stands for, with the flags that this adds."""
        head, dot, rest = name.partition(".")
        plain = head.removesuffix("()")
        items = self.items.get(plain)
        if items is None:
            return [(name, 0)]
        tail = f"{head[len(plain) :]}{dot}{rest}"
        return [(f"{item}{tail}", more) for item, more in items if item != UNKNOWN]

    def scopes(self, function: Function) -> list[Scope]:
        """The scopes of the module and of a function."""
        names = ["", function.name] if function.name else [""]
        for name in names:
            if name not in self.known_scopes:
                self.known_scopes[name] = Scope(self.bodies.get(name, ()))
        return [self.known_scopes[name] for name in names]

    def learn(
        self, target: ast.expr, value: ast.expr, function: Function, owner: Class | None
    ) -> None:
        """Notes what a name, or an attribute of `self`, is assigned from."""
        while isinstance(value, ast.Await):
            value = value.value
        if isinstance(value, ast.Constant) and value.value is None:
            return  # a place for what comes later
        made_of = origin(value)
        name = dotted(target) or table_item(target)
        if isinstance(value, ast.Dict) and isinstance(target, ast.Name) and owner is None:
            made_of = self._table(target.id, value, function)
        if isinstance(value, ast.Lambda) and isinstance(target, ast.Name) and owner is None:
            self._named_lambda(target.id, value, function)
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

    def _table(self, name: str, value: ast.Dict, function: Function) -> str:
        """`name = {"key": f}` makes `name["key"]` stand for `f`."""
        keys = [text(key) for key in value.keys]
        for key, item in zip(keys, value.values, strict=True):
            kind = origin(item)
            if key and key.isidentifier() and kind != UNKNOWN:
                full = f"{name}[{key}]"
                if function.values.setdefault(full, kind) != kind:
                    function.values[full] = UNKNOWN
        return TABLE if None not in keys else UNKNOWN

    def _named_lambda(self, name: str, value: ast.Lambda, function: Function) -> None:
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
        """The class of a name, made where there is none yet."""
        return self.module.classes.setdefault(name, Class(name, ()))

    def expression(
        self, node: ast.expr, function: Function, flags: int, awaited: bool = False
    ) -> None:
        """Takes in the calls of an expression; `awaited` says that a coroutine in it is run."""
        kind = type(node)
        if kind in _CALL_NOTHING:
            return
        if kind in _ONLY_PARTS:
            self._parts(node, function, flags, awaited)
            return
        if isinstance(node, ast.Call):
            self._call(node, function, flags, awaited)
            return
        if isinstance(node, ast.Attribute):
            name = dotted(node) if isinstance(node.ctx, ast.Load) else ""
            if name.count(".") == 1:  # it may be a property
                line, column = self.positions.of(node)
                self.add(function, Call(f"{name}@", line, column, flags))
            self.expression(node.value, function, flags, awaited)
            return
        if isinstance(node, (ast.Yield, ast.YieldFrom)):
            function.yields = function.yields or node.lineno
        if isinstance(node, ast.NamedExpr):
            self.learn(node.target, node.value, function, None)
        if isinstance(node, (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
            self._comprehension(node, function, flags)
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
        self._parts(node, function, flags, awaited)

    def _parts(self, node: ast.expr, function: Function, flags: int, awaited: bool) -> None:
        for child in children(node):
            if isinstance(child, ast.expr):
                self.expression(child, function, flags, awaited)
            elif isinstance(child, ast.keyword):
                self.expression(child.value, function, flags, awaited)

    def _comprehension(
        self,
        node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp,
        function: Function,
        flags: int,
    ) -> None:
        """Takes in a comprehension: what it does for each item may be done for none."""
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
        if isinstance(node, ast.DictComp):
            # `{**key for ...}` (PEP 798) has no value.
            parts = [part for part in (node.key, node.value) if part is not None]
        else:
            parts = [node.elt]
        with self.looping(loop_items(first.target, first.iter, scopes, parts)):
            for part in parts:
                self.expression(part, function, inside)

    def _call(self, node: ast.Call, function: Function, flags: int, awaited: bool) -> None:
        """Takes in a call, its arguments, and what it hands over to be called."""
        name = call_name(node.func)
        last = name.rpartition(".")[2]
        line, column = self.positions.of(node)
        if name:
            given = tuple(map(dotted, node.args))
            keywords = tuple([item.arg for item in node.keywords if item.arg])
            texts = any(map(text, node.args)) or any(
                text(item.value) for item in node.keywords if item.arg
            )
            for meant, more in self.meanings(name) if self.items else ((name, 0),):
                made = Call(
                    meant,
                    line,
                    column,
                    flags | more,
                    awaited=awaited,
                    given=given,
                    keywords=keywords,
                    texts=texts,
                )
                self.add(function, made)
            if last in _RUN_NAMES:
                end = node.end_lineno or node.lineno, node.end_col_offset or 0
                span = (node.lineno, node.col_offset, *end)
                around = self.lines.get(function.name, 0)
                self.module.runs.append(RunCall(name, span, function.name, around, flags))
        if "(" in name or "[" in name or not name:
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
        """Puts a call into a function's record, as far as there is room."""
        if call.name and self.count < MAX_CALLS:
            self.count += 1
            function.calls.append(call)
