"""Where start-up begins: the modules that the containers run, and the places that state them."""

from __future__ import annotations

import posixpath
from functools import partial

from lint.checks.image.build_env import build_env
from lint.image.context.base_images import OTHER_PLATFORMS, has_no_python, without_command
from lint.image.context.conda_environments import (
    VARIABLE,
    environment_folder,
)
from lint.image.start.image_start import Stated, image_command, launches, search_path
from lint.image.start.other_languages import NOT_PYTHON
from lint.manifest.defaults import PORT
from lint.model.findings import NotRun, Place
from lint.model.record import record
from lint.support.lazy_regex import lazy_regex
from lint.support.shell_words import UNKNOWN
from lint.yaml.tree import ScalarNode, elements, integer_of, is_null, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from lint.checks.context import CheckContext
    from lint.image.image import Image
    from lint.image.python.constants import Environment
    from lint.image.start.launch import Launch
    from lint.manifest.resource import Container
    from lint.model.fault import Spot
    from lint.model.rule import Rule

_FLASK = ("flask", "quart")
_OPTION = lazy_regex(r"--[a-z][\w.-]*=")


class Entry:
    """Where start-up begins: a module, and where it is stated.

    `image` is the image with the modules where this program finds them. `main` is true where the
    module runs as `__main__`, `attribute` is what of it is served, `called` the function of it
    that the start calls ("" for none of these). `containers` are those that may run it, none in a
    manifest without any. `env` are the variables that the command sets, `certain` is false where
    it runs only under a condition. `launch` is None for an entry point that the user names.
    `environment` gives the variables that it finds for certain; None where these are not known.
    """

    __slots__ = (
        "attribute",
        "called",
        "certain",
        "containers",
        "env",
        "environment",
        "image",
        "launch",
        "main",
        "module",
        "where",
    )

    def __init__(
        self,
        image: Image,
        module: str,
        where: Spot,
        *,
        main: bool = False,
        containers: Sequence[Container] = (),
        attribute: str = "",
        called: str = "",
        launch: Launch | None = None,
    ) -> None:
        self.image = image
        self.module = module
        self.where = where
        self.main = main
        self.containers = list(containers)
        self.attribute = attribute.partition(".")[0]
        self.called = called
        self.launch = launch
        self.environment: Callable[[], Environment | None] | None = None
        self.env: dict[str, str | None] = dict(launch.env) if launch is not None else {}
        self.certain = launch is None or launch.certain


@record
class Started:
    """What one container starts."""

    containers: list[Container]
    """Those that may run it; none in a manifest without any."""
    launches: list[Launch]
    where: Spot
    """The place that states the command."""
    stated_by_manifest: bool
    words: list[str]
    """The words of its command."""
    program_by_manifest: bool = False
    """Whether the manifest states the program too, and not only its arguments."""


def named_entry(context: CheckContext, entrypoint: str) -> Entry:
    """The entry point that a user names as `module` or `module:attr`."""
    image = context.given_image.started_from(None)
    module, _, attribute = entrypoint.partition(":")
    container = context.resource.ingress_container
    return Entry(
        image,
        module,
        image_place(context),
        main=not attribute,
        containers=[container] if container is not None else [],
        attribute=attribute,
        called=attribute,
    )


def entry_points(context: CheckContext) -> tuple[list[Entry], list[str]]:
    """The entry points of the containers that run the image, and what is not known about others."""
    image = context.given_image
    if image.entrypoint:
        return [named_entry(context, image.entrypoint)], []
    found: list[Entry] = []
    unknown: list[str] = []
    started_by = started_containers(context)
    if not started_by:
        unknown.append(_nothing_stated(image))
    for started in started_by:
        for launch in started.launches:
            if launch.server == "adk" and not launch.unknown:
                found += _agents(context, started, launch)
                continue
            entry = None if launch.unknown else _entry(context, started, launch)
            if entry is not None:
                found.append(entry)
            elif launch.unknown or launch.module:
                reason = launch.unknown or (
                    f"`{launch.module[:60]}` is no module of the files that are known, and may be installed"
                )
                if launch.unknown and _has_no_python(image):
                    reason = NOT_PYTHON
                if reason not in unknown:
                    unknown.append(reason)
    return found, unknown


def _has_no_python(image: Image) -> bool:
    """Whether nothing in the image can run Python: what it starts is a program of its own."""
    copy_map = image.context.copy_map if image.context is not None else None
    if copy_map is None or image.wheels or image.origin:
        return False
    return has_no_python(copy_map.image, copy_map.runs())


