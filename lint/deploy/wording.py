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

    def reworded(self, text: str, kind: str) -> str:
        """A message or help in the words of the source."""
        terms = {**self.terms, **self.of_kind.get(kind, {})}

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


def vocabulary_of(command: str) -> Vocabulary | None:
    """The vocabulary of a step, by the command of `lint.deploy.step.Step`."""
    return GCLOUD if command.startswith(("gcloud", "deploy-cloudrun")) else None
