"""What the names in a module's calls stand for, across the modules of an image."""

from __future__ import annotations

from lint.image.python.call_records import SOME, TABLE, UNKNOWN, VALIDATORS
from lint.image.python.facts import CONDITION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lint.image.python.call_records import Call, Class, Function, ModuleCalls
    from lint.image.python.known_calls import KnownCalls
    from lint.image.python.resolution import Resolution

    Key = tuple[str, str]
    Thing = tuple[str, str, str, Key | None]
    """What a name stands for: a kind, a module, a name in it, and a class.

    The kinds are "function", "class", "instance" of exactly that class, "some" instance of it or
    of a subclass, "super" (what comes behind that class), and "module". The class, None for none,
    is that of the object whose method the function is, or, for "super", of `self`.
    """

MAX_DEPTH = 30
MAX_STEPS = 500
"""Names that are looked up to find out what one call calls."""
_CONSTRUCTORS = ("__new__", "__init__", "__post_init__", "model_post_init")
_FIELD_VALIDATORS = frozenset(("validator", "field_validator"))
_PLAIN_BASES = frozenset(
    ("object", "ABC", "Protocol", "Generic", "BaseModel", "BaseSettings", "NamedTuple", "TypedDict",
     "Enum", "IntEnum", "StrEnum", "Exception", "RuntimeError", "ValueError")
)  # fmt: skip
"""Bases of other distributions that bring no method which hides one of the image."""
_PROPERTIES = frozenset(("property", "cached_property", "functools.cached_property"))


