"""Which modules a start-up imports, which of them the build lacks, and by which chain of imports.

No code is run: the imports are read from the modules' sources (`lint.image.python.reader`).
"""

from __future__ import annotations

from lint.image.python.facts import CONDITION, LAZY
from lint.image.python.facts import LATER as FUNCTION
from lint.image.python.moments import IMPORT, LATER, START_UP
from lint.image.python.resolution import (
    MISSING_NAME,
    PRESENT,
    THIRD_PARTY,
    Edge,
    Resolution,
    ancestors,
)
from lint.image.python.start_path import StartPath
from lint.image.python.start_records import guards_module
from lint.model.record import default, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from lint.image.file import ImageFile
    from lint.image.python.calls_cache import CallsCache
    from lint.image.python.facts import ModuleFacts
    from lint.image.python.facts_cache import FactsCache
    from lint.image.python.start_records import Start

MAX_MODULES = 50_000


@record
class Step:
    """One import, or one call, on the way from the entry point."""

    importer: str
    """The module that imports, or the function that calls ("" for the top level of a module)."""
    imported: str
    """What it imports or calls."""
    display_path: str
    """The file of the import."""
    line: int
    """Its line."""
    column: int
    """Its column."""
    guarded: bool = False
    """Whether a failure is caught; set for imports of other distributions only."""
    call: bool = False
    """Whether it is a call."""
    moment: int = IMPORT
    """When it runs (see `lint.image.python.moments`); set like `guarded`."""


@record
class Missing:
    """A module that is imported and not in the image, or a name that its module does not have."""

    module: str
    """The module."""
    name: str
    """The name; "" for a module."""
    chain: tuple[Step, ...]
    """The imports from the entry point to this one."""
    guarded: bool
    """Whether every way to the import passes one whose failure is caught or that is conditional."""
    moment: int
    """When the import runs; see `lint.image.python.moments`."""
    function: str = ""
    """The function in which it stands, "" for the top level of its module."""
    lazy: bool = False
    """Whether it is made when its name is first used."""

    @property
    def later(self) -> bool:
        """Whether the start is not proven to run the import."""
        return self.moment == LATER


@record
class Closure:
    """Everything that an entry point imports."""

    entry: str
    """The module of the entry point."""
    reached: dict[str, Reached] = default(factory=dict)
    """The modules of the image, by name."""
    missing: list[Missing] = default(factory=list)
    """What is imported and not in the image."""
    third_party: dict[str, Step] = default(factory=dict)
    """Top-level names that the image does not have, each with the import that is surest to run."""
    shared: dict[str, Step] = default(factory=dict)
    """What is imported of those that many distributions share, by dotted names, as in `third_party`."""
    lacks: str = ""
    """The attribute that the entry point asks for and its module does not have; "" for none."""
    path: StartPath | None = None
    """The functions that the start calls; None where nothing depends on them."""


@record
class Reached:
    """A module that the entry point imports, directly or not."""

    facts: ModuleFacts
    """The facts of the module."""
    display_path: str
    """The file of the module."""
    via: str
    """The module that imports it first; "" for the entry point."""
    step: Step | None
    """The import that leads to it; None for the entry point."""
    guarded: bool
    """Whether only guarded or conditional imports lead to it."""
    moment: int
    """When it is imported; see `lint.image.python.moments`."""
    depth: int = 0
    """The number of imports from the entry point."""
    calls: tuple[Step, ...] = ()
    """The calls that lead from `via` to the function that imports it; none at the top level."""

    @property
    def later(self) -> bool:
        """Whether the start is not proven to import it."""
        return self.moment == LATER


