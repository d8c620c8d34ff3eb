"""Where start-up begins: the module that a container runs, and the place that states it."""

from __future__ import annotations

from lint.image.missing import left_out
from lint.model.findings import NotRun, Place
from lint.support.lazy_regex import lazy_regex
from lint.yaml.tree import ScalarNode, elements, is_null

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lint.checks.context import CheckContext
    from lint.image.context.dockerfile import Start
    from lint.image.image import Image
    from lint.manifest.resource import Container, Resource
    from lint.model.fault import Spot
    from lint.model.rule import Rule

_ASSIGNMENT = lazy_regex(r"(?:^|[\s;&|(])([A-Za-z_]\w*)=")


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
        where: Spot,
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


def entry_points(context: CheckContext) -> list[Entry]:
    """The entry point of each container that plainly starts a module of the build."""
    from lint.image.python.start_command import entry_module

    image = context.given_image
    main_container = context.resource.ingress_container
    if image.entrypoint:
        module, _, attribute = image.entrypoint.partition(":")
        return [Entry(module, False, image_place(context), main_container, attribute=attribute)]
    found: list[Entry] = []
    scripts = {name: target for wheel in image.wheels for name, target in wheel.scripts.items()}
    modules = image.modules()
    tops = {name.partition(".")[0] for name in modules}
    for container in context.resource.containers:
        # The build is that of one image; what a sidecar's runs by itself is its own affair.
        start = image.start if container is main_container else None
        words, where = _start_of(container, start)
        target, main = entry_module(words, scripts)
        module, _, attribute = target.partition(":")
        if not module:
            continue
        if module.partition(".")[0] not in tops:
            # It may be another distribution's; a sidecar's is none of this build's anyhow.
            if container is not main_container or not left_out(image, module):
                continue
        if main and module in modules and image.is_package(module):
            module += ".__main__"  # what `python -m package` runs
        sets = frozenset(_ASSIGNMENT.findall(" ".join(words)))
        found.append(Entry(module, main, where, container, sets, attribute))
    return found


def _start_of(
    container: Container, image_start: tuple[Start, str] | None
) -> tuple[list[str], Spot]:
    """The words that a container runs, none where they cannot be known, and where they are stated.

    `command` takes the place of the image's ENTRYPOINT and CMD, `args` that of its CMD alone.
    """
    nodes = _words(container)
    if nodes is None:
        return [], container.node
    words = [node.text for node in nodes]
    if image_start is None:
        return words, nodes[0] if nodes else container.node
    start, dockerfile = image_start
    if not nodes:
        return [*start.entrypoint, *start.cmd], Place(dockerfile, start.line)
    if is_null(container.node.get("command")):
        words = [*start.entrypoint, *words]
    return words, nodes[0]


def started_image(image: Image, resource: Resource) -> Image:
    """The image as the containers of a resource start it: see `Image.as_started`."""
    containers = resource.containers
    return image.as_started(
        [" ".join(word.text for word in _words(container) or ()) for container in containers],
        {variable.name for container in containers for variable in container.env if variable.name},
        any(not is_null(container.node.get("workingDir")) for container in containers),
    )


def not_followed(rules: Sequence[Rule], context: CheckContext) -> Iterator[NotRun]:
    """That these rules could not be judged, because nobody can tell what the container starts.

    A rule of the user's that states an entry point has it followed, so then there is nothing to say.
    """
    if not any(rule.check == "build" and rule.params.get("entrypoint") for rule in context.rules):
        for rule in rules:
            yield NotRun(rule.id, "cannot tell what the container starts; pass --entrypoint")


def _words(container: Container) -> list[ScalarNode] | None:
    """The nodes of `command` and `args`; None where one of them is a placeholder."""
    words: list[ScalarNode] = []
    for field in ("command", "args"):
        for item in elements(container.node.get(field)):
            if not isinstance(item, ScalarNode) or item.templated:
                return None
            words.append(item)
    return words


def image_place(context: CheckContext) -> Spot:
    """Where the manifest states what is built: the image of the main container."""
    container = context.resource.ingress_container
    node = container.node.get("image") if container is not None else None
    return node if node is not None else context.resource.head
