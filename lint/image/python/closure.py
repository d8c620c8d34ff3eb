"""Which modules a start-up imports, which of them the build lacks, and by which chain of imports.

No code is run: the imports are read from the modules' sources (`lint.image.python.reader`).
"""

from __future__ import annotations

from lint.image.python.resolution import (
    MISSING_NAME,
    PRESENT,
    THIRD_PARTY,
    Edge,
    Resolution,
    ancestors,
)
from lint.model.record import default, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lint.image.file import ImageFile
    from lint.image.python.facts import ModuleFacts
    from lint.image.python.facts_cache import FactsCache

MAX_MODULES = 50_000


@record
class Step:
    """One import on the way from the entry point."""

    importer: str
    """The module that imports."""
    imported: str
    """What it imports."""
    display_path: str
    """The file of the import."""
    line: int
    """Its line."""
    column: int
    """Its column."""
    guarded: bool = False
    """Whether a failure is caught; set for imports of other distributions only."""


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
    later: bool
    """Whether the import does not run before some function is called."""


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
    lacks: str = ""
    """The attribute that the entry point asks for and its module does not have; "" for none."""


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
    later: bool
    """Whether only calls of functions lead to it."""
    depth: int = 0
    """The number of imports from the entry point."""


class _Search:
    """Four searches by breadth, from the surest imports to the least sure ones.

    A module, or a missing one, belongs to the first search that finds it: what must be imported
    at import time, what must be once functions are called, and both again along imports that are
    guarded. So a guarded way never hides a sure one, and each chain is the shortest of its kind.
    """

    def __init__(
        self, resolution: Resolution, entry: str, main: bool, for_names: bool = False
    ) -> None:
        self.resolution = resolution
        self.closure = Closure(entry)
        self._main = main
        self._for_names = for_names
        self._lets_names_through = False
        self._edges: dict[str, list[Edge]] = {}
        self._told: set[tuple[str, str]] = set()

    def run(self) -> Closure:
        first = [name for name in ancestors(self.closure.entry) if name in self.resolution.modules]
        for name in first:
            self._reach(name, "", None, False, False, 0)
        for guarded, later in ((False, False), (False, True), (True, False), (True, True)):
            levels: dict[int, list[str]] = {}
            for name, reached in self.closure.reached.items():
                levels.setdefault(reached.depth, []).append(name)
            depth = 0
            while levels:
                level = levels.pop(depth, [])
                new = [name for name in level if name not in self._edges]
                self.resolution.prefetch(new)
                for name in level:
                    self._follow(name, guarded, later, levels.setdefault(depth + 1, []))
                if not levels.get(depth + 1):
                    levels.pop(depth + 1, None)
                depth += 1
        if self._lets_names_through and not self._for_names:
            self._tell_names()
        self._leave_to_others()
        return self.closure

    def _tell_names(self) -> None:
        """Takes what is said of missing names from a search for them alone.

        `except ModuleNotFoundError` guards the way to a missing module and not to a missing name,
        unless a missing module comes first.
        """
        if any(missing.guarded and not missing.name for missing in self.closure.missing):
            return
        names = _Search(self.resolution, self.closure.entry, self._main, for_names=True).run()
        self.closure.missing = [missing for missing in self.closure.missing if not missing.name]
        self.closure.missing += [missing for missing in names.missing if missing.name]

    def _follow(self, module: str, guarded: bool, later: bool, found: list[str]) -> None:
        closure = self.closure
        here = closure.reached[module]
        edges = self._edges.get(module)
        if edges is None:
            main = self._main and module == closure.entry
            edges = self._edges[module] = self.resolution.edges(module, main)
        for edge in edges:
            weak = here.guarded or edge.guarded
            if edge.kind == PRESENT and edge.lets_names_through:
                self._lets_names_through = True
                if self._for_names:
                    weak = here.guarded
            called = here.later or edge.later
            if (weak and not guarded) or (called and not later):
                continue
            target = edge.target
            if edge.kind == PRESENT:
                if target not in closure.reached and len(closure.reached) < MAX_MODULES:
                    step = self._step(module, edge)
                    self._reach(target, module, step, weak, called, here.depth + 1)
                    found.append(target)
            elif edge.kind == THIRD_PARTY:
                if target not in closure.third_party:
                    step = closure.third_party[target] = self._step(module, edge)
                    step.guarded = weak
            elif (target, edge.name) not in self._told:
                self._told.add((target, edge.name))
                name = edge.name if edge.kind == MISSING_NAME else ""
                chain = (*self._chain(module), self._step(module, edge))
                closure.missing.append(Missing(target, name, chain, weak, called))

    def _step(self, module: str, edge: Edge) -> Step:
        display_path = self.closure.reached[module].display_path
        return Step(module, edge.target, display_path, edge.statement.line, edge.statement.column)

    def _reach(
        self, module: str, via: str, step: Step | None, guarded: bool, later: bool, depth: int
    ) -> None:
        path = self.resolution.modules[module]
        member = self.resolution.members.get(path)
        display_path = member.display_path if member is not None else path
        facts = self.resolution.facts(module)
        self.closure.reached[module] = Reached(
            facts, display_path, via, step, guarded, later, depth
        )

    def _chain(self, module: str) -> tuple[Step, ...]:
        steps: list[Step] = []
        while module:
            here = self.closure.reached[module]
            if here.step is not None:
                steps.append(here.step)
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
) -> Closure:
    """The closure of a module that is in the build.

    `modules` maps dotted names to paths (see `Build.modules`), `facts` keeps what was read by
    path, `target` is the Python version of the image where it is known, `cache` what an earlier
    run knew; the caller saves it. `main` says that the module runs as `__main__`, `left_out` of a
    module that is not in the build whether the source tree has it. `attribute` is what is asked of
    the entry point.
    """
    known = facts if facts is not None else {}
    resolution = Resolution(members, modules, known, target, cache, left_out)
    closure = _Search(resolution, entry, main).run()
    inner = f"{entry}.{attribute}"
    if attribute and inner not in modules and not resolution.binds(entry, attribute):
        closure.lacks = attribute
    return closure
