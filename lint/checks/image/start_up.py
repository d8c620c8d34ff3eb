"""What is known of a start-up: what it imports and the build does not have, and what it reads.

The same for every manifest that starts the same module, and, for wheels, for every run until one
of them changes: so it is kept.
"""

from __future__ import annotations

import sys

from lint import __version__
from lint.model.findings import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from lint.image.image import Image
    from lint.image.python.closure import Closure, Missing
    from lint.image.python.env_usage import EnvUsage
    from lint.manifest.resource import Container
    from lint.support.cache import CacheFile

    Fault = tuple[str, dict[str, Any]]

START_UP_VERSION = 7
"""Counts up whenever the same build gives other words than before."""
_LONGEST_CHAIN = 8
_MOST_COMPARED = 30
"""Missing modules for which the nearest one is looked for: it takes a while in a large build."""


class Entry:
    """Where start-up begins: a module, whether it runs as `__main__`, and where that is stated.

    `container` is the one that starts it, None in a manifest without any. `sets` are the names of
    the env vars that the command itself sets before, `attribute` is what of the module is served.
    """

    __slots__ = ("attribute", "container", "main", "module", "sets", "where")

    def __init__(
        self,
        module: str,
        main: bool,
        where: Any,
        container: Container | None = None,
        sets: frozenset[str] = frozenset(),
        attribute: str = "",
    ) -> None:
        self.attribute = attribute.partition(".")[0]
        self.container = container
        self.sets = sets
        self.module = module
        self.main = main
        self.where = where


class StartUp:
    """What one entry point leads to.

    `faults` are (fault, arguments of `CheckContext.finding`), `missing` the modules that are imported
    and not in the build, `third_party` the top-level names that it does not have, and `env` what
    is read of the environment: None where the entry point itself is missing.
    """

    __slots__ = ("env", "faults", "missing", "third_party")

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.missing: list[str] = []
        self.third_party: list[str] = []
        self.env: EnvUsage | None = None


def start_up(image: Image, entry: Entry) -> StartUp:
    """What is known of an entry point, worked out once."""
    if entry.module not in image.modules():
        return _without_entry(image, entry)
    memo: dict[tuple[str, bool, str], StartUp] = image.memo.setdefault("start-ups", {})
    key = (entry.module, entry.main, entry.attribute)
    if key not in memo:
        file = _kept(image, entry)
        known = _from_json(file.load()) if file is not None else None
        if known is None:
            known = _work_out(image, entry)
            if file is not None:
                file.store(_to_json(known))
        memo[key] = known
    return memo[key]


def _kept(image: Image, entry: Entry) -> CacheFile | None:
    stamp = image.stamp()
    if stamp is None:
        return None
    from lint.support.cache import CacheFile

    version = f"{START_UP_VERSION} {__version__} {sys.version_info[:3]}"
    return CacheFile("start-ups", [version, stamp, entry.module, entry.main, entry.attribute])


def _to_json(known: StartUp) -> dict[str, Any]:
    faults = [
        [
            fault,
            _place_json(arguments["where"]),
            arguments["message"],
            arguments["help"],
            [[_place_json(place), label] for place, label in arguments.get("related", ())],
        ]
        for fault, arguments in known.faults
    ]
    reads = [
        [
            list(r.names),
            r.need,
            r.line,
            r.column,
            r.flags,
            r.case_sensitive,
            r.display_path,
        ]
        for r in (known.env.reads if known.env is not None else ())
    ]
    return {
        "faults": faults,
        "missing": known.missing,
        "third-party": known.third_party,
        "reads": reads,
        "sets-unknown": known.env is not None and known.env.sets_unknown,
        "complete": known.env is not None and known.env.complete,
    }


