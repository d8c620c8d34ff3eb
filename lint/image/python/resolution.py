"""What an import statement asks for: which modules of the build, and what is not there.

Follows Python's own rules (https://docs.python.org/3/reference/import.html): packages on the way
are imported first, a name that a package binds comes before its submodule, a folder without
`__init__.py` is a package whose parts may lie anywhere.
"""

from __future__ import annotations

import sys

from lint.image.python.facts import (
    CONDITION,
    CONFIGURED,
    CONFIGURES,
    DISCOVERS,
    DJANGO,
    IMPORT_ERROR,
    LATER,
    MAIN,
    MODULE_NOT_FOUND,
    OPTIONAL,
    SETTINGS,
    TYPE_ONLY,
    WORKER,
    Import,
    ModuleFacts,
)
from lint.image.python.parallel_reader import read_all
from lint.image.shared_names import SHARED
from lint.image.standard_library import lacks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from lint.image.file import ImageFile
    from lint.image.python.facts_cache import FactsCache

_MODULE_NAMES = frozenset(
    (
        "__name__", "__doc__", "__file__", "__path__", "__package__", "__loader__", "__spec__",
        "__dict__", "__builtins__", "__cached__", "__annotations__",
    )
)  # fmt: skip
_BINARY = (".so", ".pyd")
_DJANGO_SETTINGS = "django.conf"

PRESENT, THIRD_PARTY, MISSING, MISSING_NAME = range(4)
"""Kinds of `Edge`."""


class Edge:
    """One module (or name) that one statement of a module imports.

    `name` is "" unless `kind` is `MISSING_NAME`. `guarded` says that a failure is caught or that
    it runs under a condition; `lets_names_through` that only a missing module is caught, and not
    the plain `ImportError` that a missing name raises.
    """

    __slots__ = ("guarded", "kind", "later", "lets_names_through", "name", "statement", "target")

    def __init__(
        self, kind: int, target: str, name: str, statement: Import, guarded: bool, later: bool
    ) -> None:
        self.lets_names_through = guarded and not statement.flags & (CONDITION | IMPORT_ERROR)
        self.kind = kind
        self.target = target
        self.name = name
        self.statement = statement
        self.guarded = guarded
        self.later = later


