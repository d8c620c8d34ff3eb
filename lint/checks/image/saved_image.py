"""`saved-image`: whether a container of a saved image can start its program.

The faults of the image as such are those of `build-fault`.
"""

from __future__ import annotations

import posixpath

from lint.checks.faults import fault_parameters, report_faults
from lint.checks.image.entry_points import image_place
from lint.model.fault import Fault
from lint.model.findings import Place
from lint.model.text import name as shown_name
from lint.model.text import path, say
from lint.support.shell_words import UNKNOWN
from lint.yaml.tree import ScalarNode, elements, is_null, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.checks.faults import Facts
    from lint.checks.protocol import Input
    from lint.image.saved.saved_image import SavedImage
    from lint.manifest.resource import Container
    from lint.model.fault import Spot
    from lint.model.findings import Finding, NotRun
    from lint.model.rule import Rule

FAULTS = (
    "no-command",
    "program-missing",
    "program-not-executable",
    "program-interpreter",
    "user",
    "hidden-by-mount",
)
_WITHOUT_PROGRAMS = ("secret", "emptyDir")


def model() -> Any:
    """The fault that the rule is about."""
    return fault_parameters(FAULTS)


def requires(params: Any) -> Input:
    """An image; of one that is not saved, nothing here is known."""
    return "image"


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding | NotRun]:
    """The findings for the container that runs the image."""
    return report_faults(rules, context, _detect)


def _detect(context: CheckContext, facts: dict[str, Facts]) -> Iterator[Fault]:
    from lint.image.saved.saved_image import SavedImage

    image = context.given_image
    if not isinstance(image, SavedImage) or not image.system.root.children:
        return
    if image.system.exhausted:
        return  # reported by the reader, and what is not found any more may be there
    container = _container(context, image)
    yield from _user(image)
    directory = _directory(image, container)
    words, where = _command(context, image, container)
    if not words:
        yield Fault(
            "no-command",
            where,
            message=say("neither {} nor the manifest states a command", image.label),
            help=say("Add CMD to the Dockerfile."),
        )
        return
    yield from _program(image, container, words, directory, where, _volume_kinds(context))


def _program(
    image: SavedImage,
    container: Container | None,
    words: list[str],
    directory: str,
    where: Spot,
    volumes: dict[str, str],
) -> Iterator[Fault]:
    from lint.image.saved.programs import Execute

    env: dict[str, str | None] = dict(image.env)
    for variable in container.env if container is not None else ():
        if variable.name:
            env[variable.name] = variable.literal
    found = Execute(image.system, env, directory).command(words)
    places = list(found.places)
    for word in words[1:3]:
        place = posixpath.normpath(posixpath.join(directory, word))
        if word.endswith((".py", ".sh")) and UNKNOWN not in word:
            places.append(place)
    hidden = list(_hidden(container, volumes, places))
    yield from hidden
    if found.fault and not hidden and not _mounted(container, words, directory):
        yield Fault(found.fault, where, message=found.message, help=found.help)


def _container(context: CheckContext, image: SavedImage) -> Container | None:
    """The container that runs the image: the one that the user names, has its name, or has the port."""
    containers = context.resource.containers
    if image.container:
        return next((c for c in containers if c.name == image.container), None)
    for container in containers:
        if text_of(container.node.get("image")) in image.names:
            return container
    return context.resource.ingress_container or (containers[0] if containers else None)


def _command(
    context: CheckContext, image: SavedImage, container: Container | None
) -> tuple[list[str], Spot]:
    """The words that the container runs, and the place that states them.

    `command` replaces ENTRYPOINT and drops CMD; `args` replaces CMD.
    Source: https://cloud.google.com/run/docs/configuring/services/containers#configure-entrypoint
    """
    place: Spot = image_place(context) if not context.resource.assumed else Place(image.shown)
    config = image.config
    if container is None:
        return [*config.entrypoint, *config.cmd], place
    args = _nodes(container, "args")
    command = _nodes(container, "command")
    if not is_null(container.node.get("command")) and command:
        return _texts([*command, *args]), command[0]
    if args:
        words = [*config.entrypoint, *_texts(args)]
        return words, place if config.entrypoint else args[0]
    return [*config.entrypoint, *config.cmd], place


def _user(image: SavedImage) -> Iterator[Fault]:
    """A user or group of the image that is not known in it by name."""
    user, _, group = image.config.user.partition(":")
    for name, file in ((user, "/etc/passwd"), (group, "/etc/group")):
        if not name or name.isdecimal() or (name == "root" and image.system.find(file) is None):
            continue
        data = image.file_at(file)
        if data is None and image.system.find(file) is not None:
            continue  # it is there, and could not be read
        lines = (data or b"").decode("utf-8", "replace").splitlines()
        if not any(line.partition(":")[0] == name for line in lines):
            yield Fault(
                "user",
                Place(image.shown),
                message=say("USER is `{}`, which `{}` does not have", shown_name(name), path(file)),
                help=say("Create it with `RUN useradd`, or use a number."),
            )


def _directory(image: SavedImage, container: Container | None) -> str:
    stated = text_of(container.node.get("workingDir")) if container is not None else None
    return stated or image.config.workdir


def _hidden(
    container: Container | None, volumes: dict[str, str], places: Sequence[str]
) -> Iterator[Fault]:
    """Mounts that hide a program or script of the image."""
    for mount in elements(container.node.get("volumeMounts")) if container is not None else ():
        node = mount.get("mountPath") if mount is not None else None
        target = text_of(node)
        if node is None or not target or getattr(node, "templated", False):
            continue
        base = posixpath.normpath(target).rstrip("/")
        for place in places:
            if base and (place == base or place.startswith(f"{base}/")):
                kind = volumes.get(text_of(mount.get("name")) or "", "")
                yield Fault(
                    "hidden-by-mount",
                    node,
                    message=say(
                        "the volume at `{}` hides `{}`, which the container runs",
                        path(base),
                        path(place),
                    ),
                    help=say("Mount the volume at another path."),
                    severity=None if kind else "warning",
                )
                break


def _mounted(container: Container | None, words: Sequence[str], directory: str) -> bool:
    """Whether a volume may bring the program."""
    for mount in elements(container.node.get("volumeMounts")) if container is not None else ():
        base = text_of(mount.get("mountPath")) if mount is not None else None
        place = posixpath.normpath(posixpath.join(directory, words[0]))
        if base and f"{place}/".startswith(f"{posixpath.normpath(base)}/"):
            return True
    return False


def _volume_kinds(context: CheckContext) -> dict[str, str]:
    """The kinds of the volumes that hold nothing of a program, by name."""
    kinds: dict[str, str] = {}
    for volume in context.resource.volumes:
        name = text_of(volume.get("name"))
        for kind in _WITHOUT_PROGRAMS:
            if name and volume.get(kind) is not None:
                kinds[name] = kind
    return kinds


def _nodes(container: Container, field: str) -> list[ScalarNode]:
    return [item for item in elements(container.node.get(field)) if isinstance(item, ScalarNode)]


def _texts(nodes: Sequence[ScalarNode]) -> list[str]:
    return [UNKNOWN if node.templated else node.text for node in nodes]
