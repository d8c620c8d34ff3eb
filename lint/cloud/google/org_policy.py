"""Look-ups in the Organization Policy API: policies in force, and custom constraints.

Both APIs speak REST through google-auth's session, so that no further client library is needed.
Source: the discovery documents of `orgpolicy.v2` and `cloudresourcemanager.v3`.
"""

from __future__ import annotations

from lint.cloud.google.failure import AnswerError
from lint.cloud.google.rest import get_json
from lint.cloud.query import found

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lint.cloud.google.session import Session
    from lint.cloud.query import Query, Result

_LEVELS = 12
"""Folders can be ten deep, below an organisation and above a project."""
_PAGES = 100
_CLOUD_RUN = "run.googleapis.com/"
_NO_POLICY = "its answer is no policy"
_NO_CONSTRAINTS = "its answer is no list of custom constraints"


def ask_effective_policy(session: Session, question: Query) -> Result:
    """The `spec` that is in force for `projects/P/policies/CONSTRAINT`, with what is inherited."""
    data = get_json(session, "orgpolicy", f"/v2/{question.name}:getEffectivePolicy")
    spec = data.get("spec", {})
    if not isinstance(data.get("name"), str) or not isinstance(spec, dict):
        raise AnswerError(_NO_POLICY)
    return found({"spec": spec})


def list_constraints(session: Session, question: Query) -> Result:
    """The custom constraints on Cloud Run of the organisation that `projects/P` is in, by id."""
    organization = _organization(session, question.name)
    items: dict[str, Any] = {}
    token = ""
    for _ in range(_PAGES if organization else 0):
        query = {"pageToken": token} if token else {}
        page = get_json(session, "orgpolicy", f"/v2/{organization}/customConstraints", **query)
        listed = page.get("customConstraints", [])
        token = page.get("nextPageToken", "")
        if not isinstance(listed, list) or not isinstance(token, str):
            raise AnswerError(_NO_CONSTRAINTS)
        for data in listed:
            if not isinstance(data, dict) or not isinstance(data.get("name"), str):
                raise AnswerError(_NO_CONSTRAINTS)
            types = data.get("resourceTypes", [])
            if not isinstance(types, list):
                raise AnswerError(_NO_CONSTRAINTS)
            if any(str(each).startswith(_CLOUD_RUN) for each in types):
                items[data["name"].rpartition("/")[2]] = data
        if not token:
            break
    else:
        if organization:
            raise AnswerError("its list does not end")
    return found({"items": items})


def _organization(session: Session, project: str) -> str:
    """`organizations/N`, "" for a project that is in none."""
    name = project
    for _ in range(_LEVELS):
        parent = get_json(session, "cloudresourcemanager", f"/v3/{name}").get("parent", "")
        if not isinstance(parent, str):
            break
        kind, _, number = parent.partition("/")
        if not parent or (kind == "organizations" and number.isdecimal()):
            return parent
        if kind != "folders" or not number.isdecimal():
            break
        name = parent
    raise AnswerError("its answer is no project or folder")
