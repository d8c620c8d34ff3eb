"""A resource and its parts, by the names that rules have for them."""

from __future__ import annotations

import pytest

from lint.manifest.reader import read_manifest
from lint.manifest.resource import Resource, classify
from lint.yaml.tree import MappingNode
from tests.manifest.test_disclosure import HEAD


def test_a_message_shows_a_value_where_the_schema_allows_it():
    text = HEAD + "      - {image: gcr.io/p/a, env: [{name: A, value: S3CRET}]}\n"
    manifest = read_manifest("a.yaml", text.encode())
    root = manifest.documents[0].root
    assert isinstance(root, MappingNode)
    resource = Resource(root, "Service", manifest.source)
    container = resource.containers[0]
    assert str(resource.value(container.node.get("image"))) == "gcr.io/p/a"
    assert str(resource.value(container.env[0].value)) == "<redacted, 6 chars>"
    assert str(resource.value(container.node.get("env"))) == "a sequence"
    assert str(resource.value(None)) == ""


def resource(text: str, kind: str = "Service") -> Resource:
    manifest = read_manifest("a.yaml", text.encode())
    root = manifest.documents[0].root
    assert isinstance(root, MappingNode)
    return Resource(root, kind, manifest.source)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("{apiVersion: serving.knative.dev/v1, kind: Service}", "Service"),
        ("{apiVersion: run.googleapis.com/v1, kind: Job}", "Job"),
        ("{apiVersion: run.googleapis.com/v1, kind: Service}", "Service"),
        ("{apiVersion: serving.knative.dev/v1, kind: Job}", "Job"),
        ("{apiVersion: serving.knative.dev/v1, kind: Servise}", "Service"),
        ("{apiVersion: serving.knative.dev/v1, kind: Nonsense}", "Service"),
        ("{apiVersion: run.googleapis.com/v1, kind: Workerpool}", "WorkerPool"),
        ("{apiVersion: run.googleapis.com/v1, kind: Nonsense}", "Job"),
        ("{apiVersion: run.googleapis.com/v1}", "WorkerPool"),
        ("{apiVersion: run.googleapis.com/v1, kind: Instance}", "Instance"),
        ("{apiVersion: run.googleapis.com/v1, kind: Instanc}", "Instance"),
        ("{apiVersion: compute.cnrm.cloud.google.com/v1, kind: Instance}", None),
        ("{kind: Instance, spec: {containers: []}}", None),
        (
            "{kind: Instance, metadata: {annotations: {run.googleapis.com/ingress: all}}}",
            "Instance",
        ),
        (
            "{apiVersion: true, kind: Instance, metadata: {annotations: {run.googleapis.com/ingress: all}}}",
            "Instance",
        ),
        ("{apiVersion: run.google.com/v1, kind: Instance}", "Instance"),
        (
            "{apiVersion: run.googleapis.com/v1, spec: {template: {spec: {template: {spec: 1}}}}}",
            "Job",
        ),
        ("{apiVersion: serving.knative.dve/v1, kind: Service}", "Service"),
        ("{apiVersion: run.googleapis/v1, kind: Job}", "Job"),
        ("{apiVersion: v1, kind: WorkerPool}", "WorkerPool"),
        ("{kind: Service, spec: {template: {spec: {containers: []}}}}", "Service"),
        ("{kind: Job, spec: {template: {spec: {}}}}", None),
        ("{apiVersion: v1, kind: Service}", None),
        ("{apiVersion: batch/v1, kind: Job}", None),
        ("{apiVersion: eventing.knative.dev/v1, kind: Service}", None),
        ("{apiVersion: serving.knative.dev/v1, kind: Revision}", None),
        ("{apiVersion: run.googleapis.com/v1, kind: Execution}", None),
        ("{a: b}", None),
        ("{apiVersion: [v1], kind: {a: b}}", None),
        ("{}", None),
    ],
)
def test_the_kind_of_a_document(text: str, kind: str | None) -> None:
    root = resource(text).root
    found, reason = classify(root)
    assert found == kind
    assert bool(reason) is (kind is None)


@pytest.mark.parametrize(
    ("kind", "spec", "containers"),
    [
        ("Service", "{template: {spec: {containers: [{image: a}]}}}", 1),
        ("Job", "{template: {spec: {template: {spec: {containers: [{image: a}]}}}}}", 1),
        ("Job", "{template: {spec: {containers: [{image: a}]}}}", 0),
        ("WorkerPool", "{template: {spec: {containers: [{image: a}, 3, null, {}]}}}", 2),
        ("Service", "{template: {spec: {containers: {image: a}}}}", 1),  # as gcloud reads it
        ("Service", "{template: {spec: {containers: a}}}", 0),
        ("Service", "{template: [1]}", 0),
        ("Service", "3", 0),
    ],
)
def test_containers_of_each_kind(kind: str, spec: str, containers: int) -> None:
    found = resource(f"{{kind: {kind}, spec: {spec}}}", kind)
    assert len(found.containers) == containers
    assert [container.index for container in found.containers] == list(range(containers))
    assert (found.ingress_container is None) is (containers == 0)
    if found.spec is not None:
        assert found.root.at(*found.spec_path.split(".")) is found.spec


