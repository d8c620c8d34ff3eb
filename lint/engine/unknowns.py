"""The values of a resource that nobody can know yet."""

from __future__ import annotations

from lint.model.findings import Unknown
from lint.yaml.placeholders import find_any
from lint.yaml.tree import ScalarNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.manifest.resource import Resource


def unknowns(resource: Resource) -> list[Unknown]:
    """Every placeholder in the resource, once for each scalar that holds it.

    The names of env vars are passed over: `PROJECT_ID` is a good name for one.
    """
    found: list[Unknown] = []
    names = {
        id(variable.name_node)
        for container in resource.containers
        for variable in container.env
        if isinstance(variable.name_node, ScalarNode) and not variable.name_node.templated
    }
    for node in resource.root.walk():
        if isinstance(node, ScalarNode) and id(node) not in names:
            placeholders = find_any(node.text)
            if placeholders:
                place = resource.place(node)
                found.extend(
                    Unknown(place, str(resource.placeholder(text, node)))
                    for text in dict.fromkeys(placeholders)
                    if not resource.deployed_by or _is_written(text, node, resource)
                )
    return found


def _is_written(placeholder: str, node: ScalarNode, resource: Resource) -> bool:
    """Whether a deploy step itself has what a placeholder stands for.

    The name that `--source` gives an image is gcloud's, and of no interest to whoever reads on.
    """
    lines = (node.source or resource.source).lines()
    written = "".join(lines[node.line - 1 : node.end_line])
    return placeholder.strip("${} ") in written
