"""Where two files describe one service differently.

A manifest or Terraform describes the whole of a service; a deploy step in a workflow changes parts
of it afterwards. What both state must be alike, or each of them undoes the other.
"""

from __future__ import annotations

import os

from lint.model.fault import Fault
from lint.model.text import count, joined, name, own, say
from lint.yaml.tree import Node, ScalarNode, elements

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lint.deploy.step import Step
    from lint.engine.description import Description
    from lint.manifest.resource import Resource
    from lint.model.text import Message

_ANNOTATIONS = (
    "autoscaling.knative.dev/maxScale",
    "autoscaling.knative.dev/minScale",
    "run.googleapis.com/cloudsql-instances",
    "run.googleapis.com/cpu-throttling",
    "run.googleapis.com/execution-environment",
    "run.googleapis.com/vpc-access-connector",
    "run.googleapis.com/vpc-access-egress",
)
_ROOT_ANNOTATIONS = ("run.googleapis.com/ingress",)
_FIELDS = ("containerConcurrency", "serviceAccountName", "timeoutSeconds")
_LOCATION = "cloud.googleapis.com/location"
_MOST = 6


def contradictions(descriptions: Sequence[Description]) -> Iterator[Fault]:
    """A fault for each deploy step that states something else than another file does.

    Manifests are not held against each other: those of one name are for several environments.
    """
    for each in descriptions:
        if each.step is None or not each.resource.name:
            continue
        for other in descriptions:
            if other.key != each.key or other.path == each.path:
                continue
            if other.step is not None and not _is_base(other, each):
                continue
            if _apart(each, other):
                continue
            different = list(_differences(each.resource, other.resource))
            if different:
                yield _fault(each, other, different)


def other_regions(steps: Iterable[Step], descriptions: Sequence[Description]) -> Iterator[Fault]:
    """A fault for each `services replace FILE` whose region is not the one that the file states.

    The flag wins over the label. Source: SDK 528, `command_lib/run/flags.py`.
    """
    regions = {
        os.path.normpath(each.path): label
        for each in descriptions
        if each.step is None and (label := _region_label(each.resource)) is not None
    }
    for step in steps:
        label = regions.get(os.path.normpath(step.manifest)) if step.manifest else None
        if label is None or step.region is None or not step.region.known or label[1].unknown:
            continue
        resource, node = label
        if str(step.region) != node.text:
            yield Fault(
                "region-of-manifest",
                step.region.place,
                message=say(
                    "the command deploys to `{}`, and the manifest states `{}`",
                    name(str(step.region)),
                    name(node.text),
                ),
                help=say("State the same region in both, or in one of them."),
                related=[(resource.place(node), say("the manifest states it here"))],
            )


def _region_label(resource: Resource) -> tuple[Resource, ScalarNode] | None:
    labels = resource.labels
    node = labels.get(_LOCATION) if labels is not None else None
    return (resource, node) if isinstance(node, ScalarNode) else None


def _is_base(one: Description, other: Description) -> bool:
    """Whether one description is Terraform's, and the other a command that runs after it."""
    if one.step is None or other.step is None:
        return False
    return one.step.command.startswith("google_") and not other.step.command.startswith("google_")


def _apart(one: Description, other: Description) -> bool:
    """Whether the two are certainly, or likely, for different projects or regions."""
    return any(
        first is not None and second is not None and first != second
        for first, second in zip(_target(one), _target(other), strict=True)
    )


def _target(each: Description) -> tuple[str | None, str | None]:
    """Project and region as written, None where they are not stated."""
    if each.step is not None:
        project, region = each.step.project, each.step.region
        return str(project) if project else None, str(region) if region else None
    label = _region_label(each.resource)
    namespace = each.resource.root.at("metadata", "namespace")
    return getattr(namespace, "text", None), label[1].text if label is not None else None


def _differences(one: Resource, other: Resource) -> Iterator[tuple[Message, Node, Node]]:
    theirs = dict(_settings(other))
    for what, node in _settings(one):
        second = theirs.get(what)
        if second is None or node.unknown or second.unknown:
            continue
        if _plain(node) != _plain(second):
            noun, label = what
            shown = name(label)
            yield say("env var `{}`", shown) if noun else say("`{}`", shown), node, second


def _settings(resource: Resource) -> Iterator[tuple[tuple[str, str], ScalarNode]]:
    """What is compared, by what it is: ("variable", name) or ("", annotation or field)."""
    for key in _ANNOTATIONS:
        node = resource.annotation(key, template=True)
        if node is not None:
            yield ("", key), node
    for key in _ROOT_ANNOTATIONS:
        node = resource.annotation(key, template=False)
        if node is not None:
            yield ("", key), node
    for field in _FIELDS:
        found = resource.spec.get(field) if resource.spec is not None else None
        if isinstance(found, ScalarNode):
            yield ("", field), found
    container = resource.ingress_container
    if container is None:
        return
    limits = container.limits
    for key, found in limits.children() if limits is not None else ():
        if isinstance(found, ScalarNode):
            yield ("", key), found
    for port in elements(container.node.get("ports"))[:1]:
        found = port.get("containerPort")
        if isinstance(found, ScalarNode):
            yield ("", "containerPort"), found
    for variable in container.env:
        if variable.name and variable.value is not None and variable.secret is None:
            yield ("variable", variable.name), variable.value


def _plain(node: ScalarNode) -> str:
    return str(node.value).strip().lower()


def _fault(
    each: Description, other: Description, different: list[tuple[Message, Node, Node]]
) -> Fault:
    what = "the manifest" if other.step is None else f"`{other.step.command}`"
    related = [
        (other.resource.place(node), say("{} has another value here", label))
        for label, _, node in different[:_MOST]
    ]
    one = len(different) == 1
    return Fault(
        "contradicts",
        each.resource.place(different[0][1]),
        message=say(
            "{} of {} {} differ{} from {}",
            joined(label for label, _, _ in different)
            if len(different) <= _MOST
            else count(len(different), "setting"),
            own(each.resource.kind),
            name(each.resource.name),
            own("s" if one else ""),
            own(what),
        ),
        help=say("State {} in one of the two files only.", own("it" if one else "them")),
        related=related,
    )