def _from_json(kept: dict[str, Any]) -> StartUp | None:
    """What `_to_json` gave; None for anything else."""
    if not kept:
        return None
    from lint.image.python.env_usage import EnvUsage
    from lint.image.python.facts import EnvUse

    known = StartUp()
    known.env = EnvUsage()
    try:
        for fault, where, message, help, related in kept["faults"]:
            places = [(Place(*place), str(label)) for place, label in related]
            arguments = {"where": Place(*where), "message": str(message), "help": str(help)}
            known.faults.append((str(fault), {**arguments, "related": places}))
        known.missing = [str(module) for module in kept["missing"]]
        known.third_party = [str(name) for name in kept["third-party"]]
        for names, need, line, column, flags, case, display_path in kept["reads"]:
            known.env.reads.append(
                EnvUse(
                    tuple(map(str, names)),
                    str(need),
                    int(line),
                    int(column),
                    int(flags),
                    bool(case),
                    str(display_path),
                )
            )
        known.env.complete = bool(kept["complete"])
        known.env.sets_unknown = bool(kept["sets-unknown"])
    except (KeyError, TypeError, ValueError):
        return None
    return known


def _place_json(place: Place) -> list[Any]:
    return [place.path, place.line, place.column, place.end_line, place.end_column]


def _without_entry(image: Image, entry: Entry) -> StartUp:
    from lint.checks.image.location import nearest_module

    known = StartUp()
    if image.complete:
        arguments = {
            "where": entry.where,
            "message": f"the entry point `{entry.module}` is not in {image.display_path}",
            "help": nearest_module(image, entry.module),
            "related": _reasons(image, entry.module),
        }
        known.faults.append(("entry", arguments))
    return known


def _work_out(image: Image, entry: Entry) -> StartUp:
    from lint.image.python.closure import import_closure
    from lint.image.python.env_usage import closure_env
    from lint.image.python.facts_cache import FactsCache

    facts = image.memo.setdefault("facts", {})
    cache = FactsCache(image.identity, image.python)
    closure = import_closure(
        image.members,
        image.modules(),
        entry.module,
        facts,
        target=image.python,
        cache=cache,
        main=entry.main,
        left_out=image.left_out,
        attribute=entry.attribute,
    )
    cache.save(image.members)
    known = StartUp()
    if image.complete:
        known.faults = list(_faults(image, closure))
    known.missing = [missing.module for missing in closure.missing if not missing.name]
    known.third_party = list(closure.third_party)
    known.env = closure_env(closure)
    return known


def _faults(image: Image, closure: Closure) -> Iterator[Fault]:
    """(fault, arguments of `CheckContext.finding`) for each fault of one closure."""
    if closure.lacks:
        yield _not_served(image, closure)
    for number, missing in enumerate(closure.missing):
        yield _missing(image, missing, number < _MOST_COMPARED)
    yield from _undeclared(image, closure)
    for module, reached in closure.reached.items():
        bad = reached.facts.unparsable
        if bad is not None and bad.kind == "syntax":
            yield (
                "syntax",
                {
                    "where": Place(reached.display_path, bad.line, bad.column, 0, bad.column + 1),
                    "message": f"`{module}` cannot be compiled: {bad.message}",
                    "help": "Correct the syntax.",
                },
            )
        for line, column in reached.facts.dynamic_imports[:1]:
            yield (
                "dynamic",
                {
                    "where": Place(reached.display_path, line, column, 0, column + 1),
                    "message": f"what `{module}` imports here is known only when it runs",
                    "help": "Name the modules in a rule's `build.modules`, if they must be there.",
                },
            )


def _undeclared(image: Image, closure: Closure) -> Iterator[Fault]:
    """Imports of distributions that no wheel of the build requires, where that is proven."""
    if not image.wheels or not closure.third_party:
        return
    from lint.image.packaging.distributions import Distributions, read_wheelhouse

    distributions = image.memo.get("distributions")
    if distributions is None:
        distributions = image.memo["distributions"] = Distributions(
            image.wheels,
            wheelhouse=read_wheelhouse(image.wheelhouse) if image.wheelhouse else (),
            lock=image.lock,
            python=image.python,
        )
    for name, step in closure.third_party.items():
        verdict = distributions.judge(step.imported if step.imported.startswith(name) else name)
        if verdict.status != "missing" or step.guarded:
            continue
        provider = verdict.distributions[0] if verdict.distributions else name
        yield (
            "undeclared",
            {
                "where": Place(step.display_path, step.line, step.column, 0, step.column + 1),
                "message": f"`{name}` is imported, and {image.display_path} does not require "
                f"`{provider}`, which provides it",
                "help": f"Add `{provider}` to the project's dependencies.",
            },
        )


