"""System annotations, which v2 does not take, and the fields that it has instead."""

from __future__ import annotations

from lint.deploy.v2.template import SYSTEM

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_FIELDS = {
    "autoscaling.knative.dev/maxScale": "scaling.max_instance_count",
    "autoscaling.knative.dev/minScale": "scaling.min_instance_count",
    "run.googleapis.com/binary-authorization": "binary_authorization",
    "run.googleapis.com/client-name": "client",
    "run.googleapis.com/client-version": "client_version",
    "run.googleapis.com/cloudsql-instances": "volumes.cloud_sql_instance",
    "run.googleapis.com/container-dependencies": "containers.depends_on",
    "run.googleapis.com/cpu-throttling": "containers.resources.cpu_idle",
    "run.googleapis.com/custom-audiences": "custom_audiences",
    "run.googleapis.com/encryption-key": "encryption_key",
    "run.googleapis.com/execution-environment": "execution_environment",
    "run.googleapis.com/ingress": "ingress",
    "run.googleapis.com/invoker-iam-disabled": "invoker_iam_disabled",
    "run.googleapis.com/launch-stage": "launch_stage",
    "run.googleapis.com/network-interfaces": "vpc_access.network_interfaces",
    "run.googleapis.com/sessionAffinity": "session_affinity",
    "run.googleapis.com/startup-cpu-boost": "containers.resources.startup_cpu_boost",
    "run.googleapis.com/vpc-access-connector": "vpc_access.connector",
    "run.googleapis.com/vpc-access-egress": "vpc_access.egress",
}


def system_keys(keys: Iterable[str]) -> list[str]:
    """Those of some keys of labels or annotations that are the system's."""
    return [key for key in keys if key.startswith(SYSTEM)]


def field_of(annotation: str, *, camel: bool = False) -> str:
    """The field that v2 has instead, in the spelling of Terraform or of the API; "" for none."""
    path = _FIELDS.get(annotation, "")
    return ".".join(_camel(name) for name in path.split(".")) if camel else path


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
