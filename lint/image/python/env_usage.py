"""The environment variables that the modules of a closure read, settings classes included.

Whether a class is a settings class is known only here, where the modules are joined: its base may
be a class of another module. Its variables are read where it is called.
Source: https://docs.pydantic.dev/latest/concepts/pydantic_settings/ and, for the classes of
pydantic 1, https://docs.pydantic.dev/1.10/usage/settings/.
"""

from __future__ import annotations

from lint.image.python.facts import CONDITION, LATER, TYPE_ONLY, EnvUse
from lint.image.python.moments import LATER as LATER_MOMENT
from lint.image.python.moments import START_UP
from lint.image.python.settings_classes import UNKNOWN_PREFIX
from lint.image.python.start_records import guards_settings, guards_variable
from lint.model.record import default, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lint.image.python.closure import Closure, Reached
    from lint.image.python.facts import SettingsCall, SettingsClass, SettingsField
    from lint.image.python.start_path import StartPath
    from lint.image.python.start_records import Start

    Origin = tuple[str, str]

_SETTINGS_MODULES = frozenset(
    (
        "pydantic", "pydantic.env_settings", "pydantic.v1", "pydantic.v1.env_settings",
        "pydantic_settings", "pydantic_settings.main",
    )
)  # fmt: skip
_NO_SETTINGS = frozenset(
    ("abc:ABC", "builtins:object", "enum:Enum", "pydantic:BaseModel", "typing:Generic")
)
_MOST_BASES = 50


@record
class EnvUsage:
    """All variables that a closure reads."""

    reads: list[EnvUse] = default(factory=list)
    """In the order of the search."""
    complete: bool = True
    """False when there may be more."""
    sets_unknown: bool = False
    """Whether the code may set variables whose names it does not show."""
    loads_dotenv: bool = False
    """Whether the code sets the variables that a `.env` file holds."""


def closure_env(closure: Closure) -> EnvUsage:
    """The variables that the modules of a closure read."""
    env = EnvUsage()
    classes = _Classes(closure)
    for module, reached in closure.reached.items():
        facts = reached.facts
        if facts.dynamic_env or facts.unparsable is not None:
            env.complete = False
        env.sets_unknown = env.sets_unknown or facts.sets_env
        env.loads_dotenv = env.loads_dotenv or facts.loads_dotenv
        for use in facts.env:
            if not use.flags & TYPE_ONLY:
                start = None
                if use.flags & LATER and closure.path is not None and not reached.later:
                    start = closure.path.function_at(module, use.line)
                flags, moment = _when(use.flags, reached, start)
                place = use.line, use.column, flags, use.case_sensitive, reached.display_path
                env.reads.append(EnvUse(use.names, use.need, *place, moment=moment))
        for call in facts.calls:
            if not call.flags & TYPE_ONLY:
                classes.called(module, reached, call, env)
    if closure.path is not None:
        env.reads += _demanded(closure, closure.path)
    return env


def settings_variables(
    closure: Closure, origin: Origin
) -> dict[str, tuple[tuple[str, ...], bool]] | None:
    """By field of a settings class: the variables that set it, and whether their case counts.

    None for a class (given as module and name) that is none; a field whose value may come from
    elsewhere is left out.
    """
    return _Classes(closure).variables(origin)


def _when(
    flags: int,
    reached: Reached,
    start: Start | None,
    guards: Callable[[int], bool] = guards_variable,
) -> tuple[int, int]:
    """The flags of code and its moment, the way to its module and its function included.

    `start` is how the start reaches the function, None where it is not known to.
    """
    if reached.guarded:
        flags |= CONDITION
    if reached.later:
        return flags | LATER, LATER_MOMENT
    if not flags & LATER:
        return flags, reached.moment
    if start is None:
        return flags, LATER_MOMENT
    flags &= ~LATER
    return flags | (CONDITION if guards(start.flags) else 0), START_UP


def _demanded(closure: Closure, path: StartPath) -> Iterator[EnvUse]:
    """The variables that the start names in calls of functions which need them."""
    for demand in path.unproven_demands():
        reached = closure.reached.get(demand.module)
        if reached is not None:
            yield EnvUse(
                (demand.name,),
                "required",
                demand.line,
                demand.column,
                LATER,
                display_path=reached.display_path,
                moment=LATER_MOMENT,
            )
    for demand in path.demanded:
        reached = closure.reached.get(demand.module)
        if reached is not None:
            doubtful = reached.guarded or guards_variable(demand.flags)
            yield EnvUse(
                (demand.name,),
                "required",
                demand.line,
                demand.column,
                CONDITION if doubtful else 0,
                display_path=reached.display_path,
                moment=START_UP if demand.inside else reached.moment,
            )


class _Settings:
    """What a settings class and its bases say together."""

    def __init__(self) -> None:
        self.fields: dict[str, tuple[SettingsField, str]] = {}
        self.gathered: dict[Origin, bool] = {}
        self.prefix = ""
        self.case_sensitive = False
        self.nested = False
        self.other_sources = False


