"""Records an inventory: what a project holds, for gates that have no credentials."""

from __future__ import annotations

from lint.cloud.query import Query

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, Protocol

    from lint.cloud.query import Result
    from lint.cloud.target import Target

    class Backend(Protocol):
        """What answers questions: `lint.cloud.google.live.Live`."""

        def answer(self, questions: Iterable[Query]) -> dict[Query, Result]:
            """The answer to every question."""


FORMAT = 1
SECTIONS = ("secrets", "connectors", "instances", "services", "jobs", "workerpools")
"""The resources; policies come on top."""
_OF_PROJECT = ("secrets", "instances")
CONSTRAINTS = (
    "run.allowedIngress",
    "run.allowedVPCEgress",
    "run.allowedBinaryAuthorizationPolicies",
    "run.managed.requireInvokerIam",
    "gcp.resourceLocations",
    "gcp.restrictNonCmekServices",
    "iam.automaticIamGrantsForDefaultServiceAccounts",
)
"""Google's own constraints that are judged."""
_MOST_POLICIES = 500
"""How many policies are asked for; an organisation has at most 20 custom constraints on a type."""


def record(respondent: Backend, target: Target, now: str, version: str) -> dict[str, Any]:
    """The inventory of a project and region as data of schemas/inventory.json.

    `now` is the time as ISO 8601 with `Z`; `version` that of this tool. A section that could not
    be read is null, and `gaps` says why. Values of env vars and payloads are in none of it.
    """
    project = f"projects/{target.project}"
    wanted = {
        section: Query(section, project if section in _OF_PROJECT else target.parent)
        for section in SECTIONS
    }
    answers = respondent.answer(wanted.values())
    gaps: dict[str, str] = {}
    sections: dict[str, dict[str, Any] | None] = {}
    for section, question in wanted.items():
        answer = answers[question]
        if answer.found:
            sections[section] = dict(sorted(answer.facts["items"].items()))
        else:
            sections[section] = None
            gaps[section] = answer.reason or "there is no such project or region"
    _details(respondent, target, sections, gaps)
    constraints = _constraints(respondent, project, gaps)
    policies = _policies(respondent, project, constraints or {}, gaps)
    numbers = {secret.pop("number") for secret in (sections["secrets"] or {}).values()}
    return {
        "version": FORMAT,
        "tool": {"name": "cloudrun-lint", "version": version},
        "recorded": now,
        "project": target.project,
        "number": max(numbers, default=""),
        "region": target.region,
        **sections,
        "constraints": constraints,
        "policies": policies,
        "gaps": gaps,
    }


def _details(
    respondent: Backend,
    target: Target,
    sections: dict[str, dict[str, Any] | None],
    gaps: dict[str, str],
) -> None:
    """Adds to secrets their versions and readers, to services and pools their revisions."""
    wanted: list[tuple[dict[str, Any], str, str, Query]] = []
    for name, secret in (sections["secrets"] or {}).items():
        full = f"projects/{target.project}/secrets/{name}"
        for key, kind in (("versions", "versions"), ("access", "policy")):
            wanted.append((secret, key, f"secrets/{name}", Query(kind, full)))
    for section, collection in (("services", "services"), ("workerpools", "workerPools")):
        for name, shape in (sections[section] or {}).items():
            full = f"{target.parent}/{collection}/{name}"
            wanted.append((shape, "revisions", f"{section}/{name}", Query("revisions", full)))
    answers = respondent.answer(question for *_, question in wanted)
    for owner, key, what, question in wanted:
        answer = answers[question]
        if answer.found:
            owner[key] = answer.facts.get("items", answer.facts)
        else:
            owner[key] = None
            gaps[f"{what}/{key}"] = answer.reason or "it is gone"


def _constraints(respondent: Backend, project: str, gaps: dict[str, str]) -> dict[str, Any] | None:
    """The organisation's custom constraints on Cloud Run, None where they could not be read."""
    question = Query("constraints", project)
    answer = respondent.answer([question])[question]
    if not answer.found:
        gaps["constraints"] = answer.reason or "there is no such project, folder or organisation"
        return None
    return dict(sorted(answer.facts["items"].items()))


def _policies(
    respondent: Backend, project: str, custom: dict[str, Any], gaps: dict[str, str]
) -> dict[str, Any] | None:
    """The policies that are in force, by constraint; None where none of them could be read.

    A constraint that Google does not know for the project is not in it.
    """
    names = sorted((*CONSTRAINTS, *custom))
    wanted = {
        name: Query("effective-policy", f"{project}/policies/{name}")
        for name in names[:_MOST_POLICIES]
    }
    answers = respondent.answer(wanted.values())
    policies: dict[str, Any] = {}
    reasons: dict[str, str] = {
        f"policies/{name}": "there are too many policies" for name in names[_MOST_POLICIES:]
    }
    for name, question in wanted.items():
        answer = answers[question]
        if answer.unknown:
            reasons[f"policies/{name}"] = answer.reason
    if len(reasons) == len(names):
        gaps["policies"] = next(iter(reasons.values()))
        return None
    gaps.update(reasons)
    for name in names:
        if f"policies/{name}" in reasons:
            policies[name] = None
        elif answers[wanted[name]].found:
            policies[name] = dict(answers[wanted[name]].facts)
    return policies
