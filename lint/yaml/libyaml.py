"""libyaml's event parser, loaded without the rest of ruamel.yaml.

`import ruamel.yaml` loads every loader and dumper that the package has and takes five times as
long as reading a manifest. The C extension needs the names of some classes of it only, so names
are lent to it while it loads: events that hold what the composer reads, and for the rest
functions that fetch the real class when one is wanted.
Where that fails (another version of ruamel.yaml, no C extension), the ordinary import serves,
and then the pure parser.
"""

from __future__ import annotations

import sys
import types
from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any


class _OtherEvent:
    """An event of which nobody reads anything."""

    __slots__ = ()

    def __init__(self, *parts: Any, **named: Any) -> None:
        pass


class DocumentStartEvent:
    """The beginning of a document."""

    __slots__ = ("start_mark", "version")

    def __init__(
        self, start_mark: Any, end_mark: Any, explicit: Any, version: Any, tags: Any
    ) -> None:
        self.start_mark = start_mark
        self.version = version


class ScalarEvent:
    """A scalar, or a key."""

    __slots__ = ("anchor", "end_mark", "start_mark", "style", "tag", "value")

    def __init__(
        self,
        anchor: Any,
        tag: Any,
        implicit: Any,
        value: Any,
        start_mark: Any,
        end_mark: Any,
        style: Any,
    ) -> None:
        self.anchor = anchor
        self.tag = tag
        self.value = value
        self.start_mark = start_mark
        self.end_mark = end_mark
        self.style = style


class _CollectionStartEvent:
    __slots__ = ("anchor", "flow_style", "start_mark", "tag")

    def __init__(
        self,
        anchor: Any,
        tag: Any,
        implicit: Any,
        start_mark: Any,
        end_mark: Any,
        flow_style: Any,
    ) -> None:
        self.anchor = anchor
        self.tag = tag
        self.start_mark = start_mark
        self.flow_style = flow_style


class SequenceStartEvent(_CollectionStartEvent):
    """The beginning of a sequence."""

    __slots__ = ()


class MappingStartEvent(_CollectionStartEvent):
    """The beginning of a mapping."""

    __slots__ = ()


class _EndEvent:
    __slots__ = ("end_mark",)

    def __init__(self, start_mark: Any, end_mark: Any, *rest: Any, **named: Any) -> None:
        self.end_mark = end_mark


class SequenceEndEvent(_EndEvent):
    """The end of a sequence."""

    __slots__ = ()


class MappingEndEvent(_EndEvent):
    """The end of a mapping."""

    __slots__ = ()


class DocumentEndEvent(_EndEvent):
    """The end of a document."""

    __slots__ = ()


class AliasEvent:
    """An alias."""

    __slots__ = ("anchor", "end_mark", "start_mark")

    def __init__(self, anchor: Any, start_mark: Any, end_mark: Any) -> None:
        self.anchor = anchor
        self.start_mark = start_mark
        self.end_mark = end_mark


_EVENTS = (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
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
_TOKENS = (
    "Alias Anchor BlockEnd BlockEntry BlockMappingStart BlockSequenceStart Directive DocumentEnd "
    "DocumentStart FlowEntry FlowMappingEnd FlowMappingStart FlowSequenceEnd FlowSequenceStart Key "
    "Scalar StreamEnd StreamStart Tag Value"
)


def _lent() -> dict[str, dict[str, Any]]:
    """The modules that the extension imports, with the names that it takes from each."""
    modules = {
        name: {f"{name.capitalize()}Error": _stand_in(name, f"{name.capitalize()}Error")}
        for name in _ERRORS
    }
    modules["error"] = {"YAMLError": _stand_in("error", "YAMLError")}
    tokens = [f"{name}Token" for name in _TOKENS.split()]
    modules["tokens"] = {name: _stand_in("tokens", name) for name in tokens}
    return {
        **modules,
        "events": {
            **dict.fromkeys(("StreamStartEvent", "StreamEndEvent"), _OtherEvent),
            **{event.__name__: event for event in _EVENTS},
        },
    }


def _stand_in(module: str, name: str) -> Callable[..., Any]:
    """Makes objects of a class of ruamel.yaml, which is imported when the first one is made."""

    def make(*parts: Any, **named: Any) -> Any:
        real = getattr(import_module(f"ruamel.yaml.{module}"), name)
        return real(*parts, **named)

    return make


def _load() -> Any:
    if "ruamel.yaml" in sys.modules:
        import _ruamel_yaml

        return _ruamel_yaml.CParser
    import ruamel

    package = types.ModuleType("ruamel.yaml")
    package.__path__ = [f"{folder}/yaml" for folder in ruamel.__path__]
    lent = {"ruamel.yaml": package}
    for name, members in _lent().items():
        module = lent[f"ruamel.yaml.{name}"] = types.ModuleType(f"ruamel.yaml.{name}")
        module.__dict__.update(members)
    sys.modules.update(lent)
    try:
        import _ruamel_yaml

        return _ruamel_yaml.CParser
    finally:
        # Whoever imports ruamel.yaml after us gets the real package.
        for name in lent:
            del sys.modules[name]


_parser: Any = None


def c_events(text: str) -> Iterator[Any]:
    """The events of a YAML stream as libyaml reads it.

    Raises `ImportError` where there is no C extension. Iterating raises ruamel.yaml's
    `YAMLError` on malformed text.
    """
    global _parser
    if _parser is None:
        try:
            _parser = _load()
        except (ImportError, AttributeError):
            import ruamel.yaml  # noqa: F401  # the extension's own dependencies, the ordinary way
            from _ruamel_yaml import CParser

            _parser = CParser
    return iter(_parser(text).get_event, None)


def pure_events(text: str) -> Iterator[Any]:
    """The events as ruamel's own parser reads them, the one that gcloud has: slow, decisive."""
    from ruamel.yaml import YAML

    yaml = YAML(typ="safe", pure=True)
    yaml.version = (1, 1)
    yield from yaml.parse(text)
