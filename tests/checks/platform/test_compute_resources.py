"""`compute-resources`: the edges of amounts, and of the pairs that do not go together."""

from __future__ import annotations

import pytest

from tests.checks.judging import container, rules_of


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("cpu: '1'", []),
        # 1.0 is 1.
        ("cpu: '1.0'", []),
        ("cpu: '80m'", []),
        ("cpu: '79m'", ["CR102"]),
        ("cpu: '0.08'", []),
        ("cpu: '1.5'", ["CR102"]),
        ("cpu: '3'", ["CR102"]),
        ("cpu: '2', memory: '512Mi'", []),
        ("cpu: '8', memory: '4Gi'", []),
        ("cpu: '16'", ["CR102"]),
        ("cpu: '4', memory: '2Gi'", []),
        ("cpu: '4', memory: '2047Mi'", ["CR108"]),
        # The default of 512Mi is too little.
        ("cpu: '4'", ["CR108"]),
        ("cpu: '1', memory: '4Gi'", []),
        ("cpu: '1', memory: '4097Mi'", ["CR108"]),
        # The default is 1 CPU.
        ("memory: '8Gi'", ["CR108"]),
        ("memory: '512'", ["CR110"]),
        ("memory: '512M'", []),
        ("memory: '128Mi'", []),
        ("memory: 'half'", ["CR100"]),
        ("cpu: '${CPU}', memory: '16Gi'", []),
        ("cpu: '${CPU}', memory: '64Gi'", ["CR108"]),
        ("cpu: '3', memory: '64Gi'", ["CR102", "CR108"]),
        ("cpu: '3', memory: '32Gi'", ["CR102"]),
        ("cpu: '3', memory: '127Mi'", ["CR102", "CR108"]),
        ("cpu: '3', memory: '512m'", ["CR102", "CR110"]),
        ("cpu: x, memory: '64Gi'", ["CR100", "CR108"]),
        ("cpu: 3", ["CR102"]),
        ("cpu: 3, memory: '64Gi'", ["CR102", "CR108"]),
        ("cpu: ''", ["CR100"]),
        ("cpu: '1 000'", ["CR100"]),
        ("gpu: '1'", ["CR101"]),
        ("CPU: '1'", ["CR101"]),
    ],
)
def test_limits(text: str, rules: list[str]) -> None:
    assert rules_of("compute-resources", container(f"resources: {{limits: {{{text}}}}}")) == rules


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        (
            "spec: {template: {spec: {containerConcurrency: 1, containers: [{resources: {limits: {cpu: 500m}}}]}}}",
            [],
        ),
        (
            "spec: {template: {spec: {containerConcurrency: 2, containers: [{resources: {limits: {cpu: 500m}}}]}}}",
            ["CR104"],
        ),
        # 0 stands for the default.
        (
            "spec: {template: {spec: {containerConcurrency: 0, containers: [{resources: {limits: {cpu: 500m}}}]}}}",
            [],
        ),
        # 1 CPU in total.
        (
            "spec: {template: {spec: {containerConcurrency: 2, containers: [{name: a, resources: {limits: {cpu: 500m}}}, {name: b, resources: {limits: {cpu: 500m}}}]}}}",
            [],
        ),
        (
            "spec: {template: {metadata: {annotations: {run.googleapis.com/cpu-throttling: 'False'}}, spec: {containers: [{resources: {limits: {cpu: 500m}}}]}}}",
            ["CR105"],
        ),
        (
            "spec: {template: {metadata: {annotations: {run.googleapis.com/execution-environment: gen2}}, spec: {containers: [{resources: {limits: {cpu: 500m, memory: 512Mi}}}]}}}",
            ["CR106"],
        ),
        (
            "spec: {template: {metadata: {annotations: {run.googleapis.com/execution-environment: gen2}}, spec: {containers: [{resources: {limits: {memory: 511Mi}}}]}}}",
            ["CR109"],
        ),
        (
            "{kind: WorkerPool, spec: {template: {spec: {containers: [{resources: {limits: {cpu: 500m}}}]}}}}",
            ["CR107"],
        ),
        (
            "{kind: WorkerPool, spec: {template: {spec: {containers: [{resources: {limits: {cpu: '1'}}}]}}}}",
            [],
        ),
    ],
)
def test_less_than_one_cpu(text: str, rules: list[str]) -> None:
    assert rules_of("compute-resources", text) == rules


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("spec: {template: {spec: {containerConcurrency: 1000}}}", []),
        ("spec: {template: {spec: {containerConcurrency: 1001}}}", ["CR111"]),
        ("spec: {template: {spec: {containerConcurrency: -1}}}", ["CR111"]),
        ("spec: {template: {spec: {timeoutSeconds: 3600}}}", []),
        ("spec: {template: {spec: {timeoutSeconds: 3601}}}", ["CR112"]),
        ("spec: {template: {spec: {timeoutSeconds: $T}}}", []),
        (
            "{kind: Job, spec: {template: {spec: {taskCount: 10000, parallelism: 0, template: {spec: {timeoutSeconds: 604800, maxRetries: 10}}}}}}",
            [],
        ),
        (
            "{kind: Job, spec: {template: {spec: {taskCount: 10001, parallelism: -1, template: {spec: {timeoutSeconds: 604801, maxRetries: 11}}}}}}",
            ["CR113", "CR114", "CR115", "CR116"],
        ),
    ],
)
def test_numbers(text: str, rules: list[str]) -> None:
    assert rules_of("compute-resources", text) == rules


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        (
            "spec: {template: {metadata: {annotations: {autoscaling.knative.dev/minScale: '2', autoscaling.knative.dev/maxScale: '2'}}}}",
            [],
        ),
        (
            "spec: {template: {metadata: {annotations: {autoscaling.knative.dev/minScale: '3', autoscaling.knative.dev/maxScale: '2'}}}}",
            ["CR117"],
        ),
        # Whatever a maximum of 0 is, it is another rule's.
        (
            "spec: {template: {metadata: {annotations: {autoscaling.knative.dev/minScale: '3', autoscaling.knative.dev/maxScale: '0'}}}}",
            [],
        ),
        (
            "{metadata: {annotations: {run.googleapis.com/minScale: '3', run.googleapis.com/maxScale: '2'}}}",
            ["CR118"],
        ),
        # Service and revision have limits of their own.
        (
            "{metadata: {annotations: {run.googleapis.com/minScale: '3'}}, spec: {template: {metadata: {annotations: {autoscaling.knative.dev/maxScale: '2'}}}}}",
            [],
        ),
        (
            "spec: {template: {spec: {containers: [{resources: {requests: {cpu: 1000m}, limits: {cpu: '1'}}}]}}}",
            [],
        ),
        (
            "spec: {template: {spec: {containers: [{resources: {requests: {cpu: 1001m}, limits: {cpu: '1'}}}]}}}",
            ["CR119"],
        ),
    ],
)
def test_scaling(text: str, rules: list[str]) -> None:
    assert rules_of("compute-resources", text) == rules
