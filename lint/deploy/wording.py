"""Findings on a deploy step in the words of its own source: `--concurrency`, not `containerConcurrency`.

Checks speak of the v1 resource. What they name in backquotes is looked up in the vocabulary of the
source: a key of an annotation, or a field. What has no counterpart stays as it is.
"""

from __future__ import annotations

from lint.model.record import default, record
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Mapping

_TEMPLATE = "autoscaling.knative.dev/"
_RUN = "run.googleapis.com/"

_SETTING = lazy_regex(
    r"(?:the (?:template |service )?annotation )?`([a-z.]+/[\w-]+): (?:'([^'`]*)'|\"([^\"`]*)\"|([^`]*))`"
)
_ANNOTATION = lazy_regex(r"(?:the )?(?:template )?annotation `([a-z.]+/[\w-]+)`")
_FROM_SECRET = lazy_regex(
    r"`([A-Za-z_]\w*)` with `valueFrom: \{secretKeyRef: \{name: ([^,`]+), key: \"([^\"`]+)\"\}\}`"
)
_SECRET = lazy_regex(r"`valueFrom: \{secretKeyRef: [^`]*\}`|`secretKeyRef`")
_WHERE = lazy_regex(r" (?:under|beside|to) `(?:spec|metadata)(?:\.\w+)*`| of the service(?= to )")
_TERM = lazy_regex(r"`([\w./-]+)`")
_ENV = lazy_regex(r"to the container's `env`")


@record
class Vocabulary:
    """What a source calls the parts of a resource."""

    terms: Mapping[str, str]
    """By the key of an annotation or the name of a field."""
    setting: Callable[[str, str], str]
    """How a term of the source and a value are written."""
    env: str
    """What holds env vars: what an env var is added to."""
    secret: Callable[[str, str, str], str]
    """How an env var (name, secret, version) comes from a secret."""
    secrets: str
    """What refers to secrets."""
    of_kind: Mapping[str, Mapping[str, str]] = default(factory=dict)
    """Terms of one kind of resource, by kind."""
    of_probes: Mapping[str, str] = default(factory=dict)
    """Terms of a message that speaks of a probe."""

    def reworded(self, text: str, kind: str) -> str:
        """A message or help in the words of the source."""
        terms = {**self.terms, **self.of_kind.get(kind, {})}
        if "Probe" in text:
            terms.update(self.of_probes)

        def setting(match: re.Match[str]) -> str:
            term = terms.get(match[1])
            if term is None:
                return match[0]
            value = next(group for group in match.groups()[1:] if group is not None)
            return f"`{self.setting(term, value)}`"

        def term(match: re.Match[str]) -> str:
            known = terms.get(match[1])
            return match[0] if known is None else f"`{known}`"

        text = _FROM_SECRET.sub(lambda found: self.secret(found[1], found[2], found[3]), text)
        text = _SETTING.sub(setting, text)
        text = _ANNOTATION.sub(term, text)
        text = _SECRET.sub(f"`{self.secrets}`", text)
        text = _ENV.sub(f"to `{self.env}`", text)
        reworded = _TERM.sub(term, text)
        # Where a field is in the resource is of no use to somebody who writes flags.
        return _WHERE.sub("", reworded)


def _flag(flag: str, value: str) -> str:
    if flag in _BOOLEAN:
        on = value.lower() == "true"
        return flag if on != _BOOLEAN[flag] else f"--no-{flag[2:]}"
    return f"{flag}={value}"


_BOOLEAN = {
    "--cpu-throttling": False,
    "--cpu-boost": False,
    "--session-affinity": False,
    "--gpu-zonal-redundancy": True,
    "--default-url": True,
    "--deploy-health-check": True,
    "--invoker-iam-check": True,
}
"""Flags without a value, and whether their annotation states the opposite."""

