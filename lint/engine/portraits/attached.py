"""What the containers of a resource use: secrets, databases, networks, volumes, the identity."""

from __future__ import annotations

from lint.engine.portraits.places import entry, extent
from lint.manifest.references import (
    CLOUDSQL,
    CONNECTOR,
    EGRESS,
    INTERFACES,
    SECRETS,
    cloudsql_instances,
    cloudsql_sockets,
    network_interface,
    secret_aliases,
)
from lint.model.portrait import Part, Row
from lint.model.text import name, own, path
from lint.yaml.tree import MappingNode, ScalarNode, elements, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.manifest.resource import Resource
    from lint.model.portrait import Role
    from lint.model.text import Message

_SOURCES = {
    "secret": ("secret", "secretName"),
    "emptyDir": ("memory or disk", "medium"),
    "csi": ("driver", "driver"),
    "nfs": ("NFS server", "server"),
    "configMap": ("config map", "name"),
    "filestore": ("Filestore", "volume"),
}
"""The sources of volumes by field: what the picture calls them, and the field that names one."""


class Attachments:
    """The parts beside the containers of one resource, each once.

    `of_whole` are those that the resource uses as a whole: network and identity.
    """

    def __init__(self, resource: Resource) -> None:
        self.resource = resource
        self.of_whole: list[Part] = []
        self._aliases = secret_aliases(resource)
        self._secrets: dict[str, Part] = {}
        self._volumes: dict[str, Part] = {}
        self._instances: dict[str, Part] = {}
        self._others: list[Part] = []
        self._databases()
        for volume in resource.volumes:
            self._volume(volume)
        self._network()
        self._identity()

    @property
    def parts(self) -> list[Part]:
        """All of them, in the order of a picture."""
        return [
            *self._instances.values(),
            *self._secrets.values(),
            *self._volumes.values(),
            *self._others,
        ]

    def secret(self, reference: MappingNode) -> Part:
        """The part for the secret that a `secretKeyRef` names."""
        node = reference.get("name")
        written = text_of(node) or ""
        part = self._secrets.get(written)
        if part is None:
            target = self._aliases.get(written)
            title = name(target) if target else self.resource.value(node)
            part = self._secrets[written] = Part("secret", title)
            if target and len(self._aliases) == 1:
                annotations = self.resource.template_annotations
                part.places += entry(self.resource, annotations, SECRETS)
        version = reference.get("key")
        if isinstance(version, ScalarNode):
            shown = self.resource.value(version)
            if not any(row.text == str(shown) for row in part.rows):
                part.rows.append(Row("version", shown))
        return part

    def volume(self, called: str) -> Part:
        """The part for a volume; one that is missing where the resource has none of the name."""
        part = self._volumes.get(called)
        if part is None:
            part = self._volumes[called] = Part("volume", name(called), missing=True)
        return part

    def instance(self, called: str) -> Part:
        """The part for a Cloud SQL instance; one that is missing where it is not attached."""
        part = self._instances.get(called)
        if part is None:
            missing = not self.resource.may_have_more("cloudsql")
            row = Row("", own("not attached" if missing else "may be attached elsewhere"))
            part = Part("cloud-sql", path(called), [row], missing=missing)
            self._instances[called] = part
        return part

    def _databases(self) -> None:
        resource = self.resource
        used = {socket.instance for socket in cloudsql_sockets(resource)}
        for called, node in cloudsql_instances(resource).items():
            part = Part("cloud-sql", path(called), places=extent(resource, node))
            part.places += entry(resource, resource.template_annotations, CLOUDSQL)
            self._instances[called] = part
            if called not in used:
                self.of_whole.append(part)

    def _volume(self, node: MappingNode) -> None:
        resource = self.resource
        called = text_of(node.get("name")) or ""
        rows = []
        for field, (label, naming) in _SOURCES.items():
            source = node.get(field)
            if source is None:
                continue
            value = source.get(naming)
            text: Message = own("")
            if isinstance(value, ScalarNode):
                alias = self._aliases.get(text_of(value) or "") if field == "secret" else None
                text = name(alias) if alias else resource.value(value)
            elif field == "emptyDir":
                text = own("in memory")
            rows.append(Row(label, text, entry(resource, node, field)))
            bucket = source.at("volumeAttributes", "bucketName")
            if isinstance(bucket, ScalarNode):
                places = entry(resource, source.get("volumeAttributes"), "bucketName")
                rows.append(Row("bucket", resource.value(bucket), places))
            for item in elements(source.get("items")):
                version = item.get("key")
                if field == "secret" and isinstance(version, ScalarNode):
                    rows.append(Row("version", resource.value(version), extent(resource, item)))
        part = Part("volume", name(called), rows, extent(resource, node))
        self._volumes.setdefault(called, part)

    def _network(self) -> None:
        resource = self.resource
        annotations = resource.template_annotations
        rows = []
        connector = resource.annotation(CONNECTOR, template=True)
        if connector is not None:
            places = entry(resource, annotations, CONNECTOR)
            rows.append(Row("connector", resource.value(connector), places))
        interface = network_interface(resource)
        places = entry(resource, annotations, INTERFACES)
        if interface is not None:
            for key in ("network", "subnetwork"):
                if isinstance(interface[0].get(key), str):
                    rows.append(Row(key, name(interface[0][key]), places))
        elif places:
            rows.append(Row("interfaces", own("cannot be read"), places))
        egress = resource.annotation(EGRESS, template=True)
        if egress is not None:
            rows.append(Row("egress", resource.value(egress), entry(resource, annotations, EGRESS)))
        if rows:
            missing = connector is None and not places and not resource.partial
            self._whole(Part("network", own("VPC network"), rows, missing=missing))

    def _identity(self) -> None:
        resource = self.resource
        account = resource.spec.get("serviceAccountName") if resource.spec is not None else None
        if isinstance(account, ScalarNode) and account.text:
            places = entry(resource, resource.spec, "serviceAccountName")
            self._whole(Part("identity", resource.value(account), places=places))
        elif not resource.partial:
            self._whole(Part("identity", own("the project's default account")))

    def _whole(self, part: Part) -> None:
        self._others.append(part)
        self.of_whole.append(part)


def demanded(role: Role) -> Part:
    """A part that a rule demands and the resource does not have."""
    titles = {"network": "VPC network", "cloud-sql": "Cloud SQL", "identity": "service account"}
    return Part(role, own(titles[role]), [Row("", own("none"))], missing=True)
