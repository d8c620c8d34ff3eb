"""JSON and YAML bodies of the v2 API: what `curl .../v2/projects/P/locations/L/services` sends.

A file is only taken for one where it cannot be anything else: it has containers in a `template`, and
a value or a field that nothing but the v2 API of Cloud Run has.
"""

from __future__ import annotations

from lint.deploy.step import Read
from lint.deploy.v2.body import body_step
from lint.deploy.v2.places import put, scalar
from lint.yaml.tree import MappingNode, ScalarNode, elements, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.deploy.file import DeployFile
    from lint.yaml.tree import Node

COMMAND = "a v2 API request"
_KINDS = {"services": "Service", "jobs": "Job", "workerPools": "WorkerPool"}
_PREFIXES = ("INGRESS_TRAFFIC_", "EXECUTION_ENVIRONMENT_GEN", "TRAFFIC_TARGET_ALLOCATION_TYPE_")
_OF_TEMPLATE = frozenset(("maxInstanceRequestConcurrency", "vpcAccess", "executionEnvironment"))


def read(file: DeployFile) -> Read:
    """The objects that the file holds."""
    found = Read()
    for document in file.manifest.documents:
        root = document.root
        if not isinstance(root, MappingNode):
            continue
        kind = kind_of(root)
        if kind:
            place = _place(root)
            if "name" not in root:
                # The id goes into the address of the request.
                put(root, "name", scalar(place, "${name}"), place)
            found.steps.append(body_step(root, kind, file.source, COMMAND, place))
    return found


def _place(root: MappingNode) -> Node:
    """The name, else the first field."""
    return root.get("name") or next(iter(root.keys.values()), root)


def kind_of(root: MappingNode) -> str:
    """The kind of object that a body of the v2 API is of; "" for anything else."""
    template = root.get("template")
    if "apiVersion" in root or "kind" in root or not isinstance(template, MappingNode):
        return ""
    task = template.get("template")
    inner = task if isinstance(task, MappingNode) else template
    containers = elements(inner.get("containers"))
    if not containers or not all(isinstance(item, MappingNode) for item in containers):
        return ""
    parts = (text_of(root.get("name")) or "").split("/")
    if len(parts) == 6 and (parts[0], parts[2]) == ("projects", "locations"):
        return _KINDS.get(parts[4], "")
    if not _is_certain(root, inner):
        return ""
    if inner is task:
        return "Job"
    return "WorkerPool" if "instanceSplits" in root else "Service"


def _is_certain(root: MappingNode, inner: MappingNode) -> bool:
    if any(field in _OF_TEMPLATE for field in inner.keys):
        return True
    values = [root.get("ingress"), *(item.get("type") for item in elements(root.get("traffic")))]
    return any(isinstance(node, ScalarNode) and node.text.startswith(_PREFIXES) for node in values)