class _Search:
    """Searches by breadth, from the surest imports to the least sure ones.

    A module, or a missing one, belongs to the first search that finds it: what must be imported
    at import time, what the start imports in functions that it calls, what other functions
    import, and all of it again along imports that are guarded. So a guarded way never hides a
    sure one, and each chain is the shortest of its kind.
    """

    def __init__(
        self,
        resolution: Resolution,
        entry: str,
        main: bool,
        called: str = "",
        commands: Sequence[tuple[str, str]] = (),
        names: bool = False,
        foreign: Callable[[str], bool] | None = None,
    ) -> None:
        self.resolution = resolution
        self.foreign = foreign
        self.closure = Closure(entry)
        self._main = main
        self._called = called
        self._commands = commands
        self._for_names = names
        self._lets_names_through = False
        self._edges: dict[str, list[Edge]] = {}
        self._open: dict[str, list[Edge]] = {}
        """Of each module, the edges that no search has followed yet."""
        self._told: set[tuple[str, str]] = set()

    def begin(self) -> None:
        """Searches for what must be imported at import time: the calls of a start change none of it."""
        for name in ancestors(self.closure.entry):
            if name in self.resolution.modules:
                self._reach(name, "", None, False, IMPORT, 0)
        self._search(False, IMPORT)
        changed = self.resolution.start_worker(self.closure.reached)
        for name in changed:
            self._edges.pop(name, None)
            self._open.pop(name, None)
        if changed:
            self._search(False, IMPORT)

    def copy(self) -> _Search:
        """The same search, to be ended in another way."""
        other = _Search(
            self.resolution,
            self.closure.entry,
            self._main,
            self._called,
            self._commands,
            self._for_names,
            self.foreign,
        )
        other.closure.reached = dict(self.closure.reached)
        other.closure.missing = list(self.closure.missing)
        other.closure.third_party = dict(self.closure.third_party)
        other.closure.shared = dict(self.closure.shared)
        other._lets_names_through = self._lets_names_through
        other._edges, other._open = self._edges, dict(self._open)
        other._told = set(self._told)
        return other

    def end(self, path: StartPath | None = None) -> Closure:
        """The closure, with what the start calls where `path` follows it."""
        self.closure.path = path
        for guarded in (False, True):
            if guarded:
                self._search(guarded, IMPORT)
            while path is not None:
                before = len(self.closure.reached)
                self._learn_calls(path)
                self._search(guarded, START_UP)
                if len(self.closure.reached) == before:
                    break
            self._search(guarded, LATER)
        if self._lets_names_through and not self._for_names:
            self._tell_names()
        self._leave_to_others()
        return self.closure

    def _learn_calls(self, path: StartPath) -> None:
        """Follows the top levels of the modules that the start has imported so far."""
        closure = self.closure
        if self._called and closure.entry in closure.reached:
            path.add_function(closure.entry, self._called)
        for module, name in self._commands:
            if module in closure.reached:
                path.add_function(module, name, given=True)
        for name in closure.reached:
            path.learn_module(name)
        modules = {
            name: CONDITION if reached.guarded else 0
            for name, reached in closure.reached.items()
            if reached.moment != LATER
        }
        path.add_modules(modules, closure.entry if self._main else "")

    def _search(self, guarded: bool, moment: int) -> None:
        """One search along imports that run at `moment` or before."""
        levels: dict[int, list[str]] = {}
        for name, reached in self.closure.reached.items():
            if self._open.get(name, True):
                levels.setdefault(reached.depth, []).append(name)
        depth = 0
        while levels:
            level = levels.pop(depth, [])
            new = [name for name in level if name not in self._edges]
            self.resolution.prefetch(new)
            for name in level:
                self._follow(name, guarded, moment, levels.setdefault(depth + 1, []))
            if not levels.get(depth + 1):
                levels.pop(depth + 1, None)
            depth += 1

    def _tell_names(self) -> None:
        """Takes what is said of missing names from a search for them alone.

        `except ModuleNotFoundError` guards the way to a missing module and not to a missing name,
        unless a missing module comes first.
        """
        if any(missing.guarded and not missing.name for missing in self.closure.missing):
            return
        search = _Search(
            self.resolution,
            self.closure.entry,
            self._main,
            self._called,
            self._commands,
            names=True,
            foreign=self.foreign,
        )
        search._edges = self._edges
        search.begin()
        names = search.end(self.closure.path)
        self.closure.missing = [missing for missing in self.closure.missing if not missing.name]
        self.closure.missing += [missing for missing in names.missing if missing.name]

    def _follow(self, module: str, guarded: bool, moment: int, found: list[str]) -> None:
        closure = self.closure
        here = closure.reached[module]
        edges = self._open.get(module)
        if edges is None:
            edges = self._edges.get(module)
        if edges is None:
            main = self._main and module == closure.entry
            edges = self._edges[module] = self.resolution.edges(module, main)
        left = self._open[module] = []
        if self.foreign is not None and self.foreign(module):
            edges = [] if here.guarded or here.later else _surely_imported(edges)
        for edge in edges:
            weak = here.guarded or edge.guarded
            if edge.kind == PRESENT and edge.lets_names_through:
                self._lets_names_through = True
                if self._for_names:
                    weak = here.guarded
            when = here.moment
            start: Start | None = None
            if edge.later:
                start = (
                    self._start_of(module, edge.statement.line) if here.moment != LATER else None
                )
                when = LATER if start is None else START_UP
                weak = weak or (start is not None and guards_module(start.flags))
            if (weak and not guarded) or when > moment:
                left.append(edge)
                continue
            target = edge.target
            if edge.kind == PRESENT:
                if target not in closure.reached and len(closure.reached) < MAX_MODULES:
                    step = self._step(module, edge)
                    via, calls = self._way(module, start)
                    self._reach(target, via, step, weak, when, here.depth + 1, calls)
                    found.append(target)
            elif edge.kind == THIRD_PARTY:
                told = closure.shared if "." in target else closure.third_party
                if target not in told:
                    step = told[target] = self._step(module, edge)
                    step.guarded = weak
                    step.moment = when
            elif (target, edge.name) not in self._told:
                self._told.add((target, edge.name))
                name = edge.name if edge.kind == MISSING_NAME else ""
                via, calls = self._way(module, start)
                chain = (*self._chain(via), *calls, self._step(module, edge))
                function = start.sites[-1].callee if start is not None and start.sites else ""
                lazy = bool(edge.statement.flags & LAZY)
                closure.missing.append(Missing(target, name, chain, weak, when, function, lazy))

    def _start_of(self, module: str, line: int) -> Start | None:
        path = self.closure.path
        return path.function_at(module, line) if path is not None else None

    def _way(self, module: str, start: Start | None) -> tuple[str, tuple[Step, ...]]:
        """The module whose top level leads to a line of `module`, and the calls on the way."""
        if start is None or start.root not in self.closure.reached:
            return module, ()
        steps = []
        for site in start.sites:
            reached = self.closure.reached.get(site.module)
            if reached is not None:
                caller = site.caller
                steps.append(
                    Step(
                        caller, site.callee, reached.display_path, site.line, site.column, call=True
                    )
                )
        return start.root, tuple(steps)

    def _step(self, module: str, edge: Edge) -> Step:
        display_path = self.closure.reached[module].display_path
        return Step(module, edge.target, display_path, edge.statement.line, edge.statement.column)

    def _reach(
        self,
        module: str,
        via: str,
        step: Step | None,
        guarded: bool,
        moment: int,
        depth: int,
        calls: tuple[Step, ...] = (),
    ) -> None:
        path = self.resolution.modules[module]
        member = self.resolution.members.get(path)
        display_path = member.display_path if member is not None else path
        facts = self.resolution.facts(module)
        self.closure.reached[module] = Reached(
            facts, display_path, via, step, guarded, moment, depth, calls
        )

    def _chain(self, module: str) -> tuple[Step, ...]:
        steps: list[Step] = []
        seen: set[str] = set()
        while module and module not in seen:
            seen.add(module)
            here = self.closure.reached[module]
            if here.step is not None:
                steps.append(here.step)
                steps.extend(reversed(here.calls))
            module = here.via
        return tuple(reversed(steps))

    def _leave_to_others(self) -> None:
        """Drops what is missing below a top-level folder that may not be what Python takes.

        A package that is installed comes before a folder without `__init__.py`, even before one
        that is found first: beside `alembic/env.py`, `import alembic.op` asks the distribution.
        Only where something below the folder is imported from the build is it known to be meant.
        """
        bare = self.resolution.is_bare_folder
        meant = {name.partition(".")[0] for name in self.closure.reached if not bare(name)}
        kept: list[Missing] = []
        for missing in self.closure.missing:
            top = missing.module.partition(".")[0]
            if bare(top) and top not in meant:
                self.closure.third_party.setdefault(top, missing.chain[-1])
            else:
                kept.append(missing)
        self.closure.missing = kept


