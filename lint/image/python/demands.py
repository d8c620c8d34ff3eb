"""Env vars that are read without an error and whose absence then stops the program.

`os.getenv("X")` gives None where X is not set. What makes that fatal stands elsewhere:
`if not x: raise ...`, `assert x`, `int(x)`, `x.split(",")`. This module finds both halves.
"""

from __future__ import annotations

import ast

from lint.image.python.call_records import ParameterDemand
from lint.image.python.facts import CONDITION, LATER, MAIN, TYPE_ONLY
from lint.image.python.guards import (
    EXITS,
    Scope,
    all_statements,
    body_flags,
    branch,
    catches,
    caught,
    leaves,
    loop,
    otherwise,
)
from lint.image.python.prefilter import InterestingLines, environment_lines, renames_os
from lint.image.python.syntax import all_nodes, children, dotted
from lint.image.python.unbound import needed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_NEEDS_TEXT = frozenset(
    ("int", "float", "len", "json.loads", "Path", "pathlib.Path", "base64.b64decode", "b64decode",
     "os.path.join", "os.path.exists", "os.path.isfile", "os.path.isdir", "os.path.dirname",
     "os.path.abspath", "os.path.expanduser", "os.makedirs", "os.chdir", "open", "ast.literal_eval",
     "iter", "list", "set", "tuple", "dict", "sorted", "Decimal", "decimal.Decimal", "UUID",
     "uuid.UUID", "quote_plus", "urllib.parse.quote_plus", "importlib.import_module")
)  # fmt: skip
"""Functions that raise when their first argument is None."""
_LIBRARIES = {
    ("sqlalchemy", "create_engine"): "ArgumentError",
    ("sqlalchemy", "create_async_engine"): "ArgumentError",
    ("sqlmodel", "create_engine"): "ArgumentError",
    ("redis", "from_url"): "AttributeError",
}
"""Functions of libraries that raise when their first argument is None, with the error.

Tried with SQLAlchemy 2.1 (whose function sqlmodel hands on), redis 7 and openai 3.57.
"""
_OPENAI_KEY = "OPENAI_API_KEY"
_OTHER_CREDENTIALS = ("admin_api_key", "workload_identity")
_MOST_NAMES = 50
"""Names of values that are looked for in the source of a module."""
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_CARRIED = CONDITION | TYPE_ONLY | MAIN


class Demands:
    """The reads of one module that must not give None.

    `reads` maps the `id` of a call's node (or of a `"X" not in os.environ`) to the flags under
    which its absence is fatal. `copies` has the `id` of each target that only gets what it is:
    `os.environ["X"] = os.getenv("X")`. `parameters` has, by the function's name with its class
    (`Config.need`), the parameters that name a variable.
    """

    __slots__ = ("copies", "parameters", "reads")

    def __init__(self) -> None:
        self.copies: set[int] = set()
        self.reads: dict[int, int] = {}
        self.parameters: dict[str, list[ParameterDemand]] = {}


def find_demands(tree: ast.Module, source: bytes) -> Demands:
    r"""The demands of a module, from its tree and its source with `\n` line ends.

    Raises `RecursionError` for a tree that is nested too deeply.
    """
    names = _environment_names(tree, source)
    finder = _Finder(names, source, environment_lines(source))
    finder.imported = _imported(tree)
    finder.raising = {
        statement.name
        for statement in tree.body
        if isinstance(statement, ast.FunctionDef)
        and not statement.decorator_list
        and leaves(statement.body)
        and not any(isinstance(node, (ast.Return, ast.Yield)) for node in ast.walk(statement))
    }
    finder.scope(tree.body, "", 0, None)
    return finder.demands


