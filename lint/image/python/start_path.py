"""Which functions a start provably calls.

It begins at the top level of modules, the application factory, lifespan and start-up handlers,
and the `__main__` block. Followed are functions by name, methods of `self`, of classes and of variables whose class an
assignment or an annotation shows, constructors, properties and `super()`. A function that is not
found on the way is not proven to run; background tasks and threads are no part of a start.
"""

from __future__ import annotations

from collections import deque

from lint.image.python.calls import (
    CATCHES,
    KEY_ERROR,
    SOME,
    SWALLOWS,
    UNKNOWN,
    Call,
    Class,
    Function,
    ModuleCalls,
    read_calls,
)
from lint.image.python.facts import CONDITION, IMPORT_ERROR, MAIN, MODULE_NOT_FOUND, TYPE_ONLY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lint.image.python.resolution import Resolution

    Key = tuple[str, str]
    Thing = tuple[str, str, str, Key | None]
    """What a name stands for: a kind, a module, a name in it, and a class.

    The kinds are "function", "class", "instance" of exactly that class, "some" instance of it or
    of a subclass, "super" (what comes behind that class), and "module". The class, None for none,
    is that of the object whose method the function is, or, for "super", of `self`.
    """

THE_SERVER = "<server>"
"""The caller of an application factory and of a console script's function."""
MAX_FUNCTIONS = 20_000
MAX_DEPTH = 30
MAX_STEPS = 500
"""Names that are looked up to find out what one call calls."""
_CONSTRUCTORS = ("__new__", "__init__", "__post_init__", "model_post_init")
_CONTEXTS = frozenset(("contextmanager", "asynccontextmanager"))
_VALIDATORS = frozenset(("validator", "field_validator", "root_validator", "model_validator"))
_FIELD_VALIDATORS = frozenset(("validator", "field_validator"))
_PLAIN_BASES = frozenset(
    ("object", "ABC", "Protocol", "Generic", "BaseModel", "BaseSettings", "NamedTuple", "TypedDict",
     "Enum", "IntEnum", "StrEnum", "Exception", "RuntimeError", "ValueError")
)  # fmt: skip
"""Bases of other distributions that bring no method which hides one of the image."""
_PROPERTIES = frozenset(("property", "cached_property", "functools.cached_property"))


class Site:
    """One call on the way: the caller and what it calls, with the place of the call."""

    __slots__ = ("callee", "caller", "column", "line", "module")

    def __init__(self, module: str, caller: str, callee: str, line: int, column: int) -> None:
        self.module = module
        self.caller = caller
        self.callee = callee
        self.line = line
        self.column = column


class Start:
    """How a function is reached: from the top level of `root` through `sites`.

    `flags` are those of all calls on the way together: what is caught, and what runs only under a
    condition.
    """

    __slots__ = ("flags", "root", "sites")

    def __init__(self, root: str, sites: tuple[Site, ...], flags: int) -> None:
        self.root = root
        self.sites = sites
        self.flags = flags

    @property
    def conditional(self) -> bool:
        """Whether it runs only under a condition."""
        return bool(self.flags & CONDITION)


class Demanded:
    """A call that names an env var which the function must find set.

    `inside` is true where the call stands in a function.
    """

    __slots__ = ("column", "flags", "inside", "line", "module", "name")

    def __init__(
        self, name: str, module: str, line: int, column: int, flags: int, inside: bool
    ) -> None:
        self.inside = inside
        self.name = name
        self.module = module
        self.line = line
        self.column = column
        self.flags = flags


