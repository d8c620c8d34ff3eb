"""Look-ups in Secret Manager: names, states and policies, never a payload."""

from __future__ import annotations

from lint.cloud.google.failure import AnswerError
from lint.cloud.query import absent, found

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lint.cloud.google.session import Session
    from lint.cloud.query import Query, Result

_GIVES_ACCESS = (
    "roles/secretmanager.secretAccessor",
    "roles/secretmanager.admin",
    "roles/owner",
)
"""The predefined roles that hold secretmanager.versions.access."""
_NAMES = 1000
"""How many names of other secrets are fetched for a hint."""


def ask_secret(session: Session, question: Query) -> Result:
    """Facts of a secret: see `secret_facts`. Absent: `names` of the secrets there are."""
    from google.api_core.exceptions import NotFound

    try:
        secret = session.secret_manager().get_secret(
            name=question.name, timeout=session.time.timeout()
        )
    except NotFound:
        project = question.project
        return absent({"names": session.once(("names", project), lambda: _names(session, project))})
    return found(secret_facts(secret))


def secret_facts(secret: Any) -> dict[str, Any]:
    """`replication`: the locations, [] when automatic; `aliases` of versions; `number` of the project.

    Raises `AnswerError` for a message that is no secret.
    """
    if not secret.name:
        raise AnswerError("its answer is no secret")
    managed = secret.replication.user_managed.replicas
    return {
        "replication": [replica.location for replica in managed],
        "aliases": {name: int(number) for name, number in sorted(secret.version_aliases.items())},
        "number": secret.name.split("/")[1] if secret.name.count("/") >= 3 else "",
    }


def ask_version(session: Session, question: Query) -> Result:
    """Facts of a version: see `version_facts`; `newest` is the newest enabled one, where it matters.

    `latest` is the newest version whatever its state, as Secret Manager has it: where that one
    is disabled, access fails although an older one is enabled.
    """
    from google.api_core.exceptions import NotFound

    client = session.secret_manager()
    try:
        version = client.get_secret_version(name=question.name, timeout=session.time.timeout())
    except NotFound:
        return absent({"newest": _newest(session, question)})
    facts = version_facts(version)
    if facts["state"] != "ENABLED":
        facts["newest"] = _newest(session, question)
    return found(facts)


def version_facts(version: Any) -> dict[str, Any]:
    """`number`, `state` (ENABLED, DISABLED, DESTROYED) and `destruction`, the day it is scheduled for.

    Raises `AnswerError` for a message that is no version.
    """
    if not version.name or not version.state:
        raise AnswerError("its answer is no version of a secret")
    scheduled = version.scheduled_destroy_time
    return {
        "number": version.name.rpartition("/")[2],
        "state": version.state.name,
        "destruction": scheduled.strftime("%Y-%m-%d") if scheduled else "",
    }


def ask_policy(session: Session, question: Query) -> Result:
    """Who may read the secret by its own policy: see `policy_facts`."""
    policy = session.secret_manager().get_iam_policy(
        request={"resource": question.name, "options": {"requested_policy_version": 3}},
        timeout=session.time.timeout(),
    )
    return found(policy_facts(policy))


def policy_facts(policy: Any) -> dict[str, Any]:
    """`members` that may read; `conditional`: those under a condition; `custom`: custom roles there are."""
    members: set[str] = set()
    conditional: set[str] = set()
    custom: set[str] = set()
    for binding in policy.bindings:
        if binding.role.startswith(("projects/", "organizations/")):
            custom.update(binding.members)
        elif binding.role in _GIVES_ACCESS:
            under_condition = bool(binding.condition.expression)
            (conditional if under_condition else members).update(binding.members)
    return {
        "members": sorted(members),
        "conditional": sorted(conditional),
        "custom": sorted(custom),
    }


def _newest(session: Session, question: Query) -> str:
    """The number of the newest enabled version, "" where there is none or nobody can tell."""
    secret = question.name.rpartition("/versions/")[0]
    try:
        pages = session.secret_manager().list_secret_versions(
            request={"parent": secret, "filter": "state:ENABLED", "page_size": 1},
            timeout=session.time.timeout(),
        )
        for version in pages:  # newest first
            return str(version.name.rpartition("/")[2])
    except Exception:
        # Only a hint hangs on this; the answer proper is known already.
        return ""
    return ""


def _names(session: Session, project: str) -> list[str]:
    """The names of the project's secrets, as far as one page goes; [] where nobody can tell."""
    try:
        pager = session.secret_manager().list_secrets(
            request={"parent": f"projects/{project}", "page_size": _NAMES},
            timeout=session.time.timeout(),
        )
        page = next(iter(pager.pages), None)
    except Exception:
        return []
    return [secret.name.rpartition("/")[2] for secret in page.secrets] if page is not None else []
