"""`env-vars`: what is wrong with an env var as such, whatever the program wants of it."""

from __future__ import annotations

import re

from lint.checks.faults import fault_parameters, report_faults
from lint.model.fault import Fault
from lint.model.text import name as shown_name
from lint.model.text import say
from lint.support.lazy_regex import lazy_regex
from lint.yaml.tree import MappingNode, ScalarNode, is_null

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.checks.faults import Facts
    from lint.manifest.resource import Container, EnvVar
    from lint.model.findings import Finding
    from lint.model.rule import Rule

FAULTS = (
    "duplicate",
    "duplicate-secret",
    "reserved",
    "reserved-unsure",
    "reserved-prefix",
    "empty-name",
    "equals-sign",
    "white-space-name",
    "white-space-value",
    "value-and-source",
    "empty-source",
    "expansion",
    "too-long",
    "too-many",
)
_EXPANSION = lazy_regex(r"\$\(([A-Za-z_][A-Za-z0-9_]*)\)")


def model() -> Any:
    """The parameters, for pydantic."""
    return fault_parameters(FAULTS)


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding]:
    """A finding for each fault of each env var."""
    return report_faults(rules, context, _detect)


def _detect(context: CheckContext, facts: dict[str, Facts]) -> Iterator[Fault]:
    total = 0
    for container in context.resource.containers:
        seen: dict[str, EnvVar] = {}
        names = {variable.name for variable in container.env}
        for variable in container.env:
            total += 1
            yield from _name(context, facts, container, variable)
            yield from _value(facts, variable, names)
            name = variable.name
            if not name or (
                isinstance(variable.name_node, ScalarNode) and variable.name_node.templated
            ):
                continue
            first = seen.setdefault(name, variable)
            if first is not variable and variable.name_node is not None:
                where = first.name_node or first.node
                if first.secret is not None or variable.secret is not None:
                    yield Fault(
                        "duplicate-secret",
                        variable.name_node,
                        message=f"env var `{name[:60]}` occurs twice, and one of them is a secret",
                        help="Remove one of the two.",
                        related=[(where, "the first one")],
                    )
                else:
                    yield Fault(
                        "duplicate",
                        variable.name_node,
                        message=f"env var `{name[:60]}` occurs twice; the last one counts",
                        help="Remove one of the two.",
                        related=[(where, "this one is ignored")],
                    )
    limit = facts.get("too-many", {}).get("limit")
    if limit and total > limit:
        yield Fault(
            "too-many",
            context.resource.head,
            message=f"there are {total:,} env vars over all containers; the limit is {limit:,}",
            help="Move settings into a file or a secret.",
        )


def _name(
    context: CheckContext, facts: dict[str, Facts], container: Container, variable: EnvVar
) -> Iterator[Fault]:
    node = variable.name_node
    name = variable.name
    if name is None or not isinstance(node, ScalarNode) or node.templated:
        return
    if name == "":
        yield Fault("empty-name", node, message="the name of an env var is empty", help="Name it.")
        return
    if "=" in name:
        yield Fault(
            "equals-sign",
            node,
            message="the name of an env var holds `=`, so no program will find it",
            help="Write the value under `value`.",
        )
    elif not name.isidentifier() and (name != name.strip() or re.search(r"\s", name)):
        yield Fault(
            "white-space-name",
            node,
            message=say("the name of env var `{}` holds white space", shown_name(name.strip())),
            help="Remove the white space.",
        )
    kind = context.resource.kind
    for fault in ("reserved", "reserved-unsure"):
        table = facts.get(fault, {}).get(kind, {})
        if name in table.get("all", ()) or (container.ingress and name in table.get("ingress", ())):
            yield Fault(
                fault,
                node,
                message=f"env var `{name}` is set by Cloud Run itself",
                help="Remove it" + ("; `containerPort` decides on it." if name == "PORT" else "."),
            )
            break
    prefix = facts.get("reserved-prefix", {}).get("prefix")
    if prefix and name.startswith(prefix):
        yield Fault(
            "reserved-prefix",
            node,
            message=f"env vars that begin with `{prefix}` are reserved for Google",
            help="Rename it.",
        )
    limit = facts.get("too-long", {}).get("limit")
    if limit and len(name) > limit:
        yield Fault(
            "too-long",
            node,
            message=f"the name has {len(name):,} characters; {limit:,} are allowed",
            help="",
        )


def _value(facts: dict[str, Facts], variable: EnvVar, names: set[str | None]) -> Iterator[Fault]:
    node = variable.value
    entry = variable.node
    source = entry.get("valueFrom")
    label = (variable.name or "")[:60]
    if node is not None and node.text and isinstance(source, MappingNode) and len(source):
        yield Fault(
            "value-and-source",
            node,
            message=f"env var `{label}` has a `value` and a `valueFrom`, only one may be",
            help="Remove one of the two.",
            related=[(source, "the other source")],
        )
    if isinstance(source, MappingNode) and all(is_null(value) for value in source.values.values()):
        yield Fault(
            "empty-source",
            entry.keys["valueFrom"] if isinstance(entry, MappingNode) else entry,
            message=f"`valueFrom` of env var `{label}` is empty, so the variable is empty",
            help="Add `secretKeyRef`, or give a `value`.",
        )
    if node is None or not isinstance(node.value, str) or node.unknown:
        return
    text = node.value
    bare = text.strip()
    if text != bare and bare and "\n" not in text:
        yield Fault(
            "white-space-value",
            node,
            message=f"env var `{label}` has white space around its value (<redacted, {len(text)} chars>)",
            help="Remove the white space.",
        )
    for match in _EXPANSION.finditer(text) if "$(" in text else ():
        # Only a name that is set here shows that an expansion is meant.
        if match.group(1) in names:
            yield Fault(
                "expansion",
                node,
                message=f"env var `{label}` refers to `$({match.group(1)})`, which Cloud Run does not expand",
                help="Write the value out, or expand it in the program.",
            )
    limit = facts.get("too-long", {}).get("limit")
    if limit and len(text) * 4 > limit and _bytes(text) > limit:
        yield Fault(
            "too-long",
            node,
            message=f"the value of env var `{label}` has {_bytes(text):,} bytes; {limit:,} are allowed",
            help="Move it into a secret or a file.",
        )


def _bytes(text: str) -> int:
    """The length in UTF-8; half of a surrogate pair, which JSON's escapes can make, counts too."""
    return len(text.encode("utf-8", "surrogatepass"))
