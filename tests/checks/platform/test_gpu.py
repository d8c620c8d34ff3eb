"""`gpu`: what the examples of the rules cannot show."""

from __future__ import annotations

import pytest

from tests.checks.judging import found

SERVICE = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata: {{name: example}}
spec:
  template:
    metadata:
      annotations:
        run.googleapis.com/cpu-throttling: "false"
        run.googleapis.com/gpu-zonal-redundancy-disabled: "true"
        autoscaling.knative.dev/maxScale: "1"
    spec:
      nodeSelector: {{run.googleapis.com/accelerator: nvidia-l4}}
      containers: {containers}
"""


@pytest.mark.parametrize(
    ("containers", "rules"),
    [
        ("{resources: {limits: {cpu: '4', memory: 16Gi, nvidia.com/gpu: 1}}}", []),
        ("{resources: {limits: {cpu: 4000m, memory: 17179869184, nvidia.com/gpu: '1'}}}", []),
        ("{resources: {limits: {cpu: 3999m, memory: 16Gi, nvidia.com/gpu: '1'}}}", ["CR144"]),
        # Whether the minimum is the container's or the instance's is not documented.
        (
            "[{resources: {limits: {cpu: '3', memory: 16Gi, nvidia.com/gpu: '1'}}},"
            " {resources: {limits: {cpu: '1'}}}]",
            [],
        ),
        ("{resources: {limits: {cpu: '4', memory: huge, nvidia.com/gpu: '1'}}}", []),
        ("{resources: {limits: {cpu: '4', memory: 16Gi, nvidia.com/gpu: one}}}", ["CR140"]),
        ("{resources: {limits: {nvidia.com/gpu: '0'}}}", ["CR142"]),
        ("{resources: {limits: [1]}}", ["CR142"]),
        ("{resources: {limits: {cpu: [4], memory: {a: b}, nvidia.com/gpu: '1'}}}", []),
    ],
)
def test_sizes_and_counts(containers: str, rules: list[str]) -> None:
    assert [f.rule for f in found("gpu", SERVICE.format(containers=containers))] == rules


def test_an_annotation_that_means_the_accelerator_is_shown() -> None:
    text = SERVICE.format(
        containers="{resources: {limits: {cpu: '4', memory: 16Gi, nvidia.com/gpu: '1'}}}"
    )
    text = text.replace("      nodeSelector: {run.googleapis.com/accelerator: nvidia-l4}\n", "")
    text = text.replace(
        "      annotations:\n",
        "      annotations:\n        run.googleapis.com/accelerator: nvidia-l4\n",
    )
    (finding,) = found("gpu", text)
    assert finding.rule == "CR142"
    assert [related.place.line for related in finding.related] == [8]
