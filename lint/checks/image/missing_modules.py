"""Modules and names that the code imports and the image does not have, with the way that leads there."""

from __future__ import annotations

from lint.image.missing import left_out, why_missing
from lint.image.python.moments import IMPORT, START_UP
from lint.image.python.start_path import THE_SERVER
from lint.model.fault import Fault
from lint.model.findings import MOMENTS, Place
from lint.model.text import NOTHING, Message, listed, own, say
from lint.model.text import module as shown
from lint.model.text import number as shown_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lint.image.image import Image
    from lint.image.python.closure import Closure, Missing, Step
    from lint.model.fault import Spot

_LONGEST_CHAIN = 8
"""Imports that are shown on the way to one."""


def missing_module(
    image: Image, missing: Missing, compare: bool, foreign: Callable[[str], bool] | None
) -> Fault:
    """The fault of a module, or a name of one, that the image does not have.

    With `compare`, the help names the nearest module. `foreign` says which modules are those of
    distributions.
    """
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
        doubt, made_by = unless_made(image, inner)
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


def way_to(closure: Closure, step: Step) -> list[tuple[Spot, Message]]:
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


def unless_made(image: Image, module: str) -> tuple[Message, list[tuple[Spot, Message]]]:
    """What may bring a module that the image lacks, as the end of a message; nothing for certain.

    The line that may make it goes with it.
    """
    if image.may_be_of_another_folder:
        return say(", unless another folder is the build context"), []
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


def not_served(closure: Closure, assumed: bool) -> Fault:
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
    if missing.lazy:
        return say("lazily, when its name is first used,")
    return say("inside a function that the start is not proven to call")


def _step(step: Step) -> Message:
    if not step.call:
        return say("`{}` imports `{}`", shown(step.importer), shown(step.imported))
    if step.importer == THE_SERVER:
        return say("the server calls `{}`", shown(step.imported))
    if not step.importer:
        return say("the module calls `{}` at its top level", shown(step.imported))
    return say("`{}` calls `{}`", shown(step.importer), shown(step.imported))


def beyond_package(found: list[Missing]) -> Iterator[Fault]:
    """Relative imports that leave the package, or are in no package at all.

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
    if not packages:
        return say("Python looks for it where the image has no modules.")
    return say("The image has the packages {}.", listed(map(shown, packages), most=5))
