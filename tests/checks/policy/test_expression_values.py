"""The values that an expression is evaluated with, and the nodes that it uses."""

from __future__ import annotations

import pytest

from lint.checks.context import CheckContext
from lint.checks.policy.expression_values import (
    deepest_node,
    depends_on_unknown,
    is_unknown,
    values_of,
)
from lint.manifest.reader import read_manifest
from lint.manifest.resource import Resource
from lint.yaml.tree import MappingNode, ScalarNode

MANIFEST = b"""\
apiVersion: serving.knative.dev/v1
kind: Service
metadata:
  name: SERVICE_ID
  annotations: {team: blue}
spec:
  template:
    metadata:
      annotations: {team: red, limit: "5"}
    spec:
      timeoutSeconds: "300"
      serviceAccountName: null
      containers:
      - name: app
        image: ${IMAGE}
        env:
        - {name: PLAIN, value: "7"}
        - {name: LATER, value: "${LATER}"}
        - {name: KEY, valueFrom: {secretKeyRef: {name: key, key: latest}}}
      - name: side
"""


@pytest.fixture(scope="module")
def context() -> CheckContext:
    manifest = read_manifest("service.yaml", MANIFEST)
    root = manifest.documents[0].root
    assert isinstance(root, MappingNode)
    return CheckContext(Resource(root, "Service", manifest.source))


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("container env 1 value", 18),
        ("container env 9 value", 17),  # the list itself
        ("container nope", 0),
        ("env PLAIN", 17),
        ("env NOPE", 0),
        ("annotations limit", 9),
        ("template spec timeoutSeconds", 11),
        ("resource metadata name", 4),
    ],
)
def test_the_deepest_node_of_a_path(context: CheckContext, path: str, line: int) -> None:
    node = deepest_node(context, context.resource.containers[0], path.split())
    assert (node.line if node is not None else 0) == line


def test_a_resource_without_containers_has_no_node_of_one(context: CheckContext) -> None:
    assert deepest_node(context, None, ["container", "image"]) is None
    assert deepest_node(context, None, ["env", "PLAIN"]) is None


@pytest.mark.parametrize(
    ("variable", "fields", "unknown"),
    [
        ("container", [], True),
        ("container", ["image"], True),
        ("container", ["name"], False),
        ("env", [], True),
        ("env", ["PLAIN"], True),  # which entry it is, only the evaluation knows
        ("annotations", ["team"], True),  # they stand at two levels of the resource
        ("template", ["metadata"], False),
        ("job", [], False),
    ],
)
def test_what_depends_on_unknown_values(
    context: CheckContext, variable: str, fields: list[str], unknown: bool
) -> None:
    container = context.resource.containers[0]
    assert depends_on_unknown(context, container, variable, fields) is unknown


def test_the_values_are_those_that_gcloud_would_send(context: CheckContext) -> None:
    container = context.resource.containers[0]
    variables = {"template": ["spec"], "env": [], "annotations": [], "job": []}
    data = values_of(context, container, variables)
    assert data["env"] == {"PLAIN": "7", "LATER": "${LATER}"}
    assert data["annotations"] == {"team": "red", "limit": "5"}
    assert data["job"] == {}
    assert data["container"] == {}  # the expression does not mention it
    assert data["template"]["metadata"] == {"annotations": {}, "labels": {}}  # not mentioned
    spec = data["template"]["spec"]
    assert spec["timeoutSeconds"] == 300
    assert "serviceAccountName" not in spec


def test_a_name_that_looks_like_a_word_to_fill_in_is_a_name(context: CheckContext) -> None:
    name = context.resource.name_node
    assert isinstance(name, ScalarNode)
    assert name.unknown
    assert not is_unknown(name, "name")
    assert is_unknown(name, "value")
