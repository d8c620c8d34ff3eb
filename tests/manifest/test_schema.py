from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from lint.manifest.resource import KINDS
from lint.manifest.schema import Field, ObjectType, Schema


def down(schema: Schema, path: str) -> Field:
    node: ObjectType | None = schema.root
    field = None
    for name in path.split("."):
        assert node is not None, path
        field = node.fields[name]
        node = field.type
    assert field is not None
    return field


@pytest.mark.parametrize(
    ("kind", "path", "expected"),
    [
        ("Service", "metadata", ("object", "", "")),
        ("Service", "metadata.annotations", ("map", "string", "")),
        ("Service", "metadata.generation", ("integer", "", "int32")),
        ("Service", "spec.template.spec.containers", ("list", "object", "")),
        ("Service", "spec.template.spec.containers.image", ("string", "", "")),
        ("Service", "spec.template.spec.containers.args", ("list", "string", "")),
        ("Service", "spec.template.spec.containers.resources.limits", ("map", "string", "")),
        (
            "Service",
            "spec.template.spec.containers.startupProbe.grpc.port",
            ("integer", "", "int32"),
        ),
        ("Service", "spec.traffic.latestRevision", ("boolean", "", "")),
        ("Service", "status", ("any", "", "")),
        ("Job", "spec.template.spec.template.spec.timeoutSeconds", ("integer", "", "int64")),
        ("Job", "spec.template.spec.template.spec.volumes.secret.items", ("list", "object", "")),
        ("WorkerPool", "spec.instanceSplits.percent", ("integer", "", "int32")),
    ],
)
def test_fields_and_their_types(kind: str, path: str, expected: tuple[str, str, str]) -> None:
    field = down(Schema.load(kind), path)
    assert (field.kind, field.element, field.format) == expected
    assert field.name == path.rpartition(".")[2]


@pytest.mark.parametrize(
    ("kind", "path", "mark", "value"),
    [
        ("Service", "spec.template.spec.containers.image", "required", True),
        ("Service", "spec.template.spec.containers.name", "required", False),
        ("Service", "spec.template", "required", True),
        ("Service", "metadata.namespace", "required", False),
        ("Service", "metadata.uid", "output_only", True),
        ("Service", "metadata.name", "output_only", False),
        ("Service", "spec.traffic.url", "output_only", True),
        ("Job", "status", "output_only", True),
        ("Service", "spec.template.spec.containers.envFrom", "unsupported", True),
        ("Service", "spec.template.spec.containers.env", "unsupported", False),
        ("Service", "spec.template.spec.volumes.configMap", "unsupported", True),
        ("Service", "spec.template.spec.containers.volumeMounts.readOnly", "unused", True),
        ("Service", "spec.template.spec.volumes.nfs.readOnly", "unused", False),
        ("Service", "spec.traffic.configurationName", "deprecated", True),
        ("Service", "spec.traffic.revisionName", "deprecated", False),
        ("Service", "spec.template.spec.containers.sandboxLauncher", "gcloud", 578),
        ("Service", "spec.template.spec.terminationGracePeriodSeconds", "gcloud", 578),
        ("Job", "spec.template.spec.delayExecution", "gcloud", 578),
        ("Service", "spec.template.spec.volumes.filestore", "gcloud", None),
        ("Service", "spec.template.spec.containers.livenessProbe.exec", "gcloud", None),
        ("Service", "spec.template.spec.containers.image", "gcloud", 0),
    ],
)
def test_marks(kind: str, path: str, mark: str, value: object) -> None:
    assert getattr(down(Schema.load(kind), path), mark) == value


@pytest.mark.parametrize(
    ("kind", "name", "paths"),
    [
        ("Service", "resources", ["spec.template.spec.containers[].resources"]),
        ("Service", "percent", ["spec.traffic[].percent"]),
        ("WorkerPool", "percent", ["spec.instanceSplits[].percent"]),
        ("Instance", "serviceAccountName", ["spec.serviceAccountName"]),
        ("Instance", "image", ["spec.containers[].image"]),
        ("Instance", "template", []),
        ("Service", "labels", ["metadata.labels", "spec.template.metadata.labels"]),
        ("Service", "template", ["spec.template"]),
        ("Job", "template", ["spec.template", "spec.template.spec.template"]),
        ("Job", "maxRetries", ["spec.template.spec.template.spec.maxRetries"]),
        ("Service", "maxRetries", []),
        ("Service", "restartPolicy", []),
        ("Service", "status", []),  # the server's
        ("Service", "uid", []),  # the server's, and one that Cloud Run does not support
        ("Service", "envFrom", []),  # unsupported
        ("Service", "configMapKeyRef", []),
        ("Service", "localObjectReference", []),  # deprecated
        ("Service", "filestore", []),  # no gcloud takes it
        ("Service", "sandboxLauncher", ["spec.template.spec.containers[].sandboxLauncher"]),
    ],
)
def test_where_is(kind: str, name: str, paths: list[str]) -> None:
    assert Schema.load(kind).where_is(name) == paths


def test_where_is_names_the_nearest_to_the_root_first() -> None:
    paths = Schema.load("Service").where_is("name")
    assert paths[:2] == ["metadata.name", "spec.template.metadata.name"]
    assert [path.count(".") for path in paths] == sorted(path.count(".") for path in paths)


def test_where_is_gives_a_list_of_its_own() -> None:
    schema = Schema.load("Service")
    schema.where_is("percent").clear()
    assert schema.where_is("percent") == ["spec.traffic[].percent"]


@pytest.mark.parametrize("kind", ["Deployment", "ObjectMeta", "", "service"])
def test_other_kinds_have_no_schema(kind: str) -> None:
    with pytest.raises(ValueError, match="no schema for the kind"):
        Schema.load(kind)


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_leads_to_a_type_that_is_there(kind: str) -> None:
    waiting = [Schema.load(kind).root]
    seen = set()
    while waiting:
        node = waiting.pop()
        if node.name in seen:
            continue
        seen.add(node.name)
        assert node.fields
        for field in node.fields.values():
            if field.kind == "object" or field.element == "object":
                assert field.type is not None
                waiting.append(field.type)
            else:
                assert field.type is None
                assert field.kind in ("list", "map", "string", "integer", "boolean", "any")
    assert len(seen) > 25


def test_loading_imports_nothing_but_the_table() -> None:
    program = (
        "import __future__, sys; before = set(sys.modules); import lint.manifest.schema as schema;"
        "schema.Schema.load('Service').root.fields; print(*sorted(set(sys.modules) - before))"
    )
    run = subprocess.run(
        [sys.executable, "-S", "-c", program],
        capture_output=True,
        check=True,
        cwd=Path(__file__).parents[2],
        text=True,
    )
    assert run.stdout.split() == [
        "lint",
        "lint.manifest",
        "lint.manifest.field_table",
        "lint.manifest.schema",
    ]
