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
_OF_PROJECT = ("secrets", "instances")


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
    numbers = {secret.pop("number") for secret in (sections["secrets"] or {}).values()}
    return {
        "version": FORMAT,
        "tool": {"name": "cloudrun-lint", "version": version},
        "recorded": now,
        "project": target.project,
        "number": max(numbers, default=""),
        "region": target.region,
        **sections,
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
