"""A start-up: what it imports and the image does not have, and what it reads.

It is the same for every manifest that starts the same module, so it is worked out once in a run.
"""

from __future__ import annotations

from copy import copy
from functools import partial

from lint.checks.image.start_environment import CertainEnvironment
from lint.image.missing import left_out, why_missing
from lint.image.python.moments import IMPORT, LATER, START_UP
from lint.image.python.start_path import THE_SERVER
from lint.image.shared_names import SHARED
from lint.image.standard_library import ADDED, REMOVED
from lint.model.fault import Fault
from lint.model.findings import MOMENTS, Place
from lint.model.record import default, record
from lint.model.text import NOTHING, Message, listed, own, say
from lint.model.text import module as shown
from lint.model.text import name as shown_name
from lint.model.text import number as shown_number
from lint.model.text import path as shown_path
from lint.yaml.tree import is_null

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from lint.checks.image.entry_points import Entry
    from lint.image.dependencies.missing_distributions import ImageDistributions
    from lint.image.dependencies.missing_distributions import Verdict as SourceVerdict
    from lint.image.file import ImageFile
    from lint.image.image import Image
    from lint.image.python.closure import Closure, Missing, Step
    from lint.image.python.constants import Environment
    from lint.image.python.env_usage import EnvUsage
    from lint.image.python.facts import ModuleFacts
    from lint.image.python.path_roots import AddedPaths
    from lint.model.fault import Spot

_LONGEST_CHAIN = 8
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
    worker = _is_worker(entry)
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


def environment_of(entry: Entry) -> str | None:
    """The environment of conda that the program runs in; None where it is not known, or there is none."""
    from lint.image.start.conda_environment import conda_environment

    launch, context = entry.launch, entry.image.context
    if launch is None or context is None:
        return None
    container = entry.containers[0] if entry.containers else None
    env: dict[str, str | None] = dict(entry.image.env)
    env.update({v.name: v.literal for v in container.env if v.name} if container else {})
    states = container is not None and not (
        is_null(container.node.get("command")) and is_null(container.node.get("args"))
    )
    return conda_environment(launch, context.copy_map, env, states)


def _is_worker(entry: Entry) -> bool:
    """Whether a program of Celery is started that imports what the application includes."""
    launch = entry.launch
    return (
        launch is not None
        and launch.server == "celery"
        and not {"worker", "beat"}.isdisjoint(launch.arguments)
    )


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


def _without_entry(image: Image, entry: Entry) -> StartUp:
    known = StartUp()
    if image.complete:
        doubt, made_by = _doubt(image, entry.module)
        fault = Fault(
            "entry",
            entry.where,
            message=say(
                "the entry point `{}` is not in {}{}", shown(entry.module), image.label, doubt
            ),
            help=nearest_module(image, entry.module),
            related=[*missing_reasons(image, entry.module), *made_by],
            severity="warning" if doubt else None,
        )
        known.faults.append(fault)
    return known


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
        left_out=partial(left_out, image),
        attribute=entry.attribute,
        called=entry.called,
        settings_module=settings,
        # A program that starts its server itself says in its code where it listens.
        follow_calls=entry.main or (entry.launch is not None and not entry.launch.server),
        calls_cache=CallsCache(image.identity),
        commands=commands,
        worker=_is_worker(entry),
        foreign=image.foreign_to(entry.module),
        library=_likely_python(image),
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


def _likely_python(image: Image) -> tuple[int, int] | None:
    """The Python that a buildpack takes, stated or not."""
    return image.build_python.version if image.build_python is not None else None


