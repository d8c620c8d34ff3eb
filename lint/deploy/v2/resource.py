"""A Service, Job or WorkerPool of the v2 API as the v1 resource, each node in its own place.

`convert` is the reverse of `lint.cloud.v2.service.convert`; tests/deploy/v2 has them agree.
"""

from __future__ import annotations

import json

from lint.deploy.v2.fields import (
    FUNCTIONAL_TYPES,
    INGRESS,
    MODES,
    STAGES,
    boolean_of,
    copy,
    enum,
)
from lint.deploy.v2.places import below, key_of, mapping, put, scalar, sequence
from lint.deploy.v2.template import RUN, annotate, convert_template, user_keys
from lint.manifest.resource import KINDS
from lint.yaml.tree import MappingNode, Node, ScalarNode, elements, is_null, text_of

_ANNOTATIONS = {
    "description": "description",
    "client": "client-name",
    "clientVersion": "client-version",
    "defaultUriDisabled": "default-url-disabled",
    "invokerIamDisabled": "invoker-iam-disabled",
    "iapEnabled": "iap-enabled",
    "sshEnabled": "ssh-enabled",
}
_SCALES = {
    "minInstanceCount": "minScale",
    "maxInstanceCount": "maxScale",
    "manualInstanceCount": "manualInstanceCount",
}
_BUILD = {
    "sourceLocation": "build-source-location",
    "functionTarget": "build-function-target",
    "imageUri": "build-image-uri",
    "baseImage": "build-base-image",
    "enableAutomaticUpdates": "build-enable-automatic-updates",
    "workerPool": "build-worker-pool",
    "serviceAccount": "build-service-account",
}


def convert(source: MappingNode, kind: str, anchor: Node) -> MappingNode:
    """The v1 object. Never fails: what makes no sense is left out.

    `source` has the camelCase names of the v2 API; its `name` may be the id alone. `anchor` is
    the place of what no field says.
    """
    root = mapping(anchor)
    put(root, "apiVersion", scalar(anchor, KINDS[kind]), anchor)
    put(root, "kind", scalar(anchor, kind), anchor)
    metadata = below(root, "metadata", anchor)
    _name(source, metadata)
    user_keys(source, metadata)
    annotations = below(metadata, "annotations", anchor)
    _settings(source, annotations, kind)
    spec = below(root, "spec", anchor)
    template = source.get("template")
    if isinstance(template, MappingNode):
        place = key_of(source, "template")
        named = text_of(metadata.get("name")) or ""
        convert_template(template, below(spec, "template", place), kind, place, named)
    for field, to in (("traffic", "traffic"), ("instanceSplits", "instanceSplits")):
        _targets(source, field, spec, to)
    if kind == "Job":
        copy(source, "startExecutionToken", spec)
        copy(source, "runExecutionToken", spec)
    if not len(annotations):
        del metadata.keys["annotations"], metadata.values["annotations"]
    return root


def _name(source: MappingNode, metadata: MappingNode) -> None:
    node = source.get("name")
    if not isinstance(node, ScalarNode) or is_null(node):
        return
    short = node if "/" not in node.text or node.unknown else None
    put(
        metadata,
        "name",
        short or scalar(node, node.text.rpartition("/")[2]),
        key_of(source, "name"),
    )


def _settings(source: MappingNode, annotations: MappingNode, kind: str) -> None:
    for name, key in _ANNOTATIONS.items():
        annotate(source, name, annotations, RUN + key)
    for field, values, key in (
        ("ingress", INGRESS, f"{RUN}ingress"),
        ("launchStage", STAGES, f"{RUN}launch-stage"),
        ("functionalType", FUNCTIONAL_TYPES, "apphub.cloud.google.com/functional-type"),
    ):
        _enum(source, field, values, annotations, key)
    scaling = source.get("scaling")
    for name, key in _SCALES.items():
        annotate(scaling, name, annotations, RUN + key)
    if isinstance(scaling, MappingNode):
        _enum(scaling, "scalingMode", MODES, annotations, f"{RUN}scalingMode")
        count = scaling.get("manualInstanceCount")
        if kind == "WorkerPool" and count is not None and is_null(scaling.get("scalingMode")):
            # v2 takes the count of a worker pool without a mode.
            put(annotations, f"{RUN}scalingMode", scalar(count, "manual"), count)
    for name, key in _BUILD.items():
        annotate(source.get("buildConfig"), name, annotations, RUN + key)
    _binary_authorization(source.get("binaryAuthorization"), annotations)
    audiences = source.get("customAudiences")
    names = [item.text for item in elements(audiences) if isinstance(item, ScalarNode)]
    if names and audiences is not None and not is_null(audiences):
        key_node = key_of(source, "customAudiences")
        text = json.dumps(names)
        put(annotations, f"{RUN}custom-audiences", scalar(audiences, text), key_node)
    regions = source.at("multiRegionSettings", "regions")
    names = [item.text for item in elements(regions) if isinstance(item, ScalarNode)]
    if names and regions is not None and not is_null(regions):
        put(annotations, f"{RUN}regions", scalar(regions, ",".join(names)), regions)


def _enum(
    source: MappingNode, field: str, values: dict[str, str], annotations: MappingNode, key: str
) -> None:
    node = source.get(field)
    written = enum(node, values) if node is not None else None
    if written is not None:
        put(annotations, key, written, key_of(source, field))


def _binary_authorization(source: Node | None, annotations: MappingNode) -> None:
    if not isinstance(source, MappingNode):
        return
    key = f"{RUN}binary-authorization"
    if boolean_of(source.get("useDefault")):
        place = key_of(source, "useDefault")
        put(annotations, key, scalar(place, "default"), place)
    else:
        annotate(source, "policy", annotations, key)
        policy = annotations.get(key)
        if isinstance(policy, ScalarNode) and "/cloudRun/policies/" in policy.text:
            # v2 takes this form, too.
            short = policy.text.replace("/cloudRun/policies/", "/cloudRun/")
            put(annotations, key, scalar(policy, short), key_of(source, "policy"))
    annotate(source, "breakglassJustification", annotations, f"{key}-breakglass")


def _targets(source: MappingNode, field: str, spec: MappingNode, to: str) -> None:
    """Traffic targets and instance splits: the same thing under two names."""
    node = source.get(field)
    made: list[Node] = []
    for item in elements(node):
        if not isinstance(item, MappingNode):
            continue
        target = mapping(item)
        kind = item.get("type")
        copy(item, "revision", target, "revisionName")
        if isinstance(kind, ScalarNode) and kind.text.endswith("_LATEST"):
            put(target, "latestRevision", scalar(kind, True), key_of(item, "type"))
        percent = item.get("percent")
        if is_null(percent) and len(elements(node)) == 1:
            put(target, "percent", scalar(item, 100), item)  # what v2 takes it for
        copy(item, "percent", target)
        copy(item, "tag", target)
        made.append(target)
    if node is not None and made:
        put(spec, to, sequence(node, made), key_of(source, field))