class StartPath:
    """The functions that a start reaches, by (module, name).

    `made` are the classes that it makes objects of, `demanded` the env vars that it names in calls
    of functions which need them. `read` gives the source of a module of the image; None where it
    cannot be had.
    """

    def __init__(self, resolution: Resolution, read: Callable[[str], bytes | None]) -> None:
        self.reached: dict[Key, Start] = {}
        self.made: dict[Key, Start] = {}
        self.demanded: list[Demanded] = []
        self._resolution = resolution
        self._read = read
        self._modules: dict[str, ModuleCalls | None] = {}
        self._ways: dict[tuple[Key, Key | None], Start] = {}
        self._queue: deque[tuple[Key, Key | None]] = deque()
        self._roots: set[str] = set()
        self._checked: set[tuple[str, int, int]] = set()
        self._methods: dict[str, set[Key]] = {}
        self._orders: dict[Key, list[tuple[str, Class, bool]]] = {}
        self._results: dict[Thing, Thing | None] = {}
        self._steps = 0

    def calls(self, module: str) -> ModuleCalls | None:
        """The calls of a module; None where its source cannot be read."""
        if module not in self._modules:
            source = self._read(module)
            known = self._modules[module] = read_calls(source) if source is not None else None
            for found in known.classes.values() if known is not None else ():
                for method in found.methods:
                    self._methods.setdefault(method, set()).add((module, found.name))
        return self._modules[module]

    def function_at(self, module: str, line: int) -> Start | None:
        """How the function that a line belongs to is reached; None where it is not.

        What stands behind the first `yield` of a lifespan does not run while the server starts.
        """
        known = self.calls(module)
        if known is None:
            return None
        function = known.function_at(line)
        if not function.name or (function.yields and line > function.yields):
            return None
        start = self.reached.get((module, function.name))
        if start is not None and start.flags & SWALLOWS and line > function.risk:
            return Start(start.root, start.sites, start.flags | CONDITION)
        return start

    def learn_module(self, module: str) -> None:
        """Takes note of a module's classes, before any of them is used."""
        self.calls(module)

    def add_module(self, module: str, main: bool, flags: int = 0) -> None:
        """Follows the top level of a module that the start imports."""
        if module in self._roots:
            return
        self._roots.add(module)
        known = self.calls(module)
        if known is not None:
            self._follow(module, known, known.top, Start(module, (), flags), main, None)
            self._run()

    def add_function(self, module: str, name: str) -> None:
        """Follows a function that the server or a console script calls without arguments.

        One that needs arguments is no factory: it is the application itself, called by requests.
        """
        thing = self._lookup(module, name, None, 0)
        if thing is not None and thing[0] == "function" and not self._required(thing):
            known = self.calls(thing[1])
            line = known.functions[thing[2]].line if known is not None else 1
            site = Site(thing[1], THE_SERVER, name, line, 1)
            self._enter(thing, Start(module, (), 0), site, 0, Call(name, line, 1, 0, awaited=True))
            self._run()

    def _required(self, thing: Thing) -> int:
        known = self.calls(thing[1])
        function = known.functions.get(thing[2]) if known is not None else None
        return function.required if function is not None else 0

    def _run(self) -> None:
        while self._queue:
            key, concrete = self._queue.popleft()
            known = self.calls(key[0])
            function = known.functions.get(key[1]) if known is not None else None
            if known is not None and function is not None:
                start = self._ways[key, concrete]
                self._follow(key[0], known, function, start, False, concrete)

    def _follow(
        self,
        module: str,
        known: ModuleCalls,
        function: Function,
        start: Start,
        main: bool,
        concrete: Key | None,
    ) -> None:
        for call in function.calls:
            flags = call.flags
            if flags & TYPE_ONLY or (flags & MAIN and not main):
                continue
            if function.yields and call.line > function.yields:
                continue
            flags &= ~MAIN
            if start.flags & SWALLOWS and call.line > function.risk:
                flags |= CONDITION
            things = (
                self._from_settings(call.name)
                if ":" in call.name
                else [self._target(module, known, function, call, concrete)]
            )
            for thing in things:
                if thing is not None:
                    name = call.name.removesuffix("@").replace(":", ".")
                    site = Site(module, function.name, name, call.line, call.column)
                    self._demand(thing, call, module, start.flags | flags, bool(function.name))
                    self._enter(thing, start, site, flags, call)
                    self._call_back(
                        thing, start, site, flags, call, module, known, function, concrete
                    )

    def _from_settings(self, name: str) -> list[Thing | None]:
        """What `module:name` stands for; for `module:.ready` that of its configurations."""
        module, _, attribute = name.partition(":")
        if module not in self._resolution.modules:
            return []
        first, _, rest = attribute.partition(".")
        known = self.calls(module)
        if known is None:
            return []
        configured = [name for name, found in known.classes.items() if _is_config(found)]
        names = [first] if first else (configured if len(configured) == 1 else [])
        things: list[Thing | None] = []
        for each in names:
            thing = self._lookup(module, each, known, 0)
            if thing is not None and rest:
                thing = self._attribute(self._result(thing, 0) or thing, rest, 0)
            things.append(thing)
        return things

    def _call_back(
        self,
        thing: Thing,
        start: Start,
        site: Site,
        flags: int,
        call: Call,
        module: str,
        known: ModuleCalls,
        function: Function,
        concrete: Key | None,
    ) -> None:
        """Follows a function that is an argument of a function which calls it."""
        where = self.calls(thing[1])
        callee = where.functions.get(thing[2]) if where is not None else None
        if callee is None or thing[0] != "function" or not any(call.given):
            return
        if callee.is_async and not call.awaited:
            return
        shift = 1 if callee.parameters[:1] in (["self"], ["cls"]) else 0
        for number, name in enumerate(call.given):
            position = number + shift
            if not name or position >= len(callee.parameters):
                continue
            parameter = callee.parameters[position]
            inner = callee.call_of(parameter)
            if inner is None:
                continue
            given = self._resolve(module, known, function, name, 0, concrete)
            if given is None or given[0] != "function":
                continue
            more = flags | inner.flags
            if start.flags & SWALLOWS and inner.line > callee.risk:
                more |= CONDITION
            second = Site(thing[1], callee.name, name, inner.line, inner.column)
            way = Start(start.root, (*start.sites, site), start.flags | flags)
            self._enter(given, way, second, more, inner)

    def _demand(self, thing: Thing, call: Call, module: str, flags: int, inside: bool) -> None:
        for found in self._demands_of(thing, call, module, flags, inside):
            key = (module, call.line, call.column)
            if key not in self._checked:
                self._checked.add(key)
                self.demanded.append(found)

    def _demands_of(
        self, thing: Thing, call: Call, module: str, flags: int, inside: bool
    ) -> Iterator[Demanded]:
        """The env vars that a call names and that what it calls must find set."""
        kind, where, name, _ = thing
        known = self.calls(where)
        if known is None or not known.demands or kind not in ("function", "class"):
            return
        name = f"{name}.__init__" if kind == "class" else name
        function = known.functions.get(name)
        first = function.parameters[:1] if function is not None else []
        shift = 1 if first in (["self"], ["cls"]) else 0
        for demand in known.demands.get(name, ()):
            position = demand.position - shift
            value = call.keywords.get(demand.name)
            if value is None and 0 <= position < len(call.arguments):
                value = call.arguments[position]
            default, number = demand.default
            if default and (default in call.keywords or number - shift < len(call.arguments)):
                continue
            if value:
                together = flags | demand.flags
                yield Demanded(value, module, call.line, call.column, together, inside)

    def unproven_demands(self) -> Iterator[Demanded]:
        """The env vars that are named like that in functions which the start is not proven to call."""
        if not any(known is not None and known.demands for known in self._modules.values()):
            return
        for module, known in list(self._modules.items()):
            for function in known.functions.values() if known is not None else ():
                if known is None or (module, function.name) in self.reached:
                    continue
                for call in function.calls:
                    if not any(call.arguments) and not any(call.keywords.values()):
                        continue
                    thing = self._target(module, known, function, call, None)
                    if thing is not None:
                        yield from self._demands_of(thing, call, module, call.flags, True)

    def _enter(self, thing: Thing, start: Start, site: Site, flags: int, call: Call) -> None:
        """Puts what a call runs into the queue."""
        kind, module, name, concrete = thing
        if kind in ("instance", "some"):
            method = self._attribute(thing, "__call__", 0)
            if method is not None:
                self._enter(method, start, site, flags, call)
        elif kind == "class":
            made = Start(start.root, (*start.sites, site), start.flags | flags)
            if name and (
                (module, name) not in self.made
                or _weaker(self.made[module, name].flags, made.flags)
            ):
                self.made[module, name] = made
            for key, more in self._constructors(module, name, call):
                self._reach(key, (module, name), start, site, flags | more)
        elif kind == "function":
            known = self.calls(module)
            function = known.functions.get(name) if known is not None else None
            if function is None:
                return
            manager = any(item.rpartition(".")[2] in _CONTEXTS for item in function.decorators)
            if function.is_async and not call.awaited and not manager:
                return  # a coroutine that nobody waits for here
            if function.yields and not manager and not call.awaited:
                return  # a generator runs when it is asked for values
            self._reach((module, name), concrete, start, site, flags)

    def _reach(self, key: Key, concrete: Key | None, start: Start, site: Site, flags: int) -> None:
        together = start.flags | flags
        old = self._ways.get((key, concrete))
        if old is not None and not _weaker(old.flags, together):
            return
        if len(self._ways) >= MAX_FUNCTIONS or len(start.sites) >= MAX_DEPTH:
            return
        way = self._ways[key, concrete] = Start(start.root, (*start.sites, site), together)
        self._queue.append((key, concrete))
        best = self.reached.get(key)
        if best is None or _weaker(best.flags, together):
            self.reached[key] = way

    # Names

    def _target(
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
            return self._resolve(module, known, function, name, 0, concrete)
        thing = self._resolve(module, known, function, name[:-1], 0, concrete)
        if thing is None or thing[0] != "function":
            return None
        owner = self.calls(thing[1])
        found = owner.functions.get(thing[2]) if owner is not None else None
        if found is None or not _PROPERTIES.intersection(found.decorators):
            return None
        return thing

    def _resolve(
        self,
        module: str,
        known: ModuleCalls,
        function: Function,
        name: str,
        depth: int,
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
            thing = self._attribute(thing, part.removesuffix("()"), depth + 1)
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
        while scope:
            around = known.functions.get(scope)
            if around is not None:  # the names of a class are not those of its methods
                found = self._in_scope(module, known, around, name, depth, concrete)
                if found is not None:
                    return found[0]
                if name in around.parameters:
                    return None
            scope = scope.rpartition(".")[0]
        return self._lookup(module, name, known, depth + 1)

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
        inner = f"{scope.name}.{name}" if scope.name else name
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

    def _imported(self, module: str, source: str, attribute: str, depth: int) -> Thing | None:
        base = self._absolute(module, source) if source != UNKNOWN else None
        modules = self._resolution.modules
        if base is None:
            return None
        if not attribute:
            return ("module", base, "", None) if base in modules else None
        if base in modules:
            found = self._lookup(base, attribute, None, depth + 1)
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
            thing = self._resolve(module, known, known.top, origin[:-1], depth)
            return ("some", thing[1], thing[2], None) if thing and thing[0] == "class" else None
        if not origin.endswith("()"):
            return self._resolve(module, known, function, origin, depth, concrete)
        thing = self._resolve(module, known, function, origin[:-2], depth, concrete)
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
        known = self.calls(module)
        function = known.functions.get(name) if known is not None else None
        if known is None or function is None or function.yields:
            return None
        if len(function.gives) == 1:
            (origin,) = function.gives
            result = self._value(module, known, function, origin, depth + 1, concrete)
            if result is not None:
                return result
        if function.returns:
            result = self._resolve(module, known, known.top, function.returns, depth + 1)
            if result is not None and result[0] == "class":
                return ("some", result[1], result[2], None)
        return None

    def _lookup(
        self, module: str, name: str, known: ModuleCalls | None, depth: int
    ) -> Thing | None:
        """What a module-level name of a module of the image stands for."""
        known = known or self.calls(module)
        if known is None or depth > MAX_DEPTH:
            return None
        found = self._in_scope(module, known, known.top, name, depth, None)
        if found is not None:
            return found[0]
        if len(known.stars) == 1:
            source = self._absolute(module, known.stars[0])
            if source and source in self._resolution.modules and not name.startswith("_"):
                return self._lookup(source, name, None, depth + 1)
        for star in known.stars:
            source = self._absolute(module, star)
            if (
                source
                and source in self._resolution.modules
                and self._resolution.binds_name(source, name)
            ):
                return self._lookup(source, name, None, depth + 1)
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

    def _attribute(self, thing: Thing, name: str, depth: int) -> Thing | None:
        kind, module, owner, concrete = thing
        if depth > MAX_DEPTH:
            return None
        if kind == "module":
            inner = f"{module}.{name}"
            if inner in self._resolution.modules:
                return ("module", inner, "", None)
            return self._lookup(module, name, None, depth + 1)
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
            if name in found.methods or name in found.attributes:
                if doubtful:
                    return None  # a base of another distribution may come before it
            if name in found.methods:
                method = found.methods[name]
                if method.again or (kind == "some" and self._overridden(name, where, found.name)):
                    return None
                return ("function", where, method.name, exact)
            if name in found.attributes:
                known = self.calls(where)
                if known is None:
                    return None
                scope = found.methods.get("__init__") or known.top
                origin = found.attributes[name]
                return self._value(where, known, scope, origin, depth + 1, exact)
        return None

    def _overridden(self, method: str, module: str, name: str) -> bool:
        """Whether a known subclass has a method of its own in the place of a class's."""
        others = self._methods.get(method, set()) - {(module, name)}
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
        known = self.calls(module)
        found = known.classes.get(name) if known is not None else None
        if known is None or found is None or depth > 10 or len(order) > 50:
            order.append(None)
            return
        order.append((module, found))
        for base in found.bases:
            thing = self._resolve(module, known, known.top, base, 1) if base else None
            if thing is not None and thing[0] == "class":
                self._bases(thing[1], thing[2], order, depth + 1)
            elif base.rpartition(".")[2] not in _PLAIN_BASES:
                order.append(None)

    def _constructors(self, module: str, name: str, call: Call) -> Iterator[tuple[Key, int]]:
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
                validates = bool(_VALIDATORS & decorators)
                if not (method in _CONSTRUCTORS or validates) or method in seen:
                    continue
                seen.add(method)
                given = settings or call.keywords.keys() & set(function.fields)
                sure = not doubtful and not function.again
                if _FIELD_VALIDATORS & decorators and not given:
                    sure = False
                yield (where, function.name), 0 if sure else CONDITION


def _is_config(found: Class) -> bool:
    return any(base.rpartition(".")[2] == "AppConfig" for base in found.bases)


def guards_module(flags: int) -> bool:
    """Whether a missing module does not stop what runs under these flags."""
    return bool(flags & (CONDITION | MODULE_NOT_FOUND | IMPORT_ERROR))


def guards_variable(flags: int) -> bool:
    """Whether a missing env var does not stop what runs under these flags."""
    return bool(flags & (CONDITION | KEY_ERROR | CATCHES))


def guards_settings(flags: int) -> bool:
    """Whether what pydantic raises does not stop what runs under these flags."""
    return bool(flags & (CONDITION | CATCHES))


def _weaker(old: int, new: int) -> bool:
    """Whether a way that was found is less sure than a new one."""
    guards = CONDITION | MODULE_NOT_FOUND | IMPORT_ERROR | KEY_ERROR | SWALLOWS | CATCHES
    return (old & guards) != (new & guards) and (old & guards) & (new & guards) == (new & guards)