def _nothing_stated(image: Image) -> str:
    """Why nothing says what the image starts."""
    if image.context is None:
        return "no command is stated"
    if image.context.copy_map is not None:
        return without_command(image.context.copy_map.image)
    from lint.image.start.buildpack import NO_ENTRY

    return NO_ENTRY


def started_containers(context: CheckContext) -> list[Started]:
    """What the containers start that run the image, as far as it can be told.

    Where several containers could run it and none of their commands starts a module of it, they
    count as one: nobody can tell which of them it is.
    """
    image = context.image
    containers = context.resource.containers
    if image is not None and image.container:
        containers = [c for c in containers if c.name == image.container]
    entrypoint, cmd = Stated([]), Stated([])
    if image is not None:
        entrypoint, cmd = _image_command(context, image)
    own = [c for c in containers if is_null(c.node.get("command"))]
    result: list[Started] = []
    for container in containers:
        nodes = _words(container)
        if container not in own and nodes:
            words = _texts(nodes)
            started = _started(context, [container], words, nodes[0], True)
            started.program_by_manifest = not is_null(container.node.get("command"))
            result.append(started)
    if image is None or (not own and containers):
        return result
    main = [c for c in own if c.ingress] or own[:1]
    for container in own if len(own) == 1 else main:
        nodes = _words(container)
        place: Spot = Place(cmd.path, cmd.line) if cmd.path else image_place(context)
        words = [*entrypoint.words, *(_texts(nodes) or cmd.words)]
        where: Spot = nodes[0] if nodes else place
        candidates = [container, *(c for c in own if c is not container)]
        if words:
            started = _started(context, candidates, words, where, bool(nodes))
            _mark(started, cmd.assumed and not nodes)
            result.append(started)
    if not containers and [*entrypoint.words, *cmd.words]:
        place = Place(cmd.path, cmd.line)
        words = [*entrypoint.words, *cmd.words]
        started = _started(context, [], words, place, False)
        _mark(started, cmd.assumed)
        result.append(started)
    return result


def _image_command(context: CheckContext, image: Image) -> tuple[Stated, Stated]:
    resource = context.resource
    main = resource.ingress_container
    env = {v.name: v.literal for v in main.env if v.name} if main is not None else {}
    built = image.context is not None and image.context.copy_map is None
    return image_command(image, env, build_env(resource) if built else {})


def _mark(started: Started, assumed: bool) -> None:
    for launch in started.launches:
        launch.assumed = assumed


def _started(
    context: CheckContext,
    containers: list[Container],
    words: list[str],
    where: Spot,
    by_manifest: bool,
) -> Started:
    image = context.image
    env: dict[str, str | None] = {}
    directory: str | None = None
    port = PORT
    if containers:
        container = containers[0]
        env = {v.name: v.literal for v in container.env if v.name}
        directory = text_of(container.node.get("workingDir")) or None
        port = container_port(container)
    found = launches(image, words, env=env, directory=directory, port=port, env_known=True)
    return Started(containers, found, where, by_manifest, words)


def container_port(container: Container) -> int:
    """The port that requests go to: `containerPort`, or 8080.

    Source: https://cloud.google.com/run/docs/configuring/services/containers#configure-port
    """
    for port in elements(container.node.get("ports"))[:1]:
        number = integer_of(port.get("containerPort")) if port is not None else None
        if number is not None:
            return number
    return PORT


def _entry(context: CheckContext, started: Started, launch: Launch) -> Entry | None:
    """The entry point that a launch is; None where it is none of this image's."""
    from lint.checks.image.start_environment import certain_environment

    image = context.given_image
    container = started.containers[0] if started.containers else None
    pythonpath = None
    for variable in container.env if container is not None else ():
        if variable.name == "PYTHONPATH":
            pythonpath = variable.literal or ""
    paths = search_path(launch, pythonpath)
    view = _run_by(image, started, launch).started_from(paths)
    module = launch.module
    if launch.script and not module:
        module = _script_module(launch)
    if not module:
        return None
    modules = view.modules()
    if launch.main and module in modules and view.is_package(module):
        module += ".__main__"  # what `python -m package` runs
    top = module.partition(".")[0]
    if top not in {name.partition(".")[0] for name in modules} and not launch.script:
        if started.stated_by_manifest and len(context.resource.containers) > 1:
            return None  # it may be a module of another container's image
        from lint.image.missing import left_out

        if not image.lacks_distribution(top) and not left_out(view, module):
            return None
    called = launch.attribute if launch.factory or launch.server in _FLASK else ""
    attribute = launch.attribute
    around, _, name = module.rpartition(".")
    if launch.server == "celery" and not attribute and module not in modules and around in modules:
        module, attribute = around, name  # `-A tasks.app` may name an attribute
    if not launch.server and launch.attribute:
        called = launch.attribute  # a console script
    entry = Entry(
        view,
        module,
        started.where,
        main=launch.main,
        containers=started.containers,
        attribute=attribute,
        called=called,
        launch=launch,
    )
    entry.environment = partial(certain_environment, context, view, started.containers, launch)
    return entry


