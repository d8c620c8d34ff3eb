"""A start-up: what it imports and the image does not have, and what it reads.

It is the same for every manifest that starts the same module, so it is worked out once in a run.
"""

from __future__ import annotations

from copy import copy
from functools import partial

from lint.checks.image.missing_modules import (
    beyond_package,
    missing_module,
    missing_reasons,
    nearest_module,
    not_served,
    unless_made,
)
from lint.checks.image.start_environment import CertainEnvironment
from lint.checks.image.undeclared_imports import (
    absent_from_saved,
    environment_of,
    likely_python,
    only_elsewhere,
    undeclared,
)
from lint.image.missing import import_left_out
from lint.image.python.facts import SETTINGS
from lint.image.start.servers import QUIET_PROGRAMS
from lint.model.fault import Fault
from lint.model.findings import Place
from lint.model.record import default, record
from lint.model.text import module as shown
from lint.model.text import own, say
from lint.model.text import path as shown_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from lint.checks.image.entry_points import Entry
    from lint.image.file import ImageFile
    from lint.image.image import Image
    from lint.image.python.closure import Closure
    from lint.image.python.constants import Environment
    from lint.image.python.env_usage import EnvUsage
    from lint.image.python.facts import ModuleFacts
    from lint.image.python.path_roots import AddedPaths
    from lint.model.fault import Spot

_MOST_ROUNDS = 4
_MOST_COMPARED = 30
"""Missing modules for which the nearest one is looked for: it takes a while in a large build."""


@record
class StartUp:
    """What one entry point leads to."""

    faults: list[Fault] = default(factory=list)
    missing: list[str] = default(factory=list)
    """The modules that are imported and not in the image."""
    third_party: list[str] = default(factory=list)
    """The top-level names that are imported and not the image's own."""
    env: EnvUsage | None = None
    """What is read of the environment; None where the entry point itself is missing."""
    image: Image | None = None
    """The image with the directories that the program adds to `sys.path` as import roots."""
    closure: Closure | None = None
    """All that the entry point imports; None where the entry point itself is missing."""
    asking: list[str] = default(factory=list)
    """The paths of modules whose branches env vars may decide."""
    decided: dict[tuple[tuple[str, str], ...], StartUp] = default(factory=dict)
    """The same where they are decided, by what tells the sources apart."""
    asked: dict[object, tuple[dict[str, bytes], tuple[tuple[str, str], ...]]] = default(
        factory=dict
    )
    """The sources of these modules, by the variables that they are read with."""


def start_up(entry: Entry) -> StartUp:
    """What is known of an entry point, worked out once for each set of variables that matters."""
    image = entry.image
    if entry.module not in image.modules():
        return _without_entry(image, entry)
    known: dict[tuple[object, ...], StartUp] = image.start_ups
    settings = settings_module(entry)
    assumed = entry.launch is not None and entry.launch.assumed
    worker = _is_worker(image, entry)
    inside = environment_of(entry)
    commands = tuple(_commands(image, entry))
    key = (
        entry.module,
        entry.main,
        entry.attribute,
        entry.called,
        settings,
        assumed,
        worker,
        inside,
        entry.launch is not None and entry.launch.installs,
        commands,
    )
    if key not in known:
        known[key] = _work_out(image, entry, settings, assumed, commands)
    found = whole = known[key]
    environment = _environment(entry, whole)
    if environment is not None:
        sources, branches = _decided(image, whole, environment)
        if sources and branches not in whole.decided:
            found = _work_out(image, entry, settings, assumed, commands, sources)
            _keep_reads(found, whole)
            whole.decided[branches] = found
        found = whole.decided.get(branches, whole)
    entry.image = found.image or image
    entry.image.start_ups[key] = whole
    return found


def _environment(entry: Entry, known: StartUp) -> Environment | None:
    """The variables that decide branches of an entry point's modules; None where none do."""
    if not known.asking or known.env is None or entry.environment is None or known.env.sets_unknown:
        return None
    environment = entry.environment()
    if environment is None:
        return None
    # What the code sets, or a file that it reads, is not known.
    changed = {name for read in known.env.reads if read.need == "set" for name in read.names}
    if known.env.loads_dotenv:
        changed |= entry.image.env_file_names()
    return CertainEnvironment({**environment.variables, **dict.fromkeys(changed)})


