"""A project that stands in for a real one: gRPC and REST on loopback.

It speaks the protocols with the message types of Google's own client libraries, so that the
libraries under test run unchanged. Everything that a project can do wrong can be set: states,
failures by method, latency, page sizes.
"""

from __future__ import annotations

import json
import threading
import time
from concurrent import futures
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import grpc
from google.cloud import run_v2, secretmanager_v1, vpcaccess_v1
from google.iam.v1 import iam_policy_pb2, policy_pb2
from google.longrunning import operations_pb2
from google.protobuf import any_pb2
from google.rpc import error_details_pb2, status_pb2
from grpc_status import rpc_status

PROJECT = "shop-staging"
NUMBER = "123456789012"
REGION = "us-central1"
ACCOUNT = "web@shop-staging.iam.gserviceaccount.com"
PARENT = f"projects/{PROJECT}/locations/{REGION}"


class RefusalError(Exception):
    """What a call is answered with instead of a message."""

    def __init__(self, code: grpc.StatusCode, message: str, *details: Any) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.details = details


def denied(permission: str, resource: str = "") -> RefusalError:
    info = error_details_pb2.ErrorInfo(
        reason="IAM_PERMISSION_DENIED",
        domain="iam.googleapis.com",
        metadata={"permission": permission, "resource": resource},
    )
    text = f"Permission '{permission}' denied on resource (or it may not exist)."
    return RefusalError(grpc.StatusCode.PERMISSION_DENIED, text, info)


def api_disabled(service: str) -> RefusalError:
    info = error_details_pb2.ErrorInfo(
        reason="SERVICE_DISABLED", domain="googleapis.com", metadata={"service": service}
    )
    text = f"{service} API has not been used in project {NUMBER} before or it is disabled."
    return RefusalError(grpc.StatusCode.PERMISSION_DENIED, text, info)


def out_of_quota(limit: str) -> RefusalError:
    info = error_details_pb2.ErrorInfo(
        reason="RATE_LIMIT_EXCEEDED", domain="googleapis.com", metadata={"quota_limit": limit}
    )
    return RefusalError(grpc.StatusCode.RESOURCE_EXHAUSTED, "Quota exceeded for quota metric", info)


def violations(*pairs: tuple[str, str]) -> RefusalError:
    entries = [
        error_details_pb2.BadRequest.FieldViolation(field=field, description=text)
        for field, text in pairs
    ]
    detail = error_details_pb2.BadRequest(field_violations=entries)
    return RefusalError(grpc.StatusCode.INVALID_ARGUMENT, "The request has errors", detail)


def not_found(name: str) -> RefusalError:
    return RefusalError(grpc.StatusCode.NOT_FOUND, f"{name} was not found")


