"""Which functions a start provably calls.

It begins at the top level of modules, the application factory, lifespan and start-up handlers,
and the `__main__` block. Followed are functions by name, methods of `self`, of classes and of variables whose class an
assignment or an annotation shows, constructors, properties and `super()`. A function that is not
found on the way is not proven to run; background tasks and threads are no part of a start.
"""

from __future__ import annotations

from collections import deque

from lint.image.python.calls import KEY_ERROR, Call, Class, Function, ModuleCalls, read_calls
from lint.image.python.facts import CONDITION, IMPORT_ERROR, MAIN, MODULE_NOT_FOUND, TYPE_ONLY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lint.image.python.resolution import Resolution

    Key = tuple[str, str]
    Thing = tuple[str, str, str]  # ("function" | "class" | "instance" | "module", module, name)

THE_SERVER = "<server>"
"""The caller of an application factory and of a console script's function."""
MAX_FUNCTIONS = 20_000
MAX_DEPTH = 30
_CONSTRUCTORS = ("__new__", "__init__", "__post_init__", "model_post_init")
_CONTEXTS = frozenset(("contextmanager", "asynccontextmanager"))
_VALIDATORS = frozenset(("validator", "field_validator", "root_validator", "model_validator"))
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
    """A call that names an env var which the function must find set."""

    __slots__ = ("column", "flags", "line", "module", "name")

    def __init__(self, name: str, module: str, line: int, column: int, flags: int) -> None:
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
        self._queue: deque[Key] = deque()
        self._roots: set[str] = set()
        self._checked: set[tuple[str, int, int]] = set()

    def calls(self, module: str) -> ModuleCalls | None:
        """The calls of a module; None where its source cannot be read."""
        if module not in self._modules:
            source = self._read(module)
            self._modules[module] = read_calls(source) if source is not None else None
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
        return self.reached.get((module, function.name))

    def add_module(self, module: str, main: bool, flags: int = 0) -> None:
        """Follows the top level of a module that the start imports."""
        if module in self._roots:
            return
        self._roots.add(module)
        known = self.calls(module)
        if known is not None:
            self._follow(module, known, known.top, Start(module, (), flags), main)
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
            self._enter(thing, Start(module, (), 0), site, 0, True)
            self._run()

    def _required(self, thing: Thing) -> int:
        known = self.calls(thing[1])
        function = known.functions.get(thing[2]) if known is not None else None
        return function.required if function is not None else 0

    def _run(self) -> None:
        while self._queue:
            module, name = self._queue.popleft()
            known = self.calls(module)
            function = known.functions.get(name) if known is not None else None
            if known is not None and function is not None:
                self._follow(module, known, function, self.reached[module, name], False)

    def _follow(
        self, module: str, known: ModuleCalls, function: Function, start: Start, main: bool
    ) -> None:
        for call in function.calls:
            flags = call.flags
            if flags & TYPE_ONLY or (flags & MAIN and not main):
                continue
            if function.yields and call.line > function.yields:
                continue
            flags &= ~MAIN
            thing = self._target(module, known, function, call)
            if thing is None:
                continue
            site = Site(module, function.name, call.name.removesuffix("@"), call.line, call.column)
            self._demand(thing, call, module, start.flags | flags)
            self._enter(thing, start, site, flags, call.awaited)

    def _demand(self, thing: Thing, call: Call, module: str, flags: int) -> None:
        kind, where, name = thing
        known = self.calls(where)
        if known is None or kind not in ("function", "class"):
            return
        name = f"{name}.__init__" if kind == "class" else name
        function = known.functions.get(name)
        for demand in known.demands.get(name, ()):
            shift = (
                1 if function is not None and function.parameters[:1] in (["self"], ["cls"]) else 0
            )
            position = demand.position - shift
            value = call.keywords.get(demand.name)
            if value is None and 0 <= position < len(call.arguments):
                value = call.arguments[position]
            key = (module, call.line, call.column)
            if value and key not in self._checked:
                self._checked.add(key)
                found = Demanded(value, module, call.line, call.column, flags | demand.flags)
                self.demanded.append(found)

    def _enter(self, thing: Thing, start: Start, site: Site, flags: int, awaited: bool) -> None:
        """Puts what a call runs into the queue."""
        kind, module, name = thing
        if kind == "class":
            made = Start(start.root, (*start.sites, site), start.flags | flags)
            if name and (
                (module, name) not in self.made
                or _weaker(self.made[module, name].flags, made.flags)
            ):
                self.made[module, name] = made
            for method in self._constructors(module, name):
                self._reach(method, start, site, flags)
        elif kind == "function":
            known = self.calls(module)
            function = known.functions.get(name) if known is not None else None
            if function is None:
                return
            manager = any(item.rpartition(".")[2] in _CONTEXTS for item in function.decorators)
            if function.is_async and not awaited and not manager:
                return  # a coroutine that nobody waits for here
            if function.yields and not manager and not awaited:
                return  # a generator runs when it is asked for values
            self._reach((module, name), start, site, flags)

    def _reach(self, key: Key, start: Start, site: Site, flags: int) -> None:
        together = start.flags | flags
        old = self.reached.get(key)
        if old is not None and not _weaker(old.flags, together):
            return
        if len(self.reached) >= MAX_FUNCTIONS or len(start.sites) >= MAX_DEPTH:
            return
        self.reached[key] = Start(start.root, (*start.sites, site), together)
        self._queue.append(key)

    # Names

    def _target(
        self, module: str, known: ModuleCalls, function: Function, call: Call
    ) -> Thing | None:
        """The function or class that a call names."""
        name = call.name
        if name.endswith("@"):
            thing = self._resolve(module, known, function, name[:-1], 0)
            if thing is None or thing[0] != "function":
                return None
            owner = self.calls(thing[1])
            found = owner.functions.get(thing[2]) if owner is not None else None
            if found is None or not _PROPERTIES.intersection(found.decorators):
                return None
            return thing
        return self._resolve(module, known, function, name, 0)

    def _resolve(
        self, module: str, known: ModuleCalls, function: Function, name: str, depth: int
    ) -> Thing | None:
        """What a dotted name stands for inside a function."""
        if depth > MAX_DEPTH:
            return None
        first, _, rest = name.partition(".")
        called = first.endswith("()") and first != "super()"
        first = first.removesuffix("()") if called else first
        thing: Thing | None = None
        if first in ("self", "cls") and function.owner:
            thing = ("instance", module, function.owner)
        elif first == "super()" and function.owner:
            thing = self._base(module, function.owner)
        elif first in function.values:
            origin = function.values[first]
            if origin.partition(".")[0].removesuffix("()") == first:
                origin = ""  # assigned from itself
            thing = self._value(module, known, function, origin, depth + 1) if origin else None
        else:
            scope = function.name
            while scope and thing is None:
                inner = f"{scope}.{first}"
                if inner in known.functions:
                    thing = ("function", module, inner)
                elif inner in known.classes:
                    thing = ("class", module, inner)
                scope = scope.rpartition(".")[0]
            if thing is None:
                thing = self._lookup(module, first, known, depth + 1)
        if called:
            thing = self._result(thing, depth + 1)
        for part in rest.split(".") if rest else ():
            if thing is None:
                return None
            thing = self._attribute(thing, part.removesuffix("()"), depth + 1)
            if part.endswith("()"):
                thing = self._result(thing, depth + 1)
        return thing

    def _value(
        self, module: str, known: ModuleCalls, function: Function, origin: str, depth: int
    ) -> Thing | None:
        """What a name holds that is assigned from `origin`."""
        if not origin.endswith("()"):
            return self._resolve(module, known, function, origin, depth)
        thing = self._resolve(module, known, function, origin[:-2], depth)
        return self._result(thing, depth)

    def _result(self, thing: Thing | None, depth: int) -> Thing | None:
        """What a call of a thing gives."""
        if thing is None or depth > MAX_DEPTH:
            return None
        kind, module, name = thing
        if kind == "class":
            return ("instance", module, name)
        if kind == "function":
            known = self.calls(module)
            function = known.functions.get(name) if known is not None else None
            if known is not None and function is not None and function.returns:
                result = self._resolve(module, known, known.top, function.returns, depth + 1)
                if result is not None and result[0] == "class":
                    return ("instance", *result[1:])
        return None

    def _lookup(
        self, module: str, name: str, known: ModuleCalls | None, depth: int
    ) -> Thing | None:
        """What a module-level name of a module of the image stands for."""
        known = known or self.calls(module)
        if known is None or depth > MAX_DEPTH:
            return None
        if name in known.functions:
            return ("function", module, name)
        if name in known.classes:
            return ("class", module, name)
        if name in known.top.values:
            origin = known.top.values[name]
            if origin.partition(".")[0].removesuffix("()") != name:
                return self._value(module, known, known.top, origin, depth + 1)
        if name in known.imports:
            source, attribute = known.imports[name]
            base = self._absolute(module, source)
            if base is None:
                return None
            if not attribute:
                return ("module", base, "") if base in self._resolution.modules else None
            if base in self._resolution.modules:
                found = self._lookup(base, attribute, None, depth + 1)
                if found is not None:
                    return found
            inner = f"{base}.{attribute}"
            return ("module", inner, "") if inner in self._resolution.modules else None
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
        kind, module, owner = thing
        if depth > MAX_DEPTH:
            return None
        if kind == "module":
            inner = f"{module}.{name}"
            if inner in self._resolution.modules:
                return ("module", inner, "")
            return self._lookup(module, name, None, depth + 1)
        if kind in ("class", "instance"):
            for where, found in self._mro(module, owner):
                if name in found.methods:
                    return ("function", where, found.methods[name].name)
                if name in found.attributes:
                    known = self.calls(where)
                    method = found.methods.get("__init__")
                    if known is None:
                        return None
                    scope = method or known.top
                    return self._value(where, known, scope, found.attributes[name], depth + 1)
        return None

    def _mro(self, module: str, name: str) -> Iterator[tuple[str, Class]]:
        """A class and its bases in the image, in the order of their search."""
        todo = [(module, name)]
        seen: set[Key] = set()
        while todo and len(seen) < 50:
            where, wanted = todo.pop(0)
            known = self.calls(where)
            if known is None or (where, wanted) in seen or wanted not in known.classes:
                continue
            seen.add((where, wanted))
            found = known.classes[wanted]
            yield where, found
            for base in found.bases:
                thing = self._resolve(where, known, known.top, base, 1) if base else None
                if thing is not None and thing[0] == "class":
                    todo.append((thing[1], thing[2]))

    def _base(self, module: str, name: str) -> Thing | None:
        for number, (where, found) in enumerate(self._mro(module, name)):
            if number:
                return ("instance", where, found.name)
        return None

    def _constructors(self, module: str, name: str) -> Iterator[Key]:
        """What runs when an object of a class is made: the first of each kind, and validators."""
        seen: set[str] = set()
        for where, found in self._mro(module, name):
            for method, function in found.methods.items():
                validates = any(
                    item.rpartition(".")[2] in _VALIDATORS for item in function.decorators
                )
                if (method in _CONSTRUCTORS or validates) and method not in seen:
                    seen.add(method)
                    yield where, function.name


def guards_module(flags: int) -> bool:
    """Whether a missing module does not stop what runs under these flags."""
    return bool(flags & (CONDITION | MODULE_NOT_FOUND | IMPORT_ERROR))


def guards_variable(flags: int) -> bool:
    """Whether a missing env var does not stop what runs under these flags."""
    return bool(flags & (CONDITION | KEY_ERROR))


def _weaker(old: int, new: int) -> bool:
    """Whether a way that was found is less sure than a new one."""
    guards = CONDITION | MODULE_NOT_FOUND | IMPORT_ERROR | KEY_ERROR
    return (old & guards) != (new & guards) and (old & guards) & (new & guards) == (new & guards)
