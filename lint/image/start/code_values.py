"""The values of names that a call uses and another function, class or module holds.

`settings.port`, `get_settings().host`, `config.PORT`, `port()`: followed to a constant, an env var or
its default, as far as the code shows them.
"""

from __future__ import annotations

import ast
from contextlib import suppress

from lint.image.python.constants import Environment, UnknownValueError, assigned, evaluate
from lint.image.python.env_usage import settings_variables
from lint.image.python.guards import all_statements
from lint.image.python.syntax import dotted, keyword, targets
from lint.image.source_limits import parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lint.image.python.closure import Closure
    from lint.image.python.start_path import StartPath

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_MOST = 200
"""Names that are followed for one call."""


class CodeValues:
    """Answers for the modules of one closure; `environment` are the variables of the program."""

    def __init__(self, closure: Closure, path: StartPath, environment: Environment) -> None:
        self.environment = environment
        self.path = path
        self.left = _MOST
        self._closure = closure
        self._bodies: dict[str, Sequence[ast.stmt]] = {}
        self._constants: dict[str, dict[str, object]] = {}
        self._asked: set[tuple[str, str, str]] = set()

    def names(self, module: str, function: str, known: Mapping[str, object]) -> Names:
        """The names inside a function (`""` for the top level); `known` are those worked out."""
        self.left = _MOST
        return Names(self, module, function, known)

    def value(self, module: str, function: str, name: str) -> object:
        """What a name holds that is written inside a function. Raises `UnknownValueError`."""
        asked = module, function, name
        self.left -= 1
        if asked in self._asked or self.left < 0:
            raise UnknownValueError
        self._asked.add(asked)
        try:
            return self._value(module, function, name)
        finally:
            self._asked.discard(asked)

    def _value(self, module: str, function: str, name: str) -> object:
        if name.endswith("()"):
            thing = self.path.stands_for(module, function, name[:-2])
            if thing is None or thing[0] != "function":
                raise UnknownValueError
            return self._returned(thing[1], thing[2])
        head, _, last = name.rpartition(".")
        if not head:
            where = self.path.imported_from(module, name)
            if where is None:
                raise UnknownValueError
            return self._constant(*where)
        thing = self.path.stands_for(module, function, head)
        if thing is None:
            raise UnknownValueError
        if thing[0] == "module":
            return self._constant(thing[1], last)
        if thing[0] in ("class", "instance", "some"):
            return self._attribute(thing[1], thing[2], last, made=thing[0] != "class")
        raise UnknownValueError

    def _body(self, module: str) -> Sequence[ast.stmt]:
        if module not in self._bodies:
            self._bodies[module] = ()
            source = self.path.calls.source(module) or b""
            with suppress(SyntaxError, ValueError, RecursionError, MemoryError):
                self._bodies[module] = parse(source).body
        return self._bodies[module]

    def _known(self, module: str) -> dict[str, object]:
        if module not in self._constants:
            self._constants[module] = assigned(self._body(module), {}, self.environment)
        return self._constants[module]

    def _evaluate(self, node: ast.expr, module: str, known: Mapping[str, object]) -> object:
        return evaluate(node, Names(self, module, "", known), self.environment)

    def _constant(self, module: str, name: str) -> object:
        """What a module binds a name to at its top level, once."""
        self.left -= 1
        if self.left < 0:
            raise UnknownValueError
        found = self._known(module).get(name)
        if found is not None:
            return found
        values = [
            statement.value
            for statement in self._body(module)
            if isinstance(statement, (ast.Assign, ast.AnnAssign))
            and any(
                isinstance(target, ast.Name) and target.id == name for target in targets(statement)
            )
        ]
        if len(values) == 1 and values[0] is not None:
            return self._evaluate(values[0], module, self._known(module))
        if not values:
            where = self.path.imported_from(module, name)
            if where is not None and where != (module, name):
                return self._constant(*where)
        raise UnknownValueError

    def _returned(self, module: str, name: str) -> object:
        """What a function gives that has one `return`, at its end."""
        function = self._function(module, name)
        if function is None or isinstance(function, ast.AsyncFunctionDef):
            raise UnknownValueError
        returns = [s for s in all_statements(function.body) if isinstance(s, ast.Return)]
        last = function.body[-1]
        if len(returns) != 1 or returns[0] is not last or returns[0].value is None:
            raise UnknownValueError
        known = dict.fromkeys(_parameters(function))
        local = assigned(function.body, {**self._known(module), **known}, self.environment)
        return self._evaluate(returns[0].value, module, local)

    def _function(self, module: str, name: str) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
        body = self._body(module)
        found: ast.stmt | None = None
        for part in name.split("."):
            named = [
                statement
                for statement in body
                if isinstance(statement, (*_FUNCTIONS, ast.ClassDef)) and statement.name == part
            ]
            if len(named) != 1:
                return None
            found = named[0]
            body = named[0].body
        return found if isinstance(found, _FUNCTIONS) else None

    def _attribute(self, module: str, name: str, attribute: str, made: bool) -> object:
        """What an attribute of a class holds, or of an object of it (`made`)."""
        variables = settings_variables(self._closure, (module, name)) if made else None
        if variables is not None:
            if attribute not in variables:
                raise UnknownValueError
            names, case_sensitive = variables[attribute]
            given = self._given(names, case_sensitive)
            if given is not None:
                return given
        for where, owner in self.path.lineage(module, name):
            found = self._class(where, owner)
            if found is None or (not made and not self._is_plain(where, found)):
                raise UnknownValueError
            if made and variables is None:
                if found.decorator_list or found.keywords:
                    raise UnknownValueError  # a call of it may set anything
                inside = self._set_in_init(found, where, attribute)
                if inside is not None:
                    return inside
            value = _field(found.body, attribute)
            if value is not None:
                known = assigned(found.body, self._known(where), self.environment)
                known.pop(attribute, None)
                return self._evaluate(_default(value), where, known)
        raise UnknownValueError

    def _is_plain(self, module: str, found: ast.ClassDef) -> bool:
        """Whether all bases of a class are in the image: then its fields are attributes of it."""
        things = (self.path.stands_for(module, "", dotted(base)) for base in found.bases)
        return all(thing is not None and thing[0] == "class" for thing in things)

    def _given(self, names: Sequence[str], case_sensitive: bool) -> str | None:
        """The value of the first of some variables that is set."""
        for name in names:
            if not case_sensitive:
                same = [each for each in self.environment.variables if each.upper() == name]
                name = same[0] if same else name
            given = self.environment.get(name)
            if given is not None:
                return given
        return None

    def _class(self, module: str, name: str) -> ast.ClassDef | None:
        named = [
            statement
            for statement in self._body(module)
            if isinstance(statement, ast.ClassDef) and statement.name == name
        ]
        return named[0] if len(named) == 1 else None

    def _set_in_init(self, found: ast.ClassDef, module: str, attribute: str) -> object:
        """What `__init__` sets an attribute to; None where it does not set it."""
        for method in found.body:
            if not isinstance(method, ast.FunctionDef) or method.name != "__init__":
                continue
            wanted = f"{method.args.args[0].arg}.{attribute}" if method.args.args else ""
            values = [
                statement.value
                for statement in all_statements(method.body)
                if isinstance(statement, (ast.Assign, ast.AnnAssign))
                and any(dotted(target) == wanted for target in targets(statement))
            ]
            if not values:
                return None
            if len(values) > 1 or values[0] is None:
                raise UnknownValueError
            known = {**self._known(module), **dict.fromkeys(_parameters(method))}
            return self._evaluate(values[0], module, known)
        return None


