"""What one Python module says about itself: imports, names, environment variables.

Facts are read from the source without running it (`lint.image.python.reader`) and are small enough
to be kept between runs (`lint.image.python.facts_cache`); `to_json` and `from_json` are the two ends of
that. They say nothing about other modules: `lint.image.python.closure` joins them.
"""

from __future__ import annotations

from lint.model.record import default, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

CONDITION = 1
"""Runs only under a condition (`if`, `match`, an `except` clause)."""
MODULE_NOT_FOUND = 2
"""A `ModuleNotFoundError` that it raises is caught."""
IMPORT_ERROR = 4
"""Every `ImportError` that it raises is caught."""
TYPE_ONLY = 8
"""Never runs: below `if TYPE_CHECKING:` or `if False:`."""
MAIN = 16
"""Runs only in the module that is started as `__main__`."""
LATER = 32
"""Runs inside a function, not when the module is imported."""
OPTIONAL = 64
"""Is imported where the image has it, and is not missed where it has not."""
SETTINGS = 128
"""Is imported unless the env var DJANGO_SETTINGS_MODULE names another module."""
WORKER = 256
"""Is imported when a Celery worker starts, and by nothing else at that time."""
DISCOVERS = 512
"""Makes a Celery worker import the tasks of Django's applications; names no module of its own."""
CONFIGURES = 1024
"""Names the module that has Celery's settings."""
CONFIGURED = 2048
"""Is imported by a Celery worker where its module has Celery's settings."""
DJANGO = 4096
"""Only where Celery goes by Django's settings: with `CONFIGURED` for its own, else for the applications."""
LAZY = 8192
"""Is imported when its name is first used (PEP 810); with `LATER`."""

_FLAGS = 16383


@record
class Import:
    """One module that a statement imports, or that `importlib.import_module("...")` does."""

    module: str
    """As written; "" for `from . import name`."""
    level: int
    """The number of dots of a relative import."""
    names: tuple[str, ...] | None
    """What is written after `import`, `("*",)` for all; None for `import module`."""
    line: int
    """Counted from 1."""
    column: int
    """Counted from 1."""
    flags: int
    """When it runs and whether a failure is caught: `CONDITION`, `MODULE_NOT_FOUND`, ... above."""

    def __repr__(self) -> str:
        names = "" if self.names is None else f" import {', '.join(self.names)}"
        return f"<{'.' * self.level}{self.module}{names} at {self.line}:{self.column}>"

    @property
    def later(self) -> bool:
        """Whether it runs inside a function."""
        return bool(self.flags & LATER)

    @property
    def type_only(self) -> bool:
        """Whether it never runs."""
        return bool(self.flags & TYPE_ONLY)


@record
class EnvUse:
    """An environment variable that the code reads or sets.

    A module's facts do not say in which file it is, nor how the module is reached; `closure_env`
    adds both.
    """

    names: tuple[str, ...]
    """Any of these will do."""
    need: str
    """"required" where a missing variable raises, "optional" where it does not, "set" where the
    code sets it."""
    line: int
    """Counted from 1."""
    column: int
    """Counted from 1."""
    flags: int
    """When it runs, as in `Import`."""
    case_sensitive: bool = True
    """Whether the case of the names counts."""
    display_path: str = ""
    """The file; "" in the facts of a module."""
    moment: int = 0
    """When it runs (see `lint.image.python.moments`); set with the file."""

    def __repr__(self) -> str:
        return f"<{self.need} {'|'.join(self.names)} at {self.line}:{self.column}>"

    @property
    def later(self) -> bool:
        """Whether a function must be called first."""
        return bool(self.flags & LATER)

    @property
    def guarded(self) -> bool:
        """Whether the code may not run, or its failure is caught."""
        return bool(self.flags & ~(LATER | MODULE_NOT_FOUND | IMPORT_ERROR))


@record
class SettingsField:
    """A field of a settings class."""

    name: str
    """The attribute's name."""
    required: bool
    """Whether it has no default."""
    simple: bool
    """Whether its type is a scalar, so that no variable can set a part of it."""
    aliases: tuple[str, ...]
    """Names of variables that replace the one made of prefix and field."""
    line: int
    """Counted from 1."""
    column: int
    """Counted from 1."""


