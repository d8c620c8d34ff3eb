"""Which field of the API a path leads to."""

from __future__ import annotations

import pytest

from lint.manifest.field_table import ROOTS
from lint.server.outline import Outline
from lint.server.spots import kind_of, spot, volumes_of

CONTAINER = ("spec", "template", "spec", "containers", 0)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("apiVersion: serving.knative.dev/v1\nkind: Service", "Service"),
        ("apiVersion: run.googleapis.com/v1\nkind: Job", "Job"),
        ("kind: WorkerPool", "WorkerPool"),
        ("", "Service"),
        ("apiVersion: serving.knative.dev/v1", "Service"),
        ("apiVersion: run.googleapis.com/v1", "Job"),
        ("apiVersion: v1\nkind: Service", ""),
        ("kind: Deployment", ""),
    ],
)
def test_the_kind_of_a_document(text: str, kind: str) -> None:
    assert kind_of(Outline(text), 0) == kind


def test_fields_lists_and_maps() -> None:
    found = spot("Service", (*CONTAINER, "startupProbe", "periodSeconds"))
    assert found is not None
    assert found.field is not None
    assert (found.owner, found.field.name, found.within) == (
        "Probe",
        "periodSeconds",
        "startupProbe",
    )
    limit = spot("Service", (*CONTAINER, "resources", "limits", "cpu"))
    assert limit is not None
    assert (limit.owner, limit.key, limit.type) == ("ResourceRequirements", "cpu", None)
    text = limit.text()
    assert text is not None
    assert text.says
    label = spot("Service", ("metadata", "labels", "team"))
    assert label is not None
    assert label.text() is not None
    annotation = spot("Service", ("metadata", "annotations", "team"))
    assert annotation is not None
    assert annotation.text() is None
    root = spot("Job", ())
    assert root is not None
    assert root.field is None
    assert root.text() is None


@pytest.mark.parametrize(
    ("kind", "path", "level"),
    [
        ("Service", ("metadata", "annotations"), "Service"),
        ("Service", ("spec", "template", "metadata", "annotations"), "Revision"),
        ("Job", ("metadata", "annotations"), "Job"),
        ("Job", ("spec", "template", "metadata", "annotations"), "Execution"),
        ("WorkerPool", ("spec", "template", "metadata", "annotations"), "Revision"),
        ("Instance", ("metadata", "annotations"), "Instance"),
        ("Service", ("metadata", "labels"), ""),
    ],
)
def test_the_level_of_annotations(kind: str, path: tuple[str, ...], level: str) -> None:
    found = spot(kind, path)
    assert found is not None
    assert found.level == level


@pytest.mark.parametrize(
    "path",
    [
        ("spec", "containers"),
        ("spec", 0),
        (0,),
        ("metadata", "name", "x"),
        ("metadata", "labels", "x", "y"),
        (*CONTAINER, "nothing"),
    ],
)
def test_what_the_api_does_not_have(path: tuple[str | int, ...]) -> None:
    assert spot("Service", path) is None


def test_other_kinds_have_no_fields() -> None:
    assert spot("Deployment", ("metadata",)) is None
    assert all(spot(kind, ("metadata", "name")) is not None for kind in ROOTS)


def test_the_volumes_of_a_mount_are_beside_its_containers() -> None:
    template = ("spec", "template", "spec")
    assert volumes_of((*template, "containers", 1, "volumeMounts", 0)) == (*template, "volumes")