def _agents(context: CheckContext, started: Started, launch: Launch) -> list[Entry]:
    """The agents that `adk` serves: each is imported when it is first asked for.

    Source: https://github.com/google/adk-python, `cli/utils/agent_loader.py`.
    """
    from lint.image.start.programs import agents_directory

    directory = agents_directory(launch)
    if directory is None:
        return []
    view = context.given_image.started_from([directory])
    found = []
    for module, path in view.modules().items():
        named = module.partition(".")[2] == "agent"
        if named and view.place_of(path) == f"{directory.rstrip('/')}/{path}":
            entry = Entry(
                view,
                module,
                started.where,
                main=False,
                containers=started.containers,
                launch=launch,
            )
            entry.certain = False
            found.append(entry)
    return found


def _run_by(image: Image, started: Started, launch: Launch) -> Image:
    """The image as the Python sees it that runs a program, where that is known."""
    if not image.origin:
        return image
    from lint.image.saved.programs import Execute
    from lint.image.saved.saved_image import SavedImage

    if not isinstance(image, SavedImage):
        return image

    env: dict[str, str | None] = dict(image.env)
    for variable in started.containers[0].env if started.containers else ():
        if variable.name:
            env[variable.name] = variable.literal
    env.update(launch.env)
    directory = launch.directory or image.workdir or "/"
    for place in Execute(image.system, env, directory).command(started.words).places:
        image = image.run_by(place)
    inside = launch.env.get(VARIABLE, "")
    if inside is None:
        return image.run_by_any()
    folder = environment_folder(inside)
    for place in (f"{folder}/bin/python", f"{folder}/bin/python3") if inside else ():
        if image.system.find(place) is not None:
            return image.run_by(place)
    return image.run_by_any() if inside else image


def _script_module(launch: Launch) -> str:
    """The module's name of a file that Python runs, seen from its own folder."""
    folder = launch.search_path[0] if launch.search_path else posixpath.dirname(launch.script)
    path = posixpath.relpath(launch.script, folder).removesuffix(".py")
    return path.replace("/", ".")


def not_followed(
    rules: Sequence[Rule], context: CheckContext, reasons: Sequence[str]
) -> Iterator[NotRun]:
    """That these rules could not be judged, because nobody can tell what the container starts.

    A rule of the user's that states an entry point has it followed, so then there is nothing to say,
    as where all that is started is known to be no Python.
    """
    reasons = [reason for reason in reasons if reason != NOT_PYTHON] or list(reasons)
    if reasons == [NOT_PYTHON]:
        return
    if not any(rule.check == "build" and rule.params.get("entrypoint") for rule in context.rules):
        why = f" ({reasons[0]})" if reasons else ""
        text = f"cannot tell what the container starts{why}; pass --entrypoint"
        if reasons and reasons[0] in OTHER_PLATFORMS:
            text = reasons[0]
        for rule in rules:
            yield NotRun(rule.id, text)


def _words(container: Container) -> list[ScalarNode]:
    """The nodes of `command` and `args`."""
    return [
        item
        for field in ("command", "args")
        for item in elements(container.node.get(field))
        if isinstance(item, ScalarNode)
    ]


def _texts(nodes: Sequence[ScalarNode]) -> list[str]:
    return [_known_part(node.text) if node.templated else node.text for node in nodes]


def _known_part(text: str) -> str:
    """The name of the option that a word gives a value which is not known; else nothing is known."""
    match = _OPTION.match(text)
    return (match[0] if match is not None else "") + UNKNOWN


def image_place(context: CheckContext) -> Spot:
    """Where the manifest states what is built: the image of the main container."""
    container = context.resource.ingress_container
    node = container.node.get("image") if container is not None else None
    return node if node is not None else context.resource.head
