"""Which modules a start-up imports, which of them the build lacks, and by which chain of imports.

No code is run: the imports are read from the modules' sources (`lint.build.module_reader`).
"""

from __future__ import annotations

import sys
from collections import deque

from lint.build.module_facts import (
    CONDITION,
    IMPORT_ERROR,
    LATER,
    MAIN,
    MODULE_NOT_FOUND,
    TYPE_ONLY,
    Import,
    ModuleFacts,
)
from lint.build.module_reader import read_facts, unreadable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lint.build.member import Member

_GUARDED = CONDITION | IMPORT_ERROR | MODULE_NOT_FOUND
# Top-level packages that many distributions share: what is missing below them may be theirs.
_SHARED = frozenset(
    ["azure", "backports", "dagster", "flufl", "google", "jaraco", "mpl_toolkits", "opentelemetry", "paste", "repoze", "ruamel", "sphinxcontrib", "zc", "zope"]
)
MAX_MODULES = 50_000


class Step:
    """One import on the way: where it stands, in which module, and what it imports."""

    __slots__ = ("column", "imported", "importer", "line", "shown")

    def __init__(self, importer: str, imported: str, shown: str, line: int, column: int) -> None:
        self.importer = importer
        self.imported = imported
        self.shown = shown
        self.line = line
        self.column = column


class Missing:
    """A module that is imported and not in the build, or a name that its module does not have.

    `name` is "" for a module. `guarded` means that every way to the import passes one whose
    failure is caught or that runs under a condition only; `later` that the import does not run
    before some function is called. `chain` leads from the entry point to the import.
    """

    __slots__ = ("chain", "guarded", "later", "module", "name")

    def __init__(
        self, module: str, name: str, chain: tuple[Step, ...], guarded: bool, later: bool
    ) -> None:
        self.module = module
        self.name = name
        self.chain = chain
        self.guarded = guarded
        self.later = later


class Closure:
    """All that an entry point imports.

    `reached` maps module names to (the path of the file, its facts, whether only guarded or
    conditional imports lead there, whether only calls do). `third_party` maps top-level names that
    the build does not have to the first place that imports them.
    """

    def __init__(self, entry: str) -> None:
        self.entry = entry
        self.reached: dict[str, Reached] = {}
        self.missing: list[Missing] = []
        self.third_party: dict[str, Step] = {}


class Reached:
    """A module on the way, with the import that first led to it."""

    __slots__ = ("facts", "guarded", "later", "shown", "step", "via")

    def __init__(
        self,
        facts: ModuleFacts,
        shown: str,
        via: str,
        step: Step | None,
        guarded: bool,
        later: bool,
    ) -> None:
        self.facts = facts
        self.shown = shown
        self.via = via
        self.step = step
        self.guarded = guarded
        self.later = later