def _environment_names(tree: ast.Module, source: bytes) -> tuple[set[str], set[str]]:
    """Names of `os.environ` and of `os.getenv` in a module."""
    environs, getters = {"os.environ"}, {"os.getenv"}
    for node in all_statements(tree.body) if renames_os(source) else ():
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name == "os" and alias.asname:
                    environs.add(f"{alias.asname}.environ")
                    getters.add(f"{alias.asname}.getenv")
        elif isinstance(node, ast.ImportFrom) and node.module == "os":
            for alias in node.names:
                if alias.name == "environ":
                    environs.add(alias.asname or alias.name)
                elif alias.name == "getenv":
                    getters.add(alias.asname or alias.name)
    return environs, getters


def _imported(tree: ast.Module) -> dict[str, str]:
    """The packages that the names of a module are imported from."""
    found: dict[str, str] = {}
    for node in tree.body:
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.partition(".")[0]
                found[alias.asname or top] = top
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                found[alias.asname or alias.name] = node.module.partition(".")[0]
    return found


class _Get:
    """One read that gives None, or an empty text where `empty` is true, for a missing variable.

    `default` is the parameter that it gives instead, "" for none.
    """

    __slots__ = ("default", "empty", "key", "node")

    def __init__(self, node: ast.expr, key: ast.expr, empty: bool, default: str = "") -> None:
        self.default = default
        self.node = node
        self.key = key
        self.empty = empty


