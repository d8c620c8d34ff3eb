"""What a resource refers to outside itself, in annotations and in values."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint.manifest.references import (
    CLOUDSQL,
    INTERFACES,
    SECRETS,
    cloudsql_instances,
    cloudsql_sockets,
    network_interface,
    secret_aliases,
)
from lint.manifest.resource import Resource
from tests.cloud.manifests import resource_of


def annotated(key: str, value: str) -> Resource:
    return resource_of(
        "apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: web}\nspec:\n"
        f"  template:\n    metadata: {{annotations: {{{key}: {json.dumps(value)}}}}}\n"
    )


def with_container(fields: str) -> Resource:
    return resource_of(
        "apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: web}\nspec:\n"
        f"  template:\n    spec:\n      containers:\n      - {{{fields}}}\n"
    )


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("my-project:us-central1:main", ["my-project:us-central1:main"]),
        (" a:b:c ,, d:e:f ", ["a:b:c", "d:e:f"]),
        ("a:b:c,a:b:c", ["a:b:c"]),
        ("", []),
        (",", []),
    ],
)
def test_instances_of_the_annotation(value: str, names: list[str]) -> None:
    found = cloudsql_instances(annotated(CLOUDSQL, value))
    assert list(found) == names
    assert all(node.text == value for node in found.values())


def test_a_resource_without_the_annotations_refers_to_nothing() -> None:
    resource = with_container("image: a")
    assert cloudsql_instances(resource) == {}
    assert list(cloudsql_sockets(resource)) == []
    assert secret_aliases(resource) == {}
    assert network_interface(resource) is None


@pytest.mark.parametrize(
    ("value", "instances"),
    [
        ("/cloudsql/my-project:us-central1:main", ["my-project:us-central1:main"]),
        ("/cloudsql/my-project:us-central1:main/.s.PGSQL.5432", ["my-project:us-central1:main"]),
        ("postgres://u@/db?host=/cloudsql/my-project:us-central1:main&x=1", ["my-project:us-central1:main"]),
        ("postgres://u@%2Fcloudsql%2Fmy-project%3Aus-central1%3Amain/db", ["my-project:us-central1:main"]),
        ("postgres://u@%2fcloudsql%2fmy-project:us-central1:main/db", ["my-project:us-central1:main"]),
        ("/cloudsql/example.com:my-project:us-central1:main", ["example.com:my-project:us-central1:main"]),
        ("/cloudsql/my-project:us:a /cloudsql/my-project:us:b", ["my-project:us:a", "my-project:us:b"]),
        ("/cloudsql/my-project:us-central1:Main", []),
        ("/cloudsql/${INSTANCE}", []),
        ("/cloudsql/my-project:us-central1:main_2", []),
        ("/cloudsql/", []),
        ("my-project:us-central1:main", []),
        ("/CLOUDSQL/my-project:us-central1:main", []),
    ],
)  # fmt: skip
def test_sockets_in_values(value: str, instances: list[str]) -> None:
    quoted = json.dumps(value)
    resource = with_container(f"image: a, env: [{{name: A, value: {quoted}}}], args: [{quoted}]")
    found = list(cloudsql_sockets(resource))
    assert [socket.instance for socket in found] == instances * 2
    names = [socket.variable.name if socket.variable else None for socket in found]
    assert names == ["A"] * len(instances) + [None] * len(instances)
    assert all(socket.node.text == value for socket in found)
    assert all(socket.container is resource.containers[0] for socket in found)


@given(st.text("/%2Fcloudsql:a- ${}", max_size=60))
def test_any_value_is_searched_without_an_exception(value: str) -> None:
    resource = with_container(f"image: a, command: [{json.dumps(value)}]")
    for socket in cloudsql_sockets(resource):
        assert socket.instance.count(":") >= 2


@pytest.mark.parametrize(
    ("value", "aliases"),
    [
        ("far:projects/99/secrets/key", {"far": "projects/99/secrets/key"}),
        ("a:projects/1/secrets/b, c:projects/2/secrets/d", {"a": "projects/1/secrets/b", "c": "projects/2/secrets/d"}),
        ("nonsense", {}),
        ("", {}),
    ],
)  # fmt: skip
def test_aliases_of_secrets(value: str, aliases: dict[str, str]) -> None:
    assert secret_aliases(annotated(SECRETS, value)) == aliases


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('[{"network": "n", "tags": ["t"]}]', {"network": "n", "tags": ["t"]}),
        ('[{"network": "n"}, {"network": "m"}]', {"network": "n"}),
        ("[]", None),
        ("{}", None),
        ("[3]", None),
        ("[", None),
        ("", None),
        ("[" * 100_000, None),
    ],
)
def test_the_network_interface(value: str, expected: object) -> None:
    resource = annotated(INTERFACES, value)
    found = network_interface(resource)
    assert (found[0] if found is not None else None) == expected
    if found is not None:
        assert found[1] is resource.annotation(INTERFACES, template=True)
