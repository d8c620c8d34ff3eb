"""A field in words, facts and defaults together."""

from __future__ import annotations

from lint.deploy.gcloud.flags import FLAGS
from lint.engine.field_text import (
    annotation_text,
    field_text,
    flag_text,
    key_text,
    map_keys,
)
from lint.manifest.field_words import field_words


def test_a_field_has_words_range_default_and_page() -> None:
    text = field_text("RevisionSpec", "containerConcurrency", "Service")
    assert text is not None
    assert text.facts() == {"Allowed": "0 to 1000", "Default": "80, or 1 with less than 1 CPU"}
    assert text.description().startswith("The most requests that one instance gets")
    assert text.description().endswith(
        " Allowed: 0 to 1000. Default: 80, or 1 with less than 1 CPU."
        " https://cloud.google.com/run/docs/configuring/concurrency"
    )


def test_an_annotation_says_where_it_belongs_and_its_stage() -> None:
    text = annotation_text("run.googleapis.com/ssh-enabled", "Service")
    assert text is not None
    assert text.facts() == {
        "Allowed": "true, false",
        "Default": "false",
        "Belongs to": "the metadata of a Service; the metadata of an Instance",
        "Launch stage": "BETA",
    }
    assert "Belongs to" not in text.description()


def test_keys_of_maps() -> None:
    assert map_keys("ResourceRequirements", "limits") == ["cpu", "memory", "nvidia.com/gpu"]
    assert map_keys("EnvVar", "name") == []
    text = key_text("ResourceRequirements", "limits", "memory")
    assert text is not None
    assert text.default == "512Mi"


def test_what_nobody_knows_has_no_text() -> None:
    assert field_text("Container", "lifecycle") is None
    assert annotation_text("run.googleapis.com/memory") is None
    assert key_text("ResourceRequirements", "limits", "disk") is None


def test_flags_of_gcloud_are_known_to_its_table_and_set_something() -> None:
    for flag in field_words().flags:
        assert flag in FLAGS, flag
        assert flag_text(flag) is not None, flag


def test_a_flag_names_what_it_sets() -> None:
    found = flag_text("--memory")
    assert found is not None
    assert found[:2] == ("limits.memory", False)
    found = flag_text("--no-default-url")
    assert found is not None
    assert found[:2] == ("run.googleapis.com/default-url-disabled", True)
    assert flag_text("--quiet") is None
