"""Nodes of policy files to constraints and policies, with the faults of their fields.

gcloud drops keys that it does not know from these files without a word, so a slip of the pen
(`condition_`) makes a constraint that says something else.
"""

from __future__ import annotations

import re

from lint.model.fault import Fault
from lint.model.text import listed, name, number, own, say
from lint.organization.model import Constraint, Policy, PolicyRule, place_of
from lint.support.nearest import nearest
from lint.yaml.tree import MappingNode, ScalarNode, SequenceNode, elements

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lint.model.source import Source
    from lint.model.text import Message
    from lint.organization.model import PolicySet
    from lint.yaml.tree import Node

_LIMITS = {"condition": 1000, "displayName": 200, "description": 2000}
_MAX_ID = 70
_CONSTRAINT = {
    "name": "string",
    "resourceTypes": "strings",
    "methodTypes": "strings",
    "condition": "string",
    "actionType": "string",
    "displayName": "string",
    "description": "string",
    "updateTime": "string",
}
_REQUIRED = ("name", "resourceTypes", "methodTypes", "condition", "actionType")
_SPEC = {
    "rules": "objects",
    "inheritFromParent": "boolean",
    "reset": "boolean",
    "etag": "string",
    "updateTime": "string",
}
_RULE = {
    "enforce": "boolean",
    "allowAll": "boolean",
    "denyAll": "boolean",
    "values": "object",
    "condition": "object",
    "parameters": "object",
    "resourceTypes": "object",
}
_POLICY = {
    "name": "string",
    "spec": "object",
    "dryRunSpec": "object",
    "alternate": "object",
    "etag": "string",
    "updateTime": "string",
}
_VALUES = {"allowedValues": "strings", "deniedValues": "strings"}
_LIST_POLICY = {
    **_VALUES,
    "allValues": "string",
    "inheritFromParent": "boolean",
    "suggestedValue": "string",
}
_OLD_POLICY = {
    "constraint": "string",
    "listPolicy": "object",
    "booleanPolicy": "object",
    "restoreDefault": "object",
    "version": "any",
    "etag": "string",
    "updateTime": "string",
}
KNOWN_KEYS = frozenset(
    key
    for fields in (_CONSTRAINT, _POLICY, _OLD_POLICY, _SPEC, _RULE, _VALUES, _LIST_POLICY)
    for key in fields
) | {"expression", "policies", "customConstraints", "constraints", "enforced", "kind", "apiVersion"}
"""The fields of constraints and policies, whose values may be shown."""
_VALUES_OF = {
    "run.allowedIngress": ("all", "internal", "internal-and-cloud-load-balancing"),
    "run.allowedVPCEgress": ("all-traffic", "private-ranges-only"),
}
"""The values of list constraints that have a fixed number of them."""
_METHODS = ("CREATE", "UPDATE", "DELETE", "REMOVE_GRANT", "GOVERN_TAGS")
_ACTIONS = ("ALLOW", "DENY")
RESOURCE_TYPES = ("run.googleapis.com/Service", "run.googleapis.com/Job")
"""What Cloud Run's documentation lists. WorkerPool and Instance are not confirmed."""
_UNCONFIRMED = ("run.googleapis.com/WorkerPool", "run.googleapis.com/Instance")
_RUN = "run.googleapis.com/"
_ID = re.compile(r"custom\.[A-Za-z0-9]+")


def read_object(root: MappingNode, source: Source, into: PolicySet) -> bool:
    """Adds what a mapping states; whether it is a constraint or a policy at all."""
    if _group(root) == "orgpolicy.cnrm.cloud.google.com":
        return _read_config_connector(root, source, into)
    known = set(root.keys)
    if "/customConstraints/" in _text(root.get("name")) or (
        known & {"actionType", "resourceTypes", "methodTypes", "action_type", "resource_types"}
        and "spec" not in known
    ):
        read_constraint(root, source, into)
        return True
    if known & {"listPolicy", "booleanPolicy", "restoreDefault"} and "constraint" in known:
        read_old_policy(root, source, into)
        return True
    if "/policies/" in _text(root.get("name")) and known & {"spec", "dryRunSpec"}:
        read_policy(root, source, into)
        return True
    return False


