"""What Cloud Run fills in, put into the plain data that CEL expressions are evaluated with.

An expression sees a resource as the server does: a service without a start-up probe has the default
one. Malformed parts stay as they are; the platform's own rules report them.
"""

from __future__ import annotations

from lint.manifest.defaults import (
    CPU,
    MAX_RETRIES,
    MEMORY,
    PORT,
    PROBE,
    REQUEST_TIMEOUT,
    STARTUP_PROBE,
    TASK_COUNT,
    TASK_TIMEOUT,
    default_concurrency,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_PROBES = ("startupProbe", "livenessProbe", "readinessProbe")


def fill_resource(resource: dict[str, Any], kind: str, ingress: int) -> None:
    """Fills in a whole resource; `ingress` is the index of the container that gets the requests."""
    _metadata(resource)
    if kind == "Instance":  # it has no template, and is its own
        template: dict[str, Any] | None = resource
    else:
        template = _mapping(_mapping(resource, "spec"), "template")
    if template is not None:
        fill_template(template, kind, ingress)
    shares = {"Service": "traffic", "WorkerPool": "instanceSplits"}.get(kind)
    spec = _mapping(resource, "spec")
    if shares and spec is not None:
        spec.setdefault(shares, [{"latestRevision": True, "percent": 100}])


def fill_template(template: dict[str, Any], kind: str, ingress: int) -> None:
    """Fills in the template of a Service or a WorkerPool, or the execution template of a Job."""
    _metadata(template)
    spec = _mapping(template, "spec")
    if kind == "Job" and spec is not None:
        _number(spec, "taskCount", TASK_COUNT)
        spec = _mapping(_mapping(spec, "template"), "spec")
    if spec is None:
        return
    if kind == "Job":
        _number(spec, "timeoutSeconds", TASK_TIMEOUT)
        spec.setdefault("maxRetries", MAX_RETRIES)
    spec.setdefault("volumes", [])
    containers = spec.get("containers")
    cpu: Any = CPU
    for index, container in enumerate(containers if isinstance(containers, list) else ()):
        if isinstance(container, dict):
            serves = kind == "Service" and index == ingress
            fill_container(container, serves)
            if serves:
                cpu = (_mapping(_mapping(container, "resources"), "limits") or {}).get("cpu")
    if kind == "Service":
        _number(spec, "timeoutSeconds", REQUEST_TIMEOUT)
        _number(spec, "containerConcurrency", default_concurrency(str(cpu)))


def fill_container(container: dict[str, Any], serves: bool) -> None:
    """Fills in one container; `serves` says whether it gets the requests of a service."""
    for name in ("args", "command", "env", "volumeMounts"):
        container.setdefault(name, [])
    limits = _mapping(_mapping(container, "resources"), "limits")
    if limits is not None:
        limits.setdefault("cpu", CPU)
        limits.setdefault("memory", MEMORY)
    for name in _PROBES:
        probe = container.get(name)
        if isinstance(probe, dict):
            for key, amount in PROBE.items():
                if name != "readinessProbe" or key != "initialDelaySeconds":
                    _number(probe, key, amount)
    if not serves:
        container.setdefault("ports", [])
        return
    ports = container.setdefault("ports", [{}])
    port: Any = PORT
    if isinstance(ports, list) and ports and isinstance(ports[0], dict):
        port = ports[0].setdefault("containerPort", PORT)
    if "startupProbe" not in container:
        container["startupProbe"] = {**STARTUP_PROBE, "tcpSocket": {"port": port}}


def _metadata(parent: dict[str, Any]) -> None:
    metadata = _mapping(parent, "metadata")
    if metadata is not None:
        metadata.setdefault("annotations", {})
        metadata.setdefault("labels", {})


def _number(parent: dict[str, Any], key: str, default: int) -> None:
    """Sets a number that is not stated; 0 is the same as not stated."""
    if parent.get(key, 0) == 0:
        parent[key] = default


def _mapping(parent: dict[str, Any] | None, key: str) -> dict[str, Any] | None:
    """The mapping at a key, which is made where nothing is; None where something else is."""
    if parent is None:
        return None
    found = parent.setdefault(key, {})
    return found if isinstance(found, dict) else None
