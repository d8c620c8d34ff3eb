"""`imports`: what start-up imports and the build does not have."""

from __future__ import annotations

from lint.findings import Place
from lint.manifest.tree import Scalar, elements, is_null
from lint.pattern import lazy_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.build.build import Build
    from lint.build.import_closure import Closure, Missing
    from lint.checks.subject import Subject
    from lint.findings import Finding
    from lint.manifest.resource import Container, Resource
    from lint.rule import Rule

NEEDS = "build"
FAULTS = (
    "entry",
    "module",
    "guarded-module",
    "name",
    "guarded-name",
    "syntax",
    "dynamic",
    "undeclared",
)
_LONGEST_CHAIN = 8
_MOVES = lazy_pattern(r"(?:^|[\s;&|(])(?:cd|pushd)\s|--(?:chdir|app-dir|pythonpath)\b|PYTHONPATH=")


def model() -> Any:
    """The fault that the rule is about."""
    from typing import Literal

    from pydantic import Field

    from lint.parameters import Strict

    class Imports(Strict):
        fault: Literal[*FAULTS] = Field(description="the fault that the rule is about")  # type: ignore[valid-type]

    return Imports


def run(rules: Sequence[Rule], subject: Subject) -> Iterator[Finding]:
    """The findings for the entry points that the command line or the manifest states."""
    by_fault = {rule.params["fault"]: rule for rule in rules}
    for entry in entry_points(subject):
        for fault, arguments in _faults(subject, entry):
            rule = by_fault.get(fault)
            if rule is not None:
                yield subject.finding(rule, **arguments)


def closure_findings(
    rule: Rule, subject: Subject, entrypoint: str, told: set[str]
) -> Iterator[Finding]:
    """All that is wrong with the closure of an entry point, as findings of a user's rule.

    The modules that are missing in it are added to `told`.
    """
    from lint.checks.build import image_place

    entry = Entry(entrypoint.partition(":")[0], False, image_place(subject))
    closure = closure_of(subject, entry)
    if closure is not None:
        told.update(missing.module for missing in closure.missing if not missing.name)
    for fault, arguments in _faults(subject, entry):
        if fault in ("entry", "module", "name", "syntax"):
            yield subject.finding(rule, **arguments)
        elif fault.startswith("guarded"):
            yield subject.finding(rule, severity="warning", **arguments)


class Entry:
    """Where start-up begins: a module, whether it runs as `__main__`, and where that is stated."""

    __slots__ = ("main", "module", "where")

    def __init__(self, module: str, main: bool, where: Any) -> None:
        self.module = module
        self.main = main
        self.where = where


def entry_points(subject: Subject) -> list[Entry]:
    """The entry point of each container that plainly starts a module of the build."""
    from lint.build.start_command import entry_module
    from lint.checks.build import image_place

    build: Build = subject.build
    if build.entrypoint:
        return [Entry(build.entrypoint.partition(":")[0], False, image_place(subject))]
    found: list[Entry] = []
    scripts = {name: target for wheel in build.wheels for name, target in wheel.scripts.items()}
    modules = build.modules()
    tops = {name.partition(".")[0] for name in modules}
    for container in subject.resource.containers:
        words = _words(container)
        if words is None:
            continue
        module, main = entry_module([word.text for word in words], scripts)
        # A sidecar's module is none of this build's.
        if not module or module.partition(".")[0] not in tops:
            continue
        if main and module in modules and build.is_package(module):
            module += ".__main__"  # what `python -m package` runs
        found.append(Entry(module, main, words[0]))
    return found


def imports_from_elsewhere(resource: Resource) -> bool:
    """Whether a container of the manifest decides itself where Python imports from."""
    for container in resource.containers:
        if not is_null(container.node.get("workingDir")):
            return True
        if any(variable.name == "PYTHONPATH" for variable in container.env):
            return True
        words = " ".join(word.text for word in _words(container) or ())
        if _MOVES.search(words):
            return True
    return False


def _words(container: Container) -> list[Scalar] | None:
    words: list[Scalar] = []
    for field in ("command", "args"):
        for item in elements(container.node.get(field)):
            if not isinstance(item, Scalar) or item.templated:
                return None
            words.append(item)
    return words or None


def closure_of(subject: Subject, entry: Entry) -> Closure | None:
    """The closure of an entry point, made once for a build; None when its module is not there."""
    build: Build = subject.build
    if entry.module not in build.modules():
        return None
    closures: dict[tuple[str, bool], Closure] = build.memo.setdefault("closures", {})
    key = (entry.module, entry.main)
    if key not in closures:
        from lint.build.facts_cache import FactsCache
        from lint.build.import_closure import import_closure

        facts = build.memo.setdefault("facts", {})
        cache = FactsCache(build.identity, build.python)
        closures[key] = import_closure(
            build.members,
            build.modules(),
            entry.module,
            facts,
            target=build.python,
            cache=cache,
            main=entry.main,
            left_out=build.left_out,
        )
        cache.save(build.members)
    return closures[key]


