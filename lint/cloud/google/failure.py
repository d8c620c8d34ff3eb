"""What a failed call means: the thing is not there, or nobody can tell, and why."""

from __future__ import annotations

import re

from lint.cloud.query import Result, absent, unknown
from lint.model.record import default, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

PERMISSIONS = {
    "secret": ("secretmanager.secrets.get", "roles/secretmanager.viewer"),
    "version": ("secretmanager.versions.get", "roles/secretmanager.viewer"),
    "policy": ("secretmanager.secrets.getIamPolicy", "roles/secretmanager.viewer"),
    "secrets": ("secretmanager.secrets.list", "roles/secretmanager.viewer"),
    "versions": ("secretmanager.versions.list", "roles/secretmanager.viewer"),
    "connector": ("vpcaccess.connectors.get", "roles/vpcaccess.viewer"),
    "connectors": ("vpcaccess.connectors.list", "roles/vpcaccess.viewer"),
    "instance": ("cloudsql.instances.get", "roles/cloudsql.viewer"),
    "instances": ("cloudsql.instances.list", "roles/cloudsql.viewer"),
    "service": ("run.services.get", "roles/run.viewer"),
    "services": ("run.services.list", "roles/run.viewer"),
    "job": ("run.jobs.get", "roles/run.viewer"),
    "jobs": ("run.jobs.list", "roles/run.viewer"),
    "workerpool": ("run.workerpools.get", "roles/run.viewer"),
    "workerpools": ("run.workerpools.list", "roles/run.viewer"),
    "revision": ("run.revisions.get", "roles/run.viewer"),
    "revisions": ("run.revisions.list", "roles/run.viewer"),
    "constraints": ("orgpolicy.customConstraints.list", "roles/orgpolicy.policyViewer"),
    "effective-policy": ("orgpolicy.policy.get", "roles/orgpolicy.policyViewer"),
    "validation": ("run.services.create and run.services.update", "roles/run.developer"),
}
"""What each kind of look-up needs: the permission, and the least role that has it."""

_APIS = {
    "secret": "secretmanager",
    "secrets": "secretmanager",
    "version": "secretmanager",
    "versions": "secretmanager",
    "policy": "secretmanager",
    "connector": "vpcaccess",
    "connectors": "vpcaccess",
    "instance": "sqladmin",
    "instances": "sqladmin",
    "constraints": "orgpolicy",
    "effective-policy": "orgpolicy",
}
_PERMISSION = re.compile(r"[Pp]ermission '?([a-z][A-Za-z0-9]*(?:\.[A-Za-z0-9]+){2})'? denied")
_DISABLED = re.compile(r"has not been used in project .* before or it is disabled")


class AnswerError(Exception):
    """An answer that is empty, too large, or of another shape: nobody can tell what there is.

    Its text says what is wrong with the answer, without quoting it.
    """


@record
class Failure:
    """A call that went wrong, in one form for gRPC and REST."""

    code: str
    """The name of the gRPC code: `NOT_FOUND`."""
    message: str
    """The server's own words."""
    reason: str = ""
    """That of `google.rpc.ErrorInfo`; "" where the server sent none."""
    metadata: dict[str, str] = default(factory=dict)
    """That of `google.rpc.ErrorInfo`."""


def answer_failure(failure: Failure, kind: str, project: str, identity: str) -> Result:
    """The answer to a question of `kind` whose call failed."""
    if failure.code == "NOT_FOUND":
        return absent()
    if failure.reason == "SERVICE_DISABLED" or _DISABLED.search(failure.message):
        api = failure.metadata.get("service") or f"{_APIS.get(kind, 'run')}.googleapis.com"
        return unknown(f"the API {api} is not enabled in project `{project}`")
    if failure.code == "PERMISSION_DENIED":
        return unknown(_denied(failure, kind, project, identity))
    if failure.code == "UNAUTHENTICATED":
        return unknown(f"the credentials of {identity} were not accepted")
    if failure.code == "RESOURCE_EXHAUSTED":
        return unknown(_quota(failure))
    if failure.code in ("DEADLINE_EXCEEDED", "CANCELLED"):
        return unknown("there was no answer in time")
    if failure.code == "UNAVAILABLE":
        return unknown("the service could not be reached")
    return unknown(f"the call failed with {failure.code}: {shortened(failure.message)}")


