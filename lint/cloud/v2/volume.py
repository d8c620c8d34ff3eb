"""The volumes of a v1 manifest as the v2 API has them."""

from __future__ import annotations

from lint.cloud.v2.container import boolean_of, string_of
from lint.manifest.references import cloudsql_instances
from lint.yaml.tree import MappingNode, elements, integer_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.cloud.v2.message_builder import MessageBuilder
    from lint.manifest.resource import Resource

_GCS = "gcsfuse.run.googleapis.com"


def convert_volumes(resource: Resource, part: MessageBuilder, aliases: dict[str, str]) -> None:
    """Adds the volumes to a template, and the one that stands for the Cloud SQL annotation.

    The v2 API has no such annotation: there, instances are a volume named `cloudsql` that the
    containers mount at /cloudsql.
    """
    for node in resource.volumes:
        volume = part.item("volumes", node)
        volume.set("name", string_of(node.get("name")), node.get("name"))
        _source(node, volume, aliases)
    instances = cloudsql_instances(resource)
    if not instances:
        return
    annotation = next(iter(instances.values()))
    volume = part.item("volumes", annotation)
    volume.set("name", "cloudsql", annotation)
    volume.part("cloud_sql_instance", annotation).set("instances", list(instances), annotation)
    for index, data in enumerate(part.data.get("containers", ())):
        mounts = data.setdefault("volume_mounts", [])
        path = f"{part.where('containers')}[{index}].volume_mounts[{len(mounts)}]"
        part.places[path] = annotation
        mounts.append({"name": "cloudsql", "mount_path": "/cloudsql"})


def _source(node: MappingNode, volume: MessageBuilder, aliases: dict[str, str]) -> None:
    secret = node.get("secret")
    if isinstance(secret, MappingNode):
        _secret(secret, volume.part("secret", secret), aliases)
    empty = node.get("emptyDir")
    if isinstance(empty, MappingNode):
        target = volume.part("empty_dir", empty)
        medium = (string_of(empty.get("medium")) or "").upper()
        target.set("medium", medium if medium in ("MEMORY", "DISK") else None, empty.get("medium"))
        target.set("size_limit", string_of(empty.get("sizeLimit")), empty.get("sizeLimit"))
    nfs = node.get("nfs")
    if isinstance(nfs, MappingNode):
        target = volume.part("nfs", nfs)
        for name in ("server", "path"):
            target.set(name, string_of(nfs.get(name)), nfs.get(name))
        target.set("read_only", boolean_of(nfs.get("readOnly")), nfs.get("readOnly"))
    csi = node.get("csi")
    if isinstance(csi, MappingNode) and string_of(csi.get("driver")) == _GCS:
        target = volume.part("gcs", csi)
        bucket = csi.at("volumeAttributes", "bucketName")
        target.set("bucket", string_of(bucket), bucket)
        target.set("read_only", boolean_of(csi.get("readOnly")), csi.get("readOnly"))
        options = csi.at("volumeAttributes", "mountOptions")
        text = string_of(options)
        if text:
            target.set("mount_options", [part.strip() for part in text.split(",")], options)


def _secret(secret: MappingNode, target: MessageBuilder, aliases: dict[str, str]) -> None:
    name_node = secret.get("secretName")
    name = string_of(name_node)
    target.set("secret", aliases.get(name, name) if name else None, name_node)
    target.set("default_mode", integer_of(secret.get("defaultMode")), secret.get("defaultMode"))
    for item in elements(secret.get("items")):
        entry = target.item("items", item)
        entry.set("path", string_of(item.get("path")), item.get("path"))
        entry.set("version", string_of(item.get("key")), item.get("key"))
        entry.set("mode", integer_of(item.get("mode")), item.get("mode"))
