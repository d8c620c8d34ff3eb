"""Programs that run outside the environment that their distributions are installed into.

`uvicorn` in a virtual environment that PATH does not have, in another build stage, or with the path of a Python
that was not copied with it; and a Python that is not the one of the environment.
"""

from __future__ import annotations

import posixpath

from lint.image.context.base_images import plain_python
from lint.image.python.moments import LATER
from lint.image.shared_names import SHARED
from lint.model.fault import Fault
from lint.model.findings import Place
from lint.model.text import module as shown
from lint.model.text import name as shown_name
from lint.model.text import path as shown_path
from lint.model.text import say
from lint.support.lazy_regex import lazy_regex
from lint.yaml.tree import ScalarNode, elements

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lint.checks.image.entry_points import Entry
    from lint.checks.image.start_up import StartUp
    from lint.image.context.copy_map import CopyMap
    from lint.image.dependencies.install_places import InstallPlace
    from lint.model.text import Message

_PYTHONS = lazy_regex(r"python[\d.]*")
_OTHERWISE = lazy_regex(r"activate|PATH|(?:^|\s)-\w*l\w*c|\brun\b|/bin/env\b")
"""In a command that may run in another environment than PATH names."""
_VARIABLES = ("PATH", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "PYTHONUSERBASE")
_SERVERS = frozenset(
    ("celery", "daphne", "fastapi", "flask", "functions-framework", "granian", "gunicorn", "hypercorn", "quart",
     "streamlit", "uvicorn", "waitress-serve")
)  # fmt: skip
"""Servers whose console script a distribution brings."""


def other_environment(entry: Entry, known: StartUp) -> Iterator[Fault]:
    """A fault `environment` for a program that is not found, or that does not find its distributions."""
    image, launch = entry.image, entry.launch
    copy_map = image.context.copy_map if image.context is not None else None
    if launch is None or copy_map is None or image.wheels or launch.path or launch.installs:
        return
    if copy_map.path is None or plain_python(copy_map.image) is None or _elsewhere(entry):
        return
    program = launch.program
    name = posixpath.basename(program)
    server = launch.server in _SERVERS and name == launch.server
    needed = _needed(known, launch.server)
    if not needed or not (server or _PYTHONS.fullmatch(program)):
        return
    kept = image.context.kept if image.context is not None else {}
    if any(posixpath.basename(path) == name for path in kept):
        return  # the tree has the program
    from lint.image.dependencies.install_places import install_places

    places = [place for place in install_places(copy_map) or () if not place.tools]
    found = _found(program, places, copy_map) if server else _seen(places, copy_map)
    if not found and places:
        yield _outside(entry, copy_map, name, places[-1], needed, server)
    moved = _moved(found, places) if server and found else None
    if moved is not None:
        yield _of_another_path(entry, copy_map, name, moved)


def _elsewhere(entry: Entry) -> bool:
    """Whether the command, or a variable of the manifest, may choose another environment."""
    start = entry.image.start
    words = [*start[0].entrypoint, *start[0].cmd] if start is not None else []
    for container in entry.containers:
        words += [
            item.text
            for field in ("command", "args")
            for item in elements(container.node.get(field))
            if isinstance(item, ScalarNode)
        ]
        if any(variable.name in _VARIABLES for variable in container.env):
            return True
    launch = entry.launch
    assert launch is not None
    return any(map(_OTHERWISE.search, words)) or any(name in launch.env for name in _VARIABLES)


def _needed(known: StartUp, server: str) -> str:
    """A module of a distribution that the start imports; "" for none."""
    if server in _SERVERS:
        return server.replace("-", "_")
    closure = known.closure
    for name, step in closure.third_party.items() if closure is not None else ():
        if not step.guarded and step.moment != LATER and name not in SHARED:
            return name
    return ""


def _readable(folder: str, copy_map: CopyMap) -> bool:
    """Whether the user of the image can look into a folder: only root can into /root."""
    from lint.image.dependencies.install_places import ROOTS

    if not folder.startswith("/root/") or copy_map.user in ROOTS:
        return True
    return any("chmod" in text and "/root" in text for text in copy_map.runs())


def _found(program: str, places: Sequence[InstallPlace], copy_map: CopyMap) -> list[InstallPlace]:
    """The places in which the program is looked for."""
    folders = [posixpath.dirname(program)] if "/" in program else copy_map.path or []
    return [
        place
        for place in places
        if place.programs in folders and _readable(place.programs, copy_map)
    ]


def _seen(places: Sequence[InstallPlace], copy_map: CopyMap) -> list[InstallPlace]:
    """The places whose modules a Python on PATH may find."""
    if copy_map.pythonpath is None:
        return list(places)
    roots = [root.rstrip("/") for root in (*copy_map.roots, *copy_map.pythonpath)]
    prefixes = [
        f"{folder.removesuffix('bin')}lib/"
        for folder in copy_map.path or ()
        if folder.endswith("/bin")
    ]
    return [
        place
        for place in places
        if place.modules
        and (place.modules in roots or place.modules.startswith(("/root/.local/", *prefixes)))
        and _readable(place.modules, copy_map)
    ]


def _moved(found: Sequence[InstallPlace], places: Sequence[InstallPlace]) -> InstallPlace | None:
    """The virtual environment that was copied to another path than that of its Python; None for none."""
    there = {posixpath.dirname(place.programs) for place in places if place.programs}
    moved = [place for place in found if place.virtual and place.made not in there]
    return moved[0] if len(moved) == len(found) else None


def _of_another_path(entry: Entry, copy_map: CopyMap, name: str, place: InstallPlace) -> Fault:
    return Fault(
        "environment",
        entry.where,
        message=say(
            "the first line of `{}` names `{}`, which is not in the image: the environment was copied to"
            " another path",
            shown_path(f"{place.programs}/{name}"),
            shown_path(f"{place.made}/bin/python"),
        ),
        help=say(
            "Make the environment at the path at which it is used, or start `python -m {}`.",
            shown_name(name),
        ),
        related=[(Place(copy_map.display_path, place.line), say("it is made here"))],
    )


def _outside(
    entry: Entry, copy_map: CopyMap, name: str, place: InstallPlace, needed: str, server: bool
) -> Fault:
    folder = place.programs if server else place.modules
    made = shown_path(place.made)
    what = shown_name(name) if server else shown(needed)
    message: Message
    if folder and not _readable(folder, copy_map):
        message = say(
            "`{}` is installed into `{}`, which the user `{}` cannot read",
            what,
            made,
            shown_name(copy_map.user),
        )
        help = say("Install it into a folder that the user can read.")
    elif server and not folder and place.modules:
        message = say(
            "`{}` is started, and only the modules of `{}` are copied into the image", what, made
        )
        help = say("Copy `{}/bin`, too, or start `python -m {}`.", made, what)
    elif not folder:
        message = say(
            "`{}` is installed into `{}` of another stage, which is not copied into the image",
            what,
            made,
        )
        help = say("Copy `{}` from that stage.", made)
    elif server:
        message = say("`{}` is installed into `{}`, which is not on PATH", what, shown_path(folder))
        help = say("Write `ENV PATH={}:$PATH`.", shown_path(folder))
    else:
        message = say(
            "`{}` is imported, and it is installed into `{}`, where the Python on PATH does not look",
            what,
            made,
        )
        help = say("Write `ENV PATH={}/bin:$PATH`.", made)
    return Fault(
        "environment",
        entry.where,
        message=message,
        help=help,
        related=[(Place(copy_map.display_path, place.line), say("it is installed here"))],
    )
