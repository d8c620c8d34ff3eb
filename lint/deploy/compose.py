"""A Compose file as `gcloud run compose up` deploys it: one service with a container for each of its.

How the command translates the rest is not published (a component without source), so the resource is
partial: what the file states is judged, and nothing is missed in it.

Source: docs.cloud.google.com/run/docs/deploy-run-compose; github.com/compose-spec/compose-spec
"""

from __future__ import annotations

import os
import shlex

from lint.deploy.nodes import below, items, mapping, placed, put, scalar
from lint.deploy.step import Build, Read, Step
from lint.deploy.text import Text, of_scalar
from lint.manifest.resource import Resource
from lint.model.findings import Place
from lint.yaml.tree import MappingNode, Node, ScalarNode, SequenceNode, elements, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lint.deploy.file import DeployFile
    from lint.model.source import Source

COMMAND = "gcloud run compose up"
NAMES = frozenset(("compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"))


def read(file: DeployFile) -> Read:
    """The service that a Compose file amounts to."""
    found = Read()
    root = next((d.root for d in file.manifest.documents if isinstance(d.root, MappingNode)), None)
    services = root.get("services") if root is not None else None
    if root is None or not isinstance(services, MappingNode) or not services.keys:
        return found
    source = file.source
    key = root.keys["services"]
    anchor = _text(key, source)
    top = mapping(anchor)
    put(top, "apiVersion", scalar(anchor, "serving.knative.dev/v1"), anchor)
    put(top, "kind", scalar(anchor, "Service"), anchor)
    metadata = below(top, "metadata", anchor)
    name = root.get("name")
    if isinstance(name, ScalarNode):
        put(metadata, "name", scalar(_text(name, source)), anchor)
    spec = below(below(below(top, "spec", anchor), "template", anchor), "spec", anchor)
    containers = items(spec, "containers", anchor)
    for _, service_key, service in services.items():
        if isinstance(service, MappingNode):
            containers.items.append(_container(service_key, service, source))
            found.builds += _builds(service, file)
    resource = Resource(top, "Service", source)
    resource.partial = True
    found.steps.append(Step(COMMAND, anchor, source, resource, revealed=[anchor]))
    return found


def _container(key: ScalarNode, service: MappingNode, source: Source) -> MappingNode:
    anchor = _text(key, source)
    made = mapping(anchor)
    put(made, "name", scalar(anchor), anchor)
    image = service.get("image")
    if isinstance(image, ScalarNode):
        put(made, "image", placed(image, source), anchor)
    for field, name in (("entrypoint", "command"), ("command", "args")):
        node = service.get(field)
        if node is not None:
            listed = items(made, name, anchor)
            listed.items += [scalar(word) for word in _words(node, source)]
    env = service.get("environment")
    if env is not None:
        made_env = items(made, "env", anchor)
        for name_text, value in _pairs(env, source):
            variable = mapping(name_text)
            put(variable, "name", scalar(name_text), name_text)
            if value is not None:
                put(variable, "value", scalar(value, str(value)), name_text)
            made_env.items.append(variable)
    return made


def _text(node: ScalarNode, source: Source) -> Text:
    place = Place(source.path, node.line, node.column, node.end_line, node.end_column)
    return of_scalar(node.text, source, place)


def _words(node: Node, source: Source) -> Iterator[Text]:
    """The words of a command: a list, or a string that Compose splits as a shell would."""
    if isinstance(node, SequenceNode):
        for item in node.items:
            if isinstance(item, ScalarNode):
                yield _text(item, source)
        return
    if not isinstance(node, ScalarNode) or node.value is None:
        return
    text = _text(node, source)
    try:
        words = shlex.split(node.text)
    except ValueError:
        words = [node.text]
    for word in words:
        position = text.find(word)
        yield text.cut(position, position + len(word)) if position >= 0 else text.written(word)


def _pairs(node: Node, source: Source) -> Iterator[tuple[Text, Text | None]]:
    """Names and values of env vars: of a mapping, or of a list of NAME=VALUE."""
    if isinstance(node, MappingNode):
        for _, key, value in node.items():
            known = isinstance(value, ScalarNode) and value.value is not None
            yield _text(key, source), _text(value, source) if known else None  # type: ignore[arg-type]
        return
    for item in elements(node):
        if isinstance(item, ScalarNode):
            name, has_value, value_text = _text(item, source).partition("=")
            yield name, value_text if has_value else None


def _builds(service: MappingNode, file: DeployFile) -> Iterator[Build]:
    build = service.get("build")
    if build is None:
        return
    context = text_of(build) or text_of(build.get("context")) or "."
    dockerfile = text_of(build.get("dockerfile")) or ""
    directory = os.path.normpath(os.path.join(file.folder, context))
    path = os.path.join(directory, dockerfile) if dockerfile else ""
    target = text_of(build.get("target")) or ""
    yield Build(directory, path, text_of(service.get("image")) or "", target=target)
