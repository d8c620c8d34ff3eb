"""`container-dependencies`: the order in which containers start (`container-dependencies`)."""

from __future__ import annotations

from lint.checks.faults import fault_parameters, report_faults
from lint.checks.suggestion import suggestion
from lint.model import text as shown
from lint.model.fault import Fault
from lint.model.text import say
from lint.yaml.tree import ScalarNode, is_null

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.checks.faults import Facts
    from lint.manifest.resource import Container
    from lint.model.findings import Finding
    from lint.model.rule import Rule

FAULTS = ("unknown-container", "cycle", "no-startup-probe", "unnamed-container")
_ANNOTATION = "run.googleapis.com/container-dependencies"


def model() -> Any:
    """The parameters, for pydantic."""
    return fault_parameters(FAULTS)


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding]:
    """A finding for each dependency that cannot be, or that does not wait."""
    return report_faults(rules, context, _detect)


def container_dependencies(text: str) -> dict[str, list[str]] | None:
    """Each container with those that it waits for; None for a text that does not say so.

    The text is JSON or, as Google's samples have it, YAML flow text such as `{app:[collector]}`.
    """
    from lint.checks.platform.annotation_grammar import FlowError, read_flow

    try:
        value = read_flow(text)
    except FlowError:
        return None
    if not isinstance(value, dict):
        return None
    for names in value.values():
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            return None
    return value


def _detect(context: CheckContext, facts: dict[str, Facts]) -> Iterator[Fault]:
    resource = context.resource
    node = resource.annotation(_ANNOTATION, template=True)
    if node is None or node.unknown or not isinstance(node.value, str):
        return
    graph = container_dependencies(node.value)
    if not graph:
        return
    containers = {container.name: container for container in resource.containers if container.name}
    unnamed = [c for c in resource.containers if is_null(c.node.get("name"))]
    templated = any(_templated(container) for container in resource.containers)
    yield from _names(node, graph, list(containers), unnamed, templated)
    circle = _cycle(graph)
    if circle:
        first = shown.name(circle[0])
        yield Fault(
            "cycle",
            node,
            message=say("container `{}` depends on itself", first)
            if len(circle) == 2
            else say(
                "container `{}` depends on itself through {}",
                first,
                shown.listed(map(shown.name, circle[1:-1])),
            ),
            help=say("Remove this dependency.")
            if len(circle) == 2
            else say("Remove one of these dependencies."),
        )
    for name in dict.fromkeys(name for names in graph.values() for name in names):
        container = containers.get(name)
        if container is None or not is_null(container.node.get("startupProbe")):
            continue
        # Cloud Run gives the ingress container of a service a start-up probe by itself.
        if container.ingress and resource.kind == "Service":
            continue
        yield Fault(
            "no-startup-probe",
            container.node,
            message=say(
                "another container depends on `{}`, which has no `startupProbe`", shown.name(name)
            ),
            help=say("Add a `startupProbe` that succeeds once the container is ready."),
            related=[(node, say("the dependency is set here"))],
        )


def _names(
    node: ScalarNode,
    graph: dict[str, list[str]],
    known: list[str],
    unnamed: list[Container],
    templated: bool,
) -> Iterator[Fault]:
    named = dict.fromkeys([*graph, *(name for names in graph.values() for name in names)])
    missing = [name for name in named if name not in known]
    if not missing or templated:
        return
    if unnamed:
        # The name that a container gets from the server could be the one that is meant.
        for container in unnamed:
            yield Fault(
                "unnamed-container",
                container.node,
                message=say(
                    "the container has no name, and a dependency names container `{}`, which does"
                    " not exist",
                    shown.name(missing[0]),
                ),
                help=say("Name the container."),
                related=[(node, say("the dependency is set here"))],
            )
        return
    for name in missing:
        yield Fault(
            "unknown-container",
            node,
            message=say(
                "the dependency names container `{}`, which does not exist", shown.name(name)
            ),
            help=suggestion(name, known),
        )


def _templated(container: Container) -> bool:
    name = container.node.get("name")
    return isinstance(name, ScalarNode) and name.unknown


def _cycle(graph: dict[str, list[str]]) -> list[str]:
    """A circle of names, the first repeated at the end; empty where there is none."""
    done: set[str] = set()
    for start in graph:
        if start in done:
            continue
        path = [start]
        on_path = {start}
        pending = [iter(graph[start])]
        while pending:
            name = next(pending[-1], None)
            if name is None:
                pending.pop()
                finished = path.pop()
                on_path.discard(finished)
                done.add(finished)
            elif name in on_path:
                return [*path[path.index(name) :], name]
            elif name not in done and name in graph:
                path.append(name)
                on_path.add(name)
                pending.append(iter(graph[name]))
    return []
