"""`annotation-pairs`: what else must be there, and at which level."""

from __future__ import annotations

import pytest

from tests.checks.judging import found, rules_of

SERVICE = """\
metadata: {{annotations: {{{service}}}}}
spec:
  template:
    metadata: {{annotations: {{{template}}}}}
    spec: {{containers: [{{name: app}}, {{name: db}}]}}
"""
STAGE = "run.googleapis.com/launch-stage"
SURGE = "run.googleapis.com/max-surge: '1'"  # needs ALPHA
SSH = "run.googleapis.com/ssh-enabled: 'true'"  # needs BETA


def rules(service: str = "", template: str = "") -> list[str]:
    return rules_of("annotation-pairs", SERVICE.format(service=service, template=template))


@pytest.mark.parametrize(
    ("stage", "feature", "expected"),
    [
        ("", SSH, ["CR037"]),
        ("GA", SSH, ["CR037"]),
        ("BETA", SSH, []),
        ("ALPHA", SSH, []),
        ("BETA", SURGE, ["CR037"]),
        ("ALPHA", SURGE, []),
        ("$STAGE", SURGE, []),
        # A stage that does not exist is another rule's.
        ("beta", SURGE, []),
    ],
)
def test_launch_stages(stage: str, feature: str, expected: list[str]) -> None:
    stated = f"{STAGE}: {stage}" if stage else ""
    assert rules(stated, feature) == expected


def test_the_launch_stage_of_the_template_does_not_count() -> None:
    assert rules(template=f"{STAGE}: ALPHA, {SURGE}") == ["CR037"]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ('{"app": "gs://b/a.zip", "db": "gs://b/b.zip"}', []),
        ('{"ap": "gs://b/a.zip", "bd": "gs://b/b.zip"}', ["CR038", "CR038"]),
        ("{}", []),
        # Grammar and shape are rules of their own.
        ('["ap"]', []),
        ("not json", []),
        ("[" * 10_000, []),
    ],
)
def test_containers_that_an_annotation_names(names: str, expected: list[str]) -> None:
    assert rules(template=f"run.googleapis.com/sources: '{names}'") == expected


@pytest.mark.parametrize(
    ("annotations", "expected"),
    [
        ("run.googleapis.com/scalingMode: MANUAL", ["CR031"]),
        ("run.googleapis.com/scalingMode: Manual, run.googleapis.com/manualInstanceCount: '1'", []),
        ("run.googleapis.com/manualInstanceCount: '1'", ["CR030"]),
        ("run.googleapis.com/manualInstanceCount: '1', run.googleapis.com/scalingMode: null", []),
    ],
)
def test_one_needs_the_other_at_its_own_level(annotations: str, expected: list[str]) -> None:
    assert rules(annotations) == expected


def test_the_counterpart_at_the_other_level_does_not_count() -> None:
    found = rules(
        "run.googleapis.com/manualInstanceCount: '1'", "run.googleapis.com/scalingMode: manual"
    )
    assert found == ["CR030", "CR031"]


# GA, by the release notes of gcloud 538, 558 and 587 and of Cloud Run in 2025 and 2026.
GA = (
    "run.googleapis.com/regions: 'us-central1,europe-west1'",
    "run.googleapis.com/iap-enabled: 'true'",
    "run.googleapis.com/scalingMode: automatic",
    "run.googleapis.com/maxScale: '3'",
    "run.googleapis.com/default-url-disabled: 'true'",
)


@pytest.mark.parametrize("feature", GA)
def test_what_is_generally_available_needs_no_launch_stage(feature: str) -> None:
    assert rules(feature) == []


@pytest.mark.parametrize(
    "feature",
    [
        "run.googleapis.com/scaling-cpu-target: '0.7'",
        "run.googleapis.com/scaling-concurrency-target: '0.8'",
        "run.googleapis.com/health-check-disabled: 'true'",
    ],
)
def test_what_is_generally_available_on_a_template_needs_no_launch_stage(feature: str) -> None:
    assert rules(template=feature) == []


def test_features_that_lack_one_launch_stage_are_one_finding() -> None:
    text = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata:
  name: web
  annotations: {run.googleapis.com/launch-stage: BETA, run.googleapis.com/presets: "{}"}
spec:
  template:
    metadata:
      annotations:
        run.googleapis.com/overflow-scaling: "false"
    spec: {containers: [{image: us-docker.pkg.dev/p/r/i:1, sandboxLauncher: true}]}
"""
    (finding,) = found("annotation-pairs", text)
    assert finding.rule == "CR037"
    assert finding.message == (
        "annotation `run.googleapis.com/presets` and annotation `run.googleapis.com/overflow-scaling`"
        " are preview features, but the launch stage is `BETA`"
    )
    assert finding.help.startswith("Set `run.googleapis.com/launch-stage` to `ALPHA`")
    assert [place.place.line for place in finding.related] == [10, 5]


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ("containers: [{sandboxLauncher: true}]", ["CR037"]),
        ("containers: [{sandboxLauncher: false}]", []),
        ("containers: [{sandboxLauncher: null}]", []),
        ("containers: [{sandboxLauncher: $LAUNCHER}]", []),
        ("containers: [{}], sandboxes: {templates: [{name: a, image: python}]}", ["CR037"]),
    ],
)
def test_fields_that_are_preview_features(spec: str, expected: list[str]) -> None:
    assert rules_of("annotation-pairs", f"spec: {{template: {{spec: {{{spec}}}}}}}") == expected


@pytest.mark.parametrize(("stage", "expected"), [("GA", 1), ("BETA", 1), ("ALPHA", 0)])
def test_a_worker_pool_scales_automatically_in_alpha_only(stage: str, expected: int) -> None:
    annotations = f"run.googleapis.com/launch-stage: {stage}, run.googleapis.com/minScale: '1'"
    text = f"{{kind: WorkerPool, metadata: {{annotations: {{{annotations}}}}}}}"
    assert rules_of("annotation-pairs", text) == ["CR044"] * expected


CPU = "run.googleapis.com/scaling-cpu-target"
CONCURRENCY = "run.googleapis.com/scaling-concurrency-target"


@pytest.mark.parametrize(
    ("cpu", "concurrency", "expected"),
    [
        ("disabled", "disabled", ["CR043"]),
        ("'0.0'", "'0'", ["CR043"]),
        ("disabled", "'0.5'", []),
        ("'0.5'", "disabled", []),
        ("disabled", "$TARGET", []),
    ],
)
def test_both_targets_of_scaling(cpu: str, concurrency: str, expected: list[str]) -> None:
    assert rules(template=f"{CPU}: {cpu}, {CONCURRENCY}: {concurrency}") == expected


def test_one_target_alone_may_be_off() -> None:
    assert rules(template=f"{CPU}: disabled") == []


@pytest.mark.parametrize(
    ("environment", "expected"), [("gen1", ["CR045"]), ("gen2", []), ("$GENERATION", [])]
)
def test_ssh_needs_gen2(environment: str, expected: list[str]) -> None:
    template = f"run.googleapis.com/execution-environment: {environment}"
    assert rules(f"{STAGE}: BETA, {SSH}", template) == expected
    assert rules("run.googleapis.com/ssh-enabled: 'false', " + f"{STAGE}: BETA", template) == []
