"""The template of a v1 manifest as the v2 API has it: what v1 says in annotations is fields there.

Source of the correspondence: the discovery documents of run v1 and run v2.
"""

from __future__ import annotations

from lint.cloud.v2.container import boolean_of, convert_container, string_of
from lint.cloud.v2.volume import convert_volumes
from lint.manifest.references import CONNECTOR, EGRESS, network_interface, secret_aliases
from lint.yaml.tree import MappingNode, ScalarNode, integer_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.cloud.target import Target
    from lint.cloud.v2.message_builder import MessageBuilder
    from lint.manifest.resource import Resource
    from lint.yaml.tree import Node

_SYSTEM = (
    "run.googleapis.com/",
    "cloud.googleapis.com/",
    "serving.knative.dev/",
    "autoscaling.knative.dev/",
)
"""The namespaces that the v2 API takes in neither annotations nor labels."""

RUN = "run.googleapis.com/"
_ENVIRONMENTS = {"gen1": "EXECUTION_ENVIRONMENT_GEN1", "gen2": "EXECUTION_ENVIRONMENT_GEN2"}
_EGRESS = {
    "all": "ALL_TRAFFIC",
    "all-traffic": "ALL_TRAFFIC",
    "private-ranges-only": "PRIVATE_RANGES_ONLY",
}
_REVOCATION = {"shut-down": "SHUTDOWN", "prevent-new": "PREVENT_NEW"}
_FLAGS = {
    "run.googleapis.com/sessionAffinity": "session_affinity",
    "run.googleapis.com/health-check-disabled": "health_check_disabled",
}
_SCALE = {
    "autoscaling.knative.dev/minScale": "min_instance_count",
    "autoscaling.knative.dev/maxScale": "max_instance_count",
}


def user_keys(mapping: MappingNode | None) -> tuple[dict[str, str], dict[str, Node]]:
    """The labels or annotations that are the user's own: values and nodes by key."""
    values: dict[str, str] = {}
    nodes: dict[str, Node] = {}
    if mapping is not None:
        for name, _, value in mapping.items():
            text = string_of(value)
            if text is not None and not name.startswith(_SYSTEM):
                values[name] = text
                nodes[name] = value
    return values, nodes


def set_user_keys(part: MessageBuilder, resource_metadata: Node | None) -> None:
    """Sets `labels` and `annotations` of a part from v1 metadata."""
    for field in ("labels", "annotations"):
        mapping = resource_metadata.get(field) if resource_metadata is not None else None
        if not isinstance(mapping, MappingNode):
            continue
        values, nodes = user_keys(mapping)
        part.places[part.where(field)] = mapping
        if values:
            part.set(field, values, mapping)
        for name, node in nodes.items():
            part.places[f"{part.where(field)}.{name}"] = node


def convert_template(resource: Resource, template: MessageBuilder, target: Target) -> None:
    """Fills the template of a resource. `template.path` is `template`.

    Of a Job, labels and annotations are the execution's and everything else the task's.
    """
    set_user_keys(template, resource.template_metadata)
    if resource.kind == "Job":
        _execution(resource, template)
        inner = template.part("template", resource.spec)
    else:
        name = resource.template_metadata.get("name") if resource.template_metadata else None
        template.set("revision", string_of(name), name)
        inner = template
    _spec(resource, inner)
    _network(resource, inner, target)
    _annotations(resource, inner)
    aliases = secret_aliases(resource)
    for container in resource.containers:
        convert_container(container, inner.item("containers", container.node), aliases)
    _cpu(resource, inner)
    _dependencies(resource, inner)
    convert_volumes(resource, inner, aliases)


def _execution(resource: Resource, template: MessageBuilder) -> None:
    if resource.execution is None:
        return
    for name, field in (("taskCount", "task_count"), ("parallelism", "parallelism")):
        node = resource.execution.get(name)
        template.set(field, integer_of(node), node)


def _spec(resource: Resource, part: MessageBuilder) -> None:
    spec = resource.spec
    if spec is None:
        return
    account = spec.get("serviceAccountName")
    part.set("service_account", string_of(account) or None, account)
    timeout = spec.get("timeoutSeconds")
    seconds = integer_of(timeout)
    if seconds and resource.kind != "WorkerPool":
        part.set("timeout", {"seconds": seconds}, timeout)
    if resource.kind == "Service":
        concurrency = spec.get("containerConcurrency")
        part.set("max_instance_request_concurrency", integer_of(concurrency), concurrency)
    if resource.kind == "Job":
        part.set("max_retries", integer_of(spec.get("maxRetries")), spec.get("maxRetries"))
    accelerator = spec.at("nodeSelector", f"{RUN}accelerator")
    if string_of(accelerator):
        part.part("node_selector", spec.get("nodeSelector")).set(
            "accelerator", string_of(accelerator), accelerator
        )