class Names(dict[str, object]):
    """Names with their values: those that are worked out, and those that `CodeValues` finds."""

    def __init__(
        self, values: CodeValues, module: str, function: str, known: Mapping[str, object]
    ) -> None:
        super().__init__(known)
        self._values = values
        self._module = module
        self._function = function

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.get(name) is not None

    def __getitem__(self, name: str) -> object:
        return self.get(name)

    def get(self, name: str, default: object = None) -> object:
        """The value of a dotted name, in which a call without arguments ends in `()`."""
        if super().__contains__(name):
            known = super().__getitem__(name)
            if known is not None or "." not in name:
                return known
        if not name:
            return default
        try:
            return self._values.value(self._module, self._function, name)
        except UnknownValueError:
            return default


def _parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    arguments = function.args
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    every += [item for item in (arguments.vararg, arguments.kwarg) if item is not None]
    return [item.arg for item in every]


def _field(body: Sequence[ast.stmt], name: str) -> ast.expr | None:
    """The value of a field of a class, None where its body gives none."""
    values = [
        statement.value
        for statement in body
        if isinstance(statement, (ast.Assign, ast.AnnAssign))
        and any(isinstance(t, ast.Name) and t.id == name for t in targets(statement))
    ]
    return values[0] if len(values) == 1 else None


def _default(value: ast.expr) -> ast.expr:
    """The default of a field: what `Field(...)` is given, else the value itself."""
    if isinstance(value, ast.Call) and dotted(value.func).rpartition(".")[2] == "Field":
        given = value.args[0] if value.args else keyword(value, "default")
        if given is None:
            raise UnknownValueError
        return given
    return value