class _Finder:
    """Goes through the statements that may have to do with an env var.

    Statements that neither read one nor name what holds one are not looked into. `known` are the
    names that hold what was read.
    """

    def __init__(
        self, names: tuple[set[str], set[str]], source: bytes, lines: InterestingLines
    ) -> None:
        self.source = source
        self.lines = lines
        self.named_lines: set[str] = set()
        self.environs, self.getters = names
        self.demands = Demands()
        self.function = ""
        self.parameters: dict[str, int] = {}
        self.defaults: dict[str, ast.expr] = {}
        self.scopes: list[Scope] = []
        self.handlers: list[Sequence[ast.ExceptHandler]] = []
        self.raising: set[str] = set()
        self.imported: dict[str, str] = {}

    def scope(
        self,
        body: Sequence[ast.stmt],
        name: str,
        flags: int,
        function: ast.FunctionDef | ast.AsyncFunctionDef | None,
    ) -> None:
        before = self.function, self.parameters, self.defaults, self.handlers
        self.handlers = []
        if function is not None:
            self.function = name
            arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
            self.parameters = {item.arg: number for number, item in enumerate(arguments)}
            self.defaults = _defaults(function.args)
        self.scopes.append(Scope(body))
        self.block(body, {}, flags, name)
        self.scopes.pop()
        self.function, self.parameters, self.defaults, self.handlers = before

    def block(
        self,
        body: Sequence[ast.stmt],
        known: dict[str, list[_Get]],
        flags: int,
        prefix: str,
        quiet: bool = False,
    ) -> None:
        for number, (statement, more) in enumerate(body_flags(body, quiet)):
            if not self.lines.within(statement.lineno, statement.end_lineno or statement.lineno):
                continue
            if isinstance(statement, (ast.Try, ast.TryStar)):
                self.attempt(statement, known, flags | more, prefix, body[number + 1 :])
            else:
                self.statement(statement, known, flags | more, prefix)

    def attempt(
        self,
        statement: ast.Try | ast.TryStar,
        known: dict[str, list[_Get]],
        flags: int,
        prefix: str,
        following: Sequence[ast.stmt],
    ) -> None:
        count = needed(statement, following, self.scopes[-1])
        self.block(statement.body[:count], known, flags, prefix)
        self.handlers.append(statement.handlers)
        quiet = caught(statement.handlers).others
        self.block(statement.body[count:], known, flags, prefix, quiet)
        self.handlers.pop()
        for handler in statement.handlers:
            self.block(handler.body, dict(known), flags | CONDITION, prefix)
        self.block(statement.orelse, known, flags | otherwise(statement), prefix)
        self.block(statement.finalbody, known, flags, prefix)

    def statement(
        self, statement: ast.stmt, known: dict[str, list[_Get]], flags: int, prefix: str
    ) -> None:
        if isinstance(statement, _FUNCTIONS):
            inner = f"{prefix}.{statement.name}" if prefix else statement.name
            self.scope(statement.body, inner, flags & _CARRIED | LATER, statement)
        elif isinstance(statement, ast.ClassDef):
            inner = f"{prefix}.{statement.name}" if prefix else statement.name
            self.block(statement.body, dict(known), flags, inner)
        elif isinstance(statement, ast.If):
            self.uses(statement.test, known, flags)
            if leaves(statement.body):
                self.require(self.absent(statement.test, known), flags, _raised(statement.body))
            elif statement.orelse and leaves(statement.orelse):
                error = _raised(statement.orelse)
                self.require(self.present(statement.test, known), flags, error)
            then, other = branch(statement.test)
            for name in _tested_names(statement.test):
                known.pop(name, None)  # from here on the value may be known to be there
            self.block(statement.body, dict(known), flags | then, prefix)
            self.block(statement.orelse, dict(known), flags | other, prefix)
        elif isinstance(statement, ast.Assert):
            self.require(self.present(statement.test, known), flags, "AssertionError")
        elif isinstance(statement, (ast.With, ast.AsyncWith)):
            for item in statement.items:
                self.uses(item.context_expr, known, flags)
            self.block(statement.body, known, flags, prefix)
        elif isinstance(statement, (ast.For, ast.AsyncFor, ast.While)):
            if isinstance(statement, ast.While):
                self.uses(statement.test, known, flags)
            else:
                self.iterated(statement.iter, known, flags)
            self.block(statement.body, dict(known), flags | loop(statement, self.scopes), prefix)
            self.block(statement.orelse, dict(known), flags | otherwise(statement), prefix)
        elif isinstance(statement, ast.Match):
            self.match(statement, known, flags, prefix)
        else:
            for part in children(statement):
                if isinstance(part, ast.expr):
                    self.uses(part, known, flags)
            self.assignment(statement, known, flags)

    def match(
        self, statement: ast.Match, known: dict[str, list[_Get]], flags: int, prefix: str
    ) -> None:
        """`match os.getenv("X"):`, of which the case for a missing variable may end the program."""
        self.uses(statement.subject, known, flags)
        for get in self.named(statement.subject, known):
            case = _case_of(statement.cases, "" if get.empty else None)
            if case is not None and leaves(case.body):
                self.require([get], flags, _raised(case.body))
        for name in _tested_names(statement.subject):
            known.pop(name, None)
        for case in statement.cases:
            self.block(case.body, dict(known), flags | CONDITION, prefix)

    def assignment(self, statement: ast.stmt, known: dict[str, list[_Get]], flags: int) -> None:
        if isinstance(statement, ast.Assign):
            targets, value = statement.targets, statement.value
        elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
            targets, value = [statement.target], statement.value
        else:
            return
        for target in targets:
            if isinstance(target, ast.Subscript) and dotted(target.value) in self.environs:
                gets = [get for get in self.named(value, known) if not get.empty]
                self.require(gets, flags, "TypeError")  # a variable is a text
                if any(ast.dump(get.key) == ast.dump(target.slice) for get in gets):
                    self.demands.copies.add(id(target))
            if not isinstance(target, (ast.Tuple, ast.List)):
                self.take(target, value, known)
                continue
            # `HOST, PORT = os.getenv("HOST"), os.getenv("PORT")`
            given = value.elts if isinstance(value, (ast.Tuple, ast.List)) else []
            starred = any(isinstance(one, ast.Starred) for one in (*target.elts, *given))
            for number, one in enumerate(target.elts):
                if len(given) == len(target.elts) and not starred:
                    self.take(one, given[number], known)
                else:
                    known.pop(dotted(one), None)

    def take(self, target: ast.expr, value: ast.expr, known: dict[str, list[_Get]]) -> None:
        """Takes note of what one target is assigned."""
        gets = self.gets(value)
        if not gets and isinstance(value, ast.ListComp):
            gets = self.missing_names(value)
        name = dotted(target)
        if name and gets:
            known[name] = gets
            self.learn_name(name.rpartition(".")[2])
        elif name:
            known.pop(name, None)

    def learn_name(self, name: str) -> None:
        """From here on the lines with a name of what was read matter too."""
        if name in self.named_lines:
            return
        self.named_lines.add(name)
        if len(self.named_lines) <= _MOST_NAMES:
            self.lines = self.lines.with_word(self.source, name.encode())
        else:
            self.lines = InterestingLines(None)  # looking for each takes longer than looking at all

    def missing_names(self, value: ast.ListComp) -> list[_Get]:
        """`[name for name in NAMES if not os.getenv(name)]`: not empty where one is missing."""
        found: list[_Get] = []
        for generator in value.generators:
            for test in generator.ifs:
                for get in self.absent(test, {}):
                    found.append(_Get(get.node, get.key, True))
        return [_Missing(get.node, get.key, True) for get in found]

    def gets(self, node: ast.expr | None) -> list[_Get]:
        """The reads that an expression's value is, with `.strip()` and the like taken away."""
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute) and node.func.attr in (
                "strip",
                "lower",
                "upper",
            ):
                return [get for get in self.gets(node.func.value) if get.empty]
            name = dotted(node.func)
            owner, _, method = name.rpartition(".")
            if name in self.getters or (method == "get" and owner in self.environs):
                default = node.args[1] if len(node.args) > 1 else None
                for item in node.keywords:
                    if item.arg == "default":
                        default = item.value
                key = node.args[0] if node.args else None
                given = dotted(default)
                stands = self.defaults.get(given)
                if key is not None and isinstance(stands, ast.Constant) and not stands.value:
                    return [_Get(node, key, stands.value is not None, given)]
                if key is not None and (
                    default is None or (isinstance(default, ast.Constant) and not default.value)
                ):
                    empty = isinstance(default, ast.Constant) and default.value is not None
                    return [_Get(node, key, empty)]
        elif isinstance(node, ast.NamedExpr):
            return self.gets(node.value)
        return []

    def named(self, node: ast.expr, known: dict[str, list[_Get]]) -> list[_Get]:
        """The reads that a name or a call stands for."""
        name = dotted(node)
        if name:
            return [get for get in known.get(name, ()) if not isinstance(get, _Missing)]
        return self.gets(node)

    def absent(self, test: ast.expr, known: dict[str, list[_Get]]) -> list[_Get]:
        """The reads whose absence alone makes a condition true."""
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            return self.present(test.operand, known)
        if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or):
            return [get for value in test.values for get in self.absent(value, known)]
        if isinstance(test, ast.Compare) and len(test.ops) == 1:
            other = test.comparators[0]
            if isinstance(test.ops[0], ast.NotIn) and dotted(other) in self.environs:
                return [_Get(test, test.left, False)]
            if isinstance(other, ast.Constant):
                gets = self.named(test.left, known)
                if isinstance(test.ops[0], (ast.Is, ast.Eq)) and other.value is None:
                    return [get for get in gets if not get.empty]
                if isinstance(test.ops[0], ast.Eq) and other.value == "":
                    return [get for get in gets if get.empty]
        if isinstance(test, ast.Call) and dotted(test.func) == "any" and len(test.args) == 1:
            return [get for item in _items(test.args[0]) for get in self.absent(item, known)]
        name = dotted(test)
        if name:
            return [get for get in known.get(name, ()) if isinstance(get, _Missing)]
        return []

    def present(self, test: ast.expr, known: dict[str, list[_Get]]) -> list[_Get]:
        """The reads that must give something for a condition to be true."""
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            return self.absent(test.operand, known)
        if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
            return [get for value in test.values for get in self.present(value, known)]
        if isinstance(test, ast.Compare) and len(test.ops) == 1:
            other = test.comparators[0]
            if isinstance(test.ops[0], ast.In) and dotted(other) in self.environs:
                return [_Get(test, test.left, False)]
            if isinstance(other, ast.Constant) and other.value in (None, ""):
                if isinstance(test.ops[0], (ast.IsNot, ast.NotEq)):
                    wanted = other.value == ""
                    return [get for get in self.named(test.left, known) if get.empty is wanted]
        if isinstance(test, ast.Call) and dotted(test.func) == "all" and len(test.args) == 1:
            return [get for item in _items(test.args[0]) for get in self.present(item, known)]
        if isinstance(test, ast.Call) and dotted(test.func) == "bool" and len(test.args) == 1:
            return self.present(test.args[0], known)
        return self.named(test, known)

    def uses(self, node: ast.expr, known: dict[str, list[_Get]], flags: int) -> None:
        """Uses of a value that fail where it is None."""
        if isinstance(node, (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
            self.iterated(node.generators[0].iter, known, flags)  # the rest may not run
            return
        if isinstance(node, ast.Lambda):
            return
        if isinstance(node, ast.BoolOp):
            self.uses(node.values[0], known, flags)
            gets = self.gets(node.values[0])
            if isinstance(node.op, ast.Or) and gets and self.ends(node.values[-1]):
                self.require(gets, flags, "SystemExit")
            return
        if isinstance(node, ast.IfExp):
            self.uses(node.test, known, flags)
            return
        fatal: list[ast.expr] = []
        error = "TypeError"
        if isinstance(node, ast.Call):
            if dotted(node.func) in _NEEDS_TEXT and node.args:
                fatal.append(node.args[0])
            self.library(node, known, flags)
            if isinstance(node.func, ast.Attribute):
                fatal.append(node.func.value)
                error = "AttributeError"
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            fatal += [node.left, node.right]
        elif isinstance(node, ast.Compare) and len(node.ops) == 1:
            if isinstance(node.ops[0], (ast.In, ast.NotIn)):
                fatal.append(node.comparators[0])
            elif isinstance(node.ops[0], (ast.Lt, ast.LtE, ast.Gt, ast.GtE)):
                fatal += [node.left, *node.comparators]
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
            fatal.append(node.value)
            if dotted(node.value) in self.environs:
                self.require([_Get(node, node.slice, False)], flags, "KeyError")
        for part in fatal:
            self.require([get for get in self.named(part, known) if not get.empty], flags, error)
        for child in children(node):
            if isinstance(child, ast.expr):
                self.uses(child, known, flags)
            elif isinstance(child, ast.keyword):
                self.uses(child.value, known, flags)

    def iterated(self, node: ast.expr, known: dict[str, list[_Get]], flags: int) -> None:
        """Uses of a value over whose items a loop goes."""
        self.uses(node, known, flags)
        self.require([get for get in self.named(node, known) if not get.empty], flags, "TypeError")

    def library(self, call: ast.Call, known: dict[str, list[_Get]], flags: int) -> None:
        """Uses of a value in a call of a library that raises where it is None."""
        name = dotted(call.func)
        last = name.rpartition(".")[2]
        package = self.imported.get(name.partition(".")[0], "")
        error = _LIBRARIES.get((package, last))
        if error is not None and call.args:
            self.require(self.named(call.args[0], known), flags, error)
        if last in ("OpenAI", "AsyncOpenAI") and package == "openai":
            keys = [item.value for item in call.keywords if item.arg == "api_key"]
            if keys and not call.args and not any(item.arg is None for item in call.keywords):
                gets = self.named(keys[0], known)
                # Without a key it takes the variable of this name itself.
                own = [
                    get
                    for get in gets
                    if isinstance(get.key, ast.Constant) and get.key.value == _OPENAI_KEY
                ]
                others = [item.arg for item in call.keywords if item.arg in _OTHER_CREDENTIALS]
                self.require([] if others else own, flags, "OpenAIError")

    def ends(self, node: ast.expr) -> bool:
        """Whether an expression ends the program or raises: also a function of the module that does."""
        return _is_exit(node) or (isinstance(node, ast.Call) and dotted(node.func) in self.raising)

    def require(self, gets: list[_Get], flags: int, error: str) -> None:
        """Takes note of reads whose absence raises an error of this name."""
        if gets and any(catches(handlers, error) for handlers in self.handlers):
            flags |= CONDITION
        for get in gets:
            key = get.key
            if get.default and not isinstance(key, ast.Name):
                continue
            if isinstance(key, ast.Name) and key.id in self.parameters and self.function:
                demand = ParameterDemand(
                    key.id,
                    self.parameters[key.id],
                    get.node.lineno,
                    get.node.col_offset,
                    flags & ~LATER,
                    (get.default, self.parameters.get(get.default, -1)),
                )
                self.demands.parameters.setdefault(self.function, []).append(demand)
            node = id(get.node)
            old = self.demands.reads.get(node)
            if old is None or (old & CONDITION and not flags & CONDITION):
                self.demands.reads[node] = flags


class _Missing(_Get):
    """Stands for a list of the names of variables that are missing."""


def _items(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        yield from node.elts
    elif isinstance(node, (ast.GeneratorExp, ast.ListComp)):
        yield node.elt


def _case_of(cases: Sequence[ast.match_case], value: str | None) -> ast.match_case | None:
    """The case that a value ends in; None for none, or where it is not certain."""
    for case in cases:
        fits = _fits(case.pattern, value)
        if fits and case.guard is None:
            return case
        if fits is not False:
            return None
    return None


def _fits(pattern: ast.pattern, value: str | None) -> bool | None:
    """Whether a pattern matches a value; None where it is not certain."""
    if isinstance(pattern, ast.MatchSingleton):
        return value is None and pattern.value is None
    if isinstance(pattern, ast.MatchValue):
        if isinstance(pattern.value, ast.Constant):
            return value is not None and value == pattern.value.value
        return None
    if isinstance(pattern, ast.MatchAs):
        return True if pattern.pattern is None else _fits(pattern.pattern, value)
    if isinstance(pattern, ast.MatchOr):
        found = [_fits(each, value) for each in pattern.patterns]
        return True if True in found else None if None in found else False
    if isinstance(pattern, ast.MatchClass):
        plain = not pattern.kwd_patterns and all(map(_is_any, pattern.patterns))
        return value is not None if dotted(pattern.cls) == "str" and plain else None
    return False  # sequences and mappings: neither None nor a text is one


def _is_any(pattern: ast.pattern) -> bool:
    return isinstance(pattern, ast.MatchAs) and pattern.pattern is None


def _is_exit(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and dotted(node.func) in EXITS


def _tested_names(test: ast.expr) -> set[str]:
    return {dotted(node) for node in all_nodes(test) if isinstance(node, (ast.Name, ast.Attribute))}


def _raised(body: Sequence[ast.stmt]) -> str:
    """The name of the error that a block raises; "SystemExit" where it ends the process."""
    for statement in body:
        if isinstance(statement, ast.Raise):
            error = statement.exc
            name = dotted(error.func if isinstance(error, ast.Call) else error)
            return name.rpartition(".")[2] or "Exception"
        if isinstance(statement, ast.Expr) and _is_exit(statement.value):
            return "SystemExit"
    return "Exception"


def _defaults(arguments: ast.arguments) -> dict[str, ast.expr]:
    """The defaults of parameters, by name."""
    positional = [*arguments.posonlyargs, *arguments.args]
    names = [item.arg for item in positional[len(positional) - len(arguments.defaults) :]]
    found = dict(zip(names, arguments.defaults, strict=True))
    for item, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        if default is not None:
            found[item.arg] = default
    return found
