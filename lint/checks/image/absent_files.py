"""Files that the start of an image needs, and that no line of its Dockerfile brings."""

from __future__ import annotations

import os

from lint.image.dependencies.absence import absence
from lint.image.dependencies.stage_files import StageFiles
from lint.image.start.program_folders import program_places
from lint.model.fault import Fault
from lint.model.findings import Place
from lint.model.text import path as shown_path
from lint.model.text import pattern as shown_pattern
from lint.model.text import say
from lint.yaml.tree import MappingNode, elements, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lint.checks.image.entry_points import Started
    from lint.image.image import Image
    from lint.image.start.launch import Launch
    from lint.model.fault import Spot
    from lint.model.findings import Severity

_SCRIPTS = (".sh", ".bash")
_SETTINGS = (".conf", ".ini", ".cfg")
_OF_PACKAGES = ("/etc/", "/usr/")
"""Where packages of the system put their files."""


def absent(
    image: Image, started: Started, place: str, launch: Launch | None = None
) -> Iterator[Fault]:
    """A start script, or a file that a `launch` reads, that no line of the Dockerfile brings."""
    context = image.context
    copy_map = context.copy_map if context is not None else None
    if context is None or copy_map is None or not context.complete or not context.rules_known:
        return
    reads = not place.endswith(_SCRIPTS)
    if (reads and not _is_read(launch, place)) or _mounted(started, place):
        return
    final = copy_map.built_stages()[-1]
    files, end = StageFiles(context, copy_map), len(copy_map.lines) + 1
    if not files.lacks(final, end, place):
        return
    name = os.path.basename(place)
    known = absence(context, files.origins(final, end, place))
    if known is None:
        return
    help = say("Copy `{}` to `{}`.", shown_path(name), shown_path(place))
    severity: Severity | None = None if launch is None or launch.certain else "warning"
    message = say(
        "the start reads `{}`, and no line of the Dockerfile brings it"
        if reads
        else "the image starts `{}`, and no line of the Dockerfile brings it",
        shown_path(place),
    )
    if known.pattern is not None:
        help = say("Change the pattern `{}`.", shown_pattern(known.pattern.text))
    elif known.unless:
        message = say("{}, unless {}", message, known.unless)
        severity = "warning"
    where: Spot = started.where
    if launch is not None and launch.path:
        where = Place(launch.path, launch.line)
    kind = "absent-settings" if reads else "absent"
    yield Fault(kind, where, message=message, help=help, related=known.spots, severity=severity)


def not_on_path(image: Image, started: Started, name: str, path: str) -> Iterator[Fault]:
    """A script without a folder, which is looked for in PATH, and is only in the working directory."""
    context = image.context
    copy_map = context.copy_map if context is not None else None
    if context is None or copy_map is None or "/" in name or not context.complete:
        return
    known = {*image.env, *(key for launch in started.launches for key in launch.env)}
    known.update(variable.name or "" for one in started.containers for variable in one.env)
    if "PATH" in known or _mounted(started, path):
        return
    if context.installs_projects:
        return  # one may have it among its scripts
    final, files = copy_map.built_stages()[-1], StageFiles(context, copy_map)
    places = program_places(name, None)
    if path in places or not all(
        files.lacks(final, len(copy_map.lines) + 1, place) for place in places
    ):
        return
    yield Fault(
        "absent",
        started.where,
        message=say(
            "`{}` is looked for in the folders of PATH, and the image has it in `{}`",
            shown_path(name),
            shown_path(os.path.dirname(path)),
        ),
        help=say("Write `{}`.", shown_path(path)),
    )


def _is_read(launch: Launch | None, place: str) -> bool:
    """Whether a file is one that a program reads, and no program that a package may bring."""
    if launch is None or place.startswith(_OF_PACKAGES):
        return False
    return not launch.unknown or place.endswith(_SETTINGS)


def _mounted(started: Started, place: str) -> bool:
    """Whether a volume of the manifest may have the file."""
    mounts = [
        text_of(mount.get("mountPath"))
        for container in started.containers
        for mount in elements(container.node.get("volumeMounts"))
        if isinstance(mount, MappingNode)
    ]
    return any(not path or place.startswith(path.rstrip("/") + "/") for path in mounts)
