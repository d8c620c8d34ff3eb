"""The module `GoogleCloudPlatform/cloud-run/google`: its inputs as the resource that it makes.

The module itself is in the registry, and is not read. Its root makes a google_cloud_run_service,
`//modules/v2` a google_cloud_run_v2_service. Inputs that are in no table here are left out: versions
of the module differ. Source: github.com/GoogleCloudPlatform/terraform-google-cloud-run, variables.tf
"""

from __future__ import annotations

from lint.deploy.terraform.fields import V1
from lint.deploy.terraform.values import Entries, Entry, Items, Literal, Unknown, is_null
from lint.model.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lint.deploy.terraform.values import Value
    from lint.deploy.text import Text

V2 = "google_cloud_run_v2_service"
_NAMES = ("GoogleCloudPlatform/cloud-run/google", "terraform-google-modules/cloud-run/google")
_CONTAINER = "template.spec.containers."

_ROOT_V1 = {
    "service_name": "name",
    "location": "location",
    "service_labels": "metadata.labels",
    "service_annotations": "metadata.annotations",
    "template_labels": "template.metadata.labels",
    "template_annotations": "template.metadata.annotations",
    "container_concurrency": "template.spec.container_concurrency",
    "timeout_seconds": "template.spec.timeout_seconds",
    "service_account_email": "template.spec.service_account_name",
    "volumes": "template.spec.volumes",
    "image": _CONTAINER + "image",
    "container_command": _CONTAINER + "command",
    "argument": _CONTAINER + "args",
    "ports": _CONTAINER + "ports",
    "limits": _CONTAINER + "resources.limits",
    "requests": _CONTAINER + "resources.requests",
    "startup_probe": _CONTAINER + "startup_probe",
    "liveness_probe": _CONTAINER + "liveness_probe",
    "env_vars": _CONTAINER + "env",
    "env_secret_vars": _CONTAINER + "env",
    "volume_mounts": _CONTAINER + "volume_mounts",
    "traffic_split": "traffic",
}
_ROOT_V2 = {
    "service_name": "name",
    "location": "location",
    "description": "description",
    "service_labels": "labels",
    "service_annotations": "annotations",
    "ingress": "ingress",
    "launch_stage": "launch_stage",
    "custom_audiences": "custom_audiences",
    "binary_authorization": "binary_authorization",
    "service_scaling": "scaling",
    "traffic": "traffic",
    "revision": "template.revision",
    "template_labels": "template.labels",
    "template_annotations": "template.annotations",
    "template_scaling": "template.scaling",
    "timeout": "template.timeout",
    "service_account": "template.service_account",
    "execution_environment": "template.execution_environment",
    "encryption_key": "template.encryption_key",
    "max_instance_request_concurrency": "template.max_instance_request_concurrency",
    "session_affinity": "template.session_affinity",
    "node_selector": "template.node_selector",
    "gpu_zonal_redundancy_disabled": "template.gpu_zonal_redundancy_disabled",
    "vpc_access": "template.vpc_access",
    "volumes": "template.volumes",
    "containers": "template.containers",
}
_CONTAINER_V2 = {
    "container_name": "name",
    "container_image": "image",
    "container_command": "command",
    "container_args": "args",
    "depends_on_container": "depends_on",
}
REQUIRED = {
    V1: ("service_name", "project_id", "location", "image"),
    V2: ("service_name", "project_id", "location", "containers"),
}


@record
class Made:
    """The resource that a call of the module makes."""

    resource_type: str
    entries: Entries
    missing: list[str]
    """Required inputs that the call does not have."""


def resource_type_of(source: str) -> str:
    """The type of the resource that a module makes, by its source; "" for any other module."""
    for name in _NAMES:
        if source == name:
            return V1
        if source.partition("?")[0] == f"{name}//modules/v2":
            return V2
    return ""


def made_by(resource_type: str, arguments: Mapping[str, Entry], anchor: Text) -> Made:
    """What the module makes of its inputs. Those that are not given have the module's defaults."""
    table = _ROOT_V1 if resource_type == V1 else _ROOT_V2
    root = Entries({}, anchor)
    for name, entry in arguments.items():
        path = table.get(name)
        if path is None or is_null(entry.value):
            continue
        _put(root, path.split("."), Entry(entry.key, _converted(name, entry.value, resource_type)))
    if resource_type == V1 and "template" in root.entries:
        _put(root, ["template", "metadata"], None)
    missing = [
        name
        for name in REQUIRED[resource_type]
        if name not in arguments or is_null(arguments[name].value)
    ]
    return Made(resource_type, root, missing)


