"""A field in words, facts and defaults together."""

from __future__ import annotations

from lint.engine.field_text import annotation_text, field_text, key_text, map_keys


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
