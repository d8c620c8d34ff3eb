"""Everything that there is of a kind: what an inventory records."""

from __future__ import annotations

from lint.cloud.google.cloud_run import resource_data
from lint.cloud.google.failure import AnswerError
from lint.cloud.google.network import connector_facts, instance_facts
from lint.cloud.google.rest import get_json
from lint.cloud.google.secret_manager import secret_facts, version_facts
from lint.cloud.query import Query, Result, found
from lint.cloud.settings_summary import shape_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from lint.cloud.google.session import Session

_PAGES = 1000
"""How many pages of one list are read, at most."""
_ITEMS = 200_000
"""How many things of one kind are read, at most."""
_TOO_LONG = "its list does not end"


def _named(message: Any) -> str:
    """The name of a message. Raises `AnswerError` for one without."""
    if not message.name:
        raise AnswerError("its list has an empty entry")
    return str(message.name)


def _last(name: str) -> str:
    return name.rpartition("/")[2]


def list_secrets(session: Session, question: Query) -> Result:
    """Facts of all secrets of `projects/P`, by name."""
    pager = session.secret_manager().list_secrets(
        parent=question.name, timeout=session.time.timeout()
    )
    return found({"items": {_last(secret.name): secret_facts(secret) for secret in _whole(pager)}})


def list_versions(session: Session, question: Query) -> Result:
    """Facts of all versions of a secret, by number."""
    pager = session.secret_manager().list_secret_versions(
        parent=question.name, timeout=session.time.timeout()
    )
    facts = (version_facts(version) for version in _whole(pager))
    return found({"items": {fact.pop("number"): fact for fact in facts}})


def list_connectors(session: Session, question: Query) -> Result:
    """Facts of all connectors of `projects/P/locations/R`, by id."""
    pager = session.vpc_access().list_connectors(
        parent=question.name, timeout=session.time.timeout()
    )
    return found({"items": {_last(item.name): connector_facts(item) for item in _whole(pager)}})


def list_instances(session: Session, question: Query) -> Result:
    """Facts of all Cloud SQL instances of `projects/P`, by name."""
    items: dict[str, Any] = {}
    token = ""
    for _ in range(_PAGES):
        query = {"pageToken": token} if token else {}
        page = get_json(session, "sqladmin", f"/v1/{question.name}/instances", **query)
        listed = page.get("items", [])
        token = page.get("nextPageToken", "")
        if not isinstance(listed, list) or not isinstance(token, str):
            raise AnswerError("its answer is no list of Cloud SQL instances")
        for data in listed:
            facts = instance_facts(data)
            items[data["name"]] = facts
        if not token:
            return found({"items": items})
    raise AnswerError(_TOO_LONG)


def list_services(session: Session, question: Query) -> Result:
    """Shapes of all services of `projects/P/locations/R`, by id."""
    pager = session.services().list_services(parent=question.name, timeout=session.time.timeout())
    return found({"items": {_last(item.name): _shape("Service", item) for item in _whole(pager)}})


def list_jobs(session: Session, question: Query) -> Result:
    """Shapes of all jobs of `projects/P/locations/R`, by id."""
    pager = session.jobs().list_jobs(parent=question.name, timeout=session.time.timeout())
    return found({"items": {_last(item.name): _shape("Job", item) for item in _whole(pager)}})


def list_worker_pools(session: Session, question: Query) -> Result:
    """Shapes of all worker pools of `projects/P/locations/R`, by id."""
    pager = session.worker_pools().list_worker_pools(
        parent=question.name, timeout=session.time.timeout()
    )
    return found(
        {"items": {_last(item.name): _shape("WorkerPool", item) for item in _whole(pager)}}
    )


def list_revisions(session: Session, question: Query) -> Result:
    """The names of all revisions of a service or worker pool."""
    pager = session.revisions().list_revisions(parent=question.name, timeout=session.time.timeout())
    return found({"items": sorted(_last(_named(item)) for item in _whole(pager))})


def _whole(items: Iterable[Any]) -> Iterator[Any]:
    """The items of a list. Raises `AnswerError` for a list that was cut: what it lacks may be there."""
    for number, item in enumerate(items):
        if number >= _ITEMS:
            raise AnswerError(_TOO_LONG)
        yield item


def _shape(kind: str, message: Any) -> dict[str, Any]:
    return shape_of(kind, resource_data(message))


LISTS: dict[str, Callable[[Session, Query], Result]] = {
    "secrets": list_secrets,
    "versions": list_versions,
    "connectors": list_connectors,
    "instances": list_instances,
    "services": list_services,
    "jobs": list_jobs,
    "workerpools": list_worker_pools,
    "revisions": list_revisions,
}