GCLOUD = Vocabulary(
    terms={
        _RUN + "vpc-access-connector": "--vpc-connector",
        _RUN + "vpc-access-egress": "--vpc-egress",
        _RUN + "network-interfaces": "--network",
        _RUN + "cloudsql-instances": "--set-cloudsql-instances",
        _RUN + "cpu-throttling": "--cpu-throttling",
        _RUN + "startup-cpu-boost": "--cpu-boost",
        _RUN + "sessionAffinity": "--session-affinity",
        _RUN + "execution-environment": "--execution-environment",
        _RUN + "ingress": "--ingress",
        _RUN + "encryption-key": "--key",
        _RUN + "encryption-key-shutdown-hours": "--encryption-key-shutdown-hours",
        _RUN + "post-key-revocation-action-type": "--post-key-revocation-action-type",
        _RUN + "binary-authorization": "--binary-authorization",
        _RUN + "binary-authorization-breakglass": "--breakglass",
        _RUN + "custom-audiences": "--set-custom-audiences",
        _RUN + "gpu-zonal-redundancy-disabled": "--gpu-zonal-redundancy",
        _RUN + "container-dependencies": "--depends-on",
        _RUN + "default-url-disabled": "--default-url",
        _RUN + "health-check-disabled": "--deploy-health-check",
        _RUN + "invoker-iam-disabled": "--invoker-iam-check",
        _RUN + "base-images": "--base-image",
        _RUN + "scalingMode": "--scaling",
        _RUN + "manualInstanceCount": "--scaling",
        _RUN + "minScale": "--min",
        _RUN + "maxScale": "--max",
        _RUN + "description": "--description",
        _RUN + "mesh": "--mesh",
        _RUN + "mesh-dataplane": "--mesh-dataplane",
        _RUN + "accelerator": "--gpu-type",
        _RUN + "scaling-cpu-target": "--scaling-cpu-target",
        _RUN + "scaling-concurrency-target": "--scaling-concurrency-target",
        _TEMPLATE + "minScale": "--min-instances",
        _TEMPLATE + "maxScale": "--max-instances",
        "minScale": "--min-instances",
        "maxScale": "--max-instances",
        "args": "--args",
        "command": "--command",
        "containerConcurrency": "--concurrency",
        "containerPort": "--port",
        "cpu": "--cpu",
        "cpu-throttling": "--cpu-throttling",
        "execution-environment": "--execution-environment",
        "image": "--image",
        "ingress": "--ingress",
        "livenessProbe": "--liveness-probe",
        "maxRetries": "--max-retries",
        "memory": "--memory",
        "nvidia.com/gpu": "--gpu",
        "parallelism": "--parallelism",
        "ports": "--port",
        "readinessProbe": "--readiness-probe",
        "resources.limits.cpu": "--cpu",
        "resources.limits.memory": "--memory",
        "serviceAccountName": "--service-account",
        "startupProbe": "--startup-probe",
        "taskCount": "--tasks",
        "timeoutSeconds": "--timeout",
        "volumeMounts": "--add-volume-mount",
        "volumes": "--add-volume",
        "workingDir": "--workdir",
    },
    setting=_flag,
    env="--set-env-vars",
    secret=lambda name, secret, version: f"`{name}={secret}:{version}` to `--set-secrets`",
    secrets="--set-secrets",
    of_kind={
        "Job": {"timeoutSeconds": "--task-timeout"},
        "WorkerPool": {
            _RUN + "manualInstanceCount": "--instances",
            _RUN + "scalingMode": "--instances",
        },
    },
)
"""The flags of `gcloud run`. Source: the flag table, docs.cloud.google.com/sdk/gcloud/reference/run/deploy"""


def _input(term: str, value: str) -> str:
    return f"flags: {_flag(term, value)}" if term.startswith("--") else f"{term}: {value}"


DEPLOY_CLOUDRUN = Vocabulary(
    terms={**GCLOUD.terms, "image": "image", "timeoutSeconds": "timeout"},
    setting=_input,
    env="env_vars",
    secret=lambda name, secret, version: f"`{name}={secret}:{version}` to `secrets`",
    secrets="secrets",
    of_kind=GCLOUD.of_kind,
)
"""The inputs of the action, and the flags of gcloud that it takes in `flags`."""

_ENUMS = {
    "all": "INGRESS_TRAFFIC_ALL",
    "internal": "INGRESS_TRAFFIC_INTERNAL_ONLY",
    "internal-and-cloud-load-balancing": "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER",
    "all-traffic": "ALL_TRAFFIC",
    "private-ranges-only": "PRIVATE_RANGES_ONLY",
    "gen1": "EXECUTION_ENVIRONMENT_GEN1",
    "gen2": "EXECUTION_ENVIRONMENT_GEN2",
    "manual": "MANUAL",
    "automatic": "AUTOMATIC",
}


def _argument(argument: str, value: str) -> str:
    if value in ("true", "false") or value.isdecimal():
        return f"{argument} = {value}"
    return f'{argument} = "{_ENUMS.get(value, value)}"'


_HCL = {
    "configMapRef": "config_map_ref",
    "containerPort": "ports.container_port",
    "defaultMode": "default_mode",
    "emptyDir": "empty_dir",
    "envFrom": "env_from",
    "failureThreshold": "failure_threshold",
    "httpGet": "http_get",
    "initialDelaySeconds": "initial_delay_seconds",
    "instanceSplits": "instance_splits",
    "livenessProbe": "liveness_probe",
    "mountPath": "mount_path",
    "nodeSelector": "node_selector",
    "periodSeconds": "period_seconds",
    "readOnly": "read_only",
    "readinessProbe": "readiness_probe",
    "sizeLimit": "size_limit",
    "startupProbe": "startup_probe",
    "subPath": "sub_path",
    "tcpSocket": "tcp_socket",
    "volumeMounts": "volume_mounts",
    "workingDir": "working_dir",
}
"""Names that the v1 and the v2 resources have in common. Those of v2 come from the v1 fields."""