def read_constraint(
    root: MappingNode, source: Source, into: PolicySet, id: str = "", gcloud: bool = True
) -> Constraint:
    """Adds a custom constraint.

    `id` is given where the name is written elsewhere; `gcloud` says that gcloud reads the file, so
    that unknown keys are dropped.
    """
    before = len(into.faults)
    reader = _Fields(source, into.faults, gcloud)
    reader.check(root, _CONSTRAINT, "a custom constraint")
    anchor = root.get("name") or root
    id = id or _text(root.get("name")).rpartition("/")[2]
    for field in _REQUIRED:
        if _field(root, field) is None and not (field == "name" and id):
            reader.fault(
                "constraint-incomplete",
                anchor,
                say("the custom constraint has no `{}`", own(field)),
                say("Add `{}`.", own(field)),
            )
    if gcloud and id and "/customConstraints/" not in _text(root.get("name")):
        reader.fault(
            "constraint-name",
            anchor,
            say("the name of a custom constraint is a full resource name"),
            say("Write `organizations/ORGANIZATION/customConstraints/{}`.", name(id)),
        )
    if id and not _unknown(root.get("name")):
        if not _ID.fullmatch(id):
            reader.fault(
                "constraint-name",
                anchor,
                say("`{}` is not `custom.` with letters and digits behind it", name(id)),
                say("Rename the constraint."),
            )
        elif len(id) > _MAX_ID:
            reader.fault(
                "constraint-limit",
                anchor,
                say("the id has {} characters; the most are {}", number(len(id)), number(_MAX_ID)),
                say("Shorten the id."),
            )
    for field, limit in _LIMITS.items():
        node = _field(root, field)
        if isinstance(node, ScalarNode) and len(node.text) > limit:
            reader.fault(
                "constraint-limit",
                node,
                say(
                    "`{}` has {} characters; the most are {}",
                    own(field),
                    number(len(node.text)),
                    number(limit),
                ),
                say("Shorten it."),
            )
    types = reader.words(_field(root, "resourceTypes"))
    methods = reader.words(_field(root, "methodTypes"))
    reader.choices(_field(root, "methodTypes"), "methodTypes", _METHODS)
    reader.choices(_field(root, "actionType"), "actionType", _ACTIONS)
    _check_types(_field(root, "resourceTypes"), reader)
    condition = root.get("condition")
    action = _text(_field(root, "actionType"))
    broken = any(fault.kind not in ("policy-unknown-field",) for fault in into.faults[before:])
    made = Constraint(
        id=id,
        display_name=_text(_field(root, "displayName")),
        condition=condition
        if isinstance(condition, ScalarNode) and isinstance(condition.value, str)
        else None,
        denies={"ALLOW": False, "DENY": True}.get(action),
        resource_types=types,
        method_types=methods,
        place=place_of(condition if isinstance(condition, ScalarNode) else anchor, source),
        broken=broken and any(_is_of_run(kind) for kind in types),
    )
    into.constraints[id] = made
    return made


def _is_of_run(resource_type: str) -> bool:
    return resource_type.startswith(_RUN)


def _check_types(node: Node | None, reader: _Fields) -> None:
    for item in elements(node):
        text = _text(item)
        if not text or text in RESOURCE_TYPES or text in _UNCONFIRMED:
            continue
        near = nearest(text, RESOURCE_TYPES)
        if text.lower().startswith(_RUN) or (near is not None and "run" in text.lower()):
            reader.fault(
                "constraint-type",
                item,
                say("Cloud Run has no resource type `{}` for constraints", name(text)),
                say("Write `{}`.", own(near or RESOURCE_TYPES[0])),
            )


def _read_config_connector(root: MappingNode, source: Source, into: PolicySet) -> bool:
    """A Config Connector object: its `spec` has the fields of a constraint."""
    spec = root.get("spec")
    if _text(root.get("kind")) != "OrgPolicyCustomConstraint" or not isinstance(spec, MappingNode):
        return False
    id = _text(spec.get("resourceID")) or _text(root.at("metadata", "name"))
    read_constraint(spec, source, into, id=id, gcloud=False)
    return True


