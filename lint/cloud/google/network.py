"""Look-ups in Serverless VPC Access and Cloud SQL."""

from __future__ import annotations

from lint.cloud.google.failure import AnswerError
from lint.cloud.google.rest import get_json
from lint.cloud.query import found

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from lint.cloud.google.session import Session
    from lint.cloud.query import Query, Result


def ask_connector(session: Session, question: Query) -> Result:
    """Facts of a connector: see `connector_facts`."""
    connector = session.vpc_access().get_connector(
        name=question.name, timeout=session.time.timeout()
    )
    return found(connector_facts(connector))


def connector_facts(connector: Any) -> dict[str, Any]:
    """`state` (READY, ...), `network` and `project` of the network ("" for its own project).

    Raises `AnswerError` for a message that is no connector.
    """
    if not connector.name or not connector.state:
        raise AnswerError("its answer is no connector")
    return {
        "state": connector.state.name,
        "network": connector.network.rpartition("/")[2],
        "project": connector.subnet.project_id,
    }


def ask_instance(session: Session, question: Query) -> Result:
    """Facts of a Cloud SQL instance: see `instance_facts`.

    The Cloud SQL Admin API speaks REST only: Google's gRPC client for it (google-cloud-sql) gets
    UNIMPLEMENTED (github.com/googleapis/google-cloud-node/issues/6228), so this goes through
    google-auth's session.
    """
    project, _, name = question.name.rsplit(":", 2)
    data = get_json(session, "sqladmin", f"/v1/projects/{project}/instances/{name}")
    return found(instance_facts(data))


def instance_facts(data: Any) -> dict[str, Any]:
    """`state` (RUNNABLE, ...), `stopped`, `region`, `public`: has a public address, `network`: the private one.

    Raises `AnswerError` for data that is no instance.
    """
    for key in ("name", "state", "region"):
        if not isinstance(data, dict) or not data.get(key) or not isinstance(data[key], str):
            raise AnswerError("its answer is no Cloud SQL instance")
    settings = _table(data, "settings")
    addresses = _table(settings, "ipConfiguration")
    network = addresses.get("privateNetwork", "")
    if not isinstance(network, str):
        raise AnswerError("its answer is no Cloud SQL instance")
    return {
        "state": data["state"],
        "stopped": settings.get("activationPolicy") == "NEVER",
        "region": data["region"],
        "public": addresses.get("ipv4Enabled") is True,
        "network": network,
    }


def _table(data: dict[str, Any], key: str) -> dict[str, Any]:
    """An object in an object. Raises `AnswerError` for anything else that is there."""
    value = data.get(key)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise AnswerError("its answer is no Cloud SQL instance")
    return value