def _decided(
    image: Image, known: StartUp, environment: Environment
) -> tuple[dict[str, bytes], tuple[tuple[str, str], ...]]:
    """The sources of modules without the branches that do not run, by path, and what tells them apart."""
    from lint.image.python.decided_branches import without_dead_branches
    from lint.support.cache import content_digest

    assert known.env is not None
    names = {name for read in known.env.reads for name in read.names}
    variables = environment.variables
    key = frozenset((name, variables[name]) for name in names if name in variables)
    if key in known.asked:
        return known.asked[key]
    found: dict[str, bytes] = {}
    for path in known.asking:
        try:
            source = without_dead_branches(image.members[path].read(), environment)
        except OSError:
            continue
        if source is not None:
            found[path] = source
    branches = tuple((path, content_digest(source)) for path, source in found.items())
    known.asked[key] = found, branches
    return found, branches


def _keep_reads(known: StartUp, whole: StartUp) -> None:
    """Adds the reads in branches that do not run: a variable that they read is not unused."""
    assert known.env is not None
    assert whole.env is not None
    seen = {(read.display_path, read.line, read.column) for read in known.env.reads}
    for read in whole.env.reads:
        if (read.display_path, read.line, read.column) not in seen:
            kept = copy(read)
            kept.need = "set" if read.need == "set" else "optional"
            known.env.reads.append(kept)


def _is_worker(image: Image, entry: Entry) -> bool:
    """Whether a program of Celery is started that imports what the application includes."""
    launch = entry.launch
    if launch is None:
        return False
    if launch.server == "celery":
        return not {"worker", "beat"}.isdisjoint(launch.arguments)
    member = image.members.get(image.modules().get(entry.module, "")) if entry.main else None
    if member is None:
        return False
    from lint.image.start.celery_worker import starts_worker

    try:
        return starts_worker(member.read(), launch.arguments)
    except OSError:
        return False


def _commands(image: Image, entry: Entry) -> list[tuple[str, str]]:
    """The functions of click or typer, as module and name, that the command line calls."""
    launch = entry.launch
    if launch is None or launch.server:
        return []
    from lint.image.start.commands import Commands, from_package

    known: dict[str, Commands | None] = {}

    def read(module: str) -> Commands | None:
        if module not in known:
            member = image.members.get(image.modules().get(module, ""))
            try:
                known[module] = Commands(member.read()) if member is not None else None
            except OSError:
                known[module] = None
        return known[module]

    here = read(entry.module)
    if here is None:
        return []
    found: list[tuple[str, str]] = []
    names = sorted(here.called) if entry.main else [entry.attribute]
    todo: list[tuple[str, str, Sequence[str], bool]]
    todo = [(entry.module, name, launch.arguments, False) for name in names]
    seen: set[tuple[str, str, int, bool]] = set()
    while todo:
        module, name, words, inner = todo.pop(0)
        commands = read(module)
        if commands is None or (module, name, len(words), inner) in seen:
            continue
        seen.add((module, name, len(words), inner))
        found += [(module, one) for one in commands.functions(name, words, inner)]
        added = commands.added(name, words)
        if added is not None:
            todo.append((module, *added, True))
        first, _, rest = name.partition(".")
        if first in commands.imports:
            package = image.is_package(module)
            base, original = from_package(commands.imports[first], module, package)
            if not rest:
                todo.append((base, original, words, inner))
            else:  # `users.app`, of `from shop import users` or of `import users`
                todo.append((f"{base}.{original}" if original else base, rest, words, inner))
    return found


def settings_module(entry: Entry) -> str | None:
    """The value of DJANGO_SETTINGS_MODULE; "" where it is not set, None where that is not known."""
    name = "DJANGO_SETTINGS_MODULE"
    if name in entry.env:
        return entry.env[name]
    for container in entry.containers:
        for variable in container.env:
            if variable.name == name:
                return variable.literal
    if name in entry.image.env:
        return entry.image.env[name]
    return "" if entry.image.env_known else None


