"""The calls of the modules of an image, read as far as somebody asks for them."""

from __future__ import annotations

from lint.image.python.call_text import calls_as_text, calls_from_text
from lint.image.python.calls_reader import read_together
from lint.support.cache import content_digest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lint.image.python.call_records import ModuleCalls
    from lint.image.python.calls_cache import CallsCache
    from lint.image.python.resolution import Resolution

    Key = tuple[str, str]

_MOST_NAMES = 20
"""Names that are looked for in the source of a module, before it is read as a whole."""


class KnownCalls:
    """The calls by module.

    A module's outline comes with its facts. The rest is read when a function of it is called, from
    `cache` where it can be; who is done with them calls `save`. `read` gives the source of a module of the image; None where it cannot
    be had.
    """

    def __init__(
        self,
        resolution: Resolution,
        read: Callable[[str], bytes | None],
        cache: CallsCache | None = None,
    ) -> None:
        self.source = read
        self.parsed = 0
        """How many modules were parsed one by one."""
        self._resolution = resolution
        self._cache = cache
        self._modules: dict[str, ModuleCalls | None] = {}
        self._learned: dict[str, None] = {}
        self._methods: dict[str, set[Key]] = {}
        self._not_indexed: list[str] = []
        self._not_named: dict[str, set[str]] = {}

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
            facts = self._resolution.facts(module)
            known = self._kept(module, facts.digest) if facts.outline else None
            if known is None and facts.outline:
                known = calls_from_text(facts.outline)
            self._modules[module] = known
            if known is not None:
                self._not_indexed.append(module)
            return known

    def whole(self, module: str) -> ModuleCalls | None:
        """All calls of a module; its outline where it can no longer be read."""
        known = self.outline(module)
        if known is not None and not known.whole:
            source = self.source(module)
            made = self._parse(source) if source is not None else None
            known.whole = True
            if source is not None and made is not None:
                known.adopt(made)
                self._keep(module, source, calls_as_text(made))
        return known

    def read_attributes(self, module: str, name: str) -> None:
        """Reads a module as a whole, unless no method in it can make an attribute of this name."""
        known = self.outline(module)
        missed = self._not_named.setdefault(module, set())
        if known is None or known.whole or name in missed:
            return
        source = self.source(module) if len(missed) < _MOST_NAMES else None
        if source is None or _may_name(source, name):
            self.whole(module)
        else:
            missed.add(name)

    def read_ahead(self, modules: Iterable[str]) -> None:
        """Reads modules as a whole that are about to be asked for, where that is faster together."""
        wanted: list[tuple[str, bytes]] = []
        for module in modules:
            known = self.outline(module)
            source = self.source(module) if known is not None and not known.whole else None
            if source is not None:
                wanted.append((module, source))
        texts = read_together([source for _, source in wanted])
        for (module, source), text in zip(wanted, texts, strict=True):
            known = self.outline(module)
            if known is not None and text is not None:
                known.adopt(calls_from_text(text))
                self._keep(module, source, text)

    def _parse(self, source: bytes) -> ModuleCalls | None:
        from lint.image.python.calls import read_calls

        self.parsed += 1
        return read_calls(source)

    def _kept(self, module: str, digest: str) -> ModuleCalls | None:
        if self._cache is None:
            return None
        return self._cache.get(self._resolution.modules[module], digest)

    def _keep(self, module: str, source: bytes, text: str) -> None:
        # What has no digest was not read from a file as it is.
        if self._cache is not None and self._resolution.facts(module).digest:
            # The file may not be any more what its facts were read from.
            self._cache.put(self._resolution.modules[module], content_digest(source), text)

    def save(self) -> None:
        """Keeps what was read for the next run."""
        if self._cache is not None:
            self._cache.save(self._resolution.members)

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


def _may_name(source: bytes, name: str) -> bool:
    """Whether a name may be in a source, where other letters may stand for those of ASCII."""
    return name.encode() in source or not source.isascii() or not name.isidentifier()