def _put(root: Entries, path: list[str], entry: Entry | None) -> None:
    """Sets an argument of a block, and makes the blocks on the way. None makes the blocks only."""
    *way, last = path if entry is not None else [*path, ""]
    place = root
    for name in way:
        found = place.get(name)
        if not isinstance(found, Items):
            anchor = entry.key if entry is not None else place.anchor
            found = Items([Entries({}, anchor)], anchor)
            place.entries[name] = Entry(anchor, found)
        inner = found.items[0]
        assert isinstance(inner, Entries)
        place = inner
    if entry is None:
        return
    before = place.get(last)
    if isinstance(before, Items) and isinstance(entry.value, Items):
        before.items += entry.value.items
        before.open = before.open or entry.value.open
    elif isinstance(before, Items):
        before.open = True
    else:
        if before is not None and isinstance(entry.value, Items):
            entry.value.open = True  # what came before is not known
        place.entries[last] = entry


def _converted(name: str, value: Value, resource_type: str) -> Value:
    if name == "ports" and isinstance(value, Entries):
        return _renamed(value, {"port": "container_port"})
    if name == "traffic_split" and isinstance(value, Items):
        return Items([_split(item) for item in value.items], value.anchor, value.open)
    if name == "containers" and isinstance(value, Items):
        items = [_container(item) if isinstance(item, Entries) else item for item in value.items]
        return Items(items, value.anchor, value.open)
    if name in ("env_vars", "env_secret_vars") and isinstance(value, Items):
        return Items(list(value.items), value.anchor, value.open)
    return value


def _renamed(value: Entries, names: Mapping[str, str]) -> Entries:
    entries = {names.get(name, name): entry for name, entry in value.entries.items()}
    return Entries(entries, value.anchor, value.open)


def _split(item: Value) -> Value:
    """A traffic target: the module drops the name of the revision beside the latest one."""
    if not isinstance(item, Entries):
        return item
    latest = item.get("latest_revision")
    entries = dict(item.entries)
    if isinstance(latest, Literal) and latest.value is True:
        entries.pop("revision_name", None)
    return Entries(entries, item.anchor, item.open)


def _container(value: Entries) -> Entries:
    made = _renamed(value, _CONTAINER_V2)
    env = Items(list(_env(value)), value.anchor)
    for name in ("env_vars", "env_secret_vars"):
        entry = made.entries.pop(name, None)
        if entry is not None and (isinstance(entry.value, Unknown) or _is_open(entry.value)):
            env.open = True
    if env.items or env.open:
        made.entries["env"] = Entry(value.anchor, env)
    resources = made.get("resources")
    idle = Entry(value.anchor, Literal(value.anchor, True))
    if isinstance(resources, Entries):
        entries = {"cpu_idle": idle, **resources.entries}
        limits = resources.get("limits")
        if isinstance(limits, Entries):
            key = entries["limits"].key
            entries["limits"] = Entry(key, _renamed(limits, {"nvidia_gpu": "nvidia.com/gpu"}))
        made.entries["resources"].value = Entries(entries, resources.anchor, resources.open)
    elif resources is None or is_null(resources):
        made.entries["resources"] = Entry(value.anchor, Entries({"cpu_idle": idle}, value.anchor))
    return made


def _is_open(value: Value) -> bool:
    return isinstance(value, (Items, Entries)) and value.open


def _env(value: Entries) -> Iterator[Value]:
    """The env vars of a container, which the module takes as maps."""
    plain = value.get("env_vars")
    if isinstance(plain, Entries):
        for name, entry in plain.entries.items():
            literal = Literal(entry.key, name)
            yield Entries({"name": Entry(entry.key, literal), "value": entry}, entry.key)
    secret = value.get("env_secret_vars")
    if isinstance(secret, Entries):
        for name, entry in secret.entries.items():
            source = Entries({"secret_key_ref": entry}, entry.key)
            yield Entries(
                {
                    "name": Entry(entry.key, Literal(entry.key, name)),
                    "value_source": Entry(entry.key, source),
                },
                entry.key,
            )
