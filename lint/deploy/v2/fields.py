"""Fields of the v2 API whose values v1 writes otherwise: enums, flags, durations.

Source: the discovery documents of run v1 and run v2. lint/cloud/v2 has the way back.
"""

from __future__ import annotations

from lint.deploy.v2.places import key_of, put, scalar
from lint.support.lazy_regex import lazy_regex
from lint.yaml.tree import MappingNode, Node, ScalarNode, integer_of, is_null

INGRESS = {
    "INGRESS_TRAFFIC_ALL": "all",
    "INGRESS_TRAFFIC_INTERNAL_ONLY": "internal",
    "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER": "internal-and-cloud-load-balancing",
    "INGRESS_TRAFFIC_NONE": "none",
}
EGRESS = {"ALL_TRAFFIC": "all-traffic", "PRIVATE_RANGES_ONLY": "private-ranges-only"}
ENVIRONMENTS = {"EXECUTION_ENVIRONMENT_GEN1": "gen1", "EXECUTION_ENVIRONMENT_GEN2": "gen2"}
STAGES = {"ALPHA": "ALPHA", "BETA": "BETA", "GA": "GA"}
MODES = {"AUTOMATIC": "automatic", "MANUAL": "manual"}
REVOCATIONS = {"SHUTDOWN": "shut-down", "PREVENT_NEW": "prevent-new"}
FUNCTIONAL_TYPES = {"FUNCTIONAL_TYPE_AGENT": "agent", "FUNCTIONAL_TYPE_MCP_SERVER": "mcp-server"}
MEDIUMS = {"MEMORY": "Memory", "DISK": "Disk"}

DURATION = lazy_regex(r"([0-9]+)(?:\.[0-9]{1,9})?s")


def copy(source: Node, name: str, target: MappingNode, to: str = "") -> None:
    """Takes over a field as it is, under its v1 name."""
    node = source.get(name)
    if isinstance(source, MappingNode) and node is not None and not is_null(node):
        put(target, to or name, node, key_of(source, name))


def string(node: Node) -> Node:
    """A scalar as the string that an annotation has to be; null and collections stay."""
    if not isinstance(node, ScalarNode) or node.value is None or isinstance(node.value, str):
        return node
    return scalar(node, node.text if not isinstance(node.value, bool) else str(node.value).lower())


def enum(node: Node, values: dict[str, str]) -> Node | None:
    """A value of an enum as v1 writes it; None for one that v1 has no word for."""
    if not isinstance(node, ScalarNode):
        return None
    if node.unknown:
        return node
    written = values.get(node.text)
    return None if written is None else scalar(node, written)


def seconds(node: Node) -> Node | None:
    """A duration (`300s`) as a number of seconds; None for what is no duration."""
    if not isinstance(node, ScalarNode) or node.unknown:
        return node if isinstance(node, ScalarNode) else None
    match = DURATION.fullmatch(node.text)
    return scalar(node, int(match.group(1)[:18])) if match else None


def hours(node: Node) -> Node | None:
    """A duration as the whole hours that v1 counts in, as text."""
    made = seconds(node)
    count = integer_of(made)
    if made is None or count is None:
        return made
    return scalar(node, str(count // 3600))


def boolean_of(node: Node | None) -> bool | None:
    """The value of a flag; None where it is not there or not known."""
    if not isinstance(node, ScalarNode):
        return None
    if isinstance(node.value, bool):
        return node.value
    return {"true": True, "false": False}.get(node.text)
