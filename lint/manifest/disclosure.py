"""Which parts of a manifest may be shown: what the schema does not list as harmless is hidden.

Keys and the values of fields that hold no secrets are shown, as long as they do not look like a
credential. A field that is new in the API, a misspelt one, a value at the wrong level and an
annotation that is not listed here are hidden until somebody lists them: values of env vars end up
in all of these places.
"""

from __future__ import annotations

from lint.manifest.field_table import ROOTS
from lint.manifest.schema import Schema
from lint.model.text import name, placeholder
from lint.yaml.tree import MappingNode, Node, ScalarNode, SequenceNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.manifest.schema import Field, ObjectType

HARMLESS_FIELDS = {
    "ConfigMapEnvSource": "name",
    "ConfigMapKeySelector": "key name",
    "ConfigMapVolumeSource": "name",
    "Container": "image imagePullPolicy name terminationMessagePath terminationMessagePolicy workingDir",
    "ContainerPort": "name protocol",
    "CSIVolumeSource": "driver",
    "EmptyDirVolumeSource": "medium sizeLimit",
    "EnvFromSource": "prefix",
    "EnvVar": "name",
    "FilestoreVolumeSource": "volume",
    "GRPCAction": "service",
    "HTTPGetAction": "host path scheme",
    "HTTPHeader": "name",
    "Instance": "apiVersion kind",
    "InstanceSpec": "restartPolicy serviceAccountName",
    "InstanceSplit": "revisionName",
    "Job": "apiVersion kind",
    "KeyToPath": "key path",
    "LocalObjectReference": "name",
    "NFSVolumeSource": "path server",
    "ObjectMeta": "clusterName creationTimestamp generateName name namespace",
    "OwnerReference": "apiVersion kind name",
    "ResourceRequirements": "limits requests",
    "RevisionSpec": "runtimeClassName serviceAccountName",
    "SandboxTemplate": "image name workingDir",
    "SecretEnvSource": "name",
    "SecretKeySelector": "key name",
    "SecretVolumeSource": "secretName",
    "Service": "apiVersion kind",
    "TaskSpec": "serviceAccountName",
    "TCPSocketAction": "host",
    "TrafficTarget": "configurationName revisionName tag url",
    "Volume": "name",
    "VolumeMount": "mountPath name subPath",
    "WorkerPool": "apiVersion kind",
}
"""The fields of text that hold no secrets, by type. Numbers and booleans are harmless anyway."""

_RUN = (
    "base-images binary-authorization binary-authorization-breakglass build-base-image "
    "build-enable-automatic-updates build-function-target build-id build-image-uri build-name "
    "build-service-account build-source-location build-worker-pool client-name client-version "
    "cloudsql-instances container-dependencies cpu-throttling custom-audiences default-url-disabled "
    "encryption-key encryption-key-shutdown-hours execution-environment gc-traffic-tags "
    "gpu-zonal-redundancy-disabled health-check-disabled iap-enabled identity-certificate-enabled "
    "ingress ingress-status invoker-iam-disabled "
    "launch-stage manualInstanceCount max-surge max-unavailable maxScale mesh mesh-dataplane minScale "
    "network-interfaces operation-id overflow-scaling post-key-revocation-action-type regions "
    "scaling-concurrency-target scaling-cpu-target scalingMode secrets secure-session-agent "
    "sessionAffinity ssh-enabled startup-cpu-boost vpc-access-connector vpc-access-egress"
)
HARMLESS_KEYS = frozenset(
    [f"run.googleapis.com/{key}" for key in _RUN.split()]
    + [
        "apphub.cloud.google.com/functional-type",
        "autoscaling.knative.dev/maxScale",
        "autoscaling.knative.dev/minScale",
        "bucketName",
        "mountOptions",
        "run.googleapis.com/accelerator",
    ]
)
"""Keys of maps (annotations, a node selector, the attributes of a volume) with harmless values."""

_NAMED = frozenset(("EnvVar", "HTTPHeader"))
"""Types whose names have values beside them."""
_ANY_KEY = frozenset(("limits", "requests"))
_HARMLESS_KINDS = frozenset(("integer", "number", "boolean"))

_harmless_fields: dict[str, frozenset[str]] = {}


def is_harmless(owner: str, field: Field) -> bool:
    """Whether what a field of the type `owner` holds is text that may be shown."""
    if not _harmless_fields:
        made = {name: frozenset(fields.split()) for name, fields in HARMLESS_FIELDS.items()}
        _harmless_fields.update(made)  # at once: another thread may ask meanwhile
    return field.kind in _HARMLESS_KINDS or field.name in _harmless_fields.get(owner, ())


def known_keys() -> frozenset[str]:
    """The names of all fields of all kinds, and the annotations with harmless values."""
    names: set[str] = set(HARMLESS_KEYS)
    todo = [Schema.load(kind).root for kind in ROOTS]
    seen: set[str] = set()
    while todo:
        object_type = todo.pop()
        if object_type.name in seen:
            continue
        seen.add(object_type.name)
        for field in object_type.fields.values():
            names.add(field.name)
            if field.type is not None:
                todo.append(field.type)
    return frozenset(names | {"cpu", "memory"})