def _surely_imported(edges: list[Edge]) -> list[Edge]:
    """What an installed distribution imports whenever it is imported.

    What it imports elsewhere is optional to it, and its own parts were there when it was made.
    """
    return [
        edge
        for edge in edges
        if not edge.guarded and not edge.later and edge.kind in (PRESENT, THIRD_PARTY)
    ]


def import_closure(
    members: Mapping[str, ImageFile],
    modules: Mapping[str, str],
    entry: str,
    facts: dict[str, ModuleFacts] | None = None,
    target: tuple[int, int] | None = None,
    cache: FactsCache | None = None,
    main: bool = False,
    left_out: Callable[[str], bool] | None = None,
    attribute: str = "",
    called: str = "",
    settings_module: str | None = None,
    follow_calls: bool = False,
    calls_cache: CallsCache | None = None,
    commands: Sequence[tuple[str, str]] = (),
    worker: bool = False,
    foreign: Callable[[str], bool] | None = None,
    library: tuple[int, int] | None = None,
) -> Closure:
    """The closure of a module that is in the build.

    `modules` maps dotted names to paths (see `Build.modules`), `facts` keeps what was read by
    path, `target` is the Python version of the image where it is known, `cache` what an earlier
    run knew; the caller saves it. `main` says that the module runs as `__main__`, `left_out` of a
    module that is not in the build whether the source tree has it. `attribute` is what is asked of
    the entry point, `called` the function of it that the start calls, "" for none.
    `settings_module` is the value of DJANGO_SETTINGS_MODULE (see `Resolution`). `follow_calls` asks
    for `Closure.path` also where no finding about imports depends on it. `calls_cache` is like
    `cache`, for what functions call; `Closure.path.calls.save` writes it. `commands` are functions
    (module, name) that the command line calls. `worker` says that a Celery worker is started (see
    `Resolution`). `foreign` says of a module whether it is of an installed distribution, of which
    only what it certainly imports is followed, and no calls. `library` is the likely Python, where
    none is known (see `Resolution`).
    """
    known = facts if facts is not None else {}
    resolution = Resolution(
        members, modules, known, target, cache, left_out, settings_module, worker, library
    )
    search = _Search(resolution, entry, main, called, commands, foreign=foreign)
    search.begin()
    closure = search.copy().end() if not follow_calls else None
    if closure is None or _depends_on_calls(closure):
        path = StartPath(resolution, _reader(members, modules, foreign), calls_cache)
        closure = search.end(path)
    inner = f"{entry}.{attribute}"
    if attribute and inner not in modules and not resolution.binds(entry, attribute):
        closure.lacks = attribute
    return closure


def _depends_on_calls(closure: Closure) -> bool:
    """Whether a finding depends on which functions the start calls."""
    if any(missing.later for missing in closure.missing):
        return True
    for reached in closure.reached.values():
        facts = reached.facts
        if facts.demands:
            return True
        if any(use.flags & FUNCTION and use.need == "required" for use in facts.env):
            return True
        if any(call.flags & FUNCTION for call in facts.calls):
            return True
    return False


def _reader(
    members: Mapping[str, ImageFile],
    modules: Mapping[str, str],
    foreign: Callable[[str], bool] | None = None,
) -> Callable[[str], bytes | None]:
    """What gives the source of a module; None for one that is no Python file or cannot be read."""

    def read(module: str) -> bytes | None:
        path = modules.get(module, "")
        member = members.get(path)
        if member is None or not path.endswith(".py"):
            return None
        if foreign is not None and foreign(module):
            return None
        try:
            return member.read()
        except OSError:
            return None

    return read
