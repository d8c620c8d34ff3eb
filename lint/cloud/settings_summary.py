"""The shape of a Cloud Run object: which settings it has, without the values of env vars.

It is made from the v2 API's message as plain data, be that what runs or what a manifest says
(`lint.cloud.v2.service`), so that the two can be compared; and it is what an inventory records.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

_DEFAULT_ACCOUNT = re.compile(r"\d+-compute@developer\.gserviceaccount\.com")
_RUN = "run.googleapis.com/"

_ROOT = {
    "description": f"{_RUN}description",
    "custom_audiences": f"{_RUN}custom-audiences",
    "default_uri_disabled": f"{_RUN}default-url-disabled",
    "invoker_iam_disabled": f"{_RUN}invoker-iam-disabled",
    "iap_enabled": f"{_RUN}iap-enabled",
    "binary_authorization": f"{_RUN}binary-authorization",
    "ingress": f"{_RUN}ingress",
    "scaling.min_instance_count": f"{_RUN}minScale",
    "scaling.max_instance_count": f"{_RUN}maxScale",
    "scaling.manual_instance_count": f"{_RUN}manualInstanceCount",
}
_TEMPLATE = {
    "vpc_access.egress": f"{_RUN}vpc-access-egress",
    "vpc_access.network_interfaces": f"{_RUN}network-interfaces",
    "encryption_key": f"{_RUN}encryption-key",
    "service_mesh.mesh": f"{_RUN}mesh",
    "session_affinity": f"{_RUN}sessionAffinity",
    "scaling.min_instance_count": "autoscaling.knative.dev/minScale",
    "service_account": "serviceAccountName",
    "timeout": "timeoutSeconds",
    "node_selector.accelerator": f"{_RUN}accelerator",
}
_DEFAULTS = {
    # What the server fills in by itself; a file that leaves it out loses nothing.
    "ingress": ("INGRESS_TRAFFIC_ALL", "INGRESS_TRAFFIC_UNSPECIFIED"),
    "vpc_access.egress": ("PRIVATE_RANGES_ONLY", "VPC_EGRESS_UNSPECIFIED"),
}
_TIMEOUTS = {"Service": "300s", "Job": "600s"}
_VALUES = {
    "INGRESS_TRAFFIC_INTERNAL_ONLY": "internal",
    "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER": "internal-and-cloud-load-balancing",
    "INGRESS_TRAFFIC_NONE": "none",
    "ALL_TRAFFIC": "all-traffic",
}
"""What the v1 API calls the values of the v2 API."""

_SHOWN = ("ingress", "vpc_access.egress", "scaling.min_instance_count", "timeout")
"""The settings whose value may be shown and is useful in a message."""

_SOURCES = ("secret", "cloud_sql_instance", "empty_dir", "nfs", "gcs")


def shape_of(kind: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """The shape of a Service, Job or WorkerPool that is given as plain data.

    `containers`: list of `name`, `ingress`, `env` (names), `secrets` (env var to secret and
    version), `probes`; `volumes`: name to kind; `instances` of Cloud SQL; `connector`: its full
    name; `settings`: v1 name to value ("set" where the value is not shown); `labels` and
    `annotations`: keys; `tags` of traffic; `revision`: the newest one.
    """
    template = data.get("template") or {}
    inner = (template.get("template") or {}) if kind == "Job" else template
    volumes = [volume for volume in inner.get("volumes") or () if isinstance(volume, dict)]
    return {
        "containers": [_container(item) for item in inner.get("containers") or ()],
        "volumes": {
            volume.get("name", ""): _volume_kind(volume)
            for volume in volumes
            if "cloud_sql_instance" not in volume
        },
        "instances": sorted(
            name
            for volume in volumes
            for name in (volume.get("cloud_sql_instance") or {}).get("instances") or ()
        ),
        "connector": _at(inner, "vpc_access.connector") or "",
        "settings": _settings(kind, data, inner),
        "labels": sorted(data.get("labels") or ()),
        "annotations": sorted(data.get("annotations") or ()),
        "tags": sorted(
            {target["tag"] for target in data.get("traffic") or () if target.get("tag")}
        ),
        "revision": (data.get("latest_created_revision") or "").rpartition("/")[2],
    }


def _container(data: Mapping[str, Any]) -> dict[str, Any]:
    entries = data.get("env") or ()
    secrets = {}
    for entry in entries:
        reference = _at(entry, "value_source.secret_key_ref")
        if isinstance(reference, dict):
            secrets[entry.get("name", "")] = {
                "secret": (reference.get("secret") or "").rpartition("/")[2],
                "version": reference.get("version") or "",
            }
    return {
        "name": data.get("name") or "",
        "ingress": bool(data.get("ports")),
        "env": sorted({entry.get("name") or "" for entry in entries}),
        "secrets": dict(sorted(secrets.items())),
        # The server adds a start-up probe where there is none, so only these can be lost.
        "probes": sorted(
            name for name in ("liveness_probe", "readiness_probe") if data.get(name) is not None
        ),
    }


def _volume_kind(volume: Mapping[str, Any]) -> str:
    for name in _SOURCES:
        if name in volume:
            return name
    return ""


def _settings(kind: str, data: Mapping[str, Any], inner: Mapping[str, Any]) -> dict[str, str]:
    settings: dict[str, str] = {}
    for part, table in ((data, _ROOT), (inner, _TEMPLATE)):
        for path, name in table.items():
            value = _at(part, path)
            if isinstance(value, dict) and set(value) == {"seconds"}:
                value = f"{value['seconds']}s"
            if not value or value in _DEFAULTS.get(path, ()):
                continue
            if path == "timeout" and value == _TIMEOUTS.get(kind):
                continue
            if path == "service_account" and _DEFAULT_ACCOUNT.fullmatch(str(value)):
                continue
            settings[name] = _VALUES.get(str(value), str(value)) if path in _SHOWN else "set"
    containers = inner.get("containers") or ()
    if kind == "Service" and any(
        item.get("resources") and not _at(item, "resources.cpu_idle") for item in containers
    ):
        settings[f"{_RUN}cpu-throttling"] = "set"
    if any(_at(item, "resources.startup_cpu_boost") for item in containers):
        settings[f"{_RUN}startup-cpu-boost"] = "set"
    return dict(sorted(settings.items()))


def _at(data: Any, path: str) -> Any:
    for name in path.split("."):
        if not isinstance(data, dict):
            return None
        data = data.get(name)
    return data
