"""`env-vars`: what is wrong with an env var as such, whatever the program wants of it."""

from __future__ import annotations

import re

from lint.checks.faults import fault_parameters, report_faults
from lint.model import text as shown
from lint.model.fault import Fault, Repair
from lint.model.text import say
from lint.support.lazy_regex import lazy_regex
from lint.yaml.tree import MappingNode, ScalarNode, SequenceNode, elements, is_null

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
                        message=say(
                            "env var `{}` is set twice, once from a secret", shown.name(name)
                        ),
                        help=say("Remove one of the two."),
                        related=[(where, say("the first one"))],
                    )
                else:
                    yield Fault(
                        "duplicate",
                        variable.name_node,
                        message=say(
                            "env var `{}` is set twice; only the last value is used",
                            shown.name(name),
                        ),
                        help=say("Remove one of the two."),
                        related=[(where, say("this one is ignored"))],
                        repair=_removal(container, first),
                    )
    limit = facts.get("too-many", {}).get("limit")
    if limit and total > limit:
        yield Fault(
            "too-many",
            context.resource.head,
            message=say(
                "the containers together have {}; the limit is {}",
                shown.count(total, "env var"),
                shown.amount(limit),
            ),
            help=say("Move settings into a file or a secret."),
        )


def _removal(container: Container, variable: EnvVar) -> Repair | None:
    env = container.node.get("env")
    if not isinstance(env, SequenceNode):
        return None
    return Repair("remove_item", env, variable.node)


def _port(container: Container, variable: EnvVar) -> Repair | None:
    """Moves the port to `containerPort`, where it says what the variable was meant to."""
    removal = _removal(container, variable)
    text = variable.literal or ""
    ports = container.node.get("ports")
    if removal is None or not text.isdecimal() or not isinstance(container.node, MappingNode):
        return None
    port = next((item.get("containerPort") for item in elements(ports) if item is not None), None)
    if isinstance(port, ScalarNode):
        if port.text != text:
            removal.further = (Repair("set_plain", port, text),)
    elif ports is not None:
        return None
    elif text != "8080":
        added = f"[{{containerPort: {text}}}]"
        removal.further = (Repair("add_entry", container.node, "ports", added),)
    return removal


def _name(
    context: CheckContext, facts: dict[str, Facts], container: Container, variable: EnvVar
) -> Iterator[Fault]:
    node = variable.name_node
    name = variable.name
    if name is None or not isinstance(node, ScalarNode) or node.templated:
        return
    if name == "":
        yield Fault(
            "empty-name",
            node,
            message=say("the name of an env var is empty"),
            help=say("Name it, or remove it."),
        )
        return
    if "=" in name:
        yield Fault(
            "equals-sign",
            node,
            message=say("the name of an env var contains `=`, so the program cannot find it"),
            help=say("Write only the name under `name`, and the value under `value`."),
        )
    elif not name.isidentifier() and (name != name.strip() or re.search(r"\s", name)):
        yield Fault(
            "white-space-name",
            node,
            message=say("the name of env var `{}` contains white space", shown.name(name.strip())),
            help=say("Remove the white space."),
            repair=Repair("set_text", node, name.strip())
            if re.fullmatch(r"\w+", name.strip())
            else None,
        )
    kind = context.resource.kind
    for fault in ("reserved", "reserved-unsure"):
        table = facts.get(fault, {}).get(kind, {})
        if name in table.get("all", ()) or (container.ingress and name in table.get("ingress", ())):
            yield Fault(
                fault,
                node,
                message=say("env var `{}` is reserved: Cloud Run sets it", shown.name(name)),
                help=say("Remove it, and set `containerPort` instead.")
                if name == "PORT"
                else say("Remove it."),
                repair=_port(container, variable)
                if name == "PORT"
                else _removal(container, variable),
            )
            break
    prefix = facts.get("reserved-prefix", {}).get("prefix")
    if prefix and name.startswith(prefix):
        yield Fault(
            "reserved-prefix",
            node,
            message=say(
                "env var `{}` begins with `{}`, which is reserved for Google",
                shown.name(name),
                shown.own(prefix),
            ),
            help=say("Rename it."),
        )
    limit = facts.get("too-long", {}).get("limit")
    if limit and len(name) > limit:
        yield Fault(
            "too-long",
            node,
            message=say(
                "the name of an env var has {}; the limit is {}",
                shown.count(len(name), "character"),
                shown.amount(limit),
            ),
            help=say("Shorten it."),
        )


def _value(facts: dict[str, Facts], variable: EnvVar, names: set[str | None]) -> Iterator[Fault]:
    node = variable.value
    entry = variable.node
    source = entry.get("valueFrom")
    label = shown.name(variable.name or "")
    if node is not None and node.text and isinstance(source, MappingNode) and len(source):
        yield Fault(
            "value-and-source",
            node,
            message=say("env var `{}` has both `value` and `valueFrom`", label),
            help=say("Remove one of the two."),
            related=[(source, say("the other source"))],
        )
    if isinstance(source, MappingNode) and all(is_null(value) for value in source.values.values()):
        yield Fault(
            "empty-source",
            entry.keys["valueFrom"] if isinstance(entry, MappingNode) else entry,
            message=say("`valueFrom` of env var `{}` is empty, so the variable is empty", label),
            help=say("Add `secretKeyRef`, or set `value`."),
        )
    if node is None or not isinstance(node.value, str) or node.unknown:
        return
    text = node.value
    bare = text.strip()
    if text != bare and bare and "\n" not in bare:
        yield Fault(
            "white-space-value",
            node,
            message=say(
                "env var `{}` has white space around its value: {}",
                label,
                shown.hidden(text),
            ),
            help=say("Write the value without the line end, in quotes.")
            if text.strip(" ") != bare
            else say("Remove the white space."),
            repair=Repair("set_text", node, bare, safe=False, shown=False),
        )
    for match in _EXPANSION.finditer(text) if "$(" in text else ():
        # Only a name that is set here shows that an expansion is meant.
        if match.group(1) in names:
            yield Fault(
                "expansion",
                node,
                message=say(
                    "env var `{}` contains `$({})`, which Cloud Run does not expand",
                    label,
                    shown.name(match.group(1)),
                ),
                help=say("Write the value in full, or expand it in the program."),
            )
    limit = facts.get("too-long", {}).get("limit")
    if limit and len(text) * 4 > limit and _bytes(text) > limit:
        yield Fault(
            "too-long",
            node,
            message=say(
                "the value of env var `{}` has {}; the limit is {}",
                label,
                shown.count(_bytes(text), "byte"),
                shown.amount(limit),
            ),
            help=say("Move it into a secret or a file."),
        )


def _bytes(text: str) -> int:
    """The length in UTF-8; half of a surrogate pair, which JSON's escapes can make, counts too."""
    return len(text.encode("utf-8", "surrogatepass"))
