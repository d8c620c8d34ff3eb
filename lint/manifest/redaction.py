"""Marks the spans of a manifest that no report may show: the values of env vars.

This happens when the text is read, before anything is known about its shape, so that a
misplaced or malformed `env` is covered as well.
"""

from __future__ import annotations

from lint.model.redaction import PRIVATE_KEY, URL_PASSWORD
from lint.yaml.tree import MappingNode, Node, ScalarNode, SequenceNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.model.source import Source

_ENV_KEYS = frozenset(("env", "envs", "environment", "envVars", "env_vars", "environmentVariables"))
_REFERENCES = frozenset(("valueFrom", "valueSource", "secretKeyRef", "name"))


def redact_env_values(root: Node, source: Source) -> None:
    """Marks the values of env vars under a node, wherever and however they are written."""
    todo: list[tuple[Node, bool]] = [(root, False)]
    seen: set[int] = set()
    while todo:
        node, in_env = todo.pop()
        if isinstance(node, ScalarNode):
            if in_env:
                _redact_scalar(node, source)
            elif "://" in node.text or "-----BEGIN" in node.text:
                _redact_credential(node, source)
            continue
        # Aliases make a graph of the tree; the same node is visited once per meaning.
        if id(node) * 2 + in_env in seen:
            continue
        seen.add(id(node) * 2 + in_env)
        if isinstance(node, SequenceNode):
            todo.extend((item, in_env) for item in node.items)
        elif isinstance(node, MappingNode):
            named = "name" in node
            pairs = [(name, value) for name, _, value in node.items()]
            pairs += [(key.text, value) for _, key, value in node.duplicates]
            for name, value in pairs:
                if name in _REFERENCES and (in_env or named):
                    todo.append((value, False))
                elif name == "value" and named:
                    todo.append((value, True))
                else:
                    todo.append((value, in_env or name in _ENV_KEYS))


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
