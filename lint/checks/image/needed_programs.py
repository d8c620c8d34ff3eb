"""Servers and their workers that are started, and that nothing installs."""

from __future__ import annotations

import posixpath
import re

from lint.checks.image.undeclared_imports import distributions_of, installs, reserved
from lint.image.start.options import option
from lint.model.fault import Fault
from lint.model.findings import Place
from lint.model.record import record
from lint.model.text import module as shown
from lint.model.text import name as shown_name
from lint.model.text import say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lint.checks.image.entry_points import Entry
    from lint.checks.image.start_up import StartUp
    from lint.image.start.launch import Launch
    from lint.model.text import Message

_IMPORTS = {
    "adk": "google.adk",
    "fastapi": "fastapi_cli",
    "functions-framework": "functions_framework",
    "huey_consumer": "huey",
    "waitress-serve": "waitress",
}
"""What starts a program, where it is not the module of its own name."""
_BUILT_IN = frozenset(("runserver", "http.server"))
"""What Django and Python itself bring: it is no distribution of its own."""
_WORKERS = {
    "gevent": "gevent",
    "gevent_pywsgi": "gevent",
    "eventlet": "eventlet",
    "tornado": "tornado",
}
"""What the workers of gunicorn need that have a name.

Source: https://docs.gunicorn.org/en/stable/settings.html#worker-class.
"""


@record
class _Need:
    """A module that the start of a program imports."""

    module: str
    program: str
    worker: str = ""
    """The class of workers that needs it; "" for the program itself."""


def absent_programs(entry: Entry, known: StartUp) -> Iterator[Fault]:
    """A fault for a server, and for its workers, that the image does not install.

    What the program's own code imports is left to the finding about the import.
    """
    launch, image = entry.launch, entry.image
    if launch is None or image.wheels:
        return
    imported = {name.partition(".")[0] for name in known.third_party}
    needs = [need for need in _needs(launch) if need.module.partition(".")[0] not in imported]
    distributions = distributions_of(image, entry) if needs else None
    if distributions is None:
        return
    for need in needs:
        verdict = distributions.judge(need.module)
        if verdict.kind not in ("missing", "nobody", "outside") or _may_have(entry, launch, need):
            continue
        name = verdict.distribution or need.module
        message = _message(need, name)
        if verdict.kind == "outside":
            message = say(
                "{} into the environment of conda that runs it, but into `{}`",
                message,
                shown_name(verdict.environment),
            )
        where = Place(launch.path, launch.line) if launch.path else entry.where
        yield Fault(
            "program",
            where,
            message=say("{}{}", message, reserved(verdict)),
            help=say("Add `{}` to the project's dependencies.", shown_name(name)),
            related=[(place, say("this is what the image installs")) for place in installs(image)],
            # A table with a date is not proof enough; a lock file is.
            severity=None if verdict.certain and not verdict.dated else "warning",
        )


def _message(need: _Need, distribution: str) -> Message:
    if need.worker:
        return say(
            "`{}` starts workers of the class `{}`, and nothing installs `{}`",
            shown_name(need.program),
            shown(need.worker),
            shown_name(distribution),
        )
    if distribution == need.program:
        return say("the image starts `{}`, and nothing installs it", shown_name(distribution))
    return say(
        "the image starts `{}`, and nothing installs `{}`, which brings it",
        shown_name(need.program),
        shown_name(distribution),
    )


def _needs(launch: Launch) -> list[_Need]:
    if not launch.server or launch.server in _BUILT_IN:
        return []
    needs = [_Need(_IMPORTS.get(launch.server, launch.server), launch.server)]
    if launch.server == "gunicorn":
        worker = option(launch.arguments, ("-k", "--worker-class"))
        module = _WORKERS.get(worker, worker.partition(".")[0] if "." in worker else "")
        if module and module != "gunicorn" and re.fullmatch(r"\w+", module):
            needs.append(_Need(module, launch.server, worker))
    return needs


def _may_have(entry: Entry, launch: Launch, need: _Need) -> bool:
    """Whether a line of the Dockerfile or the tree itself may bring it in another way."""
    image = entry.image
    context = image.context
    top = need.module.partition(".")[0]
    if context is None or top in image.modules() or context.folders_with(top):
        return True
    program = posixpath.basename(launch.program)
    if any(posixpath.basename(path) == program for path in context.kept):
        return True  # the tree has the program
    runs = context.copy_map.runs() if context.copy_map is not None else []
    # fastapi 0.111 brought its command line, which those before and after it do not.
    installed = image.installed()
    stated = installed.stated if installed is not None else []
    brought = need.module == "fastapi_cli" and any(
        one.requirement.name == "fastapi" and "0.111" in one.requirement.text for one in stated
    )
    word = re.escape(top if need.worker else need.program)
    return brought or any(re.search(rf"\b{word}\b", run) for run in runs)