class Disclosure:
    """What of one document may be shown.

    `kind` is the resource's, or "" for a document that is none: then only its keys are shown.
    Nodes that are reached more than once, through aliases, are shown only if every way to them
    allows it.
    """

    __slots__ = ("_hidden", "_seen", "_shown", "root")

    def __init__(self, root: Node, kind: str) -> None:
        self.root = root
        self._shown: dict[int, ScalarNode] = {}
        self._hidden: dict[int, ScalarNode] = {}
        self._seen: set[tuple[int, str]] = set()
        object_type = Schema.load(kind).root if kind else None
        self._object(root, object_type)

    def shows(self, node: ScalarNode) -> bool:
        """Whether a scalar, key or value, stands where the schema allows to show it."""
        return id(node) in self._shown and id(node) not in self._hidden

    def shown(self) -> list[ScalarNode]:
        """The scalars, keys and values, that may be shown, and placeholders anywhere."""
        shown = [node for mark, node in self._shown.items() if mark not in self._hidden]
        return shown + [node for node in self._hidden.values() if _is_placeholder(node)]

    def hidden(self) -> list[ScalarNode]:
        """The scalars that must not be shown, but for those that are one placeholder."""
        return [node for node in self._hidden.values() if not _is_placeholder(node)]

    def _value(self, node: Node, harmless: bool) -> None:
        """A value at a place where text is expected; of anything else nothing is shown."""
        if isinstance(node, ScalarNode):
            # In a command, a no-break space joins a flag with its value to a name.
            if harmless and not ("--" in node.text and "=" in node.text):
                self._shown[id(node)] = node
            else:
                self._hidden[id(node)] = node
        elif self._first(node, "text"):
            if isinstance(node, SequenceNode):
                for item in node.items:
                    self._value(item, False)
            elif isinstance(node, MappingNode):
                for key, value in _pairs(node):
                    self._value(key, False)
                    self._value(value, False)

    def _object(self, node: Node, object_type: ObjectType | None) -> None:
        """An object of a type, or, without one, anything at a place that the schema has not."""
        if isinstance(node, ScalarNode):
            self._value(node, False)
            return
        if not self._first(node, object_type.name if object_type is not None else ""):
            return
        if isinstance(node, SequenceNode):
            for item in node.items:
                self._object(item, object_type)
            return
        assert isinstance(node, MappingNode)
        fields = object_type.fields if object_type is not None else {}
        owner = object_type.name if object_type is not None else ""
        for key, value in _pairs(node):
            field = fields.get(key.text)
            self._key(key, value, field is not None)
            if field is None:
                self._object(value, None)
            elif field.type is not None:
                self._object(value, field.type)
            elif field.kind == "map":
                self._map(value, owner, field)
            elif field.kind == "list":
                items = value.items if isinstance(value, SequenceNode) else [value]
                for item in items:
                    self._value(item, is_harmless(owner, field))
            else:
                harmless = is_harmless(owner, field)
                if owner in _NAMED and field.name == "name" and isinstance(value, ScalarNode):
                    # `name: "A: value"` and `name: A=value` hold what belongs elsewhere.
                    bare = value.text.strip()
                    harmless = str(name(bare)) == bare or _is_placeholder(value)
                self._value(value, harmless)

    def _map(self, node: Node, owner: str, field: Field) -> None:
        if not isinstance(node, MappingNode):
            self._object(node, None)
            return
        if not self._first(node, f"{owner}.{field.name}"):
            return
        every = is_harmless(owner, field) and field.name in _ANY_KEY
        for key, value in _pairs(node):
            self._key(key, value, False)
            self._value(value, every or key.text in HARMLESS_KEYS)

    def _key(self, key: ScalarNode, value: Node, known: bool) -> None:
        """A key, which is shown when it is a field or looks like a name.

        `{A}` is a mapping whose key is all that was written: rather a value that lost its place.
        """
        lone = isinstance(value, ScalarNode) and value.value is None and not value.text
        if known or (not lone and str(name(key.text)) == key.text):
            self._shown[id(key)] = key
        else:
            self._hidden[id(key)] = key

    def _first(self, node: Node, meaning: str) -> bool:
        """Whether a collection is met for the first time in this meaning: aliases make graphs."""
        mark = (id(node), meaning)
        if mark in self._seen:
            return False
        self._seen.add(mark)
        return True


def _pairs(node: MappingNode) -> list[tuple[ScalarNode, Node]]:
    pairs = [(key, value) for _, key, value in node.items()]
    return pairs + [(key, value) for _, key, value in node.duplicates]


def _is_placeholder(node: ScalarNode) -> bool:
    found = node.placeholders
    return (
        len(found) == 1
        and found[0] == node.text
        and str(placeholder(node.text, harmless=False)) == node.text
    )