class Resolution:
    """Answers for the modules of one build.

    `modules` maps dotted names to paths (`Build.modules`), `facts` paths to what is known; what is
    not known yet is read, from `cache` where it can be. `left_out` says of a module that the build
    does not have whether the source tree has it. `settings_module` is the value of
    DJANGO_SETTINGS_MODULE, "" where it is not set, None where that is not known. `worker` is true
    where a Celery worker is started, which imports what its application includes. `library` is the
    Python whose standard library counts where it is likely and not known.
    """

    def __init__(
        self,
        members: Mapping[str, ImageFile],
        modules: Mapping[str, str],
        facts: dict[str, ModuleFacts],
        target: tuple[int, int] | None = None,
        cache: FactsCache | None = None,
        left_out: Callable[[str], bool] | None = None,
        settings_module: str | None = None,
        worker: bool = False,
        library: tuple[int, int] | None = None,
    ) -> None:
        self._settings_module = settings_module
        self._worker = worker
        self._tasks: set[str] = set()
        self._celery_settings: set[str] = set()
        self._left_out = left_out or (lambda module: False)
        self.members = members
        self.modules = modules
        self._facts = facts
        self._target = target
        self._library = library or target
        self._cache = cache
        self._top = {name.partition(".")[0] for name in modules}
        self._packages: dict[str, list[str]] = {}
        self._prefetched: set[str] = set()
        self._ways: dict[str, list[tuple[int, str]]] = {}
        self._bound: dict[tuple[str, str], bool] = {}

    def edges(self, module: str, main: bool = False) -> list[Edge]:
        """All that a module imports when it runs; `main` when it runs as `__main__`.

        Of several statements that ask for the same under the same conditions, the first.
        """
        found: dict[tuple[str, str, bool, bool], Edge] = {}
        for statement in self.facts(module).imports:
            flags = statement.flags
            if flags & TYPE_ONLY or (flags & MAIN and not main):
                continue
            if flags & SETTINGS:
                if self._settings_module is None:
                    flags |= CONDITION  # the environment may name another module
                elif self._settings_module:
                    statement = _instead(statement, self._settings_module)
            if flags & (DISCOVERS | CONFIGURED | DJANGO) and not self._wanted(module, statement):
                continue
            later = bool(flags & LATER) or (bool(flags & WORKER) and not self._worker)
            for kind, target, name in self._targets(module, statement):
                if flags & OPTIONAL and kind != PRESENT:
                    continue
                caught = IMPORT_ERROR if kind == MISSING_NAME else MODULE_NOT_FOUND
                if kind == PRESENT:
                    caught |= IMPORT_ERROR
                guarded = bool(flags & (CONDITION | caught))
                key = (target, name, guarded, later)
                if key not in found:
                    found[key] = Edge(kind, target, name, statement, guarded, later)
        return list(found.values())

    def start_worker(self, reached: Collection[str]) -> list[str]:
        """Learns what the modules that are imported make a Celery worker import.

        Gives those of them whose edges are others by this.
        """
        if not self._worker:
            return []
        for module in reached:
            for statement in self.facts(module).imports:
                if statement.flags & (CONDITION | LATER | TYPE_ONLY):
                    continue
                if statement.flags & DISCOVERS:
                    self._tasks.add(statement.module)
                elif statement.flags & CONFIGURES and not statement.flags & DJANGO:
                    name = statement.module
                    inner = f"{name}.{statement.names[0]}" if statement.names else name
                    self._celery_settings.add(name if name == _DJANGO_SETTINGS else inner)
        if not self._tasks and not self._celery_settings:
            return []
        return [
            module
            for module in reached
            if any(one.flags & (CONFIGURED | DJANGO) for one in self.facts(module).imports)
        ]

    def _wanted(self, module: str, statement: Import) -> bool:
        """Whether a Celery worker imports what a setting of a module names."""
        flags = statement.flags
        if flags & DISCOVERS:
            return False
        if flags & CONFIGURED:
            return (_DJANGO_SETTINGS if flags & DJANGO else module) in self._celery_settings
        return "django.apps" in self._tasks or (
            _DJANGO_SETTINGS in self._tasks and not flags & CONFIGURES
        )

    def prefetch(self, modules: list[str]) -> None:
        """Reads at once what the edges of these modules will need, and at most a little more.

        A name that a package binds hides a submodule of that name, which is then read in vain.
        """
        bases: set[str] = set()
        for module in modules:
            for statement in self.facts(module).imports:
                if statement.flags & TYPE_ONLY:
                    continue
                if statement.flags & (DISCOVERS | CONFIGURED | DJANGO) and not self._wanted(
                    module, statement
                ):
                    continue
                base = self.resolve(module, statement)
                if base:
                    if base not in self._prefetched:
                        self._prefetched.add(base)
                        bases.update(ancestors(base))
                    bases.update(f"{base}.{name}" for name in statement.names or ())
        self._read(bases)

    def _read(self, modules: set[str]) -> None:
        paths = [self.modules[name] for name in sorted(modules) if name in self.modules]
        wanted = [
            self.members[path]
            for path in paths
            if path not in self._facts and path.endswith(".py") and path in self.members
        ]
        if wanted:
            read_all(wanted, self._facts, self._cache, self._target)

    def facts(self, module: str) -> ModuleFacts:
        """The facts of a module of the build; all names are possible in an extension module."""
        path = self.modules[module]
        facts = self._facts.get(path)
        if facts is None:
            self._read({module})
            facts = self._facts.get(path)
        if facts is None:
            facts = self._facts[path] = ModuleFacts()
            facts.open_names = path.endswith(_BINARY)
        return facts

    def resolve(self, module: str, statement: Import) -> str | None:
        """The absolute name that a statement imports from; None for a climb out of the top."""
        if not statement.level:
            return statement.module
        parts = self._packages.get(module)
        if parts is None:
            package = module if self.is_package(module) else module.rpartition(".")[0]
            parts = self._packages[module] = package.split(".") if package else []
        up = statement.level - 1
        if up >= len(parts):
            return None
        parts = parts[: len(parts) - up]
        return ".".join([*parts, statement.module] if statement.module else parts)

    def is_package(self, module: str) -> bool:
        """Whether a module may have submodules."""
        return is_package(self.modules.get(module, ""))

    def is_bare_folder(self, module: str) -> bool:
        """Whether a module of the build is a folder without `__init__.py`."""
        return not self.modules.get(module, ".py").endswith((".py", *_BINARY))

    def _targets(self, module: str, statement: Import) -> Iterator[tuple[int, str, str]]:
        """(kind, module, name) for all that a statement asks for, in Python's order.

        Behind a module that is missing nothing more is told.
        """
        base = self.resolve(module, statement)
        if base is None:
            yield MISSING, f"{'.' * statement.level}{statement.module}", ""
        if not base:
            return
        way = self._ways.get(base)
        if way is None:
            way = self._ways[base] = list(self._way(base))
        for kind, name in way:
            folder = self._left_out_folder(base, statement.names) if kind == THIRD_PARTY else ""
            if folder:
                kind, name = MISSING, folder
            yield kind, name, ""
            if kind == THIRD_PARTY and name in SHARED:
                for inner in statement.names or ("",):
                    yield kind, f"{base}.{inner}".rstrip(".*"), ""
        if not way or way[-1][1] != base or way[-1][0] != PRESENT:
            return
        names = statement.names or ()
        if names == ("*",):
            names = self.facts(base).exports or ()
        for name in names:
            inner = f"{base}.{name}"
            bound = self._bound.get((base, name))
            if bound is None:
                bound = self._bound[base, name] = self._binds(base, name)
            if bound:
                continue
            if inner in self.modules and self.is_package(base):
                yield PRESENT, inner, ""
            elif self._left_out(inner):
                yield MISSING, inner, ""
            elif self._is_closed(base, own=base == module):
                yield MISSING_NAME, base, name

    def _left_out_folder(self, base: str, names: Sequence[str] | None) -> str:
        """The module of a bare folder that a statement imports, and that the build leaves out; "" for none."""
        inner = [base] if "." in base else [f"{base}.{name}" for name in names or ()]
        return next(filter(self._left_out, inner), "")

    def _way(self, base: str) -> Iterator[tuple[int, str]]:
        """The packages on the way to a module and the module itself, as far as they can be told."""
        for name in ancestors(base):
            kind = self._kind(name)
            if kind is not None:
                yield kind, name
            if kind != PRESENT:
                return

    def _kind(self, name: str) -> int | None:
        """What a module is to the build; None where nobody can tell or nobody needs to know."""
        top, dot, _ = name.partition(".")
        if name in self.modules and (not dot or self.is_package(name.rpartition(".")[0])):
            return PRESENT
        if top in sys.stdlib_module_names and not self._lacks(top):
            return None
        if top not in self._top:
            return MISSING if self._left_out(top) else THIRD_PARTY
        if top in SHARED or self._takes_in_others(name.rpartition(".")[0]):
            return MISSING if self._left_out(name) else None
        return MISSING

    def _lacks(self, top: str) -> bool:
        """Whether the image's Python has no such module, although ours does."""
        return self._library is not None and lacks(top, self._library)

    def _takes_in_others(self, package: str) -> bool:
        """Whether a package of the build may have submodules that the build does not show."""
        facts = self.facts(package)
        return facts.unparsable is not None or facts.open_submodules

    def _is_closed(self, module: str, seen: set[str] | None = None, own: bool = False) -> bool:
        """Whether all names of a module are known.

        `own`: to itself. Nobody imports from a module what its own `__getattr__` is to give.
        """
        top = module.partition(".")[0]
        # Each module is asked once, however many ways of star imports lead to it.
        seen = set() if seen is None else seen
        if module in seen:
            return True
        if module not in self.modules or top in SHARED:
            return False
        if top in sys.stdlib_module_names:
            return False
        facts = self.facts(module)
        if facts.unparsable is not None or facts.open_names or facts.open_submodules:
            return False
        if facts.lazy_names and not own:
            return False
        seen.add(module)
        return all(
            source is not None and self._is_closed(source, seen)
            for source in self._stars(module, facts)
        )

    def _binds(self, module: str, name: str, seen: set[str] | None = None) -> bool:
        """Whether a module binds a name itself or through a star import."""
        seen = set() if seen is None else seen
        if module not in self.modules or module in seen:
            return False
        facts = self.facts(module)
        if name in _MODULE_NAMES:
            return True
        if name in facts.names:
            if name not in facts.imported:
                return True
            if any(
                name in (statement.names or ())
                and not statement.later
                and self.resolve(module, statement) not in (module, *seen)
                for statement in facts.imports
            ):
                return True  # a name that goes in a circle of imports is bound by none of them
        seen.add(module)
        return any(
            source is not None and self._binds(source, name, seen)
            for source in self._stars(module, facts)
        )

    def binds(self, module: str, name: str) -> bool:
        """Whether a module of the build has, or may have, a name."""
        return self._binds(module, name) or not self._is_closed(module)

    def binds_name(self, module: str, name: str) -> bool:
        """Whether a module of the build binds a name."""
        return self._binds(module, name)

    def _stars(self, module: str, facts: ModuleFacts) -> Iterator[str | None]:
        for statement in facts.imports:
            if statement.names == ("*",):
                source = self.resolve(module, statement)
                yield source if source in self.modules else None


def _instead(statement: Import, settings: str) -> Import:
    """What a statement imports that names Django's settings where the environment names others."""
    line, column = statement.line, statement.column
    return Import(settings, 0, None, line, column, statement.flags)


def is_package(path: str) -> bool:
    """Whether what `Build.modules` gives for a module is a package, with `__init__.py` or without."""
    return path.rpartition("/")[2].startswith("__init__.") or not path.endswith((".py", *_BINARY))


def ancestors(module: str) -> Iterator[str]:
    """The packages on the way to a module, from the top, and the module itself."""
    end = module.find(".")
    while end >= 0:
        yield module[:end]
        end = module.find(".", end + 1)
    yield module
