"""A v1 manifest as the v2 API's message, with the way back from its fields to the YAML.

The message is plain data in the shape of `google.cloud.run_v2.Service` and its like (snake_case
names, enum values by name), so that the client library is needed only where it is sent.
"""

from __future__ import annotations

from lint.cloud.v2.container import boolean_of, string_of
from lint.cloud.v2.message_builder import MessageBuilder
from lint.cloud.v2.template import RUN, convert_template, json_of, set_user_keys
from lint.model.record import record
from lint.yaml.tree import ScalarNode, elements, integer_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lint.cloud.target import Target
    from lint.manifest.resource import Resource
    from lint.yaml.tree import Node

COLLECTIONS = {"Service": "services", "Job": "jobs", "WorkerPool": "workerPools"}
REGIONS = f"{RUN}regions"
_INGRESS = {
    "all": "INGRESS_TRAFFIC_ALL",
    "internal": "INGRESS_TRAFFIC_INTERNAL_ONLY",
    "internal-and-cloud-load-balancing": "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER",
    "none": "INGRESS_TRAFFIC_NONE",
}
_SERVICE_FLAGS = {
    f"{RUN}default-url-disabled": "default_uri_disabled",
    f"{RUN}invoker-iam-disabled": "invoker_iam_disabled",
    f"{RUN}iap-enabled": "iap_enabled",
}
_MODES = {"automatic": "AUTOMATIC", "manual": "MANUAL"}


@record
class Converted:
    """A resource as a v2 message."""

    kind: str
    """`Service`, `Job` or `WorkerPool`."""
    name: str
    """The full resource name; "" while project or region is unknown."""
    body: dict[str, Any]
    """The message, without the name, which a create request must not have."""
    places: dict[str, Node]
    """Field path (`template.containers[0].env`) to node."""


def convert(resource: Resource, target: Target) -> Converted:
    """The v2 message that stands for a v1 manifest. Never fails: what makes no sense is left out.

    An Instance has no name and no template in it: the client library has no such resource.
    Left out are also settings that the message of the client library has no field for, and
    `run.googleapis.com/regions`: requests for multi-region services ignore `validate_only`.
    """
    places: dict[str, Node] = {"": resource.root}
    root = MessageBuilder({}, "", places)
    set_user_keys(root, resource.metadata)
    if resource.name_node is not None:
        places["name"] = resource.name_node
    known = resource.kind in COLLECTIONS
    if known and resource.metadata is not None and resource.template is not None:
        convert_template(resource, root.part("template", resource.template), target)
    _common(resource, root)
    if resource.kind == "Service":
        _service(resource, root)
        _targets(resource, root, "traffic", "traffic", "TRAFFIC_TARGET_ALLOCATION_TYPE")
    elif resource.kind == "WorkerPool":
        _worker_pool(resource, root)
        _targets(
            resource, root, "instanceSplits", "instance_splits", "INSTANCE_SPLIT_ALLOCATION_TYPE"
        )
    name = ""
    if known and target.parent and resource.name:
        name = f"{target.parent}/{COLLECTIONS[resource.kind]}/{resource.name}"
    return Converted(resource.kind, name, root.data, places)


def _common(resource: Resource, root: MessageBuilder) -> None:
    stage = resource.annotation(f"{RUN}launch-stage", template=False)
    if stage is not None and stage.text in ("ALPHA", "BETA", "GA"):
        root.set("launch_stage", stage.text, stage)
    policy = resource.annotation(f"{RUN}binary-authorization", template=False)
    if policy is not None and string_of(policy):
        authorization = root.part("binary_authorization", policy)
        if policy.text == "default":
            authorization.set("use_default", True, policy)
        else:
            authorization.set("policy", policy.text, policy)
        reason = resource.annotation(f"{RUN}binary-authorization-breakglass", template=False)
        authorization.set("breakglass_justification", string_of(reason), reason)
    if resource.kind != "Job":
        description = resource.annotation(f"{RUN}description", template=False)
        root.set("description", string_of(description), description)


def _service(resource: Resource, root: MessageBuilder) -> None:
    def annotation(name: str) -> ScalarNode | None:
        return resource.annotation(name, template=False)

    ingress = annotation(f"{RUN}ingress")
    if ingress is not None:
        root.set("ingress", _INGRESS.get(ingress.text), ingress)
    audiences = annotation(f"{RUN}custom-audiences")
    value = json_of(audiences)
    if isinstance(value, list):
        names = [item for item in value if isinstance(item, str)]
        root.set("custom_audiences", names, audiences)
    for name, field in _SERVICE_FLAGS.items():
        root.set(field, boolean_of(annotation(name)), annotation(name))
    _scaling(
        resource,
        root,
        {
            f"{RUN}minScale": "min_instance_count",
            f"{RUN}maxScale": "max_instance_count",
            f"{RUN}manualInstanceCount": "manual_instance_count",
        },
    )
    mode = annotation(f"{RUN}scalingMode")
    if mode is not None and mode.text.lower() in _MODES:
        root.part("scaling", mode).set("scaling_mode", _MODES[mode.text.lower()], mode)


def _worker_pool(resource: Resource, root: MessageBuilder) -> None:
    _scaling(resource, root, {f"{RUN}manualInstanceCount": "manual_instance_count"})


def _scaling(resource: Resource, root: MessageBuilder, fields: dict[str, str]) -> None:
    for name, field in fields.items():
        node = resource.annotation(name, template=False)
        number = integer_of(node)
        if number is not None:
            root.part("scaling", node).set(field, number, node)


def _targets(
    resource: Resource, root: MessageBuilder, source: str, field: str, prefix: str
) -> None:
    """Traffic targets and instance splits: the same thing under two names."""
    node = resource.root.at("spec", source)
    if node is None:
        return
    root.places[field] = node
    for item in elements(node):
        entry = root.item(field, item)
        revision = item.get("revisionName")
        if string_of(revision):
            entry.set("type_", f"{prefix}_REVISION", revision)
            entry.set("revision", string_of(revision), revision)
        else:
            entry.set("type_", f"{prefix}_LATEST", item.get("latestRevision") or item)
        entry.set("percent", integer_of(item.get("percent")), item.get("percent"))
        if source == "traffic":
            entry.set("tag", string_of(item.get("tag")), item.get("tag"))