def _faults(image: Image, entry: Entry, closure: Closure, assumed: bool) -> Iterator[Fault]:
    """The faults of one closure; `image` is the entry's, with the import roots that it adds."""
    foreign = image.foreign_to(closure.entry)
    if closure.lacks:
        yield _not_served(closure, assumed)
    beyond = [missing for missing in closure.missing if missing.module.startswith(".")]
    yield from _beyond(beyond)
    rest = [missing for missing in closure.missing if not missing.module.startswith(".")]
    for number, missing in enumerate(rest):
        yield _missing(image, missing, number < _MOST_COMPARED, foreign)
    yield from _undeclared(image, entry, closure)
    yield from _elsewhere(image, closure)
    yield from _absent_from_saved(image, closure)
    for module, reached in closure.reached.items():
        bad = reached.facts.unparsable
        if bad is not None and bad.kind == "syntax":
            yield Fault(
                "syntax",
                Place(reached.display_path, bad.line, bad.column, 0, bad.column + 1),
                message=say("`{}` cannot be compiled: {}", shown(module), own(bad.message)),
                help=say("Correct the syntax."),
            )
        elif bad is not None and bad.kind == "limit":
            yield Fault(
                "dynamic",
                Place(reached.display_path, 1, 1),
                message=say(
                    "what `{}` imports is not checked: {}", shown(module), own(bad.message)
                ),
                help=say(
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


def distributions_of(image: Image, entry: Entry) -> ImageDistributions | None:
    """What an image of a source tree has for an entry point.

    None for other images, and where the start installs more.
    """
    from lint.image.dependencies.missing_distributions import ImageDistributions

    installed = image.installed()
    if installed is None or (entry.launch is not None and entry.launch.installs):
        return None
    return ImageDistributions(
        installed,
        image.lock,
        image.wheelhouse,
        image.python,
        _likely_python(image),
        environment_of(entry),
    )


def _undeclared(image: Image, entry: Entry, closure: Closure) -> Iterator[Fault]:
    """Imports that nothing in the image provides."""
    if not closure.third_party:
        return
    if image.wheels:
        yield from _undeclared_by_wheels(image, closure)
        return
    distributions = distributions_of(image, entry)
    if distributions is None:
        return
    elsewhere = False
    for name, step in closure.third_party.items():
        if step.guarded or name in SHARED or _only_elsewhere(image, name):
            continue
        verdict = distributions.judge(name)
        where = Place(step.display_path, step.line, step.column, 0, step.column + 1)
        sure = verdict.certain and step.moment != LATER
        if verdict.kind == "no-stdlib":
            yield _not_in_python(distributions, name, step, where, sure)
        elif verdict.kind == "outside":
            if not elsewhere:  # one cause, however many distributions are there
                inside = environment_of(entry) or "base"
                yield _outside(image, verdict, name, where, sure, step.moment, inside)
            elsewhere = True
        elif verdict.kind in ("missing", "nobody"):
            yield _not_installed(image, verdict, name, where, sure, step.moment)


def _not_in_python(
    distributions: ImageDistributions, name: str, step: Step, where: Place, sure: bool
) -> Fault:
    """A module of the standard library that the image's Python does not have."""
    python = distributions.python
    assert python is not None
    removed = REMOVED.get(name)
    change = (
        say("removed in {}", _version(removed))
        if removed
        else say("new in {}", _version(ADDED[name]))
    )
    message = say(
        "`{}` is imported, and Python {} does not have it: {}",
        shown(name),
        _version(python),
        change,
    )
    if distributions.python_assumed:
        message = say("{}; the build takes this Python where no file states one", message)
    elif not sure and step.moment != LATER:
        message = say("{}, unless something else brings it", message)
    kind = "stdlib" if sure else "later-module" if step.moment == LATER else "guarded-module"
    help = (
        say("Use another module, or require a distribution that brings it.")
        if removed
        else say("Use a newer Python.")
    )
    return Fault(kind, where, message=message, help=help, moment=MOMENTS[step.moment])


def _version(version: tuple[int, int]) -> Message:
    return say("{}.{}", shown_number(version[0]), shown_number(version[1]))


def _not_installed(
    image: Image, verdict: SourceVerdict, name: str, where: Place, sure: bool, moment: int
) -> Fault:
    """An import that nothing that the image installs provides."""
    provider = verdict.distribution
    if provider:
        message = say(
            "`{}` is imported, and the image does not install `{}`, which provides it",
            shown(name),
            shown_name(provider),
        )
        message = say("{}{}", message, reserved(verdict))
        help = say("Add `{}` to the project's dependencies.", shown_name(provider))
    else:
        message = say(
            "`{}` is imported, and nothing that the image installs is known to provide it",
            shown(name),
        )
        help = say("Add the distribution that provides it to the project's dependencies.")
    return Fault(
        "not-installed" if sure else "undeclared",
        where,
        message=message,
        help=help,
        related=[(place, say("this is what the image installs")) for place in installs(image)],
        moment=MOMENTS[moment],
    )


def reserved(verdict: SourceVerdict) -> Message:
    """What may bring a distribution all the same, and by when it was not so."""
    said = NOTHING
    if verdict.unless:
        said = say(", unless `{}` brings it", shown_name(verdict.unless))
    if verdict.dated:
        from lint.image.packaging.index_table import DATE

        said = say("{}: no requirement brings it, as of {}", said, own(DATE))
    return said


def _outside(
    image: Image,
    verdict: SourceVerdict,
    name: str,
    where: Place,
    sure: bool,
    moment: int,
    environment: str,
) -> Fault:
    """An import of what another environment of conda has than the one that runs the program."""
    return Fault(
        "not-installed" if sure else "undeclared",
        where,
        message=say(
            "`{}` is imported, and the program runs in the environment `{}` of conda, while `{}` is"
            " installed into `{}`",
            shown(name),
            shown_name(environment),
            shown_name(verdict.distribution),
            shown_name(verdict.environment),
        ),
        help=say(
            "Start the program with `conda run --no-capture-output -n {}`.",
            shown_name(verdict.environment),
        ),
        related=[(place, say("this is what the image installs")) for place in installs(image)],
        moment=MOMENTS[moment],
    )


def installs(image: Image) -> list[Place]:
    """The last line of the Dockerfile that installs something, or the file that a buildpack goes by."""
    installed, context = image.installed(), image.context
    if installed is None or context is None:
        return []
    if context.copy_map is not None and installed.commands:
        return [Place(context.copy_map.display_path, installed.commands[-1].line)]
    stated = [one for one in installed.stated if one.path]
    return [Place(stated[0].path, 1)] if stated else []


def _undeclared_by_wheels(image: Image, closure: Closure) -> Iterator[Fault]:
    """Imports of distributions that no wheel of the build requires, where that is proven."""
    distributions = image.distributions()
    for name, step in closure.third_party.items():
        verdict = distributions.judge(step.imported if step.imported.startswith(name) else name)
        if verdict.status != "missing" or step.guarded:
            continue
        provider = verdict.distributions[0] if verdict.distributions else name
        yield Fault(
            "undeclared",
            Place(step.display_path, step.line, step.column, 0, step.column + 1),
            message=say(
                "`{}` is imported, and {} does not require `{}`, which provides it",
                shown(name),
                image.label,
                shown_name(provider),
            ),
            help=say("Add `{}` to the project's dependencies.", shown_name(provider)),
        )


def _only_elsewhere(image: Image, name: str) -> bool:
    """Whether the tree has a module in a folder that is no import root: it is reported as that."""
    return image.context is not None and bool(image.context.folders_with(name))


def _elsewhere(image: Image, closure: Closure) -> Iterator[Fault]:
    """Imports of what only the tree has, in a folder that is no import root."""
    if image.context is None or image.wheels or image.search_path is None:
        return
    for name, step in closure.third_party.items():
        if step.guarded or not image.lacks_distribution(name):
            continue
        found = image.context.folders_with(name)
        if found:
            yield Fault(
                "later-module" if step.moment == LATER else "guarded-module",
                Place(step.display_path, step.line, step.column, 0, step.column + 1),
                message=say(
                    "the module `{}` is imported and is only in {}, where Python does not look for it",
                    shown(name),
                    listed(map(shown_path, found), most=3),
                ),
                help=say("Add the folder to PYTHONPATH, or install its package."),
                moment=MOMENTS[step.moment],
            )


def _absent_from_saved(image: Image, closure: Closure) -> Iterator[Fault]:
    """Imports of top-level modules that a saved image does not have."""
    foreign = image.foreign_to(closure.entry)
    if foreign is None:
        return
    for name, step in closure.third_party.items():
        if step.guarded or (step.moment == LATER and foreign(step.importer)):
            continue
        if image.is_of_library(name):
            continue
        certain = image.lacks_distribution(name)
        reasons = why_missing(image, name)
        chain = _way_to(closure, step)
        yield Fault(
            "later-module"
            if step.moment == LATER
            else "not-installed"
            if certain
            else "guarded-module",
            Place(step.display_path, step.line, step.column, 0, step.column + 1),
            message=say(
                "`{}` imports `{}`, and nothing in {} provides it",
                shown(step.importer),
                shown(name),
                image.label,
            ),
            help=_install(name),
            moment=MOMENTS[step.moment],
            related=[(reason.where, reason.message) for reason in reasons] + chain,
        )


def _install(name: str) -> Message:
    from lint.image.packaging.known_distributions import IMPORTS

    known = IMPORTS.get(name)
    provider = known[0] if known else name
    return say("Install `{}` in the image.", shown_name(provider))


def _way_to(closure: Closure, step: Step) -> list[tuple[Spot, Message]]:
    """The imports that lead to the one of a step."""
    steps: list[Step] = []
    module = step.importer
    while module in closure.reached and len(steps) < _LONGEST_CHAIN:
        here = closure.reached[module]
        if here.step is None or here.via == module:
            break
        steps.append(here.step)
        module = here.via
    return [
        (
            Place(each.display_path, each.line, each.column),
            say("{}. {}", shown_number(number), _step(each)),
        )
        for number, each in enumerate(reversed(steps), start=1)
    ]


def _missing(
    image: Image, missing: Missing, compare: bool, foreign: Callable[[str], bool] | None
) -> Fault:
    last = missing.chain[-1]
    when = _when(missing)
    reasons = why_missing(
        image, f"{missing.module}.{missing.name}" if missing.name else missing.module
    )
    if missing.name:
        message = say(
            "`{}` has no `{}`, which is imported {}",
            shown(missing.module),
            shown(missing.name),
            when,
        )
        from lint.support.nearest import nearest

        facts = image.facts[image.modules()[missing.module]]
        near = nearest(missing.name, facts.names)
        help = say("Did you mean `{}`?", shown(near)) if near else say("Correct the name.")
    else:
        message = say(
            "the module `{}` is imported {} and is not in {}",
            shown(missing.module),
            when,
            image.label,
        )
        help = nearest_module(image, missing.module) if compare else NOTHING
    if reasons and reasons[0].help:
        help = reasons[0].help if isinstance(reasons[0].help, Message) else own(reasons[0].help)
    related: list[tuple[Spot, Message]] = [(reason.where, reason.message) for reason in reasons]
    steps = missing.chain[:-1]
    shown_steps = (
        steps if len(steps) <= _LONGEST_CHAIN else steps[: _LONGEST_CHAIN - 1] + steps[-1:]
    )
    related += [
        (
            Place(step.display_path, step.line, step.column),
            say("{}. {}", shown_number(number), _step(step)),
        )
        for number, step in enumerate(shown_steps, start=1)
    ]
    fault = "name" if missing.name else "module"
    inner = f"{missing.module}.{missing.name}" if missing.name else missing.module
    if _may_be_elsewhere(image, missing.module) or (
        # Distributions make modules and names in ways of their own.
        foreign is not None and foreign(missing.module)
    ):
        doubt = say(", unless something else brings it")
    else:
        doubt, made_by = _doubt(image, inner)
        related += made_by
    doubtful = bool(doubt)
    if doubtful and not missing.guarded:
        message = say("{}{}", message, doubt)
    return Fault(
        _kind(fault, missing, doubtful),
        Place(last.display_path, last.line, last.column, 0, last.column + 1),
        message=message,
        help=help,
        related=related,
        moment=MOMENTS[missing.moment],
        repair=reasons[0].repair if reasons and not (doubtful or missing.guarded) else None,
    )


def _doubt(image: Image, module: str) -> tuple[Message, list[tuple[Spot, Message]]]:
    """What may bring a module that the image lacks, as the end of a message; nothing for certain.

    The line that may make it goes with it.
    """
    if left_out(image, module):
        return NOTHING, []
    if image.may_generate(module):
        return say(", unless something else brings it"), []
    made = image.made_before(module)
    if made is None:
        return NOTHING, []
    reason, place = made
    lines: list[tuple[Spot, Message]] = []
    if place is not None:
        lines.append((place, say("this line may make it")))
    return say(", unless it is made before the build ({})", reason), lines


def _not_served(closure: Closure, assumed: bool) -> Fault:
    """The module that a server is to serve something of has no such name.

    What is `assumed` may not be what is served: a function's target names another attribute.
    """
    from lint.support.nearest import nearest

    reached = closure.reached[closure.entry]
    near = nearest(closure.lacks, reached.facts.names)
    return Fault(
        "guarded-name" if assumed else "name",
        Place(reached.display_path, 1, 1, 0, 2),
        message=say(
            "`{}` has no `{}`, which the container serves",
            shown(closure.entry),
            shown(closure.lacks),
        ),
        help=say("Did you mean `{}`?", shown(near)) if near else NOTHING,
    )


def _kind(fault: str, missing: Missing, doubtful: bool) -> str:
    """The fault: an error is what the start certainly meets."""
    if missing.guarded or doubtful:
        return f"guarded-{fault}"
    return f"later-{fault}" if missing.later else fault


def _when(missing: Missing) -> Message:
    """When an import runs, in words."""
    if missing.moment == IMPORT:
        return say("at import time")
    if missing.moment == START_UP:
        return say("while the program starts, in `{}`,", shown(missing.function))
    return say("inside a function that the start is not proven to call")


def _step(step: Step) -> Message:
    if not step.call:
        return say("`{}` imports `{}`", shown(step.importer), shown(step.imported))
    if step.importer == THE_SERVER:
        return say("the server calls `{}`", shown(step.imported))
    if not step.importer:
        return say("the module calls `{}` at its top level", shown(step.imported))
    return say("`{}` calls `{}`", shown(step.importer), shown(step.imported))


def _beyond(found: list[Missing]) -> Iterator[Fault]:
    """Relative imports that leave the package, or that stand in no package at all.

    One cause is one fault: the further lines of a module are places of the first.
    """
    by_importer: dict[str, list[Missing]] = {}
    for missing in found:
        by_importer.setdefault(missing.chain[-1].importer, []).append(missing)
    for importer, group in by_importer.items():
        first = group[0]
        last = first.chain[-1]
        yield Fault(
            _kind("module", first, False),
            Place(last.display_path, last.line, last.column, 0, last.column + 1),
            message=say(
                "the relative import of `{}` leads out of the package of `{}`",
                shown(first.module),
                shown(importer),
            ),
            help=say("Import it by its absolute name."),
            moment=MOMENTS[first.moment],
            related=[
                (
                    Place(more.chain[-1].display_path, more.chain[-1].line, more.chain[-1].column),
                    say("the import of `{}` does too", shown(more.module)),
                )
                for more in group[1:8]
            ],
        )


def _may_be_elsewhere(image: Image, module: str) -> bool:
    """Whether another distribution may have a module of the same namespace package."""
    top = module.partition(".")[0]
    if (
        not image.wheels
        or left_out(image, module)
        or image.modules().get(top, ".py").endswith(".py")
    ):
        return False
    prefix = top.replace("_", "-").lower()
    return any(
        requirement.name.startswith(prefix) and requirement.name != wheel.name
        for wheel in image.wheels
        for requirement in wheel.requires_dist
    )


def missing_reasons(image: Image, module: str) -> list[tuple[Spot, Message]]:
    """Why a module of the source tree is not in the image: places with labels."""
    return [(reason.where, reason.message) for reason in why_missing(image, module)]


def nearest_module(image: Image, module: str) -> Message:
    """A help that names what the build has in the missing module's place."""
    from lint.support.nearest import nearest

    parent, _, _ = module.rpartition(".")
    modules = image.modules()
    siblings = [name for name in modules if name.rpartition(".")[0] == parent]
    near = nearest(module, siblings) or nearest(module, modules, cutoff=0.8)
    if near is not None:
        return say("Did you mean `{}`?", shown(near))
    while parent and parent not in modules:
        parent = parent.rpartition(".")[0]
    if parent:
        return say("Only its parent package `{}` exists.", shown(parent))
    packages = sorted({name.partition(".")[0] for name in modules})
    return say("The image has the packages {}.", listed(map(shown, packages), most=5))
