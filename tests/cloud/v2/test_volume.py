"""Volumes as the v2 API has them; Google's own message type reads each of them."""

from __future__ import annotations

from typing import Any

import pytest
from google.cloud import run_v2

from lint.cloud.v2.message_builder import MessageBuilder
from lint.cloud.v2.volume import convert_volumes
from tests.cloud.manifests import resource_of


def converted(
    volume: str, annotations: str = "", containers: int = 1, **aliases: str
) -> MessageBuilder:
    resource = resource_of(
        "apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: web}\nspec:\n"
        f"  template:\n    metadata: {{annotations: {{{annotations}}}}}\n"
        f"    spec:\n      volumes: [{volume}]\n"
    )
    made = MessageBuilder({"containers": [{"image": "a"} for _ in range(containers)]}, "", {})
    convert_volumes(resource, made, aliases)
    run_v2.RevisionTemplate(made.data)  # raises for what the API has no field for
    return made


@pytest.mark.parametrize(
    ("volume", "data"),
    [
        ("{name: a, secret: {secretName: s, defaultMode: 256, items: [{key: '1', path: p, mode: 8}]}}",
         {"secret": {"secret": "s", "default_mode": 256, "items": [{"version": "1", "path": "p", "mode": 8}]}}),
        ("{name: a, emptyDir: {medium: Memory, sizeLimit: 1Gi}}",
         {"empty_dir": {"medium": "MEMORY", "size_limit": "1Gi"}}),
        ("{name: a, emptyDir: {medium: Floppy}}", {"empty_dir": {}}),
        ("{name: a, nfs: {server: h, path: /p, readOnly: true}}",
         {"nfs": {"server": "h", "path": "/p", "read_only": True}}),
        ("{name: a, csi: {driver: gcsfuse.run.googleapis.com, readOnly: false,"
         " volumeAttributes: {bucketName: b, mountOptions: 'uid=1, gid=2'}}}",
         {"gcs": {"bucket": "b", "read_only": False, "mount_options": ["uid=1", "gid=2"]}}),
        ("{name: a, csi: {driver: other}}", {}),
        ("{name: a, secret: s, emptyDir: 3, nfs: [], csi: null}", {}),
    ],
)  # fmt: skip
def test_sources(volume: str, data: dict[str, Any]) -> None:
    assert converted(volume).data["volumes"] == [{"name": "a", **data}]


def test_a_secret_may_be_named_by_its_alias() -> None:
    made = converted("{name: a, secret: {secretName: far}}", far="projects/9/secrets/key")
    assert made.data["volumes"][0]["secret"] == {"secret": "projects/9/secrets/key"}


def test_the_cloud_sql_annotation_is_a_volume_that_every_container_mounts() -> None:
    annotation = "run.googleapis.com/cloudsql-instances: 'a:b:c,d:e:f'"
    made = converted("{name: a, emptyDir: {}}", annotation, containers=2)
    assert made.data["volumes"][1] == {
        "name": "cloudsql",
        "cloud_sql_instance": {"instances": ["a:b:c", "d:e:f"]},
    }
    mount = [{"name": "cloudsql", "mount_path": "/cloudsql"}]
    assert [container["volume_mounts"] for container in made.data["containers"]] == [mount] * 2
    lines = {made.places[f"containers[{n}].volume_mounts[0]"].line for n in range(2)}
    assert lines == {made.places["volumes[1]"].line} == {6}


def test_without_the_annotation_nothing_is_mounted() -> None:
    assert converted("{name: a, emptyDir: {}}").data["containers"] == [{"image": "a"}]
