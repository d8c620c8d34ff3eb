"""libyaml's event parser, loaded from PyYAML without the rest of PyYAML.

`import yaml` loads every loader and dumper that the package has and takes ten times as long as
reading a manifest. The C extension needs four small modules of it, and the names of eight error
classes. So the package is put into `sys.modules` unexecuted, with these modules in it, and runs
its own `__init__` as soon as somebody asks it for anything else: whoever imports `yaml` later gets
the real package.

Where that fails (another layout of PyYAML), the ordinary import serves; where PyYAML was built
without libyaml, `c_events` raises `ImportError` and `pure_events` is left.
"""

from __future__ import annotations

import sys
import types
from _thread import allocate_lock
from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

_MODULES = ("error", "events", "nodes", "tokens")
_ERRORS = (
    "composer",
    "constructor",
    "emitter",
    "parser",
    "reader",
    "representer",
    "scanner",
    "serializer",
)
_MORE_BREAKS = "\x85\u2028\u2029"
"""What ends a line in YAML 1.1 besides CR and LF."""


class DifferentReadingError(Exception):
    """Text that libyaml accepts and gcloud's parser does not, or reads in another way.

    The attributes are those of a parser's own errors.
    """

    def __init__(self, problem: str, mark: Any) -> None:
        super().__init__(problem)
        self.problem = problem
        self.problem_mark = mark


class _Package(types.ModuleType):
    """The package `yaml`, which executes itself when an attribute is missing."""

    def __getattr__(self, name: str) -> Any:
        if self.__class__ is _Package:
            self.__class__ = types.ModuleType  # type: ignore[assignment]
            assert self.__spec__ is not None
            assert self.__spec__.loader is not None
            self.__spec__.loader.exec_module(self)
        return getattr(self, name)


def _error_class(module: str) -> Callable[..., Any]:
    """Stands for an error class of PyYAML, which is imported when the first one is raised."""

    def make(*parts: Any) -> Any:
        return getattr(import_module(f"yaml.{module}"), f"{module.capitalize()}Error")(*parts)

    return make


def _load() -> Any:
    """The parser class of the C extension, loaded alone. Raises `ImportError`."""
    if "yaml" not in sys.modules:
        from importlib.machinery import PathFinder

        spec = PathFinder.find_spec("yaml")
        if spec is None or spec.submodule_search_locations is None:
            raise ImportError("yaml")
        package = _Package("yaml")
        package.__spec__ = spec
        package.__loader__ = spec.loader
        package.__file__ = spec.origin
        package.__path__ = spec.submodule_search_locations
        package.__package__ = "yaml"
        sys.modules["yaml"] = package
        try:
            for name in _MODULES:
                import_module(f"yaml.{name}")
            for name in _ERRORS:
                error = types.SimpleNamespace(**{f"{name.capitalize()}Error": _error_class(name)})
                setattr(package, name, error)
            import_module("yaml._yaml")
            for name in _ERRORS:
                delattr(package, name)
        except BaseException:
            for name in ("yaml", *(f"yaml.{name}" for name in _MODULES)):
                sys.modules.pop(name, None)
            raise
    return import_module("yaml._yaml").CParser


_parser: Any = None
_loading = allocate_lock()


def _loaded() -> Any:
    """The parser class, False where there is none."""
    try:
        return _load()
    except Exception:  # another layout of PyYAML
        try:
            import yaml  # noqa: F401  # the extension's own dependencies, the ordinary way

            return import_module("yaml._yaml").CParser
        except ImportError:
            return False


def c_events(text: str) -> Iterator[Any]:
    """The events of a YAML stream as libyaml reads it.

    Raises `ImportError` where there is no C extension. Iterating raises PyYAML's `YAMLError` on
    malformed text, and `DifferentReadingError`.
    """
    global _parser
    if _parser is None:
        with _loading:
            if _parser is None:
                _parser = _loaded()
    if _parser is False:
        raise ImportError("yaml._yaml")
    events = iter(_parser(text).get_event, None)
    if ("[" in text or "{" in text) and ("?" in text or "!" in text or "*" in text):
        return _read_alike(events, text)
    return events


def _read_alike(events: Iterator[Any], text: str) -> Iterator[Any]:
    """The events up to the first that gcloud's parser would not give.

    In flow collections, libyaml has accepted `?` within plain scalars since 0.2.3, and it ends a
    tag at a comma and an alias at a colon; gcloud's parser is older.
    """
    depth = 0
    for event in events:
        kind = event.__class__.__name__
        if kind in ("MappingStartEvent", "SequenceStartEvent"):
            depth += bool(depth or event.flow_style)
        elif depth and kind in ("MappingEndEvent", "SequenceEndEvent"):
            depth -= 1
        elif depth and kind == "AliasEvent":
            if text.startswith(":", event.end_mark.index):
                raise DifferentReadingError("found unexpected ':'", event.end_mark)
        elif depth and kind == "ScalarEvent" and not event.style:
            if "?" in event.value:
                raise DifferentReadingError("found unexpected '?'", event.start_mark)
            if event.tag is not None and not event.value:
                raise DifferentReadingError("found unexpected ','", event.start_mark)
        yield event


def pure_events(text: str) -> Iterator[Any]:
    """The events as ruamel's own parser reads them, the one that gcloud has: slow, decisive.

    Their lines are those of YAML 1.1, as libyaml counts them.
    """
    from ruamel.yaml import YAML

    yaml = YAML(typ="safe", pure=True)
    yaml.version = (1, 1)
    events = yaml.parse(text)
    if any(character in text for character in _MORE_BREAKS):
        events = _with_lines(events, text)
    yield from events


def _with_lines(events: Iterable[Any], text: str) -> Iterator[Any]:
    """The events, with lines and columns by the position in the text: ruamel counts other lines."""
    import re
    from bisect import bisect_right

    ends = re.finditer(f"\r\n|[\r\n{_MORE_BREAKS}]", text)
    starts = [0, *(match.end() for match in ends)]
    for event in events:
        for mark in (event.start_mark, event.end_mark):
            mark.line = bisect_right(starts, mark.index) - 1
            mark.column = mark.index - starts[mark.line]
        yield event