@record
class SettingsClass:
    """A class that is, or may turn out to be, a pydantic settings class."""

    name: str
    """The class's name."""
    bases: tuple[str, ...]
    """Dotted names as written."""
    prefix: str | None
    """What the names of its variables begin with; None where the class leaves it to its bases."""
    case_sensitive: bool | None
    """Whether the case of variables counts; None where the class leaves it to its bases."""
    nested: bool
    """Whether one variable may set a part of a field."""
    other_sources: bool
    """Whether values may come from elsewhere than the environment."""
    fields: tuple[SettingsField, ...]
    """In the order of the class."""


@record
class SettingsCall:
    """A call of something that may be a settings class."""

    name: str
    """Its dotted name as written."""
    given: tuple[str, ...]
    """The keyword arguments; `("**",)` when they cannot be known."""
    flags: int
    """When it runs, as in `Import`."""


@record
class Unparsable:
    """Why a module's source gives no facts."""

    kind: str
    """"syntax" for an error that the target Python reports as well, "other-python" for syntax that may be
    that of another Python than the running one, "limit" for what would take more time or memory to parse
    than a module may, "unknown" for a file that cannot be read."""
    message: str
    """The reason, in words."""
    line: int = 1
    """Counted from 1."""
    column: int = 1
    """Counted from 1."""

    def __repr__(self) -> str:
        return f"<{self.kind} {self.line}:{self.column} {self.message}>"


@record
class ModuleFacts:
    """The facts of one module."""

    unparsable: Unparsable | None = None
    """Why there are no facts; None where there are."""
    imports: list[Import] = default(factory=list)
    """In the order of the source."""
    names: set[str] = default(factory=set)
    """The names bound at module level."""
    imported: set[str] = default(factory=set)
    """Those of `names` that only `from ... import name` binds, which binds nothing new when the
    module imports from itself."""
    exports: tuple[str, ...] | None = None
    """A constant `__all__`; None where there is none."""
    open_names: bool = False
    """Whether there may be more names (`globals()`, a replaced entry of `sys.modules`)."""
    lazy_names: bool = False
    """Whether a `__getattr__` of the module may give any name."""
    sets_env: bool = False
    """Whether it may set variables of the environment whose names it does not show."""
    loads_dotenv: bool = False
    """Whether it sets the variables that a `.env` file holds."""
    demands: bool = False
    """Whether a function of it needs an env var that its caller names."""
    open_submodules: bool = False
    """Whether submodules may come from elsewhere (`__path__`, `sys.modules[...] = `)."""
    changes_path: bool = False
    """Whether it may add directories to `sys.path` (see `lint.image.python.path_roots`)."""
    names_sockets: bool = False
    """Whether a text of it may be the path of a Cloud SQL socket."""
    dynamic_imports: list[tuple[int, int]] = default(factory=list)
    """The places (line, column) of imports of modules that are only known at run time."""
    env: list[EnvUse] = default(factory=list)
    """The variables that the code reads or sets."""
    dynamic_env: list[tuple[int, int]] = default(factory=list)
    """The places (line, column) of reads of variables that are only known at run time."""
    classes: list[SettingsClass] = default(factory=list)
    """The settings classes."""
    calls: list[SettingsCall] = default(factory=list)
    """The calls of what may be a settings class."""
    outline: str = ""
    """What it calls outside of functions, as `lint.image.python.call_text` writes it; "" where that
    is not known."""
    digest: str = ""
    """Of the source that they were read from (see `lint.support.cache.content_digest`), "" where it
    could not be read, or is not that of a file. It is no part of `to_json`."""

    def to_json(self) -> list[Any]:
        """The facts as lists, strings and numbers; `from_json` reads them."""
        bad = self.unparsable
        if bad is not None:
            return [bad.kind, bad.message, bad.line, bad.column]
        plain: list[Any] = [
            [
                # One string instead of five items: it is most of what a cache holds.
                f"{i.line} {i.column} {i.flags} {i.level} {i.module}"
                if i.names is None
                else f"{i.line} {i.column} {i.flags} {i.level} {i.module} {' '.join(i.names)}"
                for i in self.imports
            ],
            " ".join(f">{name}" if name in self.imported else name for name in sorted(self.names)),
            int(self.open_names)
            + 2 * int(self.open_submodules)
            + 4 * int(self.lazy_names)
            + 8 * int(self.sets_env)
            + 16 * int(self.loads_dotenv)
            + 32 * int(self.demands)
            + 64 * int(self.changes_path)
            + 128 * int(self.names_sockets),
            self.outline,
        ]
        rest: list[Any] = [
            None if self.exports is None else list(self.exports),
            [list(place) for place in self.dynamic_imports],
            [
                [list(e.names), e.need, e.line, e.column, e.flags, int(e.case_sensitive)]
                for e in self.env
            ],
            [list(place) for place in self.dynamic_env],
            [_class_json(c) for c in self.classes],
            [[c.name, list(c.given), c.flags] for c in self.calls],
        ]
        return plain + rest if any(item for item in rest) or rest[0] is not None else plain

    @classmethod
    def from_json(cls, data: object) -> ModuleFacts:
        """The facts that `to_json` gave. Raises `ValueError` for anything else."""
        facts = cls()
        items = _list(data)
        if len(items) == 4 and type(items[1]) is type(items[0]) is str:
            kind, message = _text(items[0]), _text(items[1])
            facts.unparsable = Unparsable(kind, message, _count(items[2]), _count(items[3]))
            return facts
        if len(items) not in (4, 10):
            raise ValueError("neither facts nor an error")
        facts.imports = [_import(item) for item in _list(items[0])]
        for name in _text(items[1]).split():
            facts.names.add(name.removeprefix(">"))
            if name.startswith(">"):
                facts.imported.add(name[1:])
        opened = _count(items[2])
        facts.open_names, facts.open_submodules = bool(opened & 1), bool(opened & 2)
        facts.lazy_names, facts.sets_env = bool(opened & 4), bool(opened & 8)
        facts.loads_dotenv, facts.demands = bool(opened & 16), bool(opened & 32)
        facts.changes_path, facts.names_sockets = bool(opened & 64), bool(opened & 128)
        facts.outline = _text(items[3])
        if len(items) == 10:
            facts._read_rest(items[4:])
        return facts

    def _read_rest(self, items: list[Any]) -> None:
        exports, dynamic_imports, env, dynamic_env, classes, calls = items
        self.exports = None if exports is None else _texts(exports)
        self.dynamic_imports = [_place(item) for item in _list(dynamic_imports)]
        for item in _list(env):
            names, need, line, column, flags, case = _list(item)
            if need not in ("required", "optional", "set") or not names:
                raise ValueError("not a need")
            self.env.append(
                EnvUse(
                    _texts(names),
                    need,
                    _count(line),
                    _count(column),
                    _count(flags) & _FLAGS,
                    bool(_count(case)),
                )
            )
        self.dynamic_env = [_place(item) for item in _list(dynamic_env)]
        self.classes = [_class(item) for item in _list(classes)]
        for item in _list(calls):
            name, given, flags = _list(item)
            self.calls.append(SettingsCall(_text(name), _texts(given), _count(flags) & _FLAGS))


