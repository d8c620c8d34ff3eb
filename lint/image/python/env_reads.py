"""Environment variables that a module reads or sets, as its syntax tree shows them."""

from __future__ import annotations

import ast
from contextlib import contextmanager

from lint.image.python.demands import Demands
from lint.image.python.env_readers import READ_METHODS, URL_METHODS, factory, ready_made
from lint.image.python.facts import CONDITION, LATER, SETTINGS, EnvUse, Import, ModuleFacts
from lint.image.python.syntax import Positions, all_nodes, children, dotted, keyword, text, texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_DJANGO = "DJANGO_SETTINGS_MODULE"
_LOADERS = frozenset(("load_dotenv", "read_env", "read_envfile"))
"""Functions of dotenv, environs and django-environ that fill the environment from a file."""
_WHOLE = frozenset(("copy", "items", "keys", "values"))


class EnvReads:
    """Collects into `facts.env` and `facts.dynamic_env` while `Walk` goes through a module.

    The walk says what it enters (a function, an `if`, a loop over constants), because that
    decides what a name stands for and whether a missing variable raises.
    """

    def __init__(self, facts: ModuleFacts, positions: Positions) -> None:
        self._facts = facts
        self._positions = positions
        self._environs = {"os.environ"}
        self._getenvs = {"os.getenv"}
        self._readers: dict[str, str] = {}
        self._factories: dict[str, str] = {}
        self._defaults: set[str] = set()
        self._constants: dict[str, tuple[str, ...]] = {}
        self._sequences: dict[str, tuple[str, ...]] = {}
        self._tested: list[str] = []
        self._caught = False
        self._prefix: str | None = ""
        self._assigned: set[int] = set()
        self._demands = Demands()

    def learn_demands(self, demands: Demands) -> None:
        """Takes note of the reads whose absence stops the program."""
        self._demands = demands

    def learn_constants(self, body: Sequence[ast.stmt]) -> None:
        """Takes note of the module's string constants; a name bound twice is none."""
        seen: set[str] = set()
        for statement in body:
            if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
                target, value = statement.targets[0], statement.value
            elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
                target, value = statement.target, statement.value
            else:
                continue
            if not isinstance(target, ast.Name):
                continue
            if target.id in seen:
                self._constants.pop(target.id, None)
                self._sequences.pop(target.id, None)
                continue
            seen.add(target.id)
            one, many = text(value), texts(value)
            if one is not None:
                self._constants[target.id] = (one,)
            elif many is not None:
                self._sequences[target.id] = many

    def learn_import(self, module: str, name: str | None, bound: str) -> None:
        """Takes note of `import module` (`name` is None) or `from module import name`."""
        if module == "os":
            if name is None:
                self._environs.add(f"{bound}.environ")
                self._getenvs.add(f"{bound}.getenv")
            elif name == "environ":
                self._environs.add(bound)
            elif name == "getenv":
                self._getenvs.add(bound)
        library = ready_made(module, name)
        if library:
            self._readers[bound] = library
        self._factories.update(factory(module, name, bound))

    def learn_assignment(self, statement: ast.stmt) -> None:
        """Takes note of another name for the environment, or for something that reads it."""
        if isinstance(statement, ast.AugAssign) and dotted(statement.target) in self._environs:
            self._facts.sets_env = True  # os.environ |= ...
        if isinstance(statement, ast.Assign):
            targets, value = statement.targets, statement.value
        elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
            targets, value = [statement.target], statement.value
        else:
            return
        names = [name for name in map(dotted, targets) if name]
        if isinstance(value, ast.Call):
            library = self._factories.get(dotted(value.func))
            if library:
                self._readers.update(dict.fromkeys(names, library))
                self._defaults.update(item.arg for item in value.keywords if item.arg)
        elif names and dotted(value) in self._environs:
            self._environs.update(names)
            self._assigned.add(id(value))
        elif names and dotted(value) in self._getenvs:
            self._getenvs.update(names)

    def texts(self, node: ast.AST | None) -> tuple[str, ...] | None:
        """The strings that an expression may stand for, or None when they cannot be known."""
        one = text(node)
        if one is not None:
            return (one,)
        if isinstance(node, ast.Name):
            return self._constants.get(node.id)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            left, right = self.texts(node.left), self.texts(node.right)
            if left and right and len(left) * len(right) <= 100:
                return tuple(a + b for a in left for b in right)
        return None

    @contextmanager
    def function(self) -> Iterator[None]:
        """Inside a function: nothing of what is caught around it counts."""
        caught, self._caught = self._caught, False
        yield
        self._caught = caught

    @contextmanager
    def key_errors(self, caught: bool) -> Iterator[None]:
        """Inside a `try` body that a `KeyError` may not leave."""
        before, self._caught = self._caught, self._caught or caught
        yield
        self._caught = before

    @contextmanager
    def tested(self, test: ast.expr) -> Iterator[None]:
        """Inside the branches of a condition: what it asks for may be missing."""
        count = len(self._tested)
        for node in all_nodes(test):
            if isinstance(node, ast.Compare) and dotted(node.comparators[0]) in self._environs:
                self._tested += self.texts(node.left) or ()
            elif isinstance(node, ast.Call) and node.args and self._is_get(dotted(node.func)):
                self._tested += self.texts(node.args[0]) or ()
        yield
        del self._tested[count:]

    @contextmanager
    def looping(self, target: ast.expr, over: ast.expr) -> Iterator[None]:
        """Inside a loop: over constants, its variable stands for each of them."""
        values = texts(over)
        if isinstance(over, ast.Name):
            values = self._sequences.get(over.id)
        if values is None or not isinstance(target, ast.Name):
            yield
            return
        before = self._constants.get(target.id)
        self._constants[target.id] = values
        yield
        del self._constants[target.id]
        if before is not None:
            self._constants[target.id] = before

    @contextmanager
    def comprehending(self, generators: Sequence[ast.comprehension]) -> Iterator[None]:
        """Inside a comprehension."""
        if not generators:
            yield
            return
        first = generators[0]
        with self.looping(first.target, first.iter), self.comprehending(generators[1:]):
            yield

    @contextmanager
    def prefixed(self, statement: ast.With | ast.AsyncWith) -> Iterator[None]:
        """Inside `with env.prefixed("..."):` of environs."""
        before = self._prefix
        for item in statement.items:
            call = item.context_expr
            if isinstance(call, ast.Call):
                reader, _, method = dotted(call.func).rpartition(".")
                if method == "prefixed" and reader in self._readers:
                    prefix = text(call.args[0]) if call.args else None
                    known = prefix is not None and self._prefix is not None
                    self._prefix = f"{self._prefix}{prefix}" if known else None
        yield
        self._prefix = before

    def visit(self, node: ast.AST, flags: int) -> Iterable[ast.AST]:
        """Takes in one expression and gives those of its parts that remain to be looked at."""
        if isinstance(node, ast.Subscript) and dotted(node.value) in self._environs:
            need = "set" if isinstance(node.ctx, ast.Store) else "required"
            if id(node) in self._demands.copies:
                need = "optional"
            self._add(node, node.slice, need, flags)
            return (node.slice,)
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            among = node.comparators[0]
            if isinstance(node.ops[0], (ast.In, ast.NotIn)) and dotted(among) in self._environs:
                self._add_demanded(node, node.left, flags)
                return (node.left,)
        if isinstance(node, ast.Call):
            return self._call(node, flags)
        if isinstance(node, (ast.Attribute, ast.Name)) and dotted(node) in self._environs:
            if id(node) not in self._assigned and isinstance(node.ctx, ast.Load):
                self._dynamic(node)
            return ()
        return children(node)

    def _is_get(self, name: str) -> bool:
        owner, _, method = name.rpartition(".")
        return name in self._getenvs or (method == "get" and owner in self._environs)

    def _call(self, call: ast.Call, flags: int) -> Iterable[ast.AST]:
        name = dotted(call.func)
        owner, _, method = name.rpartition(".")
        rest: list[ast.AST] = [*call.args, *(item.value for item in call.keywords)]
        key = call.args[0] if call.args else keyword(call, "key")
        if method in _LOADERS:
            if call.args or any(item.arg in ("dotenv_path", "stream") for item in call.keywords):
                self._facts.sets_env = True
            else:
                self._facts.loads_dotenv = True
        if self._is_get(name):
            self._add_demanded(call, key, flags)
        elif owner in self._environs:
            self._environ_method(call, method, key, flags)
        elif name in self._readers or owner in self._readers:
            self._reader_call(call, flags)
        else:
            if method == "expandvars" or keyword(call, "auto_envvar_prefix") is not None:
                self._dynamic(call)
            variable = keyword(call, "envvar")
            for item in texts(variable) or (text(variable),):
                if item:
                    self._found(call, (item,), "optional", flags | LATER)
            rest.insert(0, call.func)
        return rest

    def _environ_method(
        self, call: ast.Call, method: str, key: ast.expr | None, flags: int
    ) -> None:
        if method == "__getitem__" or (method == "pop" and len(call.args) == 1):
            self._add(call, key, "required", flags)
        elif method in ("pop", "setdefault"):
            self._add(call, key, "optional", flags)
        elif method in _WHOLE:
            self._dynamic(call)
        if method == "setdefault":
            self._add(call, key, "set", flags)
            if len(call.args) == 2:
                self._settings_module(call, key, call.args[1], flags)
        elif method == "update":
            for item in call.keywords:
                if item.arg:
                    self._found(call, (item.arg,), "set", flags)
            if isinstance(key, ast.Dict):
                for name in key.keys:
                    self._add(call, name, "set", flags)
            elif call.args:
                self._facts.sets_env = True

    def _settings_module(
        self, node: ast.expr, key: ast.expr | None, value: ast.expr, flags: int
    ) -> None:
        """Takes the module that a variable names for one that is imported.

        Django imports it as soon as its settings are asked for; the environment of the container
        may name another one, so the import is conditional.
        """
        names, modules = self.texts(key), self.texts(value)
        if names == (_DJANGO,) and modules is not None:
            line, column = self._positions.of(node)
            for module in modules:
                made = Import(module, 0, None, line, column, flags | SETTINGS)
                self._facts.imports.append(made)

    def _reader_call(self, call: ast.Call, flags: int) -> None:
        name = dotted(call.func)
        direct = name in self._readers
        library = self._readers[name if direct else name.rpartition(".")[0]]
        method = "" if direct else name.rpartition(".")[2]
        if method and method not in READ_METHODS.get(library, ()):
            return
        positional = 2 if library == "starlette" else 1
        default = keyword(call, "default") is not None or len(call.args) > positional
        names = self.texts(call.args[0]) if call.args else None
        if not call.args and method in URL_METHODS:
            names = (URL_METHODS[method],)
        if names is None or self._prefix is None:
            self._dynamic(call)
            return
        for each in names:
            optional = default or each in self._defaults
            need = "optional" if optional else "required"
            self._found(call, (self._prefix + each,), need, flags)

    def _add_demanded(self, node: ast.expr, key: ast.expr | None, flags: int) -> None:
        """A read that raises nothing by itself: required where its absence is fatal elsewhere."""
        demanded = self._demands.reads.get(id(node))
        names = self.texts(key)
        if demanded is None or names is None:
            self._add(node, key, "optional", flags)
            return
        for name in names:
            self._found(node, (name,), "required", flags | demanded & CONDITION)

    def _add(self, node: ast.expr, key: ast.expr | None, need: str, flags: int) -> None:
        names = self.texts(key)
        if names is None:
            self._dynamic(node)
            self._facts.sets_env = self._facts.sets_env or need == "set"
            return
        for name in names:
            kept = self._caught or name in self._tested
            self._found(node, (name,), "optional" if kept and need == "required" else need, flags)

    def _found(self, node: ast.expr, names: tuple[str, ...], need: str, flags: int) -> None:
        line, column = self._positions.of(node)
        self._facts.env.append(EnvUse(names, need, line, column, flags))

    def _dynamic(self, node: ast.expr) -> None:
        self._facts.dynamic_env.append(self._positions.of(node))