class _Classes:
    """The classes of a closure's modules by module and name."""

    def __init__(self, closure: Closure) -> None:
        self._reached = closure.reached
        self._path = closure.path
        self._classes: dict[Origin, SettingsClass] = {}
        for module, reached in closure.reached.items():
            for found in reached.facts.classes:
                self._classes[module, found.name] = found

    def called(self, module: str, reached: Reached, call: SettingsCall, env: EnvUsage) -> None:
        """Adds what calling a class reads, if it is a settings class."""
        origin = self._origin(module, call.name)
        if origin is None or origin not in self._classes:
            return  # a function, a dataclass, a class of another distribution
        settings = _Settings()
        if not self._gather(origin, settings, 0):
            env.complete = False
            return
        if settings.prefix == UNKNOWN_PREFIX:
            env.complete = False
            return
        made = None
        if call.flags & LATER and self._path is not None and not reached.later:
            made = self._path.made.get(origin)
        flags, moment = _when(call.flags, reached, made, guards_settings)
        for field, display_path in settings.fields.values():
            # `_env_file=...` and its like bring values from elsewhere.
            given = field.name in call.given or any(
                name == "**" or name.startswith("_") for name in call.given
            )
            needed = field.required and not given and not settings.other_sources
            if settings.nested and not field.simple:
                needed = False  # one of several variables may set a part of it
                env.complete = False
            env.reads.append(
                EnvUse(
                    _names(field, settings),
                    "required" if needed else "optional",
                    field.line,
                    field.column,
                    flags,
                    settings.case_sensitive,
                    display_path,
                    moment=moment,
                )
            )

    def variables(self, origin: Origin) -> dict[str, tuple[tuple[str, ...], bool]] | None:
        """See `settings_variables`."""
        settings = _Settings()
        if origin not in self._classes or not self._gather(origin, settings, 0):
            return None
        given = {
            name
            for reached in self._reached.values()
            for call in reached.facts.calls
            if call.name.rpartition(":")[2].rpartition(".")[2] == origin[1]
            for name in call.given
        }
        anything = settings.other_sources or settings.prefix == UNKNOWN_PREFIX
        if anything or any(name == "**" or name.startswith("_") for name in given):
            return {}
        return {
            name: (_names(field, settings), settings.case_sensitive)
            for name, (field, _) in settings.fields.items()
            if name not in given
        }

    def _gather(self, origin: Origin, settings: _Settings, depth: int) -> bool:
        """Adds up a class and its bases, the bases first; False when it is no settings class."""
        if origin in settings.gathered:
            return settings.gathered[origin]
        settings.gathered[origin] = True  # a class that is its own base raises anyway
        found = self._classes[origin]
        module = origin[0]
        known = False
        for base in reversed(found.bases):
            where = self._origin(module, base)
            if where is None:
                return False
            if where in self._classes and depth < _MOST_BASES:
                known = self._gather(where, settings, depth + 1) or known
            elif where[1] == "BaseSettings" and where[0] in _SETTINGS_MODULES:
                known = True
            elif ":".join(where) not in _NO_SETTINGS:
                return False
        for field in found.fields:
            settings.fields[field.name] = (field, self._reached[module].display_path)
        if found.prefix is not None:
            settings.prefix = found.prefix
        if found.case_sensitive is not None:
            settings.case_sensitive = found.case_sensitive
        settings.nested = settings.nested or found.nested
        settings.other_sources = settings.other_sources or found.other_sources
        settings.gathered[origin] = known
        return known

    def _origin(self, module: str, name: str) -> Origin | None:
        """Where a name is defined: (module, name), through the modules that import it."""
        for _ in range(_MOST_BASES):
            source, _, name = name.rpartition(":")
            absolute = self._absolute(module, source) if source else module
            # `from app import config` and then `config.Settings`
            while absolute is not None and f"{absolute}.{name.partition('.')[0]}" in self._reached:
                first, dot, rest = name.partition(".")
                if not dot:
                    break
                absolute, name = f"{absolute}.{first}", rest
            if absolute is None or "." in name:
                return None
            if (absolute, name) in self._classes or absolute not in self._reached:
                return absolute, name
            again = next(self._imports_of(absolute, name), None)
            if again is None:
                return absolute, name
            module, name = absolute, again
        return None

    def _imports_of(self, module: str, name: str) -> Iterator[str]:
        """How a module names what it imports under its own name."""
        for statement in self._reached[module].facts.imports:
            if statement.names and name in statement.names and not statement.later:
                yield f"{'.' * statement.level}{statement.module}:{name}"

    def _absolute(self, module: str, source: str) -> str | None:
        """An import's module, which may be relative to `module`, by its full name."""
        name = source.lstrip(".")
        level = len(source) - len(name)
        if not level:
            return name
        reached = self._reached.get(module)
        package = reached is not None and reached.display_path.endswith("__init__.py")
        parts = module.split(".")
        up = level - 1 if package else level
        if up >= len(parts) + (1 if package else 0):
            return None
        kept = parts[: len(parts) - up]
        return ".".join([*kept, name] if name else kept)


def _names(field: SettingsField, settings: _Settings) -> tuple[str, ...]:
    """The variables that set a field; aliases come without the prefix.

    pydantic 1 takes no notice of an alias, so the name that prefix and field make will do as well.
    """
    names = (*field.aliases, settings.prefix + field.name)
    if settings.case_sensitive:
        return names
    return tuple(name.upper() for name in names)
