"""`annotation-pairs`: what else must be there, and at which level."""

from __future__ import annotations

import pytest

from tests.checks.judging import rules_of

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
