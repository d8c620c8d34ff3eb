from __future__ import annotations

from lint.cloud.v2 import template as other_way
from lint.deploy.v2 import template
from tests.deploy.v2.bodies import resource_of


def annotations(text: str, kind: str = "Service") -> dict[str, str]:
    node = resource_of(text, kind).template_annotations
    return {} if node is None else node.plain()


def test_both_ways_know_the_same_system_namespaces() -> None:
    assert template.SYSTEM == other_way._SYSTEM


def test_cpu_is_always_allocated_where_resources_do_not_say_it() -> None:
    key = "run.googleapis.com/cpu-throttling"
    assert annotations("template: {containers: [{resources: {limits: {}}}]}") == {key: "false"}
    assert annotations("template: {containers: [{resources: {cpuIdle: true}}]}") == {key: "true"}
    assert annotations("template: {containers: [{resources: {cpuIdle: false}}]}") == {key: "false"}
    assert annotations("template: {containers: [{image: a}]}") == {}
    both = "template: {containers: [{resources: {cpuIdle: true}}, {resources: {limits: {}}}]}"
    assert annotations(both) == {key: "false"}
    assert annotations("template: {template: {containers: [{resources: {}}]}}", "Job") == {}


def test_a_gpu_is_taken_for_granted() -> None:
    text = "template: {nodeSelector: {accelerator: nvidia-l4}, containers: [{image: a}]}"
    spec = resource_of(text).spec
    assert spec is not None
    assert spec.plain()["containers"][0]["resources"] == {"limits": {"nvidia.com/gpu": "1"}}


def test_base_images_bring_their_runtime_class() -> None:
    resource = resource_of("template: {containers: [{name: a, baseImageUri: b}]}")
    assert resource.template_annotations is not None
    assert resource.template_annotations.plain() == {"run.googleapis.com/base-images": '{"a": "b"}'}
    assert resource.spec is not None
    assert resource.spec.plain()["runtimeClassName"] == "run.googleapis.com/linux-base-image-update"


def test_system_keys_are_left_to_those_who_report_them() -> None:
    text = (
        "template: {annotations: {autoscaling.knative.dev/maxScale: '3', a: b}, labels: {c: 1},"
        " containers: []}"
    )
    resource = resource_of(text)
    assert resource.template_metadata is not None
    assert resource.template_metadata.plain() == {"annotations": {"a": "b"}, "labels": {"c": "1"}}


def test_a_job_has_its_settings_at_the_execution() -> None:
    text = (
        "template: {taskCount: 3, parallelism: 2, template: {maxRetries: 0, timeout: 60s,"
        " executionEnvironment: EXECUTION_ENVIRONMENT_GEN2, containers: [{image: a}]}}"
    )
    job = resource_of(text, "Job")
    assert job.execution is not None
    assert job.execution.plain() == {
        "taskCount": 3,
        "parallelism": 2,
        "template": {
            "spec": {"maxRetries": 0, "timeoutSeconds": 60, "containers": [{"image": "a"}]}
        },
    }
    assert annotations(text, "Job") == {"run.googleapis.com/execution-environment": "gen2"}


def test_v2_is_not_known_to_want_a_prefix_of_the_revision() -> None:
    for name, expected in (("web-2", "web-2"), ("blue", "${revision}"), ("${R}", "${R}")):
        metadata = resource_of(f"name: web\ntemplate: {{revision: '{name}'}}").template_metadata
        assert metadata is not None
        assert metadata.plain() == {"name": expected}