def _network(resource: Resource, part: MessageBuilder, target: Target) -> None:
    connector = resource.annotation(CONNECTOR, template=True)
    egress = resource.annotation(EGRESS, template=True)
    if connector is not None and string_of(connector):
        name = connector_name(connector.text, target)
        part.part("vpc_access", connector).set("connector", name, connector)
    interface = network_interface(resource)
    if interface is not None:
        value, node = interface
        entry = part.part("vpc_access", node).item("network_interfaces", node)
        for field in ("network", "subnetwork"):
            if isinstance(value.get(field), str):
                entry.set(field, value[field], node)
        tags = value.get("tags")
        if isinstance(tags, list):
            entry.set("tags", [tag for tag in tags if isinstance(tag, str)], node)
    if egress is not None and egress.text in _EGRESS:
        part.part("vpc_access", egress).set("egress", _EGRESS[egress.text], egress)


def connector_name(text: str, target: Target) -> str:
    """The full name of a connector that may be given by its id alone."""
    if "/" in text or not target.parent:
        return text
    return f"{target.parent}/connectors/{text}"


def _annotations(resource: Resource, part: MessageBuilder) -> None:
    def annotation(name: str) -> ScalarNode | None:
        return resource.annotation(name, template=True)

    environment = annotation(f"{RUN}execution-environment")
    if environment is not None and resource.kind != "WorkerPool":
        part.set("execution_environment", _ENVIRONMENTS.get(environment.text), environment)
    key = annotation(f"{RUN}encryption-key")
    part.set("encryption_key", string_of(key), key)
    redundancy = annotation(f"{RUN}gpu-zonal-redundancy-disabled")
    part.set("gpu_zonal_redundancy_disabled", boolean_of(redundancy), redundancy)
    if resource.kind == "Job":
        return
    action = annotation(f"{RUN}post-key-revocation-action-type")
    if action is not None:
        part.set("encryption_key_revocation_action", _REVOCATION.get(action.text), action)
    hours = annotation(f"{RUN}encryption-key-shutdown-hours")
    count = integer_of(hours)
    if count is not None:
        part.set("encryption_key_shutdown_duration", {"seconds": count * 3600}, hours)
    mesh = annotation(f"{RUN}mesh")
    if string_of(mesh):
        part.part("service_mesh", mesh).set("mesh", string_of(mesh), mesh)
    if resource.kind == "WorkerPool":
        return
    for name, field in _FLAGS.items():
        part.set(field, boolean_of(annotation(name)), annotation(name))
    for name, field in _SCALE.items():
        number = integer_of(annotation(name))
        if number is not None:
            part.part("scaling", annotation(name)).set(field, number, annotation(name))


def _cpu(resource: Resource, part: MessageBuilder) -> None:
    """Throttling and boost: of the whole template in v1, of each container in v2.

    v1 throttles a Service's CPU unless told otherwise; v2 takes a missing `cpu_idle` for always
    allocated as soon as a container has any resources.
    """
    throttling = resource.annotation(f"{RUN}cpu-throttling", template=True)
    boost = resource.annotation(f"{RUN}startup-cpu-boost", template=True)
    throttled = resource.kind == "Service" and boolean_of(throttling) is not False
    for index, data in enumerate(part.data.get("containers", ())):
        resources = data.setdefault("resources", {})
        path = f"{part.where('containers')}[{index}].resources"
        resources["cpu_idle"] = throttled
        if throttling is not None:
            part.places[f"{path}.cpu_idle"] = throttling
        if boolean_of(boost) and boost is not None:
            resources["startup_cpu_boost"] = True
            part.places[f"{path}.startup_cpu_boost"] = boost


def _dependencies(resource: Resource, part: MessageBuilder) -> None:
    node = resource.annotation(f"{RUN}container-dependencies", template=True)
    value = json_of(node)
    if not isinstance(value, dict) or node is None:
        return
    for index, data in enumerate(part.data.get("containers", ())):
        names = value.get(data.get("name"))
        if isinstance(names, list):
            data["depends_on"] = [name for name in names if isinstance(name, str)]
            part.places[f"{part.where('containers')}[{index}].depends_on"] = node


def json_of(node: ScalarNode | None) -> object:
    """What the JSON in an annotation says; None where there is none or it is broken."""
    text = string_of(node)
    if text is None:
        return None
    from lint.support.json_text import load_json

    try:
        return load_json(text)
    except ValueError:
        return None
