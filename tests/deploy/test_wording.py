"""What checks say of the v1 resource, in the words of flags."""

from __future__ import annotations

import pytest

from lint.deploy.wording import GCLOUD, vocabulary_of

CONNECTOR = "run.googleapis.com/vpc-access-connector"


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        (
            f"Add the template annotation `{CONNECTOR}: staging`.",
            "Service",
            "Add `--vpc-connector=staging`.",
        ),
        (
            'Add the template annotation `run.googleapis.com/cpu-throttling: "false"`.',
            "Service",
            "Add `--no-cpu-throttling`.",
        ),
        (
            'Add the template annotation `run.googleapis.com/gpu-zonal-redundancy-disabled: "true"`.',
            "Service",
            "Add `--no-gpu-zonal-redundancy`.",
        ),
        (
            "Set the annotation `run.googleapis.com/ingress` of the service to `internal`.",
            "Service",
            "Set `--ingress` to `internal`.",
        ),
        ("Add `HOST` to the container's `env`.", "Service", "Add `HOST` to `--set-env-vars`."),
        (
            'Add `KEY` with `valueFrom: {secretKeyRef: {name: api-key, key: "3"}}`.',
            "Service",
            "Add `KEY=api-key:3` to `--set-secrets`.",
        ),
        (
            "Store it in Secret Manager and refer to it with `valueFrom: {secretKeyRef: ...}`.",
            "Service",
            "Store it in Secret Manager and refer to it with `--set-secrets`.",
        ),
        ("`timeoutSeconds` is 3,601", "Service", "`--timeout` is 3,601"),
        ("`timeoutSeconds` is 604,801", "Job", "`--task-timeout` is 604,801"),
        ("Set `serviceAccountName` under `spec.template.spec`.", "Service", "Set `--service-account`."),
        (
            "Set `run.googleapis.com/scalingMode` to `manual`.",
            "WorkerPool",
            "Set `--instances` to `manual`.",
        ),
        ("env var `timeout` is set twice", "Service", "env var `timeout` is set twice"),
    ],
)  # fmt: skip
def test_reworded(text: str, kind: str, expected: str) -> None:
    assert GCLOUD.reworded(text, kind) == expected


def test_what_has_no_counterpart_stays() -> None:
    text = "Add the template annotation `run.googleapis.com/sources: x`."
    assert GCLOUD.reworded(text, "Service") == text


def test_manifests_have_no_vocabulary() -> None:
    assert vocabulary_of("") is None
    assert vocabulary_of("gcloud run deploy") is GCLOUD


def test_the_action_has_inputs_and_flags() -> None:
    vocabulary = vocabulary_of("deploy-cloudrun")
    assert vocabulary is not None
    said = vocabulary.reworded("Raise `timeoutSeconds` and `containerConcurrency`.", "Service")
    assert said == "Raise `timeout` and `--concurrency`."
    said = vocabulary.reworded(
        "Add `run.googleapis.com/vpc-access-egress: all-traffic`.", "Service"
    )
    assert said == "Add `flags: --vpc-egress=all-traffic`."
