"""Look-ups in Cloud Run: what runs, which revisions there are, and what the server would refuse."""

from __future__ import annotations

from lint.cloud.google.failure import AnswerError, failure_of, shortened
from lint.cloud.query import found, unknown
from lint.cloud.settings_summary import shape_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lint.cloud.google.session import Session
    from lint.cloud.query import Query, Result

_OBJECTIONS = (
    "INVALID_ARGUMENT",
    "FAILED_PRECONDITION",
    "ALREADY_EXISTS",
    "ABORTED",
    "OUT_OF_RANGE",
    "NOT_FOUND",
)
"""The codes by which the server says that it would refuse the resource itself."""


def ask_service(session: Session, question: Query) -> Result:
    """The shape of a service: see `lint.cloud.settings_summary.shape_of`."""
    service = session.services().get_service(name=question.name, timeout=session.time.timeout())
    return found(shape_of("Service", resource_data(service)))


def ask_job(session: Session, question: Query) -> Result:
    """The shape of a job."""
    job = session.jobs().get_job(name=question.name, timeout=session.time.timeout())
    return found(shape_of("Job", resource_data(job)))


def ask_worker_pool(session: Session, question: Query) -> Result:
    """The shape of a worker pool."""
    pool = session.worker_pools().get_worker_pool(
        name=question.name, timeout=session.time.timeout()
    )
    return found(shape_of("WorkerPool", resource_data(pool)))


def ask_revision(session: Session, question: Query) -> Result:
    """Whether a revision exists; no facts."""
    revision = session.revisions().get_revision(name=question.name, timeout=session.time.timeout())
    resource_data(revision)
    return found()


def resource_data(message: Any) -> dict[str, Any]:
    """As `message_data`. Raises `AnswerError` for a message without a name: it is no resource."""
    if not message.name:
        raise AnswerError("its answer is empty")
    return message_data(message)


def message_data(message: Any) -> dict[str, Any]:
    """A message of the client library as plain data, without fields at their default."""
    data = type(message).to_dict(
        message, use_integers_for_enums=False, always_print_fields_with_no_presence=False
    )
    assert isinstance(data, dict)
    return data


def ask_validation(session: Session, question: Query, there: Result | None) -> Result:
    """What the server says to the resource, without storing it: `entries` of `field` and `text`.

    `question.body` is a `Converted`. `there` is the answer whether the resource exists, which
    decides between create and update; no entries mean that the server would take it.
    """
    if there is None or there.unknown:
        reason = there.reason if there is not None else ""
        return unknown(f"it is not known whether the resource exists: {reason}")
    converted = question.body
    try:
        call = _request(session, converted, exists=there.found)
    except (ValueError, TypeError, KeyError):
        # Values out of range or of the wrong type: the rules about shape report them.
        return unknown("the manifest holds values that the v2 API's message cannot carry")
    try:
        operation = call()
    except Exception as error:
        failure = failure_of(error)
        if failure.code not in _OBJECTIONS:
            raise
        return found({"entries": _entries(error, failure.message)})
    answered = operation.operation
    if not answered.name and not answered.done:
        raise AnswerError("its answer is empty")
    status = answered.error
    if status.code:
        return found({"entries": [{"field": "", "text": shortened(status.message, 1000)}]})
    return found({"entries": []})


def _request(session: Session, converted: Any, exists: bool) -> Any:
    """The call that validates; raises ValueError and the like where no message can be made."""
    from google.cloud import run_v2

    name = converted.name
    parent, collection, identifier = name.rsplit("/", 2)
    kinds: dict[str, tuple[str, Any, Any]] = {
        "services": ("service", run_v2.Service, session.services),
        "jobs": ("job", run_v2.Job, session.jobs),
        "workerPools": ("worker_pool", run_v2.WorkerPool, session.worker_pools),
    }
    field, message, client = kinds[collection]
    request: dict[str, Any] = {"validate_only": True}
    if exists:
        request[field] = message({**converted.body, "name": name})
    else:
        request |= {"parent": parent, field: message(converted.body), f"{field}_id": identifier}
    method = f"{'update' if exists else 'create'}_{field}"
    return lambda: getattr(client(), method)(request=request, timeout=session.time.timeout())


def _entries(error: Any, message: str) -> list[dict[str, str]]:
    """The violations of an error: those of its BadRequest details, else its message."""
    entries = []
    for detail in getattr(error, "details", None) or ():
        for violation in getattr(detail, "field_violations", ()):
            entries.append(
                {"field": violation.field, "text": shortened(violation.description, 1000)}
            )
    return entries or [{"field": "", "text": shortened(message, 1000)}]