def _missing(image: Image, missing: Missing, compare: bool) -> Fault:
    from lint.checks.image.location import nearest_module

    last = missing.chain[-1]
    if missing.module.startswith("."):
        return _beyond(missing)
    when = "inside a function" if missing.later else "at import time"
    reasons = image.why_missing(
        f"{missing.module}.{missing.name}" if missing.name else missing.module
    )
    if missing.name:
        message = f"`{missing.module}` has no `{missing.name}`, which is imported {when}"
        from lint.support.nearest import nearest

        facts = image.memo["facts"][image.modules()[missing.module]]
        near = nearest(missing.name, facts.names)
        help = f"The nearest name that is there is `{near}`." if near else "Correct the name."
    else:
        message = (
            f"the module `{missing.module}` is imported {when} and is not in {image.display_path}"
        )
        help = nearest_module(image, missing.module) if compare else ""
    if reasons and reasons[0].help:
        help = reasons[0].help
    related = [
        (Place(reason.path, reason.line, reason.column), reason.message)
        for reason in reasons
        if reason.path
    ]
    steps = missing.chain[:-1]
    display_path = (
        steps if len(steps) <= _LONGEST_CHAIN else steps[: _LONGEST_CHAIN - 1] + steps[-1:]
    )
    related += [
        (
            Place(step.display_path, step.line, step.column),
            f"{number}. `{step.importer}` imports `{step.imported}`",
        )
        for number, step in enumerate(display_path, start=1)
    ]
    fault = "name" if missing.name else "module"
    inner = f"{missing.module}.{missing.name}" if missing.name else missing.module
    doubtful = _may_be_elsewhere(image, missing.module) or (
        image.generates and not image.left_out(inner)
    )
    if doubtful and not missing.guarded:
        message += ", unless something else brings it"
    return (
        f"guarded-{fault}" if missing.guarded or doubtful else fault,
        {
            "where": Place(last.display_path, last.line, last.column, 0, last.column + 1),
            "message": message,
            "help": help,
            "related": related,
        },
    )


def _not_served(image: Image, closure: Closure) -> Fault:
    """The module that a server is to serve something of has no such name."""
    from lint.support.nearest import did_you_mean

    reached = closure.reached[closure.entry]
    return (
        "name",
        {
            "where": Place(reached.display_path, 1, 1, 0, 2),
            "message": f"`{closure.entry}` has no `{closure.lacks}`, which the container is to serve",
            "help": did_you_mean(closure.lacks, reached.facts.names),
            "related": [],
        },
    )


def _beyond(missing: Missing) -> Fault:
    """A relative import that leaves the package, or that stands in no package at all."""
    last = missing.chain[-1]
    return (
        "guarded-module" if missing.guarded else "module",
        {
            "where": Place(last.display_path, last.line, last.column, 0, last.column + 1),
            "message": f"the relative import of `{missing.module}` leads out of the package of "
            f"`{last.importer}`",
            "help": "Import it by its absolute name.",
            "related": [],
        },
    )


def _may_be_elsewhere(image: Image, module: str) -> bool:
    """Whether another distribution may have a module of the same namespace package."""
    top = module.partition(".")[0]
    if (
        not image.wheels
        or image.left_out(module)
        or image.modules().get(top, ".py").endswith(".py")
    ):
        return False
    prefix = top.replace("_", "-").lower()
    return any(
        requirement.name.startswith(prefix) and requirement.name != wheel.name
        for wheel in image.wheels
        for requirement in wheel.requires_dist
    )


def _reasons(image: Image, module: str) -> list[tuple[Place, str]]:
    return [
        (Place(reason.path, reason.line, reason.column), reason.message)
        for reason in image.why_missing(module)
        if reason.path
    ]
