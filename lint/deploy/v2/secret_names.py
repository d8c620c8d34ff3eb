"""Names of secrets: v2 has full names, v1 an annotation that gives a secret of another project an alias."""

from __future__ import annotations

from lint.deploy.v2.places import key_of, put, scalar
from lint.manifest.references import SECRETS
from lint.yaml.tree import MappingNode, ScalarNode, is_null

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.yaml.tree import Node


class SecretNames:
    """Gathers the aliases that the secrets of one template need."""

    def __init__(self) -> None:
        self._aliases: dict[str, str] = {}
        self._first: ScalarNode | None = None

    def put(self, source: MappingNode, name: str, target: MappingNode, to: str) -> None:
        """Takes over a field that names a secret, by its alias where it is a full name."""
        node = source.get(name)
        if node is None or is_null(node):
            return
        put(target, to, self._short(node), key_of(source, name))

    def _short(self, node: Node) -> Node:
        if not isinstance(node, ScalarNode) or node.unknown:
            return node
        parts = node.text.split("/")
        if len(parts) != 4 or (parts[0], parts[2]) != ("projects", "secrets"):
            return node
        # v1 asks for the number of a project where v2 takes its id, too.
        project = parts[1] if parts[1].isdecimal() else "${project}"
        target = f"projects/{project}/secrets/{parts[3]}"
        alias = parts[3]
        number = 2
        while self._aliases.setdefault(alias, target) != target:
            alias = f"{parts[3]}-{number}"
            number += 1
        self._first = self._first or node
        return scalar(node, alias)

    def annotate(self, annotations: MappingNode) -> None:
        """Adds the annotation that explains the aliases, if there are any."""
        if self._first is None:
            return
        text = ",".join(f"{alias}:{secret}" for alias, secret in self._aliases.items())
        put(annotations, SECRETS, scalar(self._first, text), self._first)
