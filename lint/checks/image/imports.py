"""`imports`: what start-up imports and the build does not have."""

from __future__ import annotations

from lint.checks.image.start_up import Entry, start_up
from lint.model.findings import Place
from lint.support.lazy_regex import lazy_regex
from lint.yaml.tree import ScalarNode, elements, is_null

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.image.context.dockerfile import Start
    from lint.image.image import Image
    from lint.manifest.resource import Container, Resource
    from lint.model.findings import Finding
    from lint.model.rule import Rule

REQUIRES = "build"
FAULTS = (
    "entry",
    "module",
    "guarded-module",
    "name",
    "guarded-name",
    "syntax",
    "dynamic",
    "undeclared",
)
_ASSIGNMENT = lazy_regex(r"(?:^|[\s;&|(])([A-Za-z_]\w*)=")
_MOVES = lazy_regex(r"(?:^|[\s;&|(])(?:cd|pushd)\s|--(?:chdir|app-dir|pythonpath)\b|PYTHONPATH=")


def model() -> Any:
    """The fault that the rule is about."""
    from typing import Literal

    from pydantic import Field

    from lint.checks.parameters import Strict

    class Imports(Strict):
        fault: Literal[*FAULTS] = Field(description="the fault that the rule is about")  # type: ignore[valid-type]

    return Imports


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding]:
    """The findings for the entry points that the command line or the manifest states."""
    by_fault = {rule.params["fault"]: rule for rule in rules}
    for entry in entry_points(context):
        for fault, arguments in start_up(context.image, entry).faults:
            rule = by_fault.get(fault)
            if rule is not None:
                yield context.finding(rule, **arguments)


def closure_findings(
    rule: Rule, context: CheckContext, entrypoint: str, reported: set[str]
) -> Iterator[Finding]:
    """All that is wrong with the closure of an entry point, as findings of a user's rule.

    The modules that are missing in it are added to `reported`.
    """
    from lint.checks.image.location import image_place

    module, _, attribute = entrypoint.partition(":")
    container = context.resource.ingress_container
    entry = Entry(module, False, image_place(context), container, attribute=attribute)
    known = start_up(context.image, entry)
    reported.update(known.missing)
    for fault, arguments in known.faults:
        if fault in ("entry", "module", "name", "syntax"):
            yield context.finding(rule, **arguments)
        elif fault.startswith("guarded"):
            yield context.finding(rule, severity="warning", **arguments)


def entry_points(context: CheckContext) -> list[Entry]:
    """The entry point of each container that plainly starts a module of the build."""
    from lint.checks.image.location import image_place
    from lint.image.python.start_command import entry_module

    image: Image = context.image
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
            if container is not main_container or not image.left_out(module):
                continue
        if main and module in modules and image.is_package(module):
            module += ".__main__"  # what `python -m package` runs
        sets = frozenset(_ASSIGNMENT.findall(" ".join(words)))
        found.append(Entry(module, main, where, container, sets, attribute))
    return found


def _start_of(container: Container, image_start: tuple[Start, str] | None) -> tuple[list[str], Any]:
    """The words that a container runs, none where they cannot be known, and where they stand.

    `command` takes the place of the image's ENTRYPOINT and CMD, `args` that of its CMD alone.
    """
    nodes = _words(container)
    if nodes is None:
        return [], None
    words = [node.text for node in nodes]
    if image_start is None:
        return words, nodes[0] if nodes else None
    start, dockerfile = image_start
    if not nodes:
        return [*start.entrypoint, *start.cmd], Place(dockerfile, start.line)
    if is_null(container.node.get("command")):
        words = [*start.entrypoint, *words]
    return words, nodes[0]


def imports_from_elsewhere(resource: Resource) -> bool:
    """Whether a container of the manifest decides itself where Python imports from."""
    for container in resource.containers:
        if not is_null(container.node.get("workingDir")):
            return True
        if any(variable.name == "PYTHONPATH" for variable in container.env):
            return True
        words = " ".join(word.text for word in _words(container) or ())
        if _MOVES.search(words):
            return True
    return False


def _words(container: Container) -> list[ScalarNode] | None:
    """The nodes of `command` and `args`; None where one of them is a placeholder."""
    words: list[ScalarNode] = []
    for field in ("command", "args"):
        for item in elements(container.node.get(field)):
            if not isinstance(item, ScalarNode) or item.templated:
                return None
            words.append(item)
    return words
