"""What rules know of fields and annotations is what they judge by."""

from __future__ import annotations

from lint.manifest.field_table import TYPES
from lint.manifest.field_words import field_words
from lint.ruleset.field_facts import (
    annotation_facts,
    annotation_levels,
    annotations_at,
    field_facts,
    is_useful,
    key_facts,
    server_annotations,
    set_elsewhere,
)


def test_every_annotation_has_words_and_no_other() -> None:
    known = {*annotation_levels(), *server_annotations()}
    assert set(field_words().annotations) == known


def test_levels_of_annotations() -> None:
    assert annotation_facts("run.googleapis.com/ingress").levels == ("Service", "Instance")
    assert annotation_facts("run.googleapis.com/urls").levels == ()
    levels = {level for levels in annotation_levels().values() for level in levels}
    assert levels == {"Service", "Revision", "Job", "Execution", "WorkerPool", "Instance"}


def test_annotations_without_effect_are_not_offered() -> None:
    key = "autoscaling.knative.dev/maxScale"
    assert key in annotations_at("Revision", "Service")
    assert key not in annotations_at("Revision", "WorkerPool")
    assert "run.googleapis.com/ingress" not in annotations_at("Revision", "Service")
    assert "run.googleapis.com/ingress" in annotations_at("Instance", "Instance")


def test_values_and_ranges_of_annotations() -> None:
    def limits(key: str) -> str:
        return annotation_facts(f"run.googleapis.com/{key}").limits

    assert limits("minScale") == "0 or more"
    assert limits("max-surge") == "0 to 100"
    assert limits("scaling-cpu-target") == "0.1 to 0.9"
    assert limits("description") == "at most 512 characters"
    assert limits("custom-audiences") == "a JSON list of strings"
    assert limits("mesh") == "projects/PROJECT/locations/global/meshes/MESH"
    assert annotation_facts("run.googleapis.com/cpu-throttling").values == ("true", "false")


def test_values_that_a_kind_refuses_are_not_offered() -> None:
    key = "run.googleapis.com/execution-environment"
    assert annotation_facts(key, "Service").values == ("gen1", "gen2")
    assert annotation_facts(key, "Job").values == ("gen2",)


def test_launch_stages() -> None:
    assert annotation_facts("run.googleapis.com/ssh-enabled").stage == "BETA"
    assert annotation_facts("run.googleapis.com/minScale", "Service").stage == ""
    assert annotation_facts("run.googleapis.com/minScale", "WorkerPool").stage == "ALPHA"
    assert field_facts("Container", "sandboxLauncher").stage == "BETA"


def test_ranges_of_fields() -> None:
    assert field_facts("RevisionSpec", "timeoutSeconds").limits == "0 to 3600 s"
    assert field_facts("TaskSpec", "timeoutSeconds").limits == "0 to 604800 s"
    assert field_facts("ExecutionSpec", "parallelism").limits == "0 or more"
    assert field_facts("RevisionSpec", "containers").limits == ""


def test_a_probe_has_the_ranges_of_its_kind() -> None:
    def limits(within: str) -> str:
        return field_facts("Probe", "periodSeconds", within=within).limits

    assert limits("startupProbe") == "1 to 600 (1800 with a GPU)"
    assert limits("livenessProbe") == "1 to 3600"
    assert limits("").startswith("start-up probe 1 to 600 (1800 with a GPU); liveness probe and")


def test_values_of_fields_and_keys() -> None:
    assert field_facts("EmptyDirVolumeSource", "medium").values == ("Memory", "Disk")
    assert "gcsfuse.run.googleapis.com" in field_facts("CSIVolumeSource", "driver").values
    accelerator = key_facts("RevisionSpec", "nodeSelector", "run.googleapis.com/accelerator")
    assert "nvidia-l4" in accelerator.values
    cpu = key_facts("ResourceRequirements", "limits", "cpu")
    assert cpu.values == ("1", "2", "4", "6", "8")
    assert cpu.limits.startswith("0.08 to 1, or 1, 2, 4, 6 or 8;")


def test_facts_and_words_do_not_both_state_a_limit() -> None:
    for (owner, name), words in field_words().fields.items():
        facts = field_facts(owner, name)
        assert not (facts.limits and words.limits), f"{owner}.{name}"
        assert not (facts.values and words.values), f"{owner}.{name}"
        assert not (facts.stage and words.stage), f"{owner}.{name}"
        assert name in TYPES[owner]
    for key, words in field_words().annotations.items():
        facts = annotation_facts(key)
        assert not (facts.limits and words.limits), key
        assert not (facts.values and words.values), key
        assert not (facts.stage and words.stage), key


def test_fields_that_rules_refuse_or_find_useless() -> None:
    assert is_useful("Container", "image", "Service")
    assert not is_useful("Container", "imagePullPolicy", "Service")
    assert not is_useful("Container", "envFrom", "Job")
    assert is_useful("Container", "livenessProbe", "WorkerPool")
    assert not is_useful("Container", "livenessProbe", "Job")
    assert is_useful("VolumeMount", "readOnly", "Service")
    assert is_useful("Probe", "tcpSocket", "Service", "startupProbe")
    assert not is_useful("Probe", "tcpSocket", "Service", "livenessProbe")


def test_the_version_of_each_kind() -> None:
    assert field_facts("Service", "apiVersion").values == ("serving.knative.dev/v1",)
    assert field_facts("Job", "apiVersion").values == ("run.googleapis.com/v1",)


def test_env_vars_that_a_manifest_need_not_set() -> None:
    assert {"PORT", "K_*"} <= set(set_elsewhere())