@pytest.mark.parametrize(
    ("containers", "ingress"),
    [
        ("[{name: a}]", "a"),
        ("[{name: a}, {name: b, ports: [{containerPort: 1}]}]", "b"),
        ("[{name: a}, {name: b}]", "a"),
        ("[{name: a, ports: [{}]}, {name: b, ports: [{}]}]", "a"),
        ("[{name: a}, {name: b, ports: [{}]}, {name: c, ports: [{}]}]", "b"),
        ("[{name: a, ports: []}, {name: b, ports: [{}]}]", "b"),
    ],
)
def test_the_container_that_requests_reach(containers: str, ingress: str) -> None:
    found = resource(f"{{spec: {{template: {{spec: {{containers: {containers}}}}}}}}}")
    assert found.ingress_container is not None
    assert found.ingress_container.name == ingress
    assert [container.name for container in found.containers if container.ingress] == [ingress]


@pytest.mark.parametrize(
    ("entry", "literal", "unknown", "is_set"),
    [
        ("{name: A, value: x}", "x", False, True),
        ("{name: A, value: ''}", "", False, False),
        ("{name: A}", None, False, False),
        ("{name: A, value: '${B}'}", None, True, True),
        ("{name: A, value: 'x-${B}'}", None, True, True),
        ("{name: A, value: 8080}", None, False, True),
        ("{name: A, valueFrom: {secretKeyRef: {name: s, key: '1'}}}", None, False, True),
        ("{name: A, valueFrom: {secretKeyRef: s}}", None, False, False),
        ("{name: A, value: [x]}", None, False, False),
    ],
)
def test_what_an_env_var_is_set_to(
    entry: str, literal: str | None, unknown: bool, is_set: bool
) -> None:
    found = resource(f"{{spec: {{template: {{spec: {{containers: [{{env: [{entry}]}}]}}}}}}}}")
    (variable,) = found.containers[0].env
    assert variable.name == "A"
    assert (variable.literal, variable.unknown, variable.is_set) == (literal, unknown, is_set)


def test_where_to_point() -> None:
    text = "kind: Service\nmetadata:\n  labels: {a: b}\nspec:\n  template: {}\n"
    found = resource(text)
    assert str(found.head) == "a.yaml:1:7"
    assert str(found.key_place(found.metadata, "labels")) == "a.yaml:3:3"
    assert str(found.key_place(found.metadata, "none")) == "a.yaml:3:3"
    assert str(found.key_place(None, "none")) == "a.yaml:1:7"
    assert str(resource("{metadata: {name: web}}").head) == "a.yaml:1:19"
    place = found.place(found.root)
    # Of what has several lines, the first.
    assert (place.line, place.end_line, place.end_column) == (1, 1, len("kind: Service") + 1)


@pytest.mark.parametrize(
    ("name", "label"), [("name: app", "container `app`"), ("image: a", "the container")]
)
def test_what_messages_call_a_container(name: str, label: str) -> None:
    found = resource(f"{{spec: {{template: {{spec: {{containers: [{{{name}}}]}}}}}}}}")
    assert str(found.containers[0].label) == label


@pytest.mark.parametrize(
    ("labels", "location"),
    [
        ("cloud.googleapis.com/location: us-east1", "us-east1"),
        ("cloud.googleapis.com/location: $REGION", None),
        ("cloud.googleapis.com/location: ''", None),
        ("cloud.googleapis.com/location: 7", None),
        ("team: web", None),
    ],
)
def test_the_region_that_a_label_names(labels: str, location: str | None) -> None:
    found = resource(f"{{metadata: {{labels: {{{labels}}}}}}}").location
    assert (found.text if found is not None else None) == location


@pytest.mark.parametrize(("limit", "expected"), [("'1'", True), ("null", False), ("", False)])
def test_whether_a_gpu_is_asked_for(limit: str, expected: bool) -> None:
    limits = f"nvidia.com/gpu: {limit}" if limit else ""
    containers = f"[{{}}, {{resources: {{limits: {{{limits}}}}}}}]"
    found = resource(f"{{spec: {{template: {{spec: {{containers: {containers}}}}}}}}}")
    assert found.uses_gpu is expected


INSTANCE = """\
apiVersion: run.googleapis.com/v1
kind: Instance
metadata:
  name: agent
  annotations: {run.googleapis.com/ssh-enabled: "true"}
spec:
  volumes: [{name: scratch}]
  containers: [{name: app, image: a}]
"""


def test_an_instance_is_its_own_template() -> None:
    root = read_manifest("a.yaml", INSTANCE.encode()).documents[0].root
    assert isinstance(root, MappingNode)
    assert classify(root) == ("Instance", "")
    found = Resource(root, "Instance", read_manifest("a.yaml", INSTANCE.encode()).source)
    assert [container.name for container in found.containers] == ["app"]
    assert len(found.volumes) == 1
    assert found.spec_path == "spec"
    for template in (True, False):
        node = found.annotation("run.googleapis.com/ssh-enabled", template=template)
        assert node is not None
        assert node.text == "true"
    assert found.template is root
    assert found.all_metadata == [found.metadata]
    assert str(found.annotations_place) == "a.yaml:5:3"


def test_metadata_of_both_levels() -> None:
    found = resource("{metadata: {name: a}, spec: {template: {metadata: {name: b}}}}")
    assert found.all_metadata == [found.metadata, found.template_metadata]
    assert resource("{spec: {}}").all_metadata == []
