"""Policy files and manifests for tests about organisation policies."""

from __future__ import annotations

from lint.cloud.target import Defaults
from lint.organization.files import add_text, check_conditions
from lint.organization.given import GivenPolicies
from lint.organization.model import PolicySet

CONSTRAINT = """\
name: organizations/1/customConstraints/custom.probes
resourceTypes: [run.googleapis.com/Service]
methodTypes: [CREATE, UPDATE]
condition: resource.spec.template.spec.containers.all(c, has(c.livenessProbe))
actionType: ALLOW
displayName: Every container has a liveness probe
"""
ENFORCED = "name: projects/p/policies/custom.probes\nspec: {rules: [{enforce: true}]}\n"


def read(*texts: str) -> PolicySet:
    """Policy files that are called `1.yaml`, `2.yaml`, ..."""
    found = PolicySet()
    for number, text in enumerate(texts, start=1):
        add_text(text.encode(), f"{number}.yaml", found)
    check_conditions(found)
    return found


def given(*texts: str, region: str = "", project: str = "") -> GivenPolicies:
    """The same as a run has them."""
    return GivenPolicies(read(*texts), Defaults(region=region, project=project))


def constraint(condition: str, action: str = "ALLOW", kind: str = "Service") -> str:
    """A constraint `custom.probes` with another condition."""
    import json

    lines = CONSTRAINT.split("\n")
    lines[1] = f"resourceTypes: [run.googleapis.com/{kind}]"
    lines[3] = f"condition: {json.dumps(condition)}"
    lines[4] = f"actionType: {action}"
    return "\n".join(lines)


def kinds(found: PolicySet) -> list[tuple[str, int]]:
    """Kind and line of each fault."""
    return [(fault.kind, fault.where.line) for fault in found.faults]