def read_policy(root: MappingNode, source: Source, into: PolicySet, gcloud: bool = True) -> None:
    """Adds a policy of the v2 API; `gcloud` as for `read_constraint`."""
    reader = _Fields(source, into.faults, gcloud)
    reader.check(root, _POLICY, "a policy")
    parent, _, constraint = _text(root.get("name")).partition("/policies/")
    for key in ("spec", "dryRunSpec"):
        spec = root.get(key)
        if isinstance(spec, MappingNode):
            reader.check(spec, _SPEC, "a policy's `spec`")
            policy = Policy(
                constraint=constraint,
                parent=parent,
                rules=list(_rules(spec.get("rules"), reader, constraint)),
                place=place_of(root.get("name") or root, source),
                inherits=_truth(spec.get("inheritFromParent")) is True,
                resets=_truth(spec.get("reset")) is True,
                dry_run=key == "dryRunSpec",
            )
            into.policies.append(policy)


def _rules(node: Node | None, reader: _Fields, constraint: str) -> Iterator[PolicyRule]:
    for item in elements(node):
        if not isinstance(item, MappingNode):
            continue
        reader.check(item, _RULE, "a rule of a policy")
        values = item.get("values")
        if isinstance(values, MappingNode):
            reader.check(values, _VALUES, "`values`")
            _check_values(values, constraint, reader)
        condition = item.get("condition")
        expression = item.at("condition", "expression")
        first = next(iter(item.keys.values()), None)
        yield PolicyRule(
            place=place_of(first or item, reader.source),
            enforce=_truth(item.get("enforce")),
            allow_all=_truth(item.get("allowAll")) is True,
            deny_all=_truth(item.get("denyAll")) is True,
            allowed=reader.words(item.at("values", "allowedValues")),
            denied=reader.words(item.at("values", "deniedValues")),
            condition=(_text(expression) or "...") if condition is not None else "",
        )


def _check_values(values: MappingNode, constraint: str, reader: _Fields) -> None:
    """Reports values that a constraint cannot have, such as those of the v2 API."""
    known = _VALUES_OF.get(constraint, ())
    for key in _VALUES:
        for item in elements(values.get(key)) if known else ():
            text = _text(item)
            kind, colon, rest = text.partition(":")
            if not text or _unknown(item) or (rest if colon and kind == "is" else text) in known:
                continue
            near = nearest(text.lower().rpartition("ingress_traffic_")[2], known)
            reader.fault(
                "policy-value",
                item,
                say("`{}` is no value of `{}`: {}", name(text), own(constraint), _all(known)),
                say("Write `{}`.", own(near)) if near else say("Write one of these."),
            )


def read_old_policy(
    root: MappingNode, source: Source, into: PolicySet, gcloud: bool = True
) -> None:
    """Adds a policy in the form of the v1 API: `gcloud resource-manager org-policies` prints and reads it.

    `gcloud` is as for `read_constraint`.
    """
    reader = _Fields(source, into.faults, gcloud)
    reader.check(root, _OLD_POLICY, "a policy")
    anchor = root.get("constraint") or root
    values = root.get("listPolicy")
    boolean = root.get("booleanPolicy")
    place = place_of(anchor, source)
    rules = []
    if isinstance(values, MappingNode):
        reader.check(values, _LIST_POLICY, "`listPolicy`")
        _check_values(values, _text(root.get("constraint")).removeprefix("constraints/"), reader)
        whole = _text(values.get("allValues"))
        rules.append(
            PolicyRule(
                place=place_of(values, source),
                allow_all=whole == "ALLOW",
                deny_all=whole == "DENY",
                allowed=reader.words(values.get("allowedValues")),
                denied=reader.words(values.get("deniedValues")),
            )
        )
    elif isinstance(boolean, MappingNode):
        enforced = _truth(boolean.get("enforced"))
        rules.append(PolicyRule(place=place_of(boolean, source), enforce=enforced is True))
    into.policies.append(
        Policy(
            constraint=_text(root.get("constraint")).removeprefix("constraints/"),
            parent="",
            rules=rules,
            place=place,
            inherits=_truth(root.at("listPolicy", "inheritFromParent")) is True,
            resets=root.get("restoreDefault") is not None,
        )
    )


