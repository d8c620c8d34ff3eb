from __future__ import annotations

from lint.manifest.references import cloudsql_instances
from tests.deploy.v2.bodies import resource_of

TEXT = """\
template:
  volumes:
  - name: cloudsql
    cloudSqlInstance: {instances: ['p:r:a', 'p:r:b']}
  - name: data
    gcs: {bucket: b, readOnly: true, mountOptions: [x, y=z]}
  containers:
  - image: a
    volumeMounts: [{name: cloudsql, mountPath: /cloudsql}, {name: data, mountPath: /data}]
"""


def test_a_cloudsql_volume_is_the_annotation_and_no_mount() -> None:
    resource = resource_of(TEXT)
    assert list(cloudsql_instances(resource)) == ["p:r:a", "p:r:b"]
    assert resource.spec is not None
    spec = resource.spec.plain()
    assert spec["volumes"] == [
        {
            "name": "data",
            "csi": {
                "driver": "gcsfuse.run.googleapis.com",
                "readOnly": True,
                "volumeAttributes": {"bucketName": "b", "mountOptions": "x,y=z"},
            },
        }
    ]
    assert spec["containers"][0]["volumeMounts"] == [{"name": "data", "mountPath": "/data"}]
    node = resource.annotation("run.googleapis.com/cloudsql-instances", template=True)
    assert node is not None
    assert (node.line, node.column) == (4, 36)


def test_a_secret_volume_without_a_version_is_the_latest() -> None:
    text = "template: {volumes: [{name: s, secret: {secret: a, items: [{path: p}]}}]}"
    spec = resource_of(text).spec
    assert spec is not None
    assert spec.plain()["volumes"] == [
        {"name": "s", "secret": {"secretName": "a", "items": [{"key": "latest", "path": "p"}]}}
    ]


def test_the_name_of_the_cloudsql_volume_says_what_it_is() -> None:
    text = (
        "template: {volumes: [{name: cloudsql}], containers: [{volumeMounts: [{name: cloudsql}]}]}"
    )
    spec = resource_of(text).spec
    assert spec is not None
    assert spec.plain() == {"containers": [{}]}
