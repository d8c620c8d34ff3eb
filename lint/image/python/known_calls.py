"""The calls of the modules of an image, read as far as somebody asks for them."""

from __future__ import annotations

from lint.image.python.call_text import calls_as_text, calls_from_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from lint.image.python.call_records import ModuleCalls
    from lint.image.python.calls_cache import CallsCache
    from lint.image.python.resolution import Resolution

    Key = tuple[str, str]


class KnownCalls:
    """The calls by module.

    A module's outline comes with its facts. The rest is read when a function of it is called, from
    `cache` where it can be. `read` gives the source of a module of the image; None where it cannot
    be had.
    """

    def __init__(
        self,
        resolution: Resolution,
        read: Callable[[str], bytes | None],
        cache: CallsCache | None = None,
    ) -> None:
        self.source = read
        self._resolution = resolution
        self._cache = cache
        self._modules: dict[str, ModuleCalls | None] = {}
        self._learned: dict[str, None] = {}
        self._methods: dict[str, set[Key]] = {}
        self._not_indexed: list[str] = []

    @property
    def modules(self) -> list[str]:
        """Those that somebody has asked for, or that were learned."""
        return list({**self._modules, **self._learned})

    def learn(self, module: str) -> None:
        """Takes note of a module; its outline is read when it is needed."""
        self._learned[module] = None

    def outline(self, module: str) -> ModuleCalls | None:
        """What is known of a module, its outline at least; None where that cannot be read."""
        try:
            return self._modules[module]
        except KeyError:
            text = self._resolution.facts(module).outline
            known = self._modules[module] = calls_from_text(text) if text else None
            if known is not None:
                self._not_indexed.append(module)
            return known

    def whole(self, module: str) -> ModuleCalls | None:
        """All calls of a module; its outline where it can no longer be read."""
        known = self.outline(module)
        if known is not None and not known.whole:
            read = self._read(module)
            known.whole = True
            if read is not None:
                known.adopt(read)
        return known

    def _read(self, module: str) -> ModuleCalls | None:
        source = self.source(module)
        if source is None:
            return None
        path = self._resolution.modules[module]
        kept = self._cache.get(path, source) if self._cache is not None else None
        if kept is not None:
            return kept
        from lint.image.python.calls import read_calls

        made = read_calls(source)
        if made is not None and self._cache is not None:
            self._cache.put(path, source, calls_as_text(made))
        return made

    def with_method(self, name: str) -> set[Key]:
        """The classes, by module and name, that have a method of their own of this name."""
        for module in self._learned:
            self.outline(module)
        while self._not_indexed:
            module = self._not_indexed.pop()
            known = self._modules[module]
            for found in known.classes.values() if known is not None else ():
                for method in found.methods:
                    self._methods.setdefault(method, set()).add((module, found.name))
        return self._methods.get(name, set())