def _faults(subject: Subject, entry: Entry) -> Iterator[tuple[str, dict[str, Any]]]:
    """(fault, arguments of `Subject.finding`) for each fault of one closure."""
    from lint.checks.build import nearest_module

    build: Build = subject.build
    if not build.complete:
        return
    closure = closure_of(subject, entry)
    if closure is None:
        yield (
            "entry",
            {
                "where": entry.where,
                "message": f"the entry point `{entry.module}` is not in {build.shown}",
                "help": nearest_module(build, entry.module),
                "related": _reasons(build, entry.module),
            },
        )
        return
    for missing in closure.missing:
        yield _missing(build, missing)
    yield from _undeclared(build, closure)
    for module, reached in closure.reached.items():
        bad = reached.facts.unparsable
        if bad is not None and bad.kind == "syntax":
            yield (
                "syntax",
                {
                    "where": Place(reached.shown, bad.line, bad.column, 0, bad.column + 1),
                    "message": f"`{module}` cannot be compiled: {bad.message}",
                    "help": "Correct the syntax.",
                },
            )
        for line, column in reached.facts.dynamic_imports[:1]:
            yield (
                "dynamic",
                {
                    "where": Place(reached.shown, line, column, 0, column + 1),
                    "message": f"what `{module}` imports here is known only when it runs",
                    "help": "Name the modules in a rule's `build.modules`, if they must be there.",
                },
            )


def _undeclared(build: Build, closure: Closure) -> Iterator[tuple[str, dict[str, Any]]]:
    """Imports of distributions that no wheel of the build requires, where that is proven."""
    if not build.wheels or not closure.third_party:
        return
    from lint.build.distributions import Distributions, read_wheelhouse

    distributions = build.memo.get("distributions")
    if distributions is None:
        distributions = build.memo["distributions"] = Distributions(
            build.wheels,
            wheelhouse=read_wheelhouse(build.wheelhouse) if build.wheelhouse else (),
            lock=build.lock,
            python=build.python,
        )
    for name, step in closure.third_party.items():
        verdict = distributions.judge(step.imported if step.imported.startswith(name) else name)
        if verdict.status != "missing" or step.guarded:
            continue
        provider = verdict.distributions[0] if verdict.distributions else name
        yield (
            "undeclared",
            {
                "where": Place(step.shown, step.line, step.column, 0, step.column + 1),
                "message": f"`{name}` is imported, and {build.shown} does not require "
                f"`{provider}`, which provides it",
                "help": f"Add `{provider}` to the project's dependencies.",
            },
        )


def _missing(build: Build, missing: Missing) -> tuple[str, dict[str, Any]]:
    from lint.checks.build import nearest_module

    last = missing.chain[-1]
    when = "inside a function" if missing.later else "at import time"
    reasons = build.why_missing(
        f"{missing.module}.{missing.name}" if missing.name else missing.module
    )
    if missing.name:
        message = f"`{missing.module}` has no `{missing.name}`, which is imported {when}"
        from lint.nearest import nearest

        facts = build.memo["facts"][build.modules()[missing.module]]
        near = nearest(missing.name, facts.names)
        help = f"The nearest name that is there is `{near}`." if near else "Correct the name."
    else:
        message = f"the module `{missing.module}` is imported {when} and is not in {build.shown}"
        help = nearest_module(build, missing.module)
    if reasons and reasons[0].help:
        help = reasons[0].help
    related = [
        (Place(reason.path, reason.line, reason.column), reason.message)
        for reason in reasons
        if reason.path
    ]
    steps = missing.chain[:-1]
    shown = steps if len(steps) <= _LONGEST_CHAIN else steps[: _LONGEST_CHAIN - 1] + steps[-1:]
    related += [
        (
            Place(step.shown, step.line, step.column),
            f"{number}. `{step.importer}` imports `{step.imported}`",
        )
        for number, step in enumerate(shown, start=1)
    ]
    fault = "name" if missing.name else "module"
    return (
        f"guarded-{fault}" if missing.guarded else fault,
        {
            "where": Place(last.shown, last.line, last.column, 0, last.column + 1),
            "message": message,
            "help": help,
            "related": related,
        },
    )


def _reasons(build: Build, module: str) -> list[tuple[Place, str]]:
    return [
        (Place(reason.path, reason.line, reason.column), reason.message)
        for reason in build.why_missing(module)
        if reason.path
    ]