class _Search:
    def __init__(
        self,
        members: Mapping[str, Member],
        modules: Mapping[str, str],
        facts: dict[str, ModuleFacts],
        target: tuple[int, int] | None,
    ) -> None:
        self.members = members
        self.modules = modules
        self.facts = facts
        self.target = target
        self.top = {name.partition(".")[0] for name in modules}

    def run(self, entry: str) -> Closure:
        """Two searches by breadth: first along imports that must succeed, then along the rest."""
        closure = Closure(entry)
        told: set[tuple[str, str]] = set()
        queue: deque[str] = deque()
        for name in _ancestors(entry):
            if name in self.modules and name not in closure.reached:
                self.reach(closure, name, "", None, False, False)
                queue.append(name)
        for guarded in (False, True):
            if guarded:
                queue.extend(closure.reached)
            while queue and len(closure.reached) < MAX_MODULES:
                self.follow(closure, queue.popleft(), guarded, queue, told)
        return closure

    def follow(
        self,
        closure: Closure,
        module: str,
        guarded: bool,
        queue: deque[str],
        told: set[tuple[str, str]],
    ) -> None:
        here = closure.reached[module]
        for statement in here.facts.imports:
            flags = statement.flags
            if flags & TYPE_ONLY or (flags & MAIN and module != closure.entry):
                continue
            weak = here.guarded or bool(flags & _GUARDED)
            if weak and not guarded:
                continue
            later = here.later or bool(flags & LATER)
            for target, name in self.targets(module, statement):
                step = Step(module, target, here.shown, statement.line, statement.column)
                if name:
                    key = (target, name)
                elif target in self.modules:
                    if target not in closure.reached:
                        self.reach(closure, target, module, step, weak, later)
                        queue.append(target)
                    continue
                elif target.partition(".")[0] not in self.top:
                    closure.third_party.setdefault(target.partition(".")[0], step)
                    continue
                else:
                    key = (target, "")
                if key not in told:
                    told.add(key)
                    chain = (*self.chain(closure, module), step)
                    closure.missing.append(Missing(target, name, chain, weak, later))

    def targets(self, module: str, statement: Import) -> Iterator[tuple[str, str]]:
        """(module, "") for each module that a statement imports; (module, name) for lost names.

        The packages on the way are imported first, as Python does; behind one that is missing
        nothing more is told.
        """
        base = self.resolve(module, statement)
        if base is None:
            return
        if base:
            for name in _ancestors(base):
                known = self.known(name)
                if known is None:
                    return
                yield name, ""
                if not known:
                    return
        for name in statement.names or ():
            if name == "*":
                continue
            inner = f"{base}.{name}" if base else name
            if base and self.defines(base, name):
                continue
            if inner in self.modules:
                yield inner, ""
            elif base in self.modules and self.closed(base):
                yield base, name

    def resolve(self, module: str, statement: Import) -> str | None:
        """The absolute name that a statement imports from; None for a climb out of the top."""
        if not statement.level:
            return statement.module
        package = module if self.is_package(module) else module.rpartition(".")[0]
        parts = package.split(".") if package else []
        up = statement.level - 1
        if up > len(parts):
            return None
        parts = parts[: len(parts) - up]
        return ".".join([*parts, statement.module] if statement.module else parts)

    def known(self, name: str) -> bool | None:
        """True: in the build or none of our business; False: missing; None: nobody can tell."""
        top = name.partition(".")[0]
        if name in self.modules:
            return True
        if top not in self.top:
            return True if name == top and top not in sys.stdlib_module_names else None
        if top in sys.stdlib_module_names or top in _SHARED:
            return None
        parent = name.rpartition(".")[0]
        if parent and not self.closed_to_submodules(parent):
            return None
        return False

    def closed_to_submodules(self, package: str) -> bool:
        """Whether a package's submodules are those of the build, as far as one can see."""
        path = self.modules.get(package, "")
        if not path.endswith(".py"):
            return package in self.modules and not path.endswith((".so", ".pyd"))
        facts = self.read(package)
        return facts.unparsable is None and not facts.open_submodules

    def closed(self, module: str) -> bool:
        """Whether all names of a module are known."""
        path = self.modules.get(module, "")
        if not path.endswith(".py"):
            return False  # an extension, or a namespace package: `import_closure` asks its modules
        facts = self.read(module)
        if facts.unparsable is not None or facts.open_names or facts.open_submodules:
            return False
        return all(
            source is not None and source != module and self.closed(source)
            for source in self.stars(module, facts)
        )

    def stars(self, module: str, facts: ModuleFacts) -> Iterator[str | None]:
        for statement in facts.imports:
            if statement.names is not None and "*" in statement.names:
                source = self.resolve(module, statement)
                yield source if source in self.modules else None

    def defines(self, module: str, name: str, seen: frozenset[str] = frozenset()) -> bool:
        """Whether a module binds a name itself or through a star import."""
        if not self.modules.get(module, "").endswith(".py") or module in seen:
            return False
        facts = self.read(module)
        if name in facts.names or name in _MODULE_NAMES:
            return True
        seen = seen | {module}
        return any(
            source is not None and self.defines(source, name, seen)
            for source in self.stars(module, facts)
        )

    def is_package(self, module: str) -> bool:
        path = self.modules.get(module, "")
        return path.endswith("__init__.py") or not path.endswith((".py", ".so", ".pyd"))

    def read(self, module: str) -> ModuleFacts:
        path = self.modules[module]
        facts = self.facts.get(path)
        if facts is None:
            member = self.members.get(path)
            if member is None or not path.endswith(".py"):
                facts = ModuleFacts()
                facts.open_names = True
            else:
                try:
                    facts = read_facts(member.read(), self.target)
                except OSError as error:
                    facts = unreadable((error.strerror or "cannot be read").lower())
            self.facts[path] = facts
        return facts

    def reach(
        self, closure: Closure, module: str, via: str, step: Step | None, guarded: bool, later: bool
    ) -> None:
        member = self.members.get(self.modules[module])
        shown = member.shown if member is not None else self.modules[module]
        facts = self.read(module)
        closure.reached[module] = Reached(facts, shown, via, step, guarded, later)

    def chain(self, closure: Closure, module: str) -> tuple[Step, ...]:
        steps: list[Step] = []
        while module:
            here = closure.reached[module]
            if here.step is not None:
                steps.append(here.step)
            module = here.via
        return tuple(reversed(steps))


_MODULE_NAMES = frozenset(
    ("__name__", "__doc__", "__file__", "__path__", "__package__", "__loader__", "__spec__",
     "__dict__", "__builtins__", "__cached__")
)  # fmt: skip


def _ancestors(module: str) -> Iterator[str]:
    """The packages on the way to a module, from the top, and the module itself."""
    parts = module.split(".")
    for end in range(1, len(parts) + 1):
        yield ".".join(parts[:end])


def import_closure(
    members: Mapping[str, Member],
    modules: Mapping[str, str],
    entry: str,
    facts: dict[str, ModuleFacts] | None = None,
    target: tuple[int, int] | None = None,
) -> Closure:
    """The closure of a module that is in the build.

    `modules` maps dotted names to paths (see `Build.modules`), `facts` keeps what was read by
    path, `target` is the Python version of the image where it is known.
    """
    return _Search(members, modules, facts if facts is not None else {}, target).run(entry)
