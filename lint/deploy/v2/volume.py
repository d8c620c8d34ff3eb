"""The volumes of the v2 API as v1 has them. lint/cloud/v2/volume.py has the way back."""

from __future__ import annotations

from lint.deploy.v2.fields import MEDIUMS, copy, enum
from lint.deploy.v2.places import below, key_of, mapping, put, scalar, sequence
from lint.manifest.references import CLOUDSQL
from lint.yaml.tree import MappingNode, Node, ScalarNode, elements

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.deploy.v2.secret_names import SecretNames

GCS = "gcsfuse.run.googleapis.com"


def cloudsql_volumes(source: MappingNode) -> set[str]:
    """The names of the volumes that stand for Cloud SQL instances."""
    return {
        name.text
        for item in elements(source.get("volumes"))
        if isinstance(name := item.get("name"), ScalarNode) and _is_cloudsql(item)
    }


def _is_cloudsql(volume: Node) -> bool:
    """Whether a volume stands for instances. Nothing else may have the name `cloudsql`."""
    if volume.get("cloudSqlInstance") is not None:
        return True
    name = volume.get("name")
    others = ("secret", "emptyDir", "nfs", "gcs", "filestore")
    return (
        isinstance(name, ScalarNode)
        and name.text == "cloudsql"
        and not any(volume.get(other) for other in others)
    )


def convert_volumes(
    source: MappingNode, spec: MappingNode, annotations: MappingNode, secrets: SecretNames
) -> None:
    """Adds the volumes to a v1 spec, and to its annotations those that stand for instances."""
    made: list[Node] = []
    for item in elements(source.get("volumes")):
        if not isinstance(item, MappingNode):
            made.append(item)
        elif _is_cloudsql(item):
            instances = item.get("cloudSqlInstance")
            if isinstance(instances, MappingNode):
                _cloudsql(instances, annotations)
        else:
            made.append(_volume(item, secrets))
    node = source.get("volumes")
    if node is not None and made:
        put(spec, "volumes", sequence(node, made), key_of(source, "volumes"))


def _cloudsql(source: MappingNode, annotations: MappingNode) -> None:
    found = [item for item in elements(source.get("instances")) if isinstance(item, ScalarNode)]
    if not found:
        return
    before = annotations.get(CLOUDSQL)
    names = [before.text] if isinstance(before, ScalarNode) else []
    text = ",".join([*names, *(item.text for item in found)])
    place = found[0] if before is None else before
    put(annotations, CLOUDSQL, scalar(place, text), key_of(source, "instances"))


def _volume(source: MappingNode, secrets: SecretNames) -> MappingNode:
    target = mapping(source)
    copy(source, "name", target)
    secret = source.get("secret")
    if isinstance(secret, MappingNode):
        put(target, "secret", _secret(secret, secrets), key_of(source, "secret"))
    empty = source.get("emptyDir")
    if isinstance(empty, MappingNode):
        made = mapping(empty)
        medium = empty.get("medium")
        written = enum(medium, MEDIUMS) if medium is not None else None
        if written is not None:
            put(made, "medium", written, key_of(empty, "medium"))
        copy(empty, "sizeLimit", made)
        put(target, "emptyDir", made, key_of(source, "emptyDir"))
    for name in ("nfs", "filestore"):
        copy(source, name, target)
    bucket = source.get("gcs")
    if isinstance(bucket, MappingNode):
        _bucket(bucket, below(target, "csi", key_of(source, "gcs")))
    return target


def _secret(source: MappingNode, secrets: SecretNames) -> MappingNode:
    target = mapping(source)
    secrets.put(source, "secret", target, "secretName")
    copy(source, "defaultMode", target)
    items: list[Node] = []
    for item in elements(source.get("items")):
        if not isinstance(item, MappingNode):
            continue
        made = mapping(item)
        if item.get("version") is None:
            put(made, "key", scalar(item, "latest"), item)
        copy(item, "version", made, "key")
        copy(item, "path", made)
        copy(item, "mode", made)
        items.append(made)
    node = source.get("items")
    if node is not None and items:
        put(target, "items", sequence(node, items), key_of(source, "items"))
    return target


def _bucket(source: MappingNode, target: MappingNode) -> None:
    put(target, "driver", scalar(source, GCS), source)
    copy(source, "readOnly", target)
    attributes = below(target, "volumeAttributes", source)
    copy(source, "bucket", attributes, "bucketName")
    options = [
        item for item in elements(source.get("mountOptions")) if isinstance(item, ScalarNode)
    ]
    if options:
        text = ",".join(item.text for item in options)
        key = key_of(source, "mountOptions")
        put(attributes, "mountOptions", scalar(options[0], text), key)
