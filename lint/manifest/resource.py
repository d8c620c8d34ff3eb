"""One Cloud Run object of a manifest, with the parts that rules speak of by their own names.

The same thing lies at different depths in the four kinds: a Job's containers stand under
`spec.template.spec.template.spec`, a Service's and a WorkerPool's under `spec.template.spec`, an
Instance's under `spec`: it has no template, and is its own.
Source: the v1 API's discovery document (`run.v1`).
"""

from __future__ import annotations

from lint.model.findings import Place, ResourceId
from lint.model.text import NOTHING, name, number, own, placeholder, public, say, value
from lint.yaml.tree import MappingNode, Node, ScalarNode, elements, is_null, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.manifest.disclosure import Disclosure
    from lint.model.source import Source
    from lint.model.text import Message

KINDS = {
    "Service": "serving.knative.dev/v1",
    "Job": "run.googleapis.com/v1",
    "WorkerPool": "run.googleapis.com/v1",
    "Instance": "run.googleapis.com/v1",
}
"""The kinds that are judged, with their apiVersion."""
PREVIEW_KINDS = frozenset(["Instance"])
"""The kinds of which it is not documented yet what the API demands."""

LOCATION = "cloud.googleapis.com/location"
"""The label that carries the region."""
GPU = "nvidia.com/gpu"
"""The resource limit that asks for a GPU."""

_OTHER_KINDS = {
    "serving.knative.dev": ("Configuration", "Revision", "Route"),
    "run.googleapis.com": ("Configuration", "Execution", "Revision", "Route", "Task"),
}


class EnvVar:
    """One entry of a container's `env`.

    `name` is None where it is missing or not a string; `value` is the scalar node of `value`,
    None where there is none; `secret` is the `secretKeyRef` mapping, None where there is none.
    """

    __slots__ = ("name", "name_node", "node", "secret", "value")

    def __init__(self, node: Node) -> None:
        self.node = node
        self.name_node = node.get("name")
        name = self.name_node
        self.name = (
            name.value if isinstance(name, ScalarNode) and isinstance(name.value, str) else None
        )
        value = node.get("value")
        self.value = value if isinstance(value, ScalarNode) else None
        secret = node.at("valueFrom", "secretKeyRef")
        self.secret = secret if isinstance(secret, MappingNode) else None

    @property
    def literal(self) -> str | None:
        """The value, where it is a literal string that is known now; may be empty."""
        if self.secret is not None or self.value is None:
            return None
        return text_of(self.value)

    @property
    def unknown(self) -> bool:
        """Whether the value is a placeholder or holds one."""
        return self.value is not None and self.value.unknown

    @property
    def is_set(self) -> bool:
        """Whether the variable has a value: a non-empty literal, a secret or a placeholder."""
        if self.secret is not None:
            return True
        if self.value is None:
            return False
        return self.value.unknown or self.value.text != ""


class Container:
    """One container.

    `index` is its place in the list; `ingress` whether it gets the requests; `alone` whether the
    resource has no other.
    """

    __slots__ = ("_env", "alone", "index", "ingress", "name", "node")

    def __init__(self, node: Node, index: int, ingress: bool, alone: bool = False) -> None:
        self.alone = alone
        self.node = node
        self.index = index
        self.ingress = ingress
        self.name = text_of(node.get("name")) or ""
        self._env: list[EnvVar] | None = None

    @property
    def env(self) -> list[EnvVar]:
        """The env vars in order, duplicates included."""
        if self._env is None:
            self._env = [
                EnvVar(item)
                for item in elements(self.node.get("env"))
                if isinstance(item, MappingNode)
            ]
        return self._env

    @property
    def image(self) -> ScalarNode | None:
        """The node of the image's name; None where there is none."""
        node = self.node.get("image")
        return node if isinstance(node, ScalarNode) else None

    @property
    def limits(self) -> MappingNode | None:
        """The resource limits; None where there are none."""
        return _mapping(self.node.at("resources", "limits"))

    @property
    def label(self) -> Message:
        """How messages call it: "container `app`", without a name "the container" or "container 2"."""
        if self.name:
            return say("container `{}`", name(self.name))
        if self.alone:
            return say("the container")
        return say("container {}", number(self.index + 1))


