"""Look-ups in Serverless VPC Access and Cloud SQL."""

from __future__ import annotations

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
    """`state` (READY, ...), `network` and `project` of the network ("" for its own project)."""
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
    data = get_json(session, f"/v1/projects/{project}/instances/{name}")
    return found(instance_facts(data))


def instance_facts(data: dict[str, Any]) -> dict[str, Any]:
    """`state` (RUNNABLE, ...), `stopped`, `region`, `public`: has a public address, `network`: the private one."""
    settings = data.get("settings") or {}
    addresses = settings.get("ipConfiguration") or {}
    return {
        "state": str(data.get("state", "")),
        "stopped": settings.get("activationPolicy") == "NEVER",
        "region": str(data.get("region", "")),
        "public": addresses.get("ipv4Enabled") is True,
        "network": str(addresses.get("privateNetwork", "")),
    }


def get_json(session: Session, path: str, **query: str) -> dict[str, Any]:
    """One GET of the Cloud SQL Admin API. Raises what `google.api_core.exceptions` has for it."""
    from google.api_core import exceptions

    failed: Any = exceptions.from_http_response
    client, base = session.http("sqladmin")
    with client:
        response = client.get(base + path, params=query, timeout=session.time.timeout())
        if response.status_code != 200:
            raise failed(response)
        data = response.json()
    return data if isinstance(data, dict) else {}
