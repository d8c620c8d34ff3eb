"""Marks the spans of a manifest that no report may show: the values of env vars.

This happens when the text is read, before anything is known about its shape, so that a
misplaced or malformed `env` is covered as well.
"""

from __future__ import annotations

from lint.model.redaction import PRIVATE_KEY, URL_PASSWORD
from lint.yaml.tree import MappingNode, Node, ScalarNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.model.source import Source

_ENV_KEYS = frozenset(("env", "envs", "environment", "envVars", "env_vars", "environmentVariables"))
_REFERENCES = frozenset(("valueFrom", "valueSource", "secretKeyRef", "name"))


def redact_env_values(root: Node, source: Source) -> None:
    """Marks the values of env vars under a node, wherever and however they are written."""
    for node, in_env in root.walk_with(False, _below, repeated=True):
        if isinstance(node, ScalarNode):
            if in_env:
                _redact_scalar(node, source)
            elif "://" in node.text or "-----BEGIN" in node.text:
                _redact_credential(node, source)


def _below(node: Node, key: str, in_env: bool) -> bool:
    """Whether what is under a key of a node is, or contains, values of env vars."""
    if isinstance(node, MappingNode):
        named = "name" in node
        if key in _REFERENCES and (in_env or named):
            return False
        return in_env or key in _ENV_KEYS or (key == "value" and named)
    return in_env


def _redact_scalar(node: ScalarNode, source: Source) -> None:
    if node.value is None or not node.text or _only_placeholder(node):
        return
    source.redact(node.line, node.column, node.end_line, node.end_column)


def _only_placeholder(node: ScalarNode) -> bool:
    found = node.placeholders
    return len(found) == 1 and found[0] == node.text


def _redact_credential(node: ScalarNode, source: Source) -> None:
    if PRIVATE_KEY.search(node.text) or (URL_PASSWORD.search(node.text) and not node.templated):
        source.redact(node.line, node.column, node.end_line, node.end_column)