class StandIn:
    """The stand-in; a context manager. `endpoints` is what `lint.cloud.google.live.Live` takes.

    `refusals` answers a method (`GetSecret`), or a method about one name, with a failure;
    `refusals_left` how often, for failures that pass. `calls` lists (method, name).
    `most_under_way` is the greatest number of gRPC calls at the same time.
    """

    def __init__(self, latency: float = 0.0, page: int = 1000) -> None:
        self.latency = latency
        self.page = page
        self.secrets: dict[str, secretmanager_v1.Secret] = {}
        self.versions: dict[str, dict[int, secretmanager_v1.SecretVersion]] = {}
        self.policies: dict[str, policy_pb2.Policy] = {}
        self.connectors: dict[str, vpcaccess_v1.Connector] = {}
        self.instances: dict[str, dict[str, Any]] = {}
        self.services: dict[str, run_v2.Service] = {}
        self.jobs: dict[str, run_v2.Job] = {}
        self.pools: dict[str, run_v2.WorkerPool] = {}
        self.revisions: set[str] = set()
        self.org_policies: dict[str, dict[str, Any]] = {}
        self.custom_constraints: list[dict[str, Any]] = []
        self.parents = {
            f"projects/{PROJECT}": "folders/22",
            "folders/22": "organizations/1",
        }
        self.refusals: dict[Any, RefusalError] = {}
        self.refusals_left: dict[str, int] = {}
        self.delays: dict[str, float] = {}
        self.objections: RefusalError | None = None
        self.late_objection = ""
        self.validated: list[Any] = []
        self.stored: list[Any] = []
        self.calls: list[tuple[str, str]] = []
        self.metadata: list[tuple[str, str]] = []
        self.under_way = 0
        self.most_under_way = 0
        self.lock = threading.Lock()

    # What there is

    def secret(
        self,
        name: str,
        states: str = "ENABLED",
        *,
        locations: tuple[str, ...] = (),
        readers: tuple[str, ...] = (f"serviceAccount:{ACCOUNT}",),
        scheduled: int = 0,
        aliases: dict[str, int] | None = None,
    ) -> None:
        """Adds a secret with one version for each word of `states`, oldest first."""
        full = f"projects/{PROJECT}/secrets/{name}"
        replication: dict[str, Any] = {"automatic": {}}
        if locations:
            replication = {"user_managed": {"replicas": [{"location": item} for item in locations]}}
        own = f"projects/{NUMBER}/secrets/{name}"
        self.secrets[full] = secretmanager_v1.Secret(
            name=own, replication=replication, version_aliases=aliases or {}
        )
        self.versions[full] = {}
        for number, state in enumerate(states.split(), start=1):
            version = secretmanager_v1.SecretVersion(
                name=f"{own}/versions/{number}", state=secretmanager_v1.SecretVersion.State[state]
            )
            if number == scheduled:
                version.scheduled_destroy_time = "2031-05-06T00:00:00Z"
            self.versions[full][number] = version
        binding = policy_pb2.Binding(
            role="roles/secretmanager.secretAccessor", members=list(readers)
        )
        self.policies[full] = policy_pb2.Policy(bindings=[binding] if readers else [])

    def connector(self, name: str, state: str = "READY", network: str = "default") -> None:
        full = f"{PARENT}/connectors/{name}"
        self.connectors[full] = vpcaccess_v1.Connector(
            name=full, state=vpcaccess_v1.Connector.State[state], network=network
        )

    def instance(
        self,
        name: str,
        state: str = "RUNNABLE",
        *,
        region: str = REGION,
        public: bool = True,
        network: str = "",
        stopped: bool = False,
    ) -> None:
        addresses: dict[str, Any] = {"ipv4Enabled": public}
        if network:
            addresses["privateNetwork"] = f"projects/{PROJECT}/global/networks/{network}"
        self.instances[name] = {
            "name": name,
            "state": state,
            "region": region,
            "connectionName": f"{PROJECT}:{region}:{name}",
            "settings": {
                "activationPolicy": "NEVER" if stopped else "ALWAYS",
                "ipConfiguration": addresses,
            },
        }

    def service(self, name: str, **fields: Any) -> None:
        full = f"{PARENT}/services/{name}"
        self.services[full] = run_v2.Service({"name": full, **fields})

    def job(self, name: str, **fields: Any) -> None:
        full = f"{PARENT}/jobs/{name}"
        self.jobs[full] = run_v2.Job({"name": full, **fields})

    def pool(self, name: str, **fields: Any) -> None:
        full = f"{PARENT}/workerPools/{name}"
        self.pools[full] = run_v2.WorkerPool({"name": full, **fields})

    def revision(self, service: str, name: str, collection: str = "services") -> None:
        self.revisions.add(f"{PARENT}/{collection}/{service}/revisions/{name}")

    # How it answers

    def get(self, things: dict[str, Any], name: str) -> Any:
        if name not in things:
            raise not_found(name)
        return things[name]

    def get_version(self, request: Any) -> Any:
        secret, _, wanted = request.name.rpartition("/versions/")
        versions = self.get(self.versions, secret)
        if wanted == "latest" and versions:
            return versions[max(versions)]
        aliases = self.secrets[secret].version_aliases
        number = aliases.get(wanted, int(wanted) if wanted.isdigit() else 0)
        if number not in versions:
            raise not_found(request.name)
        return versions[number]

    def pages(self, items: list[Any], request: Any) -> tuple[list[Any], str]:
        start = int(request.page_token or 0)
        size = min(request.page_size or self.page, self.page)
        end = start + size
        return items[start:end], str(end) if end < len(items) else ""

    def list_secrets(self, request: Any) -> Any:
        found = [
            item for name, item in sorted(self.secrets.items()) if name.startswith(request.parent)
        ]
        items, token = self.pages(found, request)
        return secretmanager_v1.ListSecretsResponse(secrets=items, next_page_token=token)

    def list_versions(self, request: Any) -> Any:
        versions = self.get(self.versions, request.parent)
        found = [versions[number] for number in sorted(versions, reverse=True)]
        if request.filter:
            assert request.filter == "state:ENABLED"
            found = [item for item in found if item.state.name == "ENABLED"]
        items, token = self.pages(found, request)
        return secretmanager_v1.ListSecretVersionsResponse(versions=items, next_page_token=token)

    def list_connectors(self, request: Any) -> Any:
        items, token = self.pages(list(self.connectors.values()), request)
        return vpcaccess_v1.ListConnectorsResponse(connectors=items, next_page_token=token)

    def list_run(self, things: dict[str, Any], response: Any, field: str) -> Any:
        def answer(request: Any) -> Any:
            items, token = self.pages(list(things.values()), request)
            return response(**{field: items, "next_page_token": token})

        return answer

    def list_revisions(self, request: Any) -> Any:
        prefix = request.parent.removesuffix("/-")
        names = sorted(name for name in self.revisions if name.startswith(prefix))
        found = [run_v2.Revision(name=name) for name in names]
        items, token = self.pages(found, request)
        return run_v2.ListRevisionsResponse(revisions=items, next_page_token=token)

    def get_revision(self, request: Any) -> Any:
        if request.name not in self.revisions:
            raise not_found(request.name)
        return run_v2.Revision(name=request.name)

    def write(self, field: str) -> Any:
        def answer(request: Any) -> Any:
            if not request.validate_only:
                self.stored.append(request)
                raise RefusalError(grpc.StatusCode.INTERNAL, "this would have been deployed")
            self.validated.append(request)
            if self.objections is not None:
                raise self.objections
            operation = operations_pb2.Operation(name=f"{PARENT}/operations/1", done=True)
            if self.late_objection:
                operation.error.CopyFrom(status_pb2.Status(code=3, message=self.late_objection))
            else:
                packed = any_pb2.Any()
                packed.Pack(type(getattr(request, field)).pb(getattr(request, field)))
                operation.response.CopyFrom(packed)
            return operation

        return answer

    def methods(self) -> dict[str, dict[str, tuple[Any, Any]]]:
        """Service to method to request type and answer."""
        get = self.get
        return {
            "google.cloud.secretmanager.v1.SecretManagerService": {
                "GetSecret": (
                    secretmanager_v1.GetSecretRequest,
                    lambda request: get(self.secrets, request.name),
                ),
                "GetSecretVersion": (secretmanager_v1.GetSecretVersionRequest, self.get_version),
                "ListSecrets": (secretmanager_v1.ListSecretsRequest, self.list_secrets),
                "ListSecretVersions": (
                    secretmanager_v1.ListSecretVersionsRequest,
                    self.list_versions,
                ),
                "GetIamPolicy": (
                    iam_policy_pb2.GetIamPolicyRequest,
                    lambda request: get(self.policies, request.resource),
                ),
                "AccessSecretVersion": (secretmanager_v1.AccessSecretVersionRequest, _payload),
            },
            "google.cloud.vpcaccess.v1.VpcAccessService": {
                "GetConnector": (
                    vpcaccess_v1.GetConnectorRequest,
                    lambda request: get(self.connectors, request.name),
                ),
                "ListConnectors": (vpcaccess_v1.ListConnectorsRequest, self.list_connectors),
            },
            "google.cloud.run.v2.Services": {
                "GetService": (
                    run_v2.GetServiceRequest,
                    lambda request: get(self.services, request.name),
                ),
                "ListServices": (
                    run_v2.ListServicesRequest,
                    self.list_run(self.services, run_v2.ListServicesResponse, "services"),
                ),
                "CreateService": (run_v2.CreateServiceRequest, self.write("service")),
                "UpdateService": (run_v2.UpdateServiceRequest, self.write("service")),
            },
            "google.cloud.run.v2.Jobs": {
                "GetJob": (run_v2.GetJobRequest, lambda request: get(self.jobs, request.name)),
                "ListJobs": (
                    run_v2.ListJobsRequest,
                    self.list_run(self.jobs, run_v2.ListJobsResponse, "jobs"),
                ),
                "CreateJob": (run_v2.CreateJobRequest, self.write("job")),
                "UpdateJob": (run_v2.UpdateJobRequest, self.write("job")),
            },
            "google.cloud.run.v2.WorkerPools": {
                "GetWorkerPool": (
                    run_v2.GetWorkerPoolRequest,
                    lambda request: get(self.pools, request.name),
                ),
                "ListWorkerPools": (
                    run_v2.ListWorkerPoolsRequest,
                    self.list_run(self.pools, run_v2.ListWorkerPoolsResponse, "worker_pools"),
                ),
                "CreateWorkerPool": (run_v2.CreateWorkerPoolRequest, self.write("worker_pool")),
                "UpdateWorkerPool": (run_v2.UpdateWorkerPoolRequest, self.write("worker_pool")),
            },
            "google.cloud.run.v2.Revisions": {
                "GetRevision": (run_v2.GetRevisionRequest, self.get_revision),
                "ListRevisions": (run_v2.ListRevisionsRequest, self.list_revisions),
            },
        }

    def handler(self, method: str, request_type: Any, answer: Any) -> grpc.RpcMethodHandler:
        def serve(request: Any, context: grpc.ServicerContext) -> Any:
            name = _name_of(request)
            with self.lock:
                self.calls.append((method, name))
                self.metadata += [(item.key, item.value) for item in context.invocation_metadata()]
                self.under_way += 1
                self.most_under_way = max(self.most_under_way, self.under_way)
            time.sleep(self.delays.get(method, self.latency))
            with self.lock:
                self.under_way -= 1
            try:
                refusal = self.refusal(method, name)
                if refusal is not None:
                    raise refusal
                return answer(request)
            except RefusalError as error:
                details = []
                for detail in error.details:
                    packed = any_pb2.Any()
                    packed.Pack(detail)
                    details.append(packed)
                status = status_pb2.Status(
                    code=error.code.value[0], message=error.message, details=details
                )
                context.abort_with_status(rpc_status.to_status(status))

        return grpc.unary_unary_rpc_method_handler(
            serve,
            request_deserializer=getattr(request_type, "deserialize", None)
            or request_type.FromString,
            response_serializer=_serialize,
        )

    def refusal(self, method: str, name: str) -> RefusalError | None:
        with self.lock:
            if method in self.refusals_left:
                if self.refusals_left[method] <= 0:
                    return None
                self.refusals_left[method] -= 1
        return self.refusals.get((method, name)) or self.refusals.get(method)

    def rest(self, path: str, query: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """Cloud SQL Admin: one instance, or a page of them. Policies, constraints, and parents."""
        parts = path.strip("/").split("/")
        if parts[0] in ("v2", "v3"):
            return self.organization(parts)
        name = parts[4] if len(parts) > 4 else ""
        method = "sql.get" if name else "sql.list"
        with self.lock:
            self.calls.append((method, name))
        time.sleep(self.delays.get(method, self.latency))
        refusal = self.refusal(method, name)
        if refusal is not None:
            return _http_error(refusal)
        if name:
            if name not in self.instances:
                return _http_error(not_found(name))
            return 200, self.instances[name]
        items = list(self.instances.values())
        start = int(query.get("pageToken") or 0)
        end = start + self.page
        data: dict[str, Any] = {"items": items[start:end]}
        if end < len(items):
            data["nextPageToken"] = str(end)
        return 200, data

    def organization(self, parts: list[str]) -> tuple[int, dict[str, Any]]:
        """The Organization Policy API and the Resource Manager."""
        name = "/".join(parts[1:])
        if parts[0] == "v3":
            method = "resource.get"
            things: dict[str, Any] = {
                each: {"name": each, "parent": parent} for each, parent in self.parents.items()
            }
        elif name.endswith("/customConstraints"):
            method = "constraints.list"
            things = {name: {"customConstraints": self.custom_constraints}}
        else:
            method = "policy.effective"
            name = name.removesuffix(":getEffectivePolicy").rpartition("/")[2]
            things = {
                each: {"name": f"projects/{NUMBER}/policies/{each}", "spec": spec}
                for each, spec in self.org_policies.items()
            }
        with self.lock:
            self.calls.append((method, name))
        refusal = self.refusal(method, name)
        if refusal is None and name not in things:
            refusal = not_found(name)
        return _http_error(refusal) if refusal is not None else (200, things[name])

    def __enter__(self) -> StandIn:
        self.server = grpc.server(futures.ThreadPoolExecutor(max_workers=128))
        for service, methods in self.methods().items():
            handlers = {name: self.handler(name, *pair) for name, pair in methods.items()}
            self.server.add_generic_rpc_handlers(
                (grpc.method_handlers_generic_handler(service, handlers),)
            )
        port = self.server.add_insecure_port("127.0.0.1:0")
        self.server.start()
        self.web = ThreadingHTTPServer(("127.0.0.1", 0), _web_handler(self))
        self.web.daemon_threads = True
        self.thread = threading.Thread(target=self.web.serve_forever, args=(0.01,), daemon=True)
        self.thread.start()
        address = f"127.0.0.1:{port}"
        self.endpoints = {
            "secretmanager": address,
            "run": address,
            "vpcaccess": address,
            "sqladmin": f"127.0.0.1:{self.web.server_port}",
            "orgpolicy": f"127.0.0.1:{self.web.server_port}",
            "cloudresourcemanager": f"127.0.0.1:{self.web.server_port}",
        }
        return self

    def __exit__(self, *args: object) -> None:
        self.server.stop(0).wait()
        self.web.shutdown()
        self.web.server_close()
        self.thread.join()

    @property
    def variable(self) -> str:
        """The value of LINT_ENDPOINTS that leads here."""
        return ",".join(f"{name}={address}" for name, address in self.endpoints.items())


def _payload(request: Any) -> Any:
    raise AssertionError("a secret's payload was asked for")


def _serialize(message: Any) -> bytes:
    if hasattr(message, "SerializeToString"):
        return message.SerializeToString()
    return type(message).serialize(message)


def _name_of(request: Any) -> str:
    for field in ("name", "resource", "parent"):
        value = getattr(request, field, "")
        if value:
            return value
    for field in ("service", "job", "worker_pool"):
        message = getattr(request, field, None)
        if message is not None:
            return message.name
    return ""


def _http_error(refusal: RefusalError) -> tuple[int, dict[str, Any]]:
    statuses = {
        grpc.StatusCode.NOT_FOUND: 404,
        grpc.StatusCode.PERMISSION_DENIED: 403,
        grpc.StatusCode.RESOURCE_EXHAUSTED: 429,
        grpc.StatusCode.UNAVAILABLE: 503,
        grpc.StatusCode.UNAUTHENTICATED: 401,
    }
    status = statuses[refusal.code]
    details = [
        {
            "@type": "type.googleapis.com/google.rpc.ErrorInfo",
            "reason": detail.reason,
            "domain": detail.domain,
            "metadata": dict(detail.metadata),
        }
        for detail in refusal.details
    ]
    error = {
        "code": status,
        "message": refusal.message,
        "status": refusal.code.name,
        "details": details,
    }
    return status, {"error": error}


def _web_handler(stand_in: StandIn) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path, _, query = self.path.partition("?")
            pairs = dict(part.split("=", 1) for part in query.split("&") if part)
            status, data = stand_in.rest(path, pairs)
            body = json.dumps(data).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    return Handler
