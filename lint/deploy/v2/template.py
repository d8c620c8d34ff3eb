"""The template of the v2 API as v1 has it: fields become annotations, or fields of a nested spec.

lint/cloud/v2/template.py has the way back.
"""

from __future__ import annotations

import json

from lint.deploy.v2.container import convert_container
from lint.deploy.v2.fields import (
    EGRESS,
    ENVIRONMENTS,
    REVOCATIONS,
    boolean_of,
    copy,
    enum,
    hours,
    seconds,
    string,
)
from lint.deploy.v2.places import below, key_of, put, scalar, sequence
from lint.deploy.v2.secret_names import SecretNames
from lint.deploy.v2.volume import cloudsql_volumes, convert_volumes
from lint.manifest.references import CONNECTOR, INTERFACES
from lint.manifest.references import EGRESS as EGRESS_KEY
from lint.yaml.tree import MappingNode, Node, ScalarNode, elements, is_null

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

RUN = "run.googleapis.com/"
SCALING = "autoscaling.knative.dev/"
SYSTEM = (
    "run.googleapis.com/",
    "cloud.googleapis.com/",
    "serving.knative.dev/",
    "autoscaling.knative.dev/",
)
"""The namespaces that the v2 API takes in neither annotations nor labels."""
_GPU = "nvidia.com/gpu"
_UPDATED = "run.googleapis.com/linux-base-image-update"
"""The runtime class that v1 needs beside base images."""
_SCALES = {
    "minInstanceCount": f"{SCALING}minScale",
    "maxInstanceCount": f"{SCALING}maxScale",
    "cpuUtilization": f"{RUN}scaling-cpu-target",
    "concurrencyUtilization": f"{RUN}scaling-concurrency-target",
}
_ANNOTATIONS = {
    "encryptionKey": f"{RUN}encryption-key",
    "sessionAffinity": f"{RUN}sessionAffinity",
    "healthCheckDisabled": f"{RUN}health-check-disabled",
    "gpuZonalRedundancyDisabled": f"{RUN}gpu-zonal-redundancy-disabled",
    "client": f"{RUN}client-name",
    "clientVersion": f"{RUN}client-version",
}


def user_keys(source: MappingNode, target: MappingNode) -> None:
    """Takes over labels and annotations but for those of the system, which v2 refuses."""
    for field in ("labels", "annotations"):
        node = source.get(field)
        if not isinstance(node, MappingNode) or not len(node):
            continue
        made = below(target, field, key_of(source, field))
        for name, key, value in node.items():
            if not name.startswith(SYSTEM) and not is_null(value):
                put(made, name, string(value), key)


def annotate(source: Node | None, name: str, annotations: MappingNode, key: str) -> None:
    """Sets an annotation from a field that is a string, a number or a flag."""
    node = source.get(name) if source is not None else None
    if isinstance(source, MappingNode) and isinstance(node, ScalarNode) and not is_null(node):
        put(annotations, key, string(node), key_of(source, name))


def convert_template(
    source: MappingNode, target: MappingNode, kind: str, anchor: Node, name: str
) -> None:
    """Fills the `template` of a v1 `spec`. Of a Job, `source` is the execution's.

    `name` is that of the resource.
    """
    metadata = below(target, "metadata", anchor)
    _revision(source, metadata, name)
    user_keys(source, metadata)
    spec = below(target, "spec", anchor)
    annotations = below(metadata, "annotations", anchor)
    inner = source
    if kind == "Job":
        for name in ("taskCount", "parallelism"):
            copy(source, name, spec)
        task = source.get("template")
        below(spec, "template", key_of(source, "template"))
        if not isinstance(task, MappingNode):
            _tidy(metadata)
            return
        inner = task
        spec = below(below(spec, "template", anchor), "spec", key_of(source, "template"))
    _spec(inner, spec)
    _network(inner.get("vpcAccess"), annotations)
    _settings(inner, annotations)
    secrets = SecretNames()
    left_out = cloudsql_volumes(inner)
    containers: list[Node] = [
        convert_container(item, secrets, left_out) if isinstance(item, MappingNode) else item
        for item in elements(inner.get("containers"))
    ]
    node = inner.get("containers")
    if node is not None and not is_null(node):
        put(spec, "containers", sequence(node, containers), key_of(inner, "containers"))
    if kind == "Service":
        _cpu(inner, annotations)
    if kind != "Job":
        _of_containers(inner, annotations, spec)
    _accelerator(inner, spec)
    convert_volumes(inner, spec, annotations, secrets)
    secrets.annotate(annotations)
    _tidy(metadata)


def _revision(source: MappingNode, metadata: MappingNode, name: str) -> None:
    """The name of the revision. Only v1 is known to want the name of the service before it."""
    node = source.get("revision")
    if isinstance(node, ScalarNode) and not is_null(node):
        fits = node.unknown or not name or node.text.startswith(f"{name}-")
        made = node if fits else scalar(node, "${revision}")
        put(metadata, "name", made, key_of(source, "revision"))


def _tidy(metadata: MappingNode) -> None:
    """Removes what was made in case that it would be needed."""
    annotations = metadata.get("annotations")
    if isinstance(annotations, MappingNode) and not len(annotations):
        del metadata.keys["annotations"], metadata.values["annotations"]