def _settings_named(entry: Entry, closure: Closure) -> Callable[[Fault], Fault]:
    """Adds to a fault where the environment, and not its own line, names Django's settings."""
    module = settings_module(entry)
    if not module:
        return lambda fault: fault
    lines = {
        (reached.display_path, statement.line)
        for reached in closure.reached.values()
        for statement in reached.facts.imports
        if statement.flags & SETTINGS and statement.module != module
    }
    stated: Spot = entry.where
    for container in entry.containers:
        for variable in container.env:
            if variable.name == "DJANGO_SETTINGS_MODULE" and variable.value is not None:
                stated = variable.value

    def named(fault: Fault) -> Fault:
        where = fault.where
        if isinstance(where, Place) and (where.path, where.line) in lines:
            message = say("the env var DJANGO_SETTINGS_MODULE names `{}`", shown(module))
            fault.related = [*fault.related, (stated, message)]
        return fault

    return named


def _without_entry(image: Image, entry: Entry) -> StartUp:
    known = StartUp()
    if image.complete:
        doubt, made_by = unless_made(image, entry.module)
        fault = Fault(
            "entry",
            entry.where,
            message=say(
                "the entry point `{}` is not in {}{}",
                shown_path(entry.module) if "/" in entry.module else shown(entry.module),
                image.label,
                doubt,
            ),
            help=say("Name the module as `import` does: `{}`.", shown(_with_dots(entry.module)))
            if "/" in entry.module
            else nearest_module(image, entry.module),
            related=[*missing_reasons(image, entry.module), *made_by],
            severity="warning" if doubt else None,
        )
        known.faults.append(fault)
    return known


def _with_dots(path: str) -> str:
    return path.removeprefix("./").removesuffix(".py").replace("/", ".")


def _work_out(
    image: Image,
    entry: Entry,
    settings: str | None,
    assumed: bool,
    commands: Sequence[tuple[str, str]],
    sources: Mapping[str, bytes] | None = None,
) -> StartUp:
    """What an entry point leads to; `sources` has those of modules that are others here, by path."""
    from lint.image.python.env_usage import closure_env

    closure = _closure(image, entry, settings, commands, sources)
    directory = entry.launch.directory if entry.launch is not None else image.workdir
    for _ in range(_MOST_ROUNDS):  # what is found from a new directory may add others
        extended = image.with_paths(_added_paths(image, closure, directory))
        if extended is image or extended.modules().keys() == image.modules().keys():
            break
        image = extended
        closure = _closure(image, entry, settings, commands, sources)
    known = StartUp()
    known.image = image
    if image.complete:
        known.faults = list(_faults(image, entry, closure, assumed))
    known.missing = [missing.module for missing in closure.missing if not missing.name]
    known.third_party = list(closure.third_party)
    known.env = closure_env(closure)
    foreign = image.foreign_to(entry.module)
    if foreign is not None:
        _leave_to_distributions(known, closure, foreign)
    if closure.path is not None:
        closure.path.calls.save()
    known.closure = closure
    known.asking = (
        []
        if sources
        else [
            image.modules()[module]
            for module, reached in closure.reached.items()
            if any(use.need != "set" for use in reached.facts.env)
            and not (foreign is not None and foreign(module))
        ]
    )
    return known


def _leave_to_distributions(
    known: StartUp, closure: Closure, foreign: Callable[[str], bool]
) -> None:
    """Of what installed distributions read, keeps what they need whenever they are imported."""
    assert known.env is not None
    modules = [module for module in closure.reached if foreign(module)]
    known.third_party += dict.fromkeys(module.partition(".")[0] for module in modules)
    if modules:
        known.env.complete = False  # their functions, which are not followed, read more
    places = {closure.reached[module].display_path for module in modules}
    known.env.reads = [
        read
        for read in known.env.reads
        if read.display_path not in places or not (read.later or read.guarded)
    ]


