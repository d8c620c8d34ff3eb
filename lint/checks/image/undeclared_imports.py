"""Imports of distributions that an image does not have, or not where the program looks for them."""

from __future__ import annotations

from lint.checks.image.missing_modules import way_to
from lint.image.missing import why_missing
from lint.image.python.moments import LATER
from lint.image.shared_names import SHARED
from lint.image.standard_library import ADDED, REMOVED
from lint.model.fault import Fault
from lint.model.findings import MOMENTS, Place
from lint.model.text import NOTHING, listed, own, say
from lint.model.text import module as shown
from lint.model.text import name as shown_name
from lint.model.text import number as shown_number
from lint.model.text import path as shown_path
from lint.yaml.tree import is_null

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lint.checks.image.entry_points import Entry
    from lint.image.dependencies.missing_distributions import ImageDistributions
    from lint.image.dependencies.missing_distributions import Verdict as SourceVerdict
    from lint.image.image import Image
    from lint.image.python.closure import Closure, Step
    from lint.model.text import Message


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


def likely_python(image: Image) -> tuple[int, int] | None:
    """The Python that a buildpack takes, stated or not."""
    return image.build_python.version if image.build_python is not None else None


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
        likely_python(image),
        environment_of(entry),
    )


def undeclared(image: Image, entry: Entry, closure: Closure) -> Iterator[Fault]:
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
        if step.guarded or name in SHARED:
            continue
        verdict = distributions.judge(name)
        folders = image.context.folders_with(name) if image.context is not None else []
        if folders:
            # Of another name `only_elsewhere` says it.
            if verdict.kind == "nobody" and not image.lacks_distribution(name):
                yield _in_folders(name, step, folders)
            continue
        where = Place(step.display_path, step.line, step.column, 0, step.column + 1)
        sure = verdict.certain and step.moment != LATER
        if verdict.kind == "no-stdlib":
            yield _not_in_python(distributions, name, step, where, sure)
        elif verdict.kind == "outside":
            if not elsewhere:  # one cause, however many distributions are there
                inside = environment_of(entry) or "base"
                yield _outside(image, verdict, name, where, sure, step.moment, inside)
            elsewhere = True
        elif verdict.kind == "gone":
            yield _gone(image, verdict, name, where, sure, step.moment)
        elif verdict.kind in ("missing", "nobody"):
            yield _not_installed(image, verdict, name, where, sure, step.moment)
    for name, step in _of_shared(closure):
        verdict = distributions.judge(name)
        if verdict.kind == "missing":
            where = Place(step.display_path, step.line, step.column, 0, step.column + 1)
            sure = verdict.certain and step.moment != LATER
            yield _not_installed(image, verdict, name, where, sure, step.moment)


def _of_shared(closure: Closure) -> Iterator[tuple[str, Step]]:
    """The modules below shared names that are imported and of which the distribution is known."""
    from lint.image.packaging.known_distributions import IMPORTS

    seen: set[str] = set()
    for name, step in closure.shared.items():
        parts = name.split(".")
        known = (".".join(parts[:depth]) for depth in range(len(parts), 1, -1))
        module = next(filter(IMPORTS.__contains__, known), "")
        if module and module not in seen and not step.guarded:
            seen.add(module)
            yield module, step


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
        from lint.image.dependencies.missing_distributions import UNTIL

        help = say("Add `{}` to the project's dependencies.", shown_name(provider))
        if name in UNTIL:
            help = say(
                "Add `{}<{}` to the project's dependencies, or use another module.",
                shown_name(provider),
                own(UNTIL[name][1]),
            )
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


def _gone(
    image: Image, verdict: SourceVerdict, name: str, where: Place, sure: bool, moment: int
) -> Fault:
    """An import of what the newest release of a distribution has no longer."""
    from lint.image.dependencies.missing_distributions import UNTIL

    provider, version = shown_name(verdict.distribution), own(UNTIL[name][1])
    return Fault(
        "not-installed" if sure else "undeclared",
        where,
        message=say(
            "`{}` is imported, which `{}` no longer has since version {}",
            shown(name),
            provider,
            version,
        ),
        help=say("Require `{}<{}`, or use another module.", provider, version),
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


def only_elsewhere(image: Image, closure: Closure) -> Iterator[Fault]:
    """Imports of what only the tree has, in a folder that is no import root."""
    if image.context is None or image.wheels or image.search_path is None:
        return
    for name, step in closure.third_party.items():
        if step.guarded or not image.lacks_distribution(name):
            continue
        found = image.context.folders_with(name)
        if found:
            yield _in_folders(name, step, found)


def _in_folders(name: str, step: Step, folders: list[str]) -> Fault:
    """An import of a module that only folders have that are no import roots."""
    return Fault(
        "later-module" if step.moment == LATER else "guarded-module",
        Place(step.display_path, step.line, step.column, 0, step.column + 1),
        message=say(
            "the module `{}` is imported and is only in {}, where Python does not look for it",
            shown(name),
            listed(map(shown_path, folders), most=3),
        ),
        help=say("Add the folder to PYTHONPATH, or install its package."),
        moment=MOMENTS[step.moment],
    )


def absent_from_saved(image: Image, closure: Closure) -> Iterator[Fault]:
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
        chain = way_to(closure, step)
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