def _spec(source: MappingNode, spec: MappingNode) -> None:
    copy(source, "serviceAccount", spec, "serviceAccountName")
    copy(source, "maxInstanceRequestConcurrency", spec, "containerConcurrency")
    copy(source, "maxRetries", spec)
    timeout = source.get("timeout")
    made = seconds(timeout) if timeout is not None else None
    if made is not None:
        put(spec, "timeoutSeconds", made, key_of(source, "timeout"))
    selector = source.get("nodeSelector")
    if isinstance(selector, MappingNode):
        target = below(spec, "nodeSelector", key_of(source, "nodeSelector"))
        copy(selector, "accelerator", target, f"{RUN}accelerator")
    copy(source, "sandboxes", spec)


def _network(source: Node | None, annotations: MappingNode) -> None:
    if not isinstance(source, MappingNode):
        return
    annotate(source, "connector", annotations, CONNECTOR)
    egress = source.get("egress")
    written = enum(egress, EGRESS) if egress is not None else None
    if written is not None:
        put(annotations, EGRESS_KEY, written, key_of(source, "egress"))
    interfaces = [
        item for item in elements(source.get("networkInterfaces")) if isinstance(item, MappingNode)
    ]
    if interfaces:
        text = json.dumps([_interface(item) for item in interfaces])
        place = key_of(source, "networkInterfaces")
        put(annotations, INTERFACES, scalar(interfaces[0], text), place)


def _interface(source: MappingNode) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name in ("network", "subnetwork"):
        node = source.get(name)
        if isinstance(node, ScalarNode) and not is_null(node):
            made[name] = node.text
    tags = [item.text for item in elements(source.get("tags")) if isinstance(item, ScalarNode)]
    return {**made, "tags": tags} if tags else made


def _settings(source: MappingNode, annotations: MappingNode) -> None:
    for name, key in _ANNOTATIONS.items():
        annotate(source, name, annotations, key)
    for name, key in _SCALES.items():
        annotate(source.get("scaling"), name, annotations, key)
    annotate(source.get("serviceMesh"), "mesh", annotations, f"{RUN}mesh")
    for name, values, key in (
        ("executionEnvironment", ENVIRONMENTS, "execution-environment"),
        ("encryptionKeyRevocationAction", REVOCATIONS, "post-key-revocation-action-type"),
    ):
        node = source.get(name)
        written = enum(node, values) if node is not None else None
        if written is not None:
            put(annotations, RUN + key, written, key_of(source, name))
    duration = source.get("encryptionKeyShutdownDuration")
    made = hours(duration) if duration is not None else None
    if made is not None:
        place = key_of(source, "encryptionKeyShutdownDuration")
        put(annotations, f"{RUN}encryption-key-shutdown-hours", made, place)


def _cpu(source: MappingNode, annotations: MappingNode) -> None:
    """Throttling and boost: of each container in v2, of the whole template in v1.

    v1 throttles the CPU unless told otherwise; v2 takes a missing `cpuIdle` for always allocated
    as soon as a container has any resources.
    """
    for container in elements(source.get("containers")):
        resources = container.get("resources")
        if not isinstance(resources, MappingNode):
            continue
        idle = resources.get("cpuIdle")
        key = f"{RUN}cpu-throttling"
        if isinstance(idle, ScalarNode) and not is_null(idle):
            if boolean_of(annotations.get(key)) is not False:
                put(annotations, key, string(idle), key_of(resources, "cpuIdle"))
        elif boolean_of(annotations.get(key)) is not False and isinstance(container, MappingNode):
            place = key_of(container, "resources")
            put(annotations, key, scalar(place, "false"), place)
        if boolean_of(annotations.get(f"{RUN}startup-cpu-boost")) is not True:
            annotate(resources, "startupCpuBoost", annotations, f"{RUN}startup-cpu-boost")


def _accelerator(source: MappingNode, spec: MappingNode) -> None:
    """v1 wants a GPU among the limits of a container where v2 takes one for granted."""
    place = source.at("nodeSelector", "accelerator")
    containers = [
        item for item in elements(spec.get("containers")) if isinstance(item, MappingNode)
    ]
    limits = [item.at("resources", "limits") for item in containers]
    if place is None or not containers or any(each and each.get(_GPU) for each in limits):
        return
    found = below(below(containers[0], "resources", place), "limits", place)
    put(found, _GPU, scalar(place, "1"), place)


def _of_containers(source: MappingNode, annotations: MappingNode, spec: MappingNode) -> None:
    """What v1 says of single containers in annotations of the template, as JSON by their names."""
    dependencies: dict[str, list[str]] = {}
    images: dict[str, str] = {}
    places: dict[str, Node] = {}
    for container in elements(source.get("containers")):
        name = container.get("name")
        if not isinstance(container, MappingNode):
            continue
        before = [
            item.text
            for item in elements(container.get("dependsOn"))
            if isinstance(item, ScalarNode) and not is_null(item)
        ]
        if before and isinstance(name, ScalarNode):
            dependencies[name.text] = before
            places.setdefault("dependsOn", key_of(container, "dependsOn"))
        image = container.get("baseImageUri")
        if isinstance(image, ScalarNode) and not is_null(image):
            images[name.text if isinstance(name, ScalarNode) else ""] = image.text
            places.setdefault("baseImageUri", image)
    if dependencies:
        place = places["dependsOn"]
        text = json.dumps(dependencies)
        put(annotations, f"{RUN}container-dependencies", scalar(place, text), place)
    if images:
        place = places["baseImageUri"]
        put(annotations, f"{RUN}base-images", scalar(place, json.dumps(images)), place)
        put(spec, "runtimeClassName", scalar(place, _UPDATED), place)