class Resource:
    """A Service, Job, WorkerPool or Instance. Parts that are missing or malformed are None or empty.

    `spec` is the innermost spec, the one that holds the containers; `template` is the object
    whose metadata carry the revision's (Service, WorkerPool) or execution's (Job) annotations, of
    an Instance the root;
    `execution` is a Job's ExecutionSpec (`taskCount`, `parallelism`). `assumed` is true for a service
    that no manifest states. `partial` says that only a part of the resource is known, as from
    `gcloud run services update`: what is not there may be set all the same. `open` names the lists
    and maps that may have more entries than are known: `env`, `secrets`, `labels`, `annotations`,
    `cloudsql`, `volumes`, `containers`. `deployed_by` is the command or the Terraform resource of
    a deploy step, "" for a manifest; `refused` are the places (path, line, column) of the values that it refuses,
    each with a finding of its own. `delivered` says that Skaffold reads the manifest, not gcloud.
    `by_gcloud` is false where no gcloud takes part, which rejects fields that it does not know yet.
    `of_one_text` is false where some of its nodes are not from the text of `source`, which cannot be
    edited by them.
    """

    __slots__ = (
        "_disclosure",
        "annotations",
        "api_version",
        "assumed",
        "by_gcloud",
        "containers",
        "delivered",
        "deployed_by",
        "execution",
        "kind",
        "labels",
        "metadata",
        "name",
        "name_node",
        "of_one_text",
        "open",
        "partial",
        "refused",
        "root",
        "source",
        "spec",
        "template",
        "template_annotations",
        "template_metadata",
        "volumes",
    )

    def __init__(self, root: MappingNode, kind: str, source: Source) -> None:
        self.root = root
        self.kind = kind
        self.source = source
        self._disclosure: Disclosure | None = None
        self.assumed = False
        self.by_gcloud = True
        self.of_one_text = True
        self.partial = False
        self.delivered = False
        self.deployed_by = ""
        self.refused: frozenset[tuple[str, int, int]] = frozenset()
        self.open: frozenset[str] = frozenset()
        self.api_version = text_of(root.get("apiVersion")) or ""
        self.metadata = _mapping(root.get("metadata"))
        self.name_node = root.at("metadata", "name")
        self.name = text_of(self.name_node) or ""
        self.annotations = _mapping(root.at("metadata", "annotations"))
        self.labels = _mapping(root.at("metadata", "labels"))
        above = () if kind == "Instance" else ("spec", "template")
        self.template = _mapping(root.at(*above)) if above else root
        self.template_metadata = _mapping(root.at(*above, "metadata"))
        self.template_annotations = _mapping(root.at(*above, "metadata", "annotations"))
        self.execution: MappingNode | None = None
        if kind == "Job":
            self.execution = _mapping(root.at("spec", "template", "spec"))
            self.spec = _mapping(root.at("spec", "template", "spec", "template", "spec"))
        else:
            self.spec = _mapping(root.at(*above, "spec"))
        self.volumes = (
            [item for item in elements(self.spec.get("volumes")) if isinstance(item, MappingNode)]
            if self.spec is not None
            else []
        )
        self.containers = self._containers()

    def __repr__(self) -> str:
        return f"<{self.kind} {self.name}>"

    def _containers(self) -> list[Container]:
        if self.spec is None:
            return []
        nodes = [
            item for item in elements(self.spec.get("containers")) if isinstance(item, MappingNode)
        ]
        with_ports = [node for node in nodes if elements(node.get("ports"))]
        ingress: Node | None = None
        if len(nodes) == 1:
            ingress = nodes[0]
        elif len(with_ports) == 1:
            ingress = with_ports[0]
        elif nodes:
            # Several or none with ports: Services are refused for it, Jobs and worker pools have
            # no ingress; the first is the main container by convention.
            ingress = (with_ports or nodes)[0]
        alone = len(nodes) == 1
        return [Container(node, index, node is ingress, alone) for index, node in enumerate(nodes)]

    @property
    def ingress_container(self) -> Container | None:
        """The container that requests reach (by convention the first, where none can)."""
        for container in self.containers:
            if container.ingress:
                return container
        return None

    @property
    def uses_gpu(self) -> bool:
        """Whether any container asks for a GPU, for which several limits are wider."""
        limits = (container.node.at("resources", "limits", GPU) for container in self.containers)
        return any(not is_null(limit) for limit in limits)

    @property
    def location(self) -> ScalarNode | None:
        """The label with the region, where it has one that is known now."""
        node = self.labels.get(LOCATION) if self.labels is not None else None
        return node if isinstance(node, ScalarNode) and text_of(node) else None

    @property
    def id(self) -> ResourceId:
        """Kind and name, for reports."""
        return ResourceId(self.kind, public(self.name))

    @property
    def spec_path(self) -> str:
        """The dotted path of `spec` in the file."""
        if self.kind == "Job":
            return "spec.template.spec.template.spec"
        return "spec" if self.kind == "Instance" else "spec.template.spec"

    @property
    def all_metadata(self) -> list[MappingNode]:
        """The metadata of the resource and of its template, each once."""
        found = [self.metadata]
        if self.template_metadata is not self.metadata:
            found.append(self.template_metadata)
        return [metadata for metadata in found if metadata is not None]

    def annotation(self, key: str, *, template: bool) -> ScalarNode | None:
        """An annotation of the root or of the template, if it is there as a scalar."""
        annotations = self.template_annotations if template else self.annotations
        node = annotations.get(key) if annotations is not None else None
        return node if isinstance(node, ScalarNode) else None

    def may_have_more(self, what: str) -> bool:
        """Whether entries of a list or map (see `open`) may be set that are not known."""
        return self.partial or what in self.open

    def value(self, node: Node | None) -> Message:
        """A scalar of this resource for a message: shown where the schema says that it may be."""
        if not isinstance(node, ScalarNode):
            return NOTHING if node is None else say("a {}", own(node.kind))
        return value(node.text, harmless=self.disclosure.shows(node))

    def placeholder(self, text: str, node: ScalarNode) -> Message:
        """A placeholder of a scalar for a message: by its name, where the scalar may be shown."""
        # What is certainly a placeholder need not wait for an answer about its field.
        harmless = not text.startswith(("${", "{{")) and self.disclosure.shows(node)
        return placeholder(text, harmless=harmless)

    def part(self, node: ScalarNode, text: str) -> Message:
        """A part of a scalar's text for a message: shown where the whole of it may be."""
        return value(text, harmless=self.disclosure.shows(node))

    @property
    def disclosure(self) -> Disclosure:
        """What of this resource may be shown."""
        if self._disclosure is None:
            from lint.manifest.disclosure import Disclosure

            self._disclosure = Disclosure(self.root, self.kind)
        return self._disclosure

    def place(self, node: Node) -> Place:
        """The place of a node in the file that it is from; of a collection, its first line."""
        source = node.source or self.source
        if isinstance(node, ScalarNode) or node.line == node.end_line:
            return Place(source.path, node.line, node.column, node.end_line, node.end_column)
        lines = source.lines()
        # What fills up an example to a whole manifest stands in no line of its text.
        end = len(lines[node.line - 1]) + 1 if node.line <= len(lines) else node.column
        return Place(source.path, node.line, node.column, node.line, end)

    def key_place(self, parent: Node | None, name: str) -> Place:
        """The place of a key in a mapping, else of the mapping, else of the resource's head."""
        if isinstance(parent, MappingNode):
            key = parent.keys.get(name)
            return self.place(key if key is not None else parent)
        return self.head

    @property
    def annotations_place(self) -> Place:
        """The place to report for a missing annotation of the template."""
        if self.template_annotations is not None:
            return self.key_place(self.template_metadata, "annotations")
        if self.template_metadata is not None:
            return self.key_place(self.template, "metadata")
        if self.template is not None:
            return self.key_place(self.root.get("spec"), "template")
        return self.head

    @property
    def head(self) -> Place:
        """Where to point when nothing better exists: the name, else the kind, else the top."""
        for node in (self.name_node, self.root.get("kind")):
            if isinstance(node, ScalarNode):
                return self.place(node)
        return self.place(self.root)