def _denied(failure: Failure, kind: str, project: str, identity: str) -> str:
    permission, role = PERMISSIONS[kind]
    named = failure.metadata.get("permission", "")
    match = _PERMISSION.search(failure.message)
    if not named and match is not None:
        named = match.group(1)
    if named and named not in permission:
        return f"{identity} lacks the permission {named} in project `{project}`"
    return f"{identity} lacks the permission {named or permission} in project `{project}` ({role} has it)"


def _quota(failure: Failure) -> str:
    limit = failure.metadata.get("quota_limit") or failure.metadata.get("quota_metric") or ""
    limit = limit.rpartition("/")[2]
    return f"a quota is exhausted ({limit})" if limit else "a quota is exhausted"


def shortened(text: str, size: int = 200) -> str:
    """A server's text as a message may hold it: one line, and not too long."""
    line = " ".join(text.split())
    return line if len(line) <= size else line[: size - 3] + "..."


def failure_of(error: Exception) -> Failure:
    """What an exception of Google's client libraries (or of the HTTP client) says."""
    from google.api_core import exceptions
    from google.auth import exceptions as auth

    if isinstance(error, auth.DefaultCredentialsError):
        return Failure("NO_CREDENTIALS", "")
    if isinstance(error, auth.RefreshError):
        return Failure("NO_CREDENTIALS", "expired")
    if isinstance(error, exceptions.RetryError):
        # The library has tried again and again; the last cause says more than the fact.
        cause = error.cause
        if isinstance(cause, Exception) and not isinstance(cause, exceptions.RetryError):
            return failure_of(cause)
        return Failure("DEADLINE_EXCEEDED", "")
    if isinstance(error, exceptions.GoogleAPICallError):
        return Failure(_code(error), error.message or "", *_error_info(error))
    name = type(error).__name__
    if "Timeout" in name:
        return Failure("DEADLINE_EXCEEDED", "")
    if "Connection" in name or isinstance(error, auth.TransportError | OSError):
        return Failure("UNAVAILABLE", "")
    return Failure(name, "")


def _error_info(error: Any) -> tuple[str, dict[str, str]]:
    """The reason of an error and what belongs to it; empty where the service does not say."""
    try:
        return error.reason or "", dict(error.metadata or {})
    except AttributeError:
        # google-api-core 2.30 has the dict of a REST answer where it expects a message.
        for detail in error.details:
            if isinstance(detail, dict) and "reason" in detail:
                return str(detail["reason"]), dict(detail.get("metadata") or {})
        return "", {}


def _code(error: Any) -> str:
    status = error.grpc_status_code
    if status is not None:
        return str(status.name)
    from google.api_core import exceptions

    # REST: the class is chosen by the HTTP status.
    for kind, code in (
        (exceptions.NotFound, "NOT_FOUND"),
        (exceptions.Forbidden, "PERMISSION_DENIED"),
        (exceptions.Unauthorized, "UNAUTHENTICATED"),
        (exceptions.TooManyRequests, "RESOURCE_EXHAUSTED"),
        (exceptions.GatewayTimeout, "DEADLINE_EXCEEDED"),
        (exceptions.ServiceUnavailable, "UNAVAILABLE"),
        (exceptions.BadRequest, "INVALID_ARGUMENT"),
    ):
        if isinstance(error, kind):
            return code
    return type(error).__name__


def answer_error(error: Exception, kind: str, project: str, identity: str) -> Result:
    """The answer to a question whose call raised `error`."""
    if isinstance(error, AnswerError):
        return unknown(f"the service cannot be understood: {error}")
    failure = failure_of(error)
    if failure.code == "NO_CREDENTIALS":
        if failure.message:
            return unknown(f"the credentials of {identity} have expired or were revoked")
        return unknown(
            "there are no credentials; `gcloud auth application-default login` makes them"
        )
    return answer_failure(failure, kind, project, identity)
