"""libyaml's event parser, loaded without the rest of ruamel.yaml.

`import ruamel.yaml` loads every loader and dumper that the package has and takes five times as
long as reading a manifest. The C extension itself needs four small modules and the names of a
few exception classes, so those names are lent to it while it loads. Where that fails (another
version of ruamel.yaml, no C extension), the ordinary import serves, and then the pure parser.
"""

from __future__ import annotations

import sys
import types

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

_LENT = {
    "reader": "ReaderError",
    "scanner": "ScannerError",
    "parser": "ParserError",
    "composer": "ComposerError",
    "constructor": "ConstructorError",
    "emitter": "EmitterError",
    "serializer": "SerializerError",
    "representer": "RepresenterError",
}


def _load() -> Any:
    if "ruamel.yaml" in sys.modules:
        import _ruamel_yaml

        return _ruamel_yaml.CParser
    import ruamel

    package = types.ModuleType("ruamel.yaml")
    package.__path__ = [f"{folder}/yaml" for folder in ruamel.__path__]
    sys.modules["ruamel.yaml"] = package
    lent = ["ruamel.yaml"]
    try:
        from ruamel.yaml.error import MarkedYAMLError

        for module_name, class_name in _LENT.items():
            name = f"ruamel.yaml.{module_name}"
            module = types.ModuleType(name)
            setattr(module, class_name, type(class_name, (MarkedYAMLError,), {}))
            sys.modules[name] = module
            lent.append(name)
        import _ruamel_yaml

        return _ruamel_yaml.CParser
    finally:
        # Whoever imports ruamel.yaml after us gets the real package.
        for name in lent:
            del sys.modules[name]


_parser: Any = None


def c_events(text: str) -> Iterator[Any]:
    """The events of a YAML stream as libyaml reads it.

    Raises `ImportError` where there is no C extension, and subclasses of
    `ruamel.yaml.error.YAMLError` on malformed text.
    """
    global _parser
    if _parser is None:
        try:
            _parser = _load()
        except (ImportError, AttributeError):
            import ruamel.yaml  # noqa: F401  # the extension's own dependencies, the ordinary way
            from _ruamel_yaml import CParser

            _parser = CParser
    parser = _parser(text)
    while True:
        event = parser.get_event()
        if event is None:
            return
        yield event


def pure_events(text: str) -> Iterator[Any]:
    """The events as ruamel's own parser reads them, the one that gcloud has: slow, decisive."""
    from ruamel.yaml import YAML

    yaml = YAML(typ="safe", pure=True)
    yaml.version = (1, 1)
    yield from yaml.parse(text)
