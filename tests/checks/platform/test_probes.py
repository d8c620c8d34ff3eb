"""`probes`: the edges of their numbers, and what each kind of probe can do."""

from __future__ import annotations

import pytest

from tests.checks.judging import container, rules_of


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("tcpSocket: {}", []),
        ("httpGet: {path: /}", []),
        ("grpc: {}", []),
        ("", ["CR120"]),
        ("tcpSocket: null", ["CR120"]),
        ("tcpSocket: {}, httpGet: {}", ["CR121"]),
        # 0 stands for the default.
        ("tcpSocket: {}, periodSeconds: 0", []),
        ("tcpSocket: {}, periodSeconds: -1", ["CR123"]),
        ("tcpSocket: {}, timeoutSeconds: 10", []),
        # The default period is 10 s.
        ("tcpSocket: {}, timeoutSeconds: 11", ["CR125"]),
        ("tcpSocket: {}, timeoutSeconds: $T, periodSeconds: 1", []),
        ("tcpSocket: {}, periodSeconds: 10, failureThreshold: 24", []),
        ("tcpSocket: {}, periodSeconds: 10, failureThreshold: 25", ["CR129"]),
        ("tcpSocket: {}, failureThreshold: 25", ["CR129"]),
        ("tcpSocket: {}, successThreshold: 1", []),
        ("tcpSocket: {}, successThreshold: 2", ["CR130"]),
        ("tcpSocket: {}, initialDelaySeconds: 240", []),
        ("tcpSocket: {}, initialDelaySeconds: 241", ["CR124"]),
        # Beyond both limits, one finding.
        ("tcpSocket: {}, initialDelaySeconds: 601", ["CR123"]),
        ("tcpSocket: {port: 65535}", []),
        ("tcpSocket: {port: 65536}", ["CR131"]),
        ("tcpSocket: {port: 0}", []),
        ("httpGet: {httpHeaders: [{name: X-A, value: x}]}", []),
        ("httpGet: {httpHeaders: [{name: 'X A', value: x}]}", ["CR132"]),
        ("httpGet: {httpHeaders: [{name: '$NAME', value: x}]}", []),
    ],
)
def test_start_up_probes(text: str, rules: list[str]) -> None:
    assert rules_of("probes", container(f"startupProbe: {{{text}}}")) == rules


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("livenessProbe: {grpc: {}}", []),
        ("livenessProbe: {tcpSocket: {}}", ["CR122"]),
        ("livenessProbe: {httpGet: {}, initialDelaySeconds: 3600, periodSeconds: 3600}", []),
        ("livenessProbe: {httpGet: {}, periodSeconds: 3601}", ["CR123"]),
        # A field that Cloud Run does not have is another rule's.
        ("livenessProbe: {exec: {command: [x]}}", []),
        ("readinessProbe: {httpGet: {}, successThreshold: 2}", []),
        ("readinessProbe: {httpGet: {}, initialDelaySeconds: 0}", []),
        ("readinessProbe: {httpGet: {}, initialDelaySeconds: 1}", ["CR126"]),
        ("readinessProbe: {httpGet: {}, periodSeconds: 301}", ["CR124"]),
        ("livenessProbe: [1]", []),
    ],
)
def test_other_probes(text: str, rules: list[str]) -> None:
    assert rules_of("probes", container(text)) == rules


@pytest.mark.parametrize(
    ("kind", "probe", "rules"),
    [
        ("Job", "startupProbe", []),
        ("Job", "livenessProbe", ["CR127"]),
        ("Job", "readinessProbe", ["CR128"]),
        ("WorkerPool", "livenessProbe", []),
        ("WorkerPool", "readinessProbe", ["CR128"]),
    ],
)
def test_kinds_that_have_no_use_for_a_probe(kind: str, probe: str, rules: list[str]) -> None:
    assert rules_of("probes", container(f"{probe}: {{httpGet: {{port: 80}}}}", kind)) == rules


def test_with_a_gpu_start_up_may_take_longer() -> None:
    probe = "startupProbe: {tcpSocket: {}, periodSeconds: 180, failureThreshold: 10}"
    gpu = "resources: {limits: {nvidia.com/gpu: '1'}}"
    assert rules_of("probes", container(probe)) == ["CR129"]
    assert rules_of("probes", container(f"{probe}, {gpu}")) == []
    assert rules_of("probes", container(f"{probe[:-3]}11}}, {gpu}")) == ["CR129"]


PROBED = "readinessProbe: {grpc: {port: 8080}}"
REGIONS = "run.googleapis.com/regions: 'us-central1,europe-west1'"
MIN = "run.googleapis.com/minScale"


@pytest.mark.parametrize(
    ("annotations", "probe", "number"),
    [
        (f"{REGIONS}, {MIN}: '2'", PROBED, 0),
        (f"{REGIONS}, {MIN}: $MIN", PROBED, 0),
        (f"{REGIONS}, {MIN}: '0'", PROBED, 1),
        (REGIONS, "", 2),
        (f"{REGIONS}, run.googleapis.com/scalingMode: manual", PROBED, 0),
        (f"{MIN}: '2'", "", 0),
        ("", "", 0),
    ],
)
def test_what_failover_between_regions_needs(annotations: str, probe: str, number: int) -> None:
    text = f"{{metadata: {{annotations: {{{annotations}}}}}, {container(probe)[1:]}"
    assert rules_of("probes", text) == ["CR133"] * number
