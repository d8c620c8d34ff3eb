"""Simulates the project netra-staging, to try `lint --live` without a cloud.

    pip install 'cloudrun-lint[live]'
    python stand_in_project.py lint --live --project netra-staging service.yaml

It answers the requests of Google's client libraries on this machine, and runs the given command
with LINT_ENDPOINTS set to its own address. In this project the newest version of the secret
`database-url` is disabled and the secret `jwt-secret-key` does not exist. Everything else that
service.yaml refers to is ready.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import grpc
from google.cloud import run_v2, secretmanager_v1, vpcaccess_v1
from google.iam.v1 import iam_policy_pb2, policy_pb2
from google.longrunning import operations_pb2

PROJECT = "netra-staging"
ACCOUNT = f"serviceAccount:netra-backend@{PROJECT}.iam.gserviceaccount.com"
CONNECTOR = f"projects/{PROJECT}/locations/us-central1/connectors/staging-connector"
INSTANCE = {
    "name": "staging-shared-postgres",
    "state": "RUNNABLE",
    "region": "us-central1",
    "settings": {"activationPolicy": "ALWAYS", "ipConfiguration": {"ipv4Enabled": True}},
}
SECRETS = {  # the states of the versions, oldest first
    "database-url": ["DESTROYED", "ENABLED", "DISABLED"],
    "secret-key": ["ENABLED"],
    "service-secret": ["ENABLED"],
}


class AbsentError(Exception):
    """Answered as NOT_FOUND."""


def states(secret):
    try:
        return SECRETS[secret.split("/")[3]]
    except KeyError:
        raise AbsentError(f"Secret [{secret}] not found.") from None


def version(secret, number):
    state = secretmanager_v1.SecretVersion.State[states(secret)[number - 1]]
    return secretmanager_v1.SecretVersion(name=f"{secret}/versions/{number}", state=state)


def get_secret(request):
    states(request.name)
    return secretmanager_v1.Secret(name=request.name, replication={"automatic": {}})


def get_version(request):
    secret, _, wanted = request.name.partition("/versions/")
    newest = len(states(secret))
    number = newest if wanted == "latest" else int(wanted)
    if not 1 <= number <= newest:
        raise AbsentError(f"Secret Version [{request.name}] not found.")
    return version(secret, number)


def list_versions(request):
    numbers = range(len(states(request.parent)), 0, -1)
    versions = [version(request.parent, number) for number in numbers]
    if request.filter == "state:ENABLED":
        versions = [item for item in versions if item.state.name == "ENABLED"]
    return secretmanager_v1.ListSecretVersionsResponse(versions=versions)


def list_secrets(request):
    secrets = [{"name": f"{request.parent}/secrets/{name}"} for name in SECRETS]
    return secretmanager_v1.ListSecretsResponse(secrets=secrets)


def get_policy(request):
    states(request.resource)
    role = "roles/secretmanager.secretAccessor"
    return policy_pb2.Policy(bindings=[policy_pb2.Binding(role=role, members=[ACCOUNT])])


def get_connector(request):
    if request.name != CONNECTOR:
        raise AbsentError(f"Connector {request.name} not found.")
    return vpcaccess_v1.Connector(name=CONNECTOR, network="default", state="READY")


def absent(request):
    raise AbsentError(f"Resource {request.name} not found.")


def validate(request):
    assert request.validate_only
    return operations_pb2.Operation(done=True)


METHODS = {
    "google.cloud.secretmanager.v1.SecretManagerService": {
        "GetSecret": (secretmanager_v1.GetSecretRequest, get_secret),
        "GetSecretVersion": (secretmanager_v1.GetSecretVersionRequest, get_version),
        "ListSecrets": (secretmanager_v1.ListSecretsRequest, list_secrets),
        "ListSecretVersions": (secretmanager_v1.ListSecretVersionsRequest, list_versions),
        "GetIamPolicy": (iam_policy_pb2.GetIamPolicyRequest, get_policy),
    },
    "google.cloud.vpcaccess.v1.VpcAccessService": {
        "GetConnector": (vpcaccess_v1.GetConnectorRequest, get_connector),
    },
    "google.cloud.run.v2.Services": {
        "GetService": (run_v2.GetServiceRequest, absent),
        "CreateService": (run_v2.CreateServiceRequest, validate),
    },
}


def handler(request_type, answer):
    def serve(request, context):
        try:
            return answer(request)
        except AbsentError as error:
            context.abort(grpc.StatusCode.NOT_FOUND, str(error))

    return grpc.unary_unary_rpc_method_handler(
        serve,
        request_deserializer=getattr(request_type, "deserialize", None) or request_type.FromString,
        response_serializer=lambda message: (
            message.SerializeToString()
            if hasattr(message, "SerializeToString")
            else type(message).serialize(message)
        ),
    )


class CloudSql(BaseHTTPRequestHandler):
    def do_GET(self):
        found = self.path == f"/v1/projects/{PROJECT}/instances/{INSTANCE['name']}"
        body = json.dumps(INSTANCE if found else {"error": {"code": 404}}).encode()
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


def main() -> int:
    server = grpc.server(ThreadPoolExecutor(max_workers=16))
    for service, methods in METHODS.items():
        handlers = {name: handler(*pair) for name, pair in methods.items()}
        generic = grpc.method_handlers_generic_handler(service, handlers)
        server.add_generic_rpc_handlers((generic,))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    web = ThreadingHTTPServer(("127.0.0.1", 0), CloudSql)
    Thread(target=web.serve_forever, daemon=True).start()
    endpoints = [f"{name}=127.0.0.1:{port}" for name in ("secretmanager", "run", "vpcaccess")]
    endpoints.append(f"sqladmin=127.0.0.1:{web.server_port}")
    value = ",".join(endpoints)
    try:
        if len(sys.argv) > 1:
            return subprocess.call(sys.argv[1:], env={**os.environ, "LINT_ENDPOINTS": value})
        print(f"export LINT_ENDPOINTS={value}", flush=True)
        server.wait_for_termination()
    except KeyboardInterrupt:
        pass
    finally:
        server.stop(None)
    return 0


if __name__ == "__main__":
    sys.exit(main())