class NameLookup:
    """Answers for the modules of one image."""

    def __init__(self, resolution: Resolution, calls: KnownCalls) -> None:
        self._resolution = resolution
        self._calls = calls
        self._orders: dict[Key, list[tuple[str, Class, bool]]] = {}
        self._results: dict[Thing, Thing | None] = {}
        self._steps = 0

    def target(
        self,
        module: str,
        known: ModuleCalls,
        function: Function,
        call: Call,
        concrete: Key | None,
    ) -> Thing | None:
        """The function or class that a call names."""
        name = call.name
        self._steps = 0
        if not name.endswith("@"):
            return self.resolve(module, known, function, name, 0, concrete)
        thing = self.resolve(module, known, function, name[:-1], 0, concrete)
        if thing is None or thing[0] != "function":
            return None
        owner = self._calls.outline(thing[1])
        found = owner.functions.get(thing[2]) if owner is not None else None
        if found is None or not _PROPERTIES.intersection(found.decorators):
            return None
        return thing

    def find(self, module: str, known: ModuleCalls, function: Function, name: str) -> Thing | None:
        """What a dotted name stands for inside a function, looked up anew."""
        self._steps = 0
        return self.resolve(module, known, function, name)

    def origin(self, module: str, name: str) -> Key | None:
        """The module of the image, and the name there, that a module imports under a name."""
        known = self._calls.whole(module)
        if known is None or name not in known.imports:
            return None
        source, attribute = known.imports[name]
        base = self._absolute(module, source) if source != UNKNOWN else None
        if base is None or base not in self._resolution.modules or not attribute:
            return None
        return base, attribute

    def lineage(self, module: str, name: str) -> list[Key]:
        """A class and its bases in the image, in the order of their search."""
        return [(where, found.name) for where, found, _ in self._mro(module, name)]

    def resolve(
        self,
        module: str,
        known: ModuleCalls,
        function: Function,
        name: str,
        depth: int = 0,
        concrete: Key | None = None,
    ) -> Thing | None:
        """What a dotted name stands for inside a function of an object of the class `concrete`."""
        self._steps += 1
        if depth > MAX_DEPTH or name == UNKNOWN or self._steps > MAX_STEPS:
            return None
        first, _, rest = name.partition(".")
        called = first.endswith("()") and first != "super()"
        first = first.removesuffix("()") if called else first
        thing: Thing | None
        if first in ("self", "cls") and function.owner:
            thing = (
                ("instance", *concrete, None)
                if concrete is not None
                else ("some", module, function.owner, None)
            )
        elif first == "super()" and function.owner:
            thing = ("super", module, function.owner, concrete)
        else:
            thing = self._local(module, known, function, first, depth, concrete)
        if called:
            thing = self._result(thing, depth + 1)
        for part in rest.split(".") if rest else ():
            if thing is None:
                return None
            thing = self.attribute(thing, part.removesuffix("()"), depth + 1)
            if part.endswith("()"):
                thing = self._result(thing, depth + 1)
        return thing

    def _local(
        self,
        module: str,
        known: ModuleCalls,
        function: Function,
        name: str,
        depth: int,
        concrete: Key | None,
    ) -> Thing | None:
        """What a name stands for in a function, the functions around it, and its module."""
        scope = function.name
        if scope:
            self._calls.whole(module)
        while scope:
            around = known.functions.get(scope)
            if around is not None:  # the names of a class are not those of its methods
                found = self._in_scope(module, known, around, name, depth, concrete)
                if found is not None:
                    return found[0]
                if name.partition("[")[0] in around.parameters:
                    return None
            scope = scope.rpartition(".")[0]
        return self.lookup(module, name, known, depth + 1)

    def _in_scope(
        self,
        module: str,
        known: ModuleCalls,
        scope: Function,
        name: str,
        depth: int,
        concrete: Key | None,
    ) -> tuple[Thing | None] | None:
        """What a scope binds a name to, in a tuple; None where it does not bind it.

        Where it binds it more than once, nobody can tell what it stands for.
        """
        if name.endswith("]"):
            return self._table_item(module, known, scope, name, depth, concrete)
        inner = f"{scope.name}.{name}" if scope.name else name
        function, made = None, False
        if scope.name or known.defines(name):
            function, made = known.functions.get(inner), inner in known.classes
        places = [name in scope.values, name in scope.imports, function is not None, made]
        if sum(places) != 1:
            return (None,) if any(places) else None
        if function is not None:
            return (None,) if function.again else (("function", module, inner, None),)
        if made:
            return (("class", module, inner, None),)
        if name in scope.imports:
            return (self._imported(module, *scope.imports[name], depth),)
        origin = scope.values[name]
        if origin.partition(".")[0].removesuffix("()").removesuffix(SOME) == name:
            return (None,)  # assigned from itself
        return (self._value(module, known, scope, origin, depth + 1, concrete),)

    def _table_item(
        self,
        module: str,
        known: ModuleCalls,
        scope: Function,
        name: str,
        depth: int,
        concrete: Key | None,
    ) -> tuple[Thing | None] | None:
        """What a scope has under a key of a dict, like `_in_scope`."""
        table, _, key = name.partition("[")
        if table in scope.values:
            origin = scope.values.get(name, UNKNOWN)
            if scope.values[table] != TABLE or table in scope.imports:
                return (None,)
            return (self._value(module, known, scope, origin, depth + 1, concrete),)
        if table in scope.imports:
            source, attribute = scope.imports[table]
            if not attribute:
                return (None,)
            return (self._imported(module, source, f"{attribute}[{key}", depth),)
        return None

    def _imported(self, module: str, source: str, attribute: str, depth: int) -> Thing | None:
        base = self._absolute(module, source) if source != UNKNOWN else None
        modules = self._resolution.modules
        if base is None:
            return None
        if not attribute:
            return ("module", base, "", None) if base in modules else None
        if base in modules:
            found = self.lookup(base, attribute, None, depth + 1)
            if found is not None:
                return found
        inner = f"{base}.{attribute}"
        return ("module", inner, "", None) if inner in modules else None

    def _value(
        self,
        module: str,
        known: ModuleCalls,
        function: Function,
        origin: str,
        depth: int,
        concrete: Key | None = None,
    ) -> Thing | None:
        """What a name holds that is assigned from `origin`."""
        if origin.endswith(SOME):
            thing = self.resolve(module, known, known.top, origin[:-1], depth)
            return ("some", thing[1], thing[2], None) if thing and thing[0] == "class" else None
        if not origin.endswith("()"):
            return self.resolve(module, known, function, origin, depth, concrete)
        thing = self.resolve(module, known, function, origin[:-2], depth, concrete)
        return self._result(thing, depth)

    def _result(self, thing: Thing | None, depth: int) -> Thing | None:
        """What a call of a thing gives."""
        if thing is None or depth > MAX_DEPTH:
            return None
        kind, module, name, _ = thing
        if kind == "class":
            return ("instance", module, name, None)
        if kind != "function":
            return None
        if thing not in self._results:
            self._results[thing] = None  # what it gives does not depend on what it gives
            self._results[thing] = self._given_by(thing, depth)
        return self._results[thing]

    def _given_by(self, thing: Thing, depth: int) -> Thing | None:
        """What a function returns, by its `return` statements, else by its annotation."""
        _, module, name, concrete = thing
        known = self._calls.whole(module)
        function = known.functions.get(name) if known is not None else None
        if known is None or function is None or function.yields:
            return None
        if len(function.gives) == 1:
            (origin,) = function.gives
            result = self._value(module, known, function, origin, depth + 1, concrete)
            if result is not None:
                return result
        if function.returns:
            result = self.resolve(module, known, known.top, function.returns, depth + 1)
            if result is not None and result[0] == "class":
                return ("some", result[1], result[2], None)
        return None

    def lookup(self, module: str, name: str, known: ModuleCalls | None, depth: int) -> Thing | None:
        """What a module-level name of a module of the image stands for."""
        known = known or self._calls.outline(module)
        if known is None or depth > MAX_DEPTH:
            return None
        found = self._in_scope(module, known, known.top, name, depth, None)
        if found is not None:
            return found[0]
        if len(known.stars) == 1:
            source = self._absolute(module, known.stars[0])
            if source and source in self._resolution.modules and not name.startswith("_"):
                return self.lookup(source, name, None, depth + 1)
        for star in known.stars:
            source = self._absolute(module, star)
            if (
                source
                and source in self._resolution.modules
                and self._resolution.binds_name(source, name)
            ):
                return self.lookup(source, name, None, depth + 1)
        return None

    def _absolute(self, module: str, source: str) -> str | None:
        level = len(source) - len(source.lstrip("."))
        if not level:
            return source
        package = module if self._resolution.is_package(module) else module.rpartition(".")[0]
        parts = package.split(".") if package else []
        if level - 1 > len(parts):
            return None
        parts = parts[: len(parts) - (level - 1)]
        rest = source.lstrip(".")
        return ".".join([*parts, rest] if rest else parts)

    def attribute(self, thing: Thing, name: str, depth: int) -> Thing | None:
        """What an attribute of a thing stands for."""
        kind, module, owner, concrete = thing
        if depth > MAX_DEPTH:
            return None
        if kind == "module":
            inner = f"{module}.{name}"
            if inner in self._resolution.modules:
                return ("module", inner, "", None)
            return self.lookup(module, name, None, depth + 1)
        if kind == "function":
            return None
        start = (module, owner)
        exact: Key | None = start if kind in ("instance", "class") else None
        classes = self._mro(*start)
        if kind == "super":
            exact = concrete
            classes = self._mro(*(concrete or start))
            names = [(where, found.name) for where, found, _ in classes]
            if start not in names:
                return None
            classes = classes[names.index(start) + 1 :]
        for where, found, doubtful in classes:
            if found.methods and name not in found.methods:
                self._calls.read_attributes(where, name)  # methods make attributes
            if name in found.methods or name in found.attributes:
                if doubtful:
                    return None  # a base of another distribution may come before it
            if name in found.methods:
                method = found.methods[name]
                if method.again or (kind == "some" and self._overridden(name, where, found.name)):
                    return None
                return ("function", where, method.name, exact)
            if name in found.attributes:
                known = self._calls.outline(where)
                if known is None:
                    return None
                scope = found.methods.get("__init__") or known.top
                origin = found.attributes[name]
                return self._value(where, known, scope, origin, depth + 1, exact)
        return None

    def _overridden(self, method: str, module: str, name: str) -> bool:
        """Whether a known subclass has a method of its own in the place of a class's."""
        others = self._calls.with_method(method) - {(module, name)}
        return (
            any(
                (module, name) in [(where, found.name) for where, found, _ in self._mro(*other)]
                for other in list(others)[:200]
            )
            or len(others) > 200
        )

    def _mro(self, module: str, name: str) -> list[tuple[str, Class, bool]]:
        """A class and its bases in the image, in the order of their search.

        Each comes with whether a base of another distribution is searched before it.
        """
        if (module, name) in self._orders:
            return self._orders[module, name]
        self._orders[module, name] = []  # a class that is its own base has none
        order: list[tuple[str, Class] | None] = []
        self._bases(module, name, order, 0)
        result: list[tuple[str, Class, bool]] = []
        doubtful = False
        for number, entry in enumerate(order):
            if entry is None:
                doubtful = True
            elif not any(
                later is not None and later[1] is entry[1] for later in order[number + 1 :]
            ):
                result.append((*entry, doubtful))
        self._orders[module, name] = result
        return result

    def _bases(
        self, module: str, name: str, order: list[tuple[str, Class] | None], depth: int
    ) -> None:
        known = self._calls.outline(module)
        found = known.classes.get(name) if known is not None else None
        if known is None or found is None or depth > 10 or len(order) > 50:
            order.append(None)
            return
        order.append((module, found))
        for base in found.bases:
            thing = self.resolve(module, known, known.top, base, 1) if base else None
            if thing is not None and thing[0] == "class":
                self._bases(thing[1], thing[2], order, depth + 1)
            elif base.rpartition(".")[2] not in _PLAIN_BASES:
                order.append(None)

    def from_settings(self, name: str) -> list[Thing | None]:
        """What `module:name` stands for; for `module:.ready` that of its configurations."""
        module, _, attribute = name.partition(":")
        if module not in self._resolution.modules:
            return []
        first, _, rest = attribute.partition(".")
        known = self._calls.outline(module)
        if known is None:
            return []
        configured = [name for name, found in known.classes.items() if _is_config(found)]
        names = [first] if first else (configured if len(configured) == 1 else [])
        things: list[Thing | None] = []
        for each in names:
            thing = self.lookup(module, each, known, 0)
            if thing is not None and rest:
                thing = self.attribute(self._result(thing, 0) or thing, rest, 0)
            things.append(thing)
        return things

    def constructors(self, module: str, name: str, call: Call) -> Iterator[tuple[Key, int]]:
        """What runs when an object of a class is made, with its flags.

        It is the first of each kind, and validators: those of fields only where the field is given.
        """
        seen: set[str] = set()
        classes = self._mro(module, name)
        settings = any(
            base.rpartition(".")[2].endswith("Settings")
            for _, found, _ in classes
            for base in found.bases
        )
        for where, found, doubtful in classes:
            for method, function in found.methods.items():
                decorators = {item.rpartition(".")[2] for item in function.decorators}
                validates = bool(VALIDATORS & decorators)
                if not (method in _CONSTRUCTORS or validates) or method in seen:
                    continue
                seen.add(method)
                given = settings or set(call.keywords).intersection(function.fields)
                sure = not doubtful and not function.again
                if _FIELD_VALIDATORS & decorators and not given:
                    sure = False
                yield (where, function.name), 0 if sure else CONDITION


def _is_config(found: Class) -> bool:
    return any(base.rpartition(".")[2] == "AppConfig" for base in found.bases)