TERRAFORM = Vocabulary(
    terms={
        **_HCL,
        _RUN + "vpc-access-connector": "vpc_access.connector",
        _RUN + "vpc-access-egress": "vpc_access.egress",
        _RUN + "network-interfaces": "vpc_access.network_interfaces",
        _RUN + "cloudsql-instances": "volumes.cloud_sql_instance.instances",
        _RUN + "cpu-throttling": "resources.cpu_idle",
        _RUN + "startup-cpu-boost": "resources.startup_cpu_boost",
        _RUN + "sessionAffinity": "session_affinity",
        _RUN + "execution-environment": "execution_environment",
        _RUN + "ingress": "ingress",
        _RUN + "launch-stage": "launch_stage",
        _RUN + "description": "description",
        _RUN + "encryption-key": "encryption_key",
        _RUN + "binary-authorization": "binary_authorization",
        _RUN + "custom-audiences": "custom_audiences",
        _RUN + "gpu-zonal-redundancy-disabled": "gpu_zonal_redundancy_disabled",
        _RUN + "health-check-disabled": "health_check_disabled",
        _RUN + "default-url-disabled": "default_uri_disabled",
        _RUN + "invoker-iam-disabled": "invoker_iam_disabled",
        _RUN + "iap-enabled": "iap_enabled",
        _RUN + "container-dependencies": "depends_on",
        _RUN + "base-images": "base_image_uri",
        _RUN + "scalingMode": "scaling.scaling_mode",
        _RUN + "manualInstanceCount": "scaling.manual_instance_count",
        _RUN + "minScale": "scaling.min_instance_count",
        _RUN + "maxScale": "scaling.max_instance_count",
        _RUN + "mesh": "service_mesh.mesh",
        _RUN + "accelerator": "node_selector.accelerator",
        _RUN + "regions": "multi_region_settings.regions",
        _TEMPLATE + "minScale": "template.scaling.min_instance_count",
        _TEMPLATE + "maxScale": "template.scaling.max_instance_count",
        "minScale": "min_instance_count",
        "maxScale": "max_instance_count",
        "containerConcurrency": "max_instance_request_concurrency",
        "maxRetries": "max_retries",
        "revisionName": "revision",
        "secretName": "secret",
        "serviceAccountName": "service_account",
        "taskCount": "task_count",
        "timeoutSeconds": "timeout",
        "valueFrom": "value_source",
        "cpu-throttling": "cpu_idle",
        "vpc-access-egress": "egress",
        "vpc-access-connector": "connector",
        "execution-environment": "execution_environment",
    },
    setting=_argument,
    env="env",
    secret=lambda name, secret, version: (
        f"an `env` block with the name `{name}` and"
        f' `value_source {{ secret_key_ref {{ secret = "{secret}", version = "{version}" }} }}`'
    ),
    secrets="value_source.secret_key_ref",
    of_probes={"timeoutSeconds": "timeout_seconds"},
)
"""The arguments of the v2 resources."""
TERRAFORM_V1 = Vocabulary(
    terms={
        **_HCL,
        "containerConcurrency": "container_concurrency",
        "revisionName": "revision_name",
        "secretName": "secret_name",
        "serviceAccountName": "service_account_name",
        "timeoutSeconds": "timeout_seconds",
        "valueFrom": "value_from",
    },
    setting=lambda annotation, value: f'"{annotation}" = "{value}"',
    env="env",
    secret=lambda name, secret, version: (
        f"an `env` block with the name `{name}` and"
        f' `value_from {{ secret_key_ref {{ name = "{secret}", key = "{version}" }} }}`'
    ),
    secrets="value_from.secret_key_ref",
)
"""The arguments of google_cloud_run_service, which has the annotations as they are."""


def _camel(path: str) -> str:
    return ".".join(
        word + "".join(other.capitalize() for other in rest)
        for word, *rest in (name.split("_") for name in path.split("."))
    )


def _field(field: str, value: str) -> str:
    return f"{field}: {value if value in ('true', 'false') else _ENUMS.get(value, value)}"


API_V2 = Vocabulary(
    terms={key: _camel(argument) for key, argument in TERRAFORM.terms.items()},
    setting=_field,
    env="env",
    secret=lambda name, secret, version: (
        f"`{name}` with `valueSource: {{secretKeyRef: {{secret: {secret}, version: {version}}}}}`"
    ),
    secrets="valueSource.secretKeyRef",
    of_probes={"timeoutSeconds": "timeoutSeconds"},
)
"""The fields of the v2 API, which Terraform writes in its own way."""


def vocabulary_of(command: str) -> Vocabulary | None:
    """The vocabulary of a step, by the command of `lint.deploy.step.Step`."""
    if command.startswith("google_cloud_run_"):
        return TERRAFORM if "_v2_" in command else TERRAFORM_V1
    if command.startswith("Run") or command == "a v2 API request":
        return API_V2
    if command == "deploy-cloudrun":
        return DEPLOY_CLOUDRUN
    return GCLOUD if command.startswith("gcloud") else None
