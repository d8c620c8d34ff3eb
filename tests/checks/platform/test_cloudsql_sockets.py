"""`cloudsql-sockets`: what is attached, and whose sockets are used."""

from __future__ import annotations

import pytest

from tests.checks.judging import container, rules_of, template


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("p:europe-west1:i", []),
        ("'p:europe-west1:i,q:us-east1:j'", []),
        ("'example.com:p:europe-west1:i'", []),
        ("'p:europe-west1:i, q:us-east1:j'", ["CR194"]),
        ("p:europe-west1-b:i", ["CR193"]),
        ("i", ["CR192"]),
        ("p:i", ["CR192"]),
        ("$INSTANCE", []),
        ("''", []),
        ("'p:europe-west1:i,'", []),
        (
            "p:europe-west1:iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii",
            ["CR195"],
        ),
        ("p:europe-west1:iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii", []),
    ],
)
def test_lists_of_instances(text: str, rules: list[str]) -> None:
    assert (
        rules_of("cloudsql-sockets", template(f"run.googleapis.com/cloudsql-instances: {text}"))
        == rules
    )


SOCKET = "env: [{name: HOST, value: /cloudsql/my-proj:europe-west1:main}]"


def attached(instances: str, *containers: str) -> str:
    entries = ", ".join(f"{{{fields}}}" for fields in containers)
    return f"""\
spec:
  template:
    metadata: {{annotations: {{run.googleapis.com/cloudsql-instances: '{instances}'}}}}
    spec: {{containers: [{entries}]}}
"""


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        (attached("my-proj:europe-west1:main", SOCKET), []),
        (attached("my-proj:europe-west1:more", SOCKET), ["CR190", "CR191"]),
        (attached("$INSTANCES", SOCKET), []),
        (container(SOCKET), ["CR190"]),
        # Whatever is filled in, nothing is attached.
        (container("env: [{name: HOST, value: '/cloudsql/${INSTANCE}'}]"), ["CR190"]),
        (container("env: [{name: HOST, value: '/cloudsql/${{ vars.DB }}'}]"), ["CR190"]),
        (container("env: [{name: URL, value: 'mysql://a@/b?host=%2Fcloudsql%2F$DB'}]"), ["CR190"]),
        (container("args: ['--socket=/cloudsql/PROJECT_ID:REGION:db']"), ["CR190"]),
        (container("env: [{name: HOST, value: '$HOST'}, {name: A, value: '/cloudsql/x $B'}]"), []),
        (attached("$INSTANCES", "env: [{name: HOST, value: '/cloudsql/$INSTANCE'}]"), []),
        # What a placeholder brings may be the annotation.
        (
            "spec: {template: {metadata: {annotations: '${ANNOTATIONS}'}, spec: {containers:"
            " [{env: [{name: HOST, value: '/cloudsql/$INSTANCE'}]}]}}}",
            [],
        ),
        (
            attached(
                "",
                "name: a, ports: [{}], " + SOCKET,
                "name: sql-proxy, image: '${PROXY_IMAGE}'",
            ),
            [],
        ),
        # A proxy, or a volume of one's own, brings the socket.
        (container(f"{SOCKET}, volumeMounts: [{{name: v, mountPath: /cloudsql}}]"), []),
        (
            attached("", "name: a, ports: [{}], " + SOCKET, "name: b, image: x/cloud-sql-proxy:2"),
            [],
        ),
        (container(f"{SOCKET}, args: [cloud_sql_proxy]"), []),
        # Named, and not attached: perhaps for a language connector.
        (
            container("env: [{name: DB_CONNECTION_NAME, value: 'my-proj:europe-west1:i'}]"),
            ["CR196"],
        ),
        (container("env: [{name: COLOURS, value: 'my-proj:europe-west1:i'}]"), []),
        (attached("my-proj:europe-west1:main", "image: a"), []),
    ],
)
def test_sockets_and_instances(text: str, rules: list[str]) -> None:
    assert rules_of("cloudsql-sockets", text) == rules