def _import(item: object) -> Import:
    line, column, flags, level, module, *names = _text(item).split(" ")
    return Import(
        module,
        int(level),
        tuple(names) or None,
        int(line),
        int(column),
        int(flags) & _FLAGS,
    )


def _class_json(c: SettingsClass) -> list[Any]:
    fields = [
        [f.name, int(f.required), int(f.simple), list(f.aliases), f.line, f.column]
        for f in c.fields
    ]
    case = -1 if c.case_sensitive is None else int(c.case_sensitive)
    return [c.name, list(c.bases), c.prefix, case, int(c.nested), int(c.other_sources), fields]


def _class(item: object) -> SettingsClass:
    name, bases, prefix, case, nested, other, fields = _list(item)
    read: list[SettingsField] = []
    for field in _list(fields):
        own, required, simple, aliases, line, column = _list(field)
        read.append(
            SettingsField(
                _text(own),
                bool(_count(required)),
                bool(_count(simple)),
                _texts(aliases),
                _count(line),
                _count(column),
            )
        )
    return SettingsClass(
        _text(name),
        _texts(bases),
        None if prefix is None else _text(prefix),
        None if case == -1 else bool(_count(case)),
        bool(_count(nested)),
        bool(_count(other)),
        tuple(read),
    )


def _list(value: object) -> list[Any]:
    if type(value) is not list:
        raise ValueError("not a list")
    return value


def _text(value: object) -> str:
    if type(value) is not str:
        raise ValueError("not a string")
    return value


def _texts(value: Iterable[object]) -> tuple[str, ...]:
    return tuple(_text(item) for item in _list(value))


def _count(value: object) -> int:
    if type(value) is not int or value < 0:
        raise ValueError("not a count")
    return value


def _place(value: object) -> tuple[int, int]:
    line, column = _list(value)
    return (_count(line), _count(column))
