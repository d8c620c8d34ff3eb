"""An object of the v2 API as JSON or YAML has it, as a deploy step, with what the API refuses.

Source: the discovery document of run v2 and its reference pages.
"""

from __future__ import annotations

from lint.deploy.edits import respelt
from lint.deploy.step import Step
from lint.deploy.text import Text
from lint.deploy.v2.annotations import field_of, system_keys
from lint.deploy.v2.fields import (
    DURATION,
    EGRESS,
    ENVIRONMENTS,
    INGRESS,
    MEDIUMS,
    MODES,
    REVOCATIONS,
)
from lint.deploy.v2.resource import convert
from lint.deploy.yaml_text import text_of
from lint.manifest.resource import Resource
from lint.model.fault import Fault
from lint.model.text import joined, name, own, say, value
from lint.support.nearest import nearest
from lint.yaml.tree import MappingNode, ScalarNode, elements, is_null

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lint.model.findings import Place
    from lint.model.source import Source
    from lint.yaml.tree import Node

_ENUMS: Mapping[str, Mapping[str, str]] = {
    "ingress": INGRESS,
    "egress": EGRESS,
    "executionEnvironment": ENVIRONMENTS,
    "scalingMode": MODES,
    "encryptionKeyRevocationAction": REVOCATIONS,
    "medium": MEDIUMS,
}
"""Fields whose values are all known, with what v1 has for them."""
DURATIONS = frozenset(("timeout", "encryptionKeyShutdownDuration"))
"""Fields that are a time."""
_OF_V1 = {
    "containerConcurrency": "maxInstanceRequestConcurrency",
    "serviceAccountName": "serviceAccount",
    "valueFrom": "valueSource",
    "secretName": "secret",
    "latestRevision": "type",
    "revisionName": "revision",
    "metadata": "labels` and `annotations",
    "spec": "template",
}
"""Fields of v1, with what v2 has instead."""
_LOOKED_INTO = frozenset(
    [
        "template",
        "containers",
        "env",
        "valueSource",
        "secretKeyRef",
        "volumes",
        "vpcAccess",
        "scaling",
        "traffic",
        "secret",
        "emptyDir",
        "networkInterfaces",
        "resources",
        "instanceSplits",
    ]
)
"""Fields whose objects are gone through; in all others anything may be."""


def body_step(tree: MappingNode, kind: str, source: Source, command: str, place: Node) -> Step:
    """The step that creates or changes an object. `place` is where it begins."""
    root = convert(tree, kind, place)
    resource = Resource(root, kind, source)
    resource.by_gcloud = False
    step = Step(command, text_of_node(place, source), source, resource)
    step.faults += _checked(tree, source)
    return step


def text_of_node(node: Node, source: Source) -> Text:
    """The first line of what is written at a node."""
    line = source.lines()[node.line - 1] if node.line <= len(source.lines()) else ""
    end = node.end_column - 1 if node.end_line == node.line else len(line)
    written = line[node.column - 1 : max(end, node.column)]
    return Text.of(written, source, node.line, node.column)


def _place(node: Node, source: Source) -> Place:
    return text_of_node(node, source).place


def _checked(tree: MappingNode, source: Source) -> Iterator[Fault]:
    todo = [tree]
    while todo:
        node = todo.pop()
        for field, key, found in node.items():
            if field in _OF_V1:
                yield Fault(
                    "v2-field",
                    _place(key, source),
                    message=say("`{}` is not a field of the v2 API", name(field)),
                    help=say("Use `{}`.", own(_OF_V1[field])),
                )
            elif isinstance(found, ScalarNode):
                yield from _scalar(field, found, source)
            elif field in ("labels", "annotations"):
                yield from _keys(field, found, source)
            elif field in _LOOKED_INTO:
                todo += [item for item in elements(found) if isinstance(item, MappingNode)]


def _scalar(field: str, node: ScalarNode, source: Source) -> Iterator[Fault]:
    if node.unknown or is_null(node):
        return
    if field in DURATIONS and not DURATION.fullmatch(node.text):
        yield Fault(
            "v2-value",
            _place(node, source),
            message=say(
                "`{}` is no duration for `{}`: only seconds such as `300s` are accepted",
                value(node.text, harmless=field in DURATIONS),
                own(field),
            ),
        )
    values = _ENUMS.get(field)
    if values is None or node.text in values:
        return
    by_word = {word: known for known, word in values.items()}
    meant = by_word.get(node.text) or nearest(node.text, values, 0.5)
    yield Fault(
        "v2-value",
        _place(node, source),
        message=say(
            "`{}` is not a value of `{}`, which has {}",
            value(node.text, harmless=field in _ENUMS),
            own(field),
            joined(say("`{}`", own(each)) for each in values),
        ),
        help=say("Use `{}`.", own(meant)) if meant else say("Choose one of them."),
        severity=None if meant else "warning",
        repair=respelt(text_of(node, source), meant, values) if meant else None,
    )


def _keys(field: str, node: Node, source: Source) -> Iterator[Fault]:
    if not isinstance(node, MappingNode):
        return
    for key in system_keys(node.keys):
        instead = field_of(key, camel=True) if field == "annotations" else ""
        yield Fault(
            "v1-annotation",
            _place(node.keys[key], source),
            message=say("the v2 API does not accept `{}` among the {}", name(key), own(field)),
            help=say("Use `{}`.", own(instead))
            if instead
            else say("Remove it: the v2 API has fields for all settings."),
            severity=None if instead else "warning",
        )