def _mapping(node: Node | None) -> MappingNode | None:
    return node if isinstance(node, MappingNode) else None


def classify(root: MappingNode) -> tuple[str | None, str]:
    """The kind to judge a document as, or None with the reason why it is passed over.

    gcloud checks neither apiVersion nor kind (the API does), so a near miss of either still
    counts as Cloud Run's, for the checks to complain about.
    """
    api_version = root.get("apiVersion")
    kind_node = root.get("kind")
    version = ""
    if isinstance(api_version, ScalarNode) and isinstance(api_version.value, str):
        version = api_version.text
    kind = kind_node.text if isinstance(kind_node, ScalarNode) and kind_node.value else ""
    group = version.partition("/")[0]
    if group in _OTHER_KINDS:
        if kind in _OTHER_KINDS[group]:
            return None, f"the kind {kind} is not checked"
        if group == "run.googleapis.com" and kind == "Service":
            return "Service", ""
        if kind in KINDS:
            return kind, ""
        if not kind and group == "run.googleapis.com":
            return ("Job" if root.at("spec", "template", "spec", "template") else "WorkerPool"), ""
        return _nearest_kind(kind, group), ""
    if version == "batch/v1" and kind == "Job" and _is_for_cloud_run(root):
        return kind, ""
    if kind == "WorkerPool" or (kind in KINDS and _near_group(group)):
        return kind, ""
    if not version and kind in ("Service", "Job") and root.at("spec", "template", "spec"):
        return kind, ""
    # Other tools have instances too, with a version that says so.
    if not version and kind == "Instance" and _is_for_cloud_run(root):
        return kind, ""
    if not version and not kind:
        return None, "not a Cloud Run manifest: it has no apiVersion and no kind"
    what = " ".join(part for part in (version, kind) if part)
    return None, f"not a Cloud Run manifest: {public(what)}"


def _is_for_cloud_run(root: MappingNode) -> bool:
    """Whether a Job of Kubernetes, or an Instance, is one of Cloud Run by its shape or an annotation.

    gcloud does not look at the apiVersion.
    """
    if root.at("spec", "template", "spec", "template") is not None:
        return True
    for path in (("metadata",), ("spec", "template", "metadata")):
        annotations = root.at(*path, "annotations")
        if isinstance(annotations, MappingNode):
            if any(key.startswith("run.googleapis.com/") for key in annotations.keys):
                return True
    return False


def _near_group(group: str) -> bool:
    """Whether a misspelt API group means one of Cloud Run's."""
    if "knative" in group:
        # eventing, sources and flows are Knative's own and not Cloud Run's
        return group.partition(".")[0] not in ("eventing", "sources", "flows", "messaging")
    return "run.google" in group


def _nearest_kind(kind: str, group: str) -> str:
    import difflib

    near = difflib.get_close_matches(kind, PREVIEW_KINDS, n=1, cutoff=0.8)
    documented = KINDS.keys() - PREVIEW_KINDS
    near += difflib.get_close_matches(kind, sorted(documented), n=1, cutoff=0.4)
    if near:
        return near[0]
    return "Service" if group == "serving.knative.dev" else "Job"