def _added_paths(image: Image, closure: Closure, directory: str | None) -> list[AddedPaths]:
    """What the modules of a closure add to `sys.path`; `directory` is the working directory."""
    found: list[AddedPaths] = []
    for module, reached in closure.reached.items():
        path = image.modules()[module]
        if not reached.facts.changes_path or path not in image.members:
            continue
        from lint.image.python.path_roots import added_paths

        try:
            source = image.members[path].read()
        except OSError:
            continue
        added = added_paths(source, image.place_of(path), directory)
        if added.front or added.back or added.unknown:
            found.append(added)
    return found


def _closure(
    image: Image,
    entry: Entry,
    settings: str | None,
    commands: Sequence[tuple[str, str]],
    sources: Mapping[str, bytes] | None,
) -> Closure:
    from lint.image.python.calls_cache import CallsCache
    from lint.image.python.closure import import_closure
    from lint.image.python.facts_cache import FactsCache

    members, facts = image.members, image.facts
    cache = None if sources else FactsCache(image.identity, image.python)
    if sources:
        members, facts = _with_sources(image, sources)
    closure = import_closure(
        members,
        image.modules(),
        entry.module,
        facts,
        target=image.python,
        cache=cache,
        main=entry.main,
        left_out=partial(import_left_out, image),
        attribute=entry.attribute,
        called=entry.called,
        settings_module=settings,
        # A program that starts its server itself says in its code where it listens.
        follow_calls=entry.main
        or (entry.launch is not None and entry.launch.server in ("", *QUIET_PROGRAMS)),
        calls_cache=CallsCache(image.identity),
        commands=commands,
        worker=_is_worker(image, entry),
        foreign=image.foreign_to(entry.module),
        library=likely_python(image),
    )
    if cache is not None:
        cache.save(image.members)
    return closure


def _with_sources(
    image: Image, sources: Mapping[str, bytes]
) -> tuple[dict[str, ImageFile], dict[str, ModuleFacts]]:
    """The files of an image, and their facts, with other sources for some of them."""
    from lint.image.file import ImageFile
    from lint.image.python.reader import read_facts

    members, facts = dict(image.members), dict(image.facts)
    for path, source in sources.items():
        shown = members[path].display_path
        members[path] = ImageFile(path, shown, len(source), partial(bytes, source))
        facts[path] = read_facts(source, image.python)
    return members, facts


def _faults(image: Image, entry: Entry, closure: Closure, assumed: bool) -> Iterator[Fault]:
    """The faults of one closure; `image` is the entry's, with the import roots that it adds."""
    foreign = image.foreign_to(closure.entry)
    if closure.lacks:
        yield not_served(closure, assumed)
    beyond = [missing for missing in closure.missing if missing.module.startswith(".")]
    yield from beyond_package(beyond)
    rest = [missing for missing in closure.missing if not missing.module.startswith(".")]
    named = _settings_named(entry, closure)
    for number, missing in enumerate(rest):
        yield named(missing_module(image, missing, number < _MOST_COMPARED, foreign))
    yield from map(named, undeclared(image, entry, closure))
    yield from only_elsewhere(image, closure)
    yield from absent_from_saved(image, closure)
    for module, reached in closure.reached.items():
        bad = reached.facts.unparsable
        if bad is not None and bad.kind == "syntax":
            yield Fault(
                "syntax",
                Place(reached.display_path, bad.line, bad.column, 0, bad.column + 1),
                message=say("`{}` cannot be compiled: {}", shown(module), own(bad.message)),
                help=say("Correct the syntax."),
            )
        elif bad is not None:
            yield Fault(
                "dynamic",
                Place(reached.display_path, bad.line, bad.column),
                message=say(
                    "what `{}` imports is not checked: {}", shown(module), own(bad.message)
                ),
                help=say("Run lint with the Python of the image.")
                if bad.kind == "other-python"
                else say(
                    "Name the modules in a rule's `build.modules`, if the image must have them."
                ),
            )
        if foreign is not None and foreign(module):
            continue  # its plugins and optional parts are not the program's matter
        for line, column in reached.facts.dynamic_imports[:1]:
            yield Fault(
                "dynamic",
                Place(reached.display_path, line, column, 0, column + 1),
                message=say("what `{}` imports here is only known when it runs", shown(module)),
                help=say(
                    "Name the modules in a rule's `build.modules`, if the image must have them."
                ),
            )
