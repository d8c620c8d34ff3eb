"""The walk over a module's syntax tree: what it imports, when, under what guard, and what it binds."""

from __future__ import annotations

import ast

from lint.image.python.env_reads import EnvReads
from lint.image.python.facts import (
    CONDITION,
    LATER,
    LAZY,
    MAIN,
    TYPE_ONLY,
    Import,
    ModuleFacts,
    SettingsCall,
)
from lint.image.python.guards import (
    Scope,
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
from lint.image.python.module_getattr import lazy_names
from lint.image.python.named_modules import (
    named_in_assignment,
    named_in_call,
    named_in_settings,
    settings_in,
)
from lint.image.python.settings_classes import may_be_settings, settings_class
from lint.image.python.syntax import Positions, children, dotted, is_lazy
from lint.image.python.unbound import needed
from lint.image.source_limits import MAX_NAME
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from lint.image.python.demands import Demands
    from lint.image.python.prefilter import InterestingLines

_CLASS_NAME = lazy_regex(r"(?:^|\.)_?[A-Z]\w*$")
_LASTS = CONDITION | TYPE_ONLY | MAIN
_SETTINGS_NAME = lazy_regex(r"(?:Settings|Config(?:uration)?|Environment|Secrets|Env)$")
_OPENING_CALLS = frozenset(("globals", "exec"))
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_TRIES = (ast.Try, ast.TryStar)
_WITHS = (ast.With, ast.AsyncWith)
_LOOPS = (ast.For, ast.AsyncFor)


class Walk:
    """One walk over one module.

    `lines` are the source's lines in UTF-8, or None for plain ASCII, `interesting` those that may
    do more than bind a name: the others are not looked into.
    """

    def __init__(self, lines: list[bytes] | None, interesting: InterestingLines) -> None:
        self._facts = ModuleFacts()
        self._positions = Positions(lines)
        self._interesting = interesting
        self._env = EnvReads(self._facts, self._positions)
        self._importers = {"importlib.import_module", "__import__"}
        self._exports: list[str] | None = None
        self._imported: set[str] = set()
        self._lazy_names: set[str] | None = None
        self._invalid_is_caught = False
        self._origins: dict[str, tuple[str, str]] = {}
        self._scopes: list[Scope] = []
        self._body: Sequence[ast.stmt] = ()

    def learn_demands(self, demands: Demands) -> None:
        """Takes note of the env vars whose absence stops the program (see `find_demands`)."""
        self._env.learn_demands(demands)
        self._facts.demands = bool(demands.parameters)

    def facts(self, tree: ast.Module) -> ModuleFacts:
        """The module's facts. Raises `RecursionError` for a tree that is nested too deeply."""
        self._env.learn_constants(tree.body)
        self._scopes = [Scope(tree.body)]
        self._body = tree.body
        self._block(tree.body, 0, True)
        facts = self._facts
        facts.imported = self._imported - facts.names
        facts.names |= facts.imported
        if "__getattr__" in facts.names:
            if self._lazy_names is None:
                facts.lazy_names = True
            else:
                facts.names |= self._lazy_names
        if "__path__" in facts.names:
            facts.open_submodules = True
        if self._exports is not None:
            facts.exports = tuple(self._exports)
        return facts

    def _block(
        self, body: Sequence[ast.stmt], around: int, module: bool, quiet: bool = False
    ) -> None:
        """Walks statements. `module` says that names are bound in the module's own scope.

        `quiet` says that it is the body of a `try` which goes on after some errors.
        """
        within = self._interesting.within
        for number, (statement, more) in enumerate(body_flags(body, quiet)):
            flags = around | more
            if isinstance(statement, _DEFINITIONS):
                self._definition(statement, flags, module)
                continue
            interesting = within(statement.lineno, statement.end_lineno or statement.lineno)
            if not interesting and not module:
                continue
            if isinstance(statement, ast.Import):
                self._import(statement, flags, module)
            elif isinstance(statement, ast.ImportFrom):
                self._import_from(statement, flags, module)
            elif isinstance(statement, ast.If):
                self._if(statement, flags, module)
            elif isinstance(statement, _TRIES):
                self._try(statement, flags, module, body[number + 1 :])
            elif isinstance(statement, ast.Global):
                self._facts.names.update(statement.names)
            else:
                self._other(statement, flags, module, interesting)

    def _named(
        self, node: ast.expr, module: str, names: tuple[str, ...] | None, flags: int
    ) -> None:
        line, column = self._positions.of(node)
        self._facts.imports.append(Import(module, 0, names, line, column, flags))

    def _settings(self, statement: ast.stmt, flags: int) -> None:
        """Takes in what a setting of Django names, in a list or in `+=` a list."""
        for setting, value in settings_in(statement, self._body):
            for node, module, names, more in named_in_settings(setting, value):
                self._named(node, module, names, flags | more)

    def _celery_settings(self, statement: ast.stmt, flags: int) -> None:
        """Takes in what an assignment to a setting of Celery names."""
        if isinstance(statement, ast.Assign):
            for target in statement.targets:
                for node, module, names, more in named_in_assignment(
                    dotted(target), statement.value
                ):
                    self._named(node, module, names, flags | more)

    def _other(self, statement: ast.stmt, flags: int, module: bool, tells: bool) -> None:
        if module:
            self._bind(statement)
            if tells:
                self._settings(statement, flags)
        if tells:
            self._celery_settings(statement, flags)
            self._env.learn_assignment(statement)
            for child in children(statement):
                if isinstance(child, (ast.expr, ast.withitem)):
                    self._expression(child, flags, module)
        if isinstance(statement, _WITHS):
            quiet = suppresses_key_errors(statement)
            with self._env.prefixed(statement), self._env.key_errors(quiet):
                more = flags | suppressed(statement)
                self._block(statement.body, more, module, suppresses(statement))
        elif isinstance(statement, _LOOPS):
            with self._env.looping(statement.target, statement.iter):
                self._block(statement.body, flags | loop(statement, self._scopes), module)
            self._block(statement.orelse, flags | otherwise(statement), module)
        elif isinstance(statement, ast.While):
            self._block(statement.body, flags | loop(statement, self._scopes), module)
            self._block(statement.orelse, flags | otherwise(statement), module)
        elif isinstance(statement, ast.Match):
            for case in statement.cases:
                if module:
                    for node in ast.walk(case.pattern):
                        name = getattr(node, "name", None) or getattr(node, "rest", None)
                        if isinstance(name, str):
                            self._facts.names.add(name)
                self._block(case.body, flags | CONDITION, module)

    def _definition(
        self,
        statement: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef,
        flags: int,
        module: bool,
    ) -> None:
        if module:
            self._facts.names.add(statement.name)
            if statement.name == "__getattr__" and isinstance(statement, ast.FunctionDef):
                self._lazy_names = lazy_names(statement)
        first = min([statement.lineno, *(d.lineno for d in statement.decorator_list)])
        if not self._interesting.within(first, statement.end_lineno or first):
            return
        for decorator in statement.decorator_list:
            self._expression(decorator, flags, module)
            if dotted(decorator).rpartition(".")[2] == "global_enum":
                self._facts.open_names = True
        if isinstance(statement, ast.ClassDef):
            for base in (*statement.bases, *(keyword.value for keyword in statement.keywords)):
                self._expression(base, flags, module)
            if may_be_settings(statement):
                bases = tuple(self._origin(dotted(base)) for base in statement.bases)
                self._facts.classes.append(settings_class(statement, bases, self._positions))
            self._scopes.append(Scope(statement.body))
            self._block(statement.body, flags, False)
            self._scopes.pop()
            return
        self._expression(statement.args, flags, module)
        self._scopes.append(Scope(statement.body))
        with self._env.function():
            # What is caught around a definition is not caught around its call.
            self._block(statement.body, flags & _LASTS | LATER, False)
        self._scopes.pop()

    def _if(self, statement: ast.If, flags: int, module: bool) -> None:
        self._expression(statement.test, flags, module)
        then, otherwise = branch(statement.test)
        with self._env.tested(statement.test):
            self._block(statement.body, flags | then, module)
            self._block(statement.orelse, flags | otherwise, module)

    def _try(
        self,
        statement: ast.Try | ast.TryStar,
        flags: int,
        module: bool,
        following: Sequence[ast.stmt],
    ) -> None:
        found = caught(statement.handlers)
        # What the handler leaves unbound and the rest uses is not guarded by it.
        count = needed(statement, following, self._scopes[-1])
        self._block(statement.body[:count], flags, module, found.others)
        before = self._invalid_is_caught
        self._invalid_is_caught = before or found.invalid
        guarded = flags | found.flags
        if found.others and any(map(is_risky, statement.body[:count])):
            guarded |= CONDITION
        with self._env.key_errors(found.key_error):
            self._block(statement.body[count:], guarded, module, found.others)
        self._invalid_is_caught = before
        for handler in statement.handlers:
            if module and handler.name:
                self._facts.names.add(handler.name)
            self._block(handler.body, flags | CONDITION, module)
        self._block(statement.orelse, flags | otherwise(statement), module)
        self._block(statement.finalbody, flags, module)

    def _import(self, statement: ast.Import, flags: int, module: bool) -> None:
        if is_lazy(statement):
            flags |= LATER | LAZY
        for alias in statement.names:
            line, column = self._positions.of(alias)
            self._facts.imports.append(Import(alias.name, 0, None, line, column, flags))
            bound = alias.asname or alias.name.partition(".")[0]
            if module:
                self._facts.names.add(bound)
            self._origins[bound] = (alias.name if alias.asname else bound, "")
            if alias.name == "importlib" and alias.asname:
                self._importers.add(f"{alias.asname}.import_module")
            self._env.learn_import(alias.name, None, bound)

    def _import_from(self, statement: ast.ImportFrom, flags: int, module: bool) -> None:
        if is_lazy(statement):
            flags |= LATER | LAZY
        source = statement.module or ""
        line, column = self._positions.of(statement)
        names = tuple(alias.name for alias in statement.names)
        if source != "__future__":
            made = Import(source, statement.level, names, line, column, flags)
            self._facts.imports.append(made)
        for alias in statement.names:
            bound = alias.asname or alias.name
            if module and bound != "*":
                (self._imported if bound == alias.name else self._facts.names).add(bound)
            self._origins[bound] = ("." * statement.level + source, alias.name)
            if statement.level == 0:
                if source == "importlib" and alias.name == "import_module":
                    self._importers.add(bound)
                if source == "sys" and alias.name in ("modules", "meta_path"):
                    self._facts.open_names = self._facts.open_submodules = True
                self._env.learn_import(source, alias.name, bound)

    def _bind(self, statement: ast.stmt) -> None:
        targets: list[ast.expr] = []
        if isinstance(statement, ast.Assign):
            targets = statement.targets
        elif isinstance(statement, ast.AnnAssign) and statement.value is None:
            return
        elif isinstance(statement, (ast.AnnAssign, ast.AugAssign, *_LOOPS)):
            targets = [statement.target]
        elif isinstance(statement, _WITHS):
            targets = [item.optional_vars for item in statement.items if item.optional_vars]
        elif type(statement).__name__ == "TypeAlias":
            targets = [statement.name]  # type: ignore[attr-defined]
        for target in targets:
            self._bind_target(target)
        self._learn_exports(statement, targets)

    def _bind_target(self, target: ast.expr) -> None:
        if isinstance(target, ast.Name):
            self._facts.names.add(target.id)
        elif isinstance(target, (ast.Tuple, ast.List)):
            for item in target.elts:
                self._bind_target(item)
        elif isinstance(target, ast.Starred):
            self._bind_target(target.value)

    def _learn_exports(self, statement: ast.stmt, targets: list[ast.expr]) -> None:
        value: ast.expr | None = None
        if isinstance(statement, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
            if any(isinstance(target, ast.Name) and target.id == "__all__" for target in targets):
                value = statement.value
        elif isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
            call = statement.value
            if dotted(call.func) == "__all__.extend" and len(call.args) == 1:
                value = call.args[0]
        if isinstance(value, (ast.List, ast.Tuple)):
            self._exports = self._exports or []
            for item in value.elts:
                if isinstance(item, ast.Constant) and isinstance(item.value, str):
                    self._exports.append(item.value)

    def _expression(self, node: ast.AST, flags: int, module: bool) -> None:
        """Looks for imports by call, environment reads, and names bound by `:=`."""
        if isinstance(node, ast.Constant):
            return
        first = getattr(node, "lineno", 0)
        if first and not self._interesting.within(
            first, getattr(node, "end_lineno", first) or first
        ):
            return
        if isinstance(node, ast.NamedExpr) and module:
            self._facts.names.add(node.target.id)
        elif isinstance(node, ast.Lambda):
            self._expression(node.args, flags, module)
            self._expression(node.body, flags & _LASTS | LATER, False)
            return
        elif isinstance(node, ast.IfExp):
            with self._env.tested(node.test):
                self._expression(node.test, flags, module)
                self._expression(node.body, flags | CONDITION, module)
                self._expression(node.orelse, flags | CONDITION, module)
            return
        elif isinstance(node, ast.BoolOp):
            with self._env.tested(node.values[0]):
                self._expression(node.values[0], flags, module)
                for value in node.values[1:]:
                    self._expression(value, flags | CONDITION, module)
            return
        elif isinstance(node, (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)):
            with self._env.comprehending(node.generators):
                self._children(node, flags, module)
            return
        elif isinstance(node, ast.Call):
            self._call(node, flags)
        elif isinstance(node, ast.Subscript) and dotted(node.value) in ("sys.modules", "modules"):
            if not isinstance(node.ctx, ast.Load):
                self._facts.open_submodules = self._facts.open_names = True
            elif dotted(node.slice) == "__name__":
                self._facts.open_names = True  # what is done to it may bind anything
        elif dotted(node) in ("sys.meta_path", "__path__"):
            self._facts.open_submodules = True
        for seen in self._env.visit(node, flags):
            self._expression(seen, flags, module)

    def _children(self, node: ast.AST, flags: int, module: bool) -> None:
        for child in children(node):
            self._expression(child, flags, module)

    def _call(self, call: ast.Call, flags: int) -> None:
        name = dotted(call.func)
        for node, module, names, more in named_in_call(call, name):
            self._named(node, module, names, flags | more)
        if name in self._importers:
            self._import_call(call, flags)
        elif name in _OPENING_CALLS or (name in ("vars", "locals") and not call.args):
            self._facts.open_names = True
        elif name in ("sys.modules.setdefault", "sys.modules.update"):
            self._facts.open_submodules = self._facts.open_names = True
        elif name == "setattr" and call.args and "sys.modules" in ast.unparse(call.args[0]):
            self._facts.open_names = True
        elif name and (
            _SETTINGS_NAME.search(name)
            # Beside settings classes, a class of any name may be one.
            or (self._interesting.lines is None and not call.args and _CLASS_NAME.search(name))
        ):
            given = tuple(keyword.arg or "**" for keyword in call.keywords)
            kept = flags | CONDITION if self._invalid_is_caught else flags
            self._facts.calls.append(SettingsCall(self._origin(name), given, kept))

    def _origin(self, name: str) -> str:
        """A dotted name as `module:name`, with the module as imported; "" is this module."""
        head, _, rest = name.partition(".")
        module, attribute = self._origins.get(head, ("", head))
        path = ".".join(part for part in (attribute, rest) if part)
        if not attribute:
            package, _, last = path.rpartition(".")
            return f"{module}.{package}:{last}" if package else f"{module}:{last}"
        return f"{module}:{path}"

    def _import_call(self, call: ast.Call, flags: int) -> None:
        line, column = self._positions.of(call)
        arguments = {keyword.arg: keyword.value for keyword in call.keywords}
        name = call.args[0] if call.args else arguments.get("name")
        package = call.args[1] if len(call.args) == 2 else arguments.get("package")
        by_level = dotted(call.func) == "__import__" and (
            len(call.args) > 4 or arguments.get("level") is not None
        )
        texts = None if by_level else self._env.texts(name)
        if texts is None:
            self._facts.dynamic_imports.append((line, column))
            return
        for text in texts:
            if len(text) > MAX_NAME:  # no file has such a path
                self._facts.dynamic_imports.append((line, column))
                continue
            module = text.lstrip(".")
            level = len(text) - len(module)
            if level and dotted(package) not in ("__package__", "__spec__.parent"):
                anchors = self._env.texts(package)
                if anchors is None or level != 1 or len(anchors[0]) > MAX_NAME:
                    self._facts.dynamic_imports.append((line, column))
                    continue
                module, level = f"{anchors[0]}.{module}", 0
            self._facts.imports.append(Import(module, level, None, line, column, flags))
