"""Env vars that are named in a call of a function which must find them set."""

from __future__ import annotations

from lint.image.python.call_arguments import CallArguments
from lint.image.python.start_records import Demanded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lint.image.python.call_records import Call, ModuleCalls
    from lint.image.python.known_calls import KnownCalls
    from lint.image.python.name_lookup import Thing
    from lint.image.python.resolution import Resolution

_MOST_WORDS = 100
_MOST_ROUNDS = 5
"""Beyond them, all modules are read, which takes less time than looking for words."""


class StartDemands:
    """The demands of the functions of an image's modules."""

    def __init__(self, resolution: Resolution, calls: KnownCalls) -> None:
        self._resolution = resolution
        self._calls = calls
        self._given = CallArguments(calls.source)

    def of(
        self, thing: Thing, call: Call, module: str, flags: int, inside: bool
    ) -> Iterator[Demanded]:
        """The env vars that a call in `module` names and that what it calls must find set."""
        kind, where, name, _ = thing
        if not call.texts or kind not in ("function", "class"):
            return
        known = self._calls.outline(where)
        if known is None or not known.demands:
            return
        name = f"{name}.__init__" if kind == "class" else name
        demands = known.demands.get(name)
        arguments = self._given.of(module, call) if demands else None
        if demands is None or arguments is None:
            return
        function = known.functions.get(name)
        first = function.parameters[:1] if function is not None else ()
        shift = 1 if first in (("self",), ("cls",)) else 0
        for demand in demands:
            position = demand.position - shift
            value = arguments.by_keyword.get(demand.name)
            if value is None and 0 <= position < len(arguments.by_position):
                value = arguments.by_position[position]
            default, number = demand.default
            given = len(arguments.by_position)
            if default and (default in arguments.by_keyword or number - shift < given):
                continue
            if value:
                together = flags | demand.flags
                yield Demanded(value, module, call.line, call.column, together, inside)

    def callers(self) -> list[str]:
        """The modules that may call a function with demands, by the words in their sources."""
        words = self._words()
        if not words:
            return []
        found: list[str] = []
        seen: set[str] = set()
        before, rounds = -1, 0
        while len(words) != before:  # a module may give a function another name
            before = len(words)
            rounds += 1
            every = rounds > _MOST_ROUNDS or before > _MOST_WORDS
            for module in self._calls.modules:
                if module in seen or not (every or self._has_one(module, words)):
                    continue
                seen.add(module)
                known = self._calls.whole(module)
                if known is not None:
                    found.append(module)
                    words.update(_other_names(known, words))
        order = {module: number for number, module in enumerate(self._calls.modules)}
        return sorted(found, key=order.__getitem__)

    def _words(self) -> set[str]:
        """The last parts of the names of the functions with demands."""
        words: set[str] = set()
        for module in self._calls.modules:
            if not self._resolution.facts(module).demands:
                continue
            known = self._calls.outline(module)
            for name in known.demands if known is not None else ():
                words.update(name.rsplit(".", 2)[-2:] if name.endswith(".__init__") else ())
                words.add(name.rpartition(".")[2])
        return words

    def _has_one(self, module: str, words: set[str]) -> bool:
        known = self._calls.outline(module)
        if known is None:
            return False
        source = self._calls.source(module)
        return source is None or any(word.encode() in source for word in words)


def _other_names(known: ModuleCalls, words: set[str]) -> Iterator[str]:
    """Names that a module gives to what has one of the words as its name."""
    for function in (known.top, *known.functions.values()):
        for name, origin in function.values.items():
            if _last(origin) in words:
                yield name
        for name, (_, inner) in function.imports.items():
            if inner in words:
                yield name
        if words.intersection(map(_last, function.gives)):
            yield function.name.rpartition(".")[2]
    for found in known.classes.values():
        for name, origin in found.attributes.items():
            if _last(origin) in words:
                yield name


def _last(origin: str) -> str:
    return origin.removesuffix("~").removesuffix("()").rpartition(".")[2]
