"""The policies in force and the custom constraints that an inventory recorded."""

from __future__ import annotations

import json

from lint.errors import UsageError
from lint.model.findings import Place
from lint.organization.condition import check_condition
from lint.organization.files import add_text
from lint.organization.model import Policy, PolicySet
from lint.support.cel import is_installed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

_NO_CEL = "it needs CEL: `pip install 'cloudrun-lint[cel]'`"


def recorded_policies(data: Mapping[str, Any], path: str) -> PolicySet | None:
    """What the inventory in a file says of policies; None where none were recorded.

    Raises `UsageError` for what is no text of YAML, as control characters are. What is wrong with a constraint itself is no finding: it is not a file of the user's.
    """
    policies: dict[str, dict[str, Any] | None] | None = data.get("policies")
    constraints: dict[str, Any] | None = data.get("constraints")
    if policies is None:
        return None
    project = f"projects/{data['project']}"
    objects: list[Any] = [
        {"name": f"{project}/policies/{constraint}", **policy}
        for constraint, policy in policies.items()
        if policy is not None
    ]
    objects += (constraints or {}).values()
    found = PolicySet()
    # Each is a document of its own, and JSON is YAML.
    documents = (json.dumps(each, ensure_ascii=False) for each in objects)
    add_text("\n---\n".join(documents).encode("utf-8", "replace"), path, found)
    if any(fault.kind == "policy-unreadable" for fault in found.faults):
        raise UsageError(f"inventory {path}: its policies cannot be read; record it anew")
    can_evaluate = is_installed()
    for each in found.constraints.values():
        source = found.sources[path]
        faults = list(check_condition(each, source)) if can_evaluate else []
        each.broken |= any(fault.kind == "condition-syntax" for fault in faults)
        each.place = Place(path, end_column=1)
    for policy in found.policies:
        policy.place = Place(path, end_column=1)
        for rule in policy.rules:
            rule.place = policy.place
        if policy.constraint in found.constraints and not can_evaluate:
            policy.unread = _NO_CEL
    found.faults.clear()
    found.sources.clear()
    gaps = data["gaps"]
    found.policies += [
        Policy(
            constraint,
            project,
            [],
            Place(path, end_column=1),
            unread=f"the inventory has none: {_gap(gaps, f'policies/{constraint}')}",
        )
        for constraint, policy in policies.items()
        if policy is None
    ]
    if constraints is None:
        reason = _gap(gaps, "constraints")
        found.unread = f"the inventory has no custom constraints: {reason}"
    return found


def _gap(gaps: Mapping[str, str], what: str) -> str:
    return gaps.get(what, "it was not recorded")[:200]
