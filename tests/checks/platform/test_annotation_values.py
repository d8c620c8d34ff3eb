"""`annotation-values`: the edges of each format."""

from __future__ import annotations

import pytest

from tests.checks.judging import found, rules_of, template


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("autoscaling.knative.dev/minScale: '0'", []),
        ("autoscaling.knative.dev/minScale: '-1'", ["CR023"]),
        ("autoscaling.knative.dev/minScale: '1.0'", ["CR023"]),
        ("autoscaling.knative.dev/minScale: ' 1'", ["CR023"]),
        ("autoscaling.knative.dev/maxScale: '0'", ["CR023"]),
        ("autoscaling.knative.dev/minScale: '9999999999999999999'", ["CR023"]),
        ("autoscaling.knative.dev/minScale: ''", ["CR023"]),
        ("autoscaling.knative.dev/minScale: $N", []),
        # Its type is another rule's.
        ("autoscaling.knative.dev/minScale: 1", []),
        ("run.googleapis.com/cpu-throttling: 'FALSE'", []),
        ("run.googleapis.com/cpu-throttling: 'no'", ["CR023"]),
        ("run.googleapis.com/cpu-throttling: ''", ["CR023"]),
        ("run.googleapis.com/vpc-access-egress: all", ["CR025"]),
        ("run.googleapis.com/vpc-access-egress: All-traffic", ["CR023"]),
        ("run.googleapis.com/scaling-cpu-target: '0.1'", []),
        ("run.googleapis.com/scaling-cpu-target: '0.09'", ["CR023"]),
        ("run.googleapis.com/scaling-cpu-target: '0.90'", []),
        ("run.googleapis.com/scaling-cpu-target: '0.91'", ["CR023"]),
        ("run.googleapis.com/scaling-concurrency-target: '0.95'", []),
        ("run.googleapis.com/scaling-concurrency-target: '0.96'", ["CR023"]),
        ("run.googleapis.com/scaling-cpu-target: '0.951'", ["CR023"]),
        ("run.googleapis.com/scaling-cpu-target: '1'", ["CR023"]),
        ("run.googleapis.com/scaling-cpu-target: disabled", []),
        ('run.googleapis.com/network-interfaces: \'[{"network": "n"}]\'', []),
        ("run.googleapis.com/unknown: x", []),
    ],
)
def test_values_of_the_template(text: str, rules: list[str]) -> None:
    assert rules_of("annotation-values", template(text)) == rules


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("run.googleapis.com/max-surge: '100'", []),
        ("run.googleapis.com/max-surge: '101'", ["CR023"]),
        (
            "run.googleapis.com/description: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            [],
        ),
        (
            "run.googleapis.com/description: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            ["CR023"],
        ),
        ("run.googleapis.com/regions: 'a,b'", []),
        ("run.googleapis.com/regions: a", ["CR023"]),
        ("run.googleapis.com/regions: 'a,a'", ["CR023"]),
        ("run.googleapis.com/regions: 'a,'", ["CR023"]),
        ("run.googleapis.com/binary-authorization: default", []),
        ("run.googleapis.com/binary-authorization: projects/p/platforms/cloudRun/", ["CR023"]),
    ],
)
def test_values_of_the_resource(text: str, rules: list[str]) -> None:
    assert rules_of("annotation-values", f"metadata: {{annotations: {{{text}}}}}") == rules


@pytest.mark.parametrize(
    ("value", "severity"),
    [("none", "warning"), ("nothing", "error"), ("Internal", "error"), ("''", "warning")],
)
def test_what_nobody_knows_is_a_warning(value: str, severity: str) -> None:
    (finding,) = found(
        "annotation-values",
        f"""\
apiVersion: serving.knative.dev/v1
kind: Service
metadata: {{name: a, annotations: {{run.googleapis.com/ingress: {value}}}}}
spec: {{}}
""",
    )
    assert finding.severity == severity
    assert ("may reject it" in finding.message) == (severity == "warning")
