"""Which functions a start provably calls.

It begins at the top level of modules, the application factory, lifespan and start-up handlers,
and the `__main__` block. Followed are functions by name, methods of `self`, of classes and of variables whose class an
assignment or an annotation shows, constructors, properties and `super()`. A function that is not
found on the way is not proven to run; background tasks and threads are no part of a start.
"""

from __future__ import annotations

from collections import deque

from lint.image.python.call_records import SWALLOWS, Call, Function, ModuleCalls
from lint.image.python.facts import CONDITION, MAIN, TYPE_ONLY
from lint.image.python.known_calls import KnownCalls
from lint.image.python.name_lookup import MAX_DEPTH, NameLookup
from lint.image.python.start_demands import StartDemands
from lint.image.python.start_records import Demanded, Site, Start, weaker

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from lint.image.python.calls_cache import CallsCache
    from lint.image.python.name_lookup import Key, Thing
    from lint.image.python.resolution import Resolution

THE_SERVER = "<server>"
"""The caller of an application factory and of a console script's function."""
MAX_FUNCTIONS = 20_000
_FEW = 5
"""Modules that are read one by one before any are read ahead."""
_CONTEXTS = frozenset(("contextmanager", "asynccontextmanager"))


class StartPath:
    """The functions that a start reaches, by (module, name).

    `made` are the classes that it makes objects of, `demanded` the env vars that it names in calls
    of functions which need them. `read` gives the source of a module of the image; None where it
    cannot be had. `cache` has what an earlier run read; `calls.save` writes it.
    """

    def __init__(
        self,
        resolution: Resolution,
        read: Callable[[str], bytes | None],
        cache: CallsCache | None = None,
    ) -> None:
        self.reached: dict[Key, Start] = {}
        self.made: dict[Key, Start] = {}
        self.demanded: list[Demanded] = []
        self.calls = KnownCalls(resolution, read, cache)
        self._names = NameLookup(resolution, self.calls)
        self._demands = StartDemands(resolution, self.calls)
        self._ways: dict[tuple[Key, Key | None], Start] = {}
        self._queue: deque[tuple[Key, Key | None]] = deque()
        self._roots: set[str] = set()
        self._entered: set[str] = set()
        self._seen_ahead: set[tuple[Key, Key | None]] = set()
        self._checked: set[tuple[str, int, int]] = set()

    def entered(self, module: str) -> ModuleCalls | None:
        """What is known of a module: all of it, where the start reaches a function of it."""
        return self.calls.whole(module) if module in self._entered else self.calls.outline(module)

    def function_at(self, module: str, line: int) -> Start | None:
        """How the function that a line belongs to is reached; None where it is not.

        What stands behind the first `yield` of a lifespan does not run while the server starts.
        """
        known = self.calls.whole(module) if module in self._entered else None
        if known is None:
            return None
        function = known.function_at(line)
        if not function.name or (function.yields and line > function.yields):
            return None
        start = self.reached.get((module, function.name))
        if start is not None and start.flags & SWALLOWS and line > function.risk:
            return Start(start.root, start.sites, start.flags | CONDITION)
        return start

    def stands_for(self, module: str, function: str, name: str) -> Thing | None:
        """What a dotted name stands for inside a function of a module ("" for its top level)."""
        known = self.calls.whole(module)
        inside = known.functions.get(function, known.top) if known is not None else None
        if known is None or inside is None:
            return None
        return self._names.find(module, known, inside, name)

    def imported_from(self, module: str, name: str) -> Key | None:
        """The module and the name there that a module imports under a name; None for neither."""
        return self._names.origin(module, name)

    def lineage(self, module: str, name: str) -> list[Key]:
        """A class and its bases in the image, in the order of their search."""
        return self._names.lineage(module, name)

    def learn_module(self, module: str) -> None:
        """Takes note of a module's classes, before any of them is used."""
        self.calls.learn(module)

    def add_modules(self, modules: Mapping[str, int], main: str) -> None:
        """Follows the top levels of modules, which come with their flags; `main` is `__main__`."""
        new = [module for module in modules if module not in self._roots]
        ahead = False
        for number, module in enumerate(new):
            if self.calls.parsed >= _FEW and not ahead:
                ahead = True
                outlines = [(other, self.calls.outline(other)) for other in new[number:]]
                self._read_ahead((other, known.top, None) for other, known in outlines if known)
            self.add_module(module, module == main, modules[module])

    def add_module(self, module: str, main: bool, flags: int = 0) -> None:
        """Follows the top level of a module that the start imports."""
        if module in self._roots:
            return
        self._roots.add(module)
        known = self.calls.outline(module)
        if known is not None:
            self._follow(module, known, known.top, Start(module, (), flags), main, None)
            self._run()

    def add_function(self, module: str, name: str, *, given: bool = False) -> None:
        """Follows a function that the server or a console script calls without arguments.

        One that needs arguments is no factory: it is the application itself, called by requests.
        A command is `given` them by the command line.
        """
        thing = self._names.lookup(module, name, None, 0)
        if thing is not None and thing[0] == "function" and (given or not self._required(thing)):
            known = self.calls.outline(thing[1])
            line = known.functions[thing[2]].line if known is not None else 1
            site = Site(thing[1], THE_SERVER, name, line, 1)
            self._enter(thing, Start(module, (), 0), site, 0, Call(name, line, 1, 0, awaited=True))
            self._run()

    def _required(self, thing: Thing) -> int:
        known = self.calls.outline(thing[1])
        function = known.functions.get(thing[2]) if known is not None else None
        return function.required if function is not None else 0

    def _run(self) -> None:
        while self._queue:
            if self._queue[0] not in self._seen_ahead:
                self._read_ahead_of_queue()
            key, concrete = self._queue.popleft()
            known = self.calls.whole(key[0])
            function = known.functions.get(key[1]) if known is not None else None
            if known is not None and function is not None:
                start = self._ways[key, concrete]
                self._follow(key[0], known, function, start, False, concrete)

    def _read_ahead_of_queue(self) -> None:
        functions: list[tuple[str, Function, Key | None]] = []
        for entry in self._queue:
            (module, name), concrete = entry
            self._seen_ahead.add(entry)
            known = self.calls.outline(module)
            function = known.functions.get(name) if known is not None else None
            if function is not None:
                functions.append((module, function, concrete))
        self._read_ahead(functions)

    def _read_ahead(self, functions: Iterable[tuple[str, Function, Key | None]]) -> None:
        """Reads at once the modules that functions call into.

        Names are looked up for it once more than needed, so that it is left out for a few modules,
        as after a run that kept them.
        """
        if self.calls.parsed < _FEW:
            return
        wanted: dict[str, None] = {}
        for module, function, concrete in functions:
            known = self.calls.outline(module)
            for call in function.calls if known is not None else ():
                if known is None or call.flags & TYPE_ONLY or ":" in call.name:
                    continue
                thing = self._names.target(module, known, function, call, concrete)
                if thing is not None and thing[0] == "function":
                    wanted[thing[1]] = None
                elif thing is not None and thing[0] == "class":
                    for (where, _), _ in self._names.constructors(thing[1], thing[2], call):
                        wanted[where] = None
        self.calls.read_ahead(wanted)

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
                self._names.from_settings(call.name)
                if ":" in call.name
                else [self._names.target(module, known, function, call, concrete)]
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
        if thing[0] != "function" or not any(call.given):
            return
        where = self.calls.whole(thing[1])
        callee = where.functions.get(thing[2]) if where is not None else None
        if callee is None:
            return
        if callee.is_async and not call.awaited:
            return
        shift = 1 if callee.parameters[:1] in (("self",), ("cls",)) else 0
        for number, name in enumerate(call.given):
            position = number + shift
            if not name or position >= len(callee.parameters):
                continue
            parameter = callee.parameters[position]
            inner = callee.call_of(parameter)
            if inner is None:
                continue
            given = self._names.resolve(module, known, function, name, 0, concrete)
            if given is None or given[0] != "function":
                continue
            more = flags | inner.flags
            if start.flags & SWALLOWS and inner.line > callee.risk:
                more |= CONDITION
            second = Site(thing[1], callee.name, name, inner.line, inner.column)
            way = Start(start.root, (*start.sites, site), start.flags | flags)
            self._enter(given, way, second, more, inner)

    def _demand(self, thing: Thing, call: Call, module: str, flags: int, inside: bool) -> None:
        for found in self._demands.of(thing, call, module, flags, inside):
            key = (module, call.line, call.column)
            if key not in self._checked:
                self._checked.add(key)
                self.demanded.append(found)

    def unproven_demands(self) -> Iterator[Demanded]:
        """The env vars that are named like that in functions which the start is not proven to call."""
        for module in self._demands.callers():
            known = self.calls.whole(module)
            for function in list(known.functions.values()) if known is not None else ():
                if known is None or (module, function.name) in self.reached:
                    continue
                for call in function.calls:
                    if not call.texts:
                        continue
                    thing = self._names.target(module, known, function, call, None)
                    if thing is not None:
                        yield from self._demands.of(thing, call, module, call.flags, True)

    def _enter(self, thing: Thing, start: Start, site: Site, flags: int, call: Call) -> None:
        """Puts what a call runs into the queue."""
        kind, module, name, concrete = thing
        if kind in ("instance", "some"):
            method = self._names.attribute(thing, "__call__", 0)
            if method is not None:
                self._enter(method, start, site, flags, call)
        elif kind == "class":
            made = Start(start.root, (*start.sites, site), start.flags | flags)
            if name and (
                (module, name) not in self.made or weaker(self.made[module, name].flags, made.flags)
            ):
                self.made[module, name] = made
            for key, more in self._names.constructors(module, name, call):
                self._reach(key, (module, name), start, site, flags | more)
        elif kind == "function":
            known = self.calls.outline(module)
            function = known.functions.get(name) if known is not None else None
            if function is None:
                return
            manager = any(item.rpartition(".")[2] in _CONTEXTS for item in function.decorators)
            if function.is_async and not call.awaited and not manager:
                return  # a coroutine that nobody waits for here
            self.calls.whole(module)
            if function.yields and not manager and not call.awaited:
                return  # a generator runs when it is asked for values
            self._reach((module, name), concrete, start, site, flags)

    def _reach(self, key: Key, concrete: Key | None, start: Start, site: Site, flags: int) -> None:
        together = start.flags | flags
        old = self._ways.get((key, concrete))
        if old is not None and not weaker(old.flags, together):
            return
        if len(self._ways) >= MAX_FUNCTIONS or len(start.sites) >= MAX_DEPTH:
            return
        way = self._ways[key, concrete] = Start(start.root, (*start.sites, site), together)
        self._queue.append((key, concrete))
        self._entered.add(key[0])
        best = self.reached.get(key)
        if best is None or weaker(best.flags, together):
            self.reached[key] = way