class _Fields:
    """Checks the fields of mappings, and gathers the faults."""

    def __init__(self, source: Source, faults: list[Fault], gcloud: bool = True) -> None:
        self._gcloud = gcloud
        self.source = source
        self.faults = faults

    def fault(self, kind: str, where: Node, message: Message, help: Message) -> None:
        """Adds a fault at a node."""
        place = place_of(where, self.source)
        self.faults.append(Fault(kind, place, message=message, help=help))

    def check(self, root: MappingNode, fields: dict[str, str], what: str) -> None:
        """Reports keys that are no fields, and values of a wrong type."""
        if not self._gcloud:
            return  # Terraform and Kubernetes refuse such files themselves
        for key, node, found in root.items():
            expected = fields.get(key)
            if expected is None and api_name(key) in fields:
                # Google's own examples have such names; the reader of the SDK has none of them.
                self.fault(
                    "policy-unknown-field",
                    node,
                    say(
                        "the API calls this field `{}`, and gcloud may drop it", own(api_name(key))
                    ),
                    say("Write `{}`.", own(api_name(key))),
                )
            elif expected is None:
                near = nearest(key, fields)
                self.fault(
                    "policy-unknown-field",
                    node,
                    say(
                        "{} has no field `{}`: gcloud drops it without a word", own(what), name(key)
                    ),
                    say("Write `{}`.", own(near)) if near else say("Remove it."),
                )
            elif not _fits(found, expected):
                self.fault(
                    "policy-type",
                    found,
                    say("`{}` must be {}", own(key), own(_EXPECTED[expected])),
                    say("Write {}.", own(_EXPECTED[expected])),
                )

    def words(self, node: Node | None) -> list[str]:
        """The strings of a list."""
        return [text for item in elements(node) if (text := _text(item))]

    def choices(self, node: Node | None, field: str, known: Iterable[str]) -> None:
        """Reports words that are none of those that a field can have."""
        for item in elements(node):
            text = _text(item)
            if text and text not in known:
                near = nearest(text.upper(), known)
                self.fault(
                    "constraint-choice",
                    item,
                    say("`{}` of `{}` is none of {}", name(text), own(field), _all(known)),
                    say("Write `{}`.", own(near)) if near else say("Write one of these."),
                )


def _all(words: Iterable[str]) -> Message:
    return listed([own(word) for word in words])


_EXPECTED = {
    "string": "a string",
    "strings": "a list of strings",
    "boolean": "true or false",
    "object": "a mapping",
    "objects": "a list of mappings",
    "any": "a scalar",
}


def _fits(node: Node, expected: str) -> bool:
    if isinstance(node, ScalarNode):
        if node.value is None or node.unknown:
            return True
        if expected == "boolean":
            return isinstance(node.value, bool) or node.text.lower() in ("true", "false")
        if expected == "strings":  # gcloud makes a list of a lone value
            return isinstance(node.value, str)
        return expected == "any" or (expected == "string" and isinstance(node.value, str))
    if isinstance(node, MappingNode):
        return expected in ("object", "objects")
    if expected == "strings":
        return all(_fits(item, "string") for item in elements(node))
    return expected == "objects" and all(isinstance(item, MappingNode) for item in elements(node))


def _field(root: MappingNode, name: str) -> Node | None:
    """The value of a field, also under its name with underscores."""
    found = root.get(name)
    if found is not None:
        return found
    return next((value for key, value in root.values.items() if api_name(key) == name), None)


def api_name(key: str) -> str:
    """The API's form of a name with underscores between its words."""
    first, *rest = key.split("_")
    if not all(rest):
        return key
    return first + "".join(part.capitalize() for part in rest)


def _text(node: Node | None) -> str:
    return node.value if isinstance(node, ScalarNode) and isinstance(node.value, str) else ""


def _unknown(node: Node | None) -> bool:
    return isinstance(node, ScalarNode) and node.unknown


def _truth(node: Node | None) -> bool | None:
    if not isinstance(node, ScalarNode):
        return None
    return {"true": True, "false": False}.get(str(node.text).lower())


def _group(root: MappingNode) -> str:
    return _text(root.get("apiVersion")).partition("/")[0]


def listed_objects(root: Node) -> Iterator[MappingNode]:
    """The objects of a document: itself, the items of a list, or of `policies: [...]`."""
    if isinstance(root, SequenceNode):
        for item in root.items:
            yield from listed_objects(item)
    elif isinstance(root, MappingNode):
        inner = [root.get(key) for key in ("policies", "customConstraints", "constraints")]
        lists = [node for node in inner if isinstance(node, SequenceNode)]
        if not lists:
            yield root
        for node in lists:
            yield from listed_objects(node)
