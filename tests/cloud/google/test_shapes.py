"""Answers that are empty, of another shape, too large or somewhere else: unknown, and no error."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from google.cloud import run_v2, secretmanager_v1, vpcaccess_v1
from google.longrunning import operations_pb2

from lint.cloud.google import listing, rest
from lint.cloud.google.live import Live
from lint.cloud.inventory_writer import record
from lint.cloud.query import Query, Result
from lint.cloud.target import Target
from tests.cloud.google.asking import ask, entries, survey
from tests.cloud.manifests import SERVICE
from tests.cloud.server import PARENT, PROJECT, StandIn

INSTANCE = {"name": "db", "state": "RUNNABLE", "region": "us-central1"}


class Rest:
    """A REST server that answers every request with one status, headers and body."""

    def __init__(self) -> None:
        self.status = 200
        self.headers: dict[str, str] = {}
        self.body = b""
        self.endless = False
        self.paths: list[str] = []
        rest = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                rest.paths.append(self.path)
                self.send_response(rest.status)
                for name, value in rest.headers.items():
                    self.send_header(name, value)
                if not rest.endless:
                    self.send_header("Content-Length", str(len(rest.body)))
                self.end_headers()
                try:
                    self.wfile.write(rest.body)
                    while rest.endless:
                        self.wfile.write(b" " * 65536)
                except OSError:
                    pass

            def log_message(self, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()


@pytest.fixture
def server() -> Iterator[Rest]:
    rest = Rest()
    yield rest
    rest.endless = False
    rest.server.shutdown()
    rest.server.server_close()


def answer(server: Rest, kind: str = "instance", name: str = f"{PROJECT}:us-central1:db") -> Result:
    live = Live({"sqladmin": server.address})
    question = Query(kind, name)
    return live.answer([question])[question]


@pytest.mark.parametrize(
    "data",
    [
        {}, [], None, 1, "text", {"name": "db"}, {"state": "RUNNABLE"}, {**INSTANCE, "state": ""},
        {**INSTANCE, "state": 3}, {**INSTANCE, "region": None}, {**INSTANCE, "settings": []},
        {**INSTANCE, "settings": {"ipConfiguration": "x"}},
        {**INSTANCE, "settings": {"ipConfiguration": {"privateNetwork": {}}}},
    ],
)  # fmt: skip
def test_an_instance_of_another_shape(server: Rest, data: Any) -> None:
    server.body = json.dumps(data).encode()
    found = answer(server)
    assert found.unknown
    assert found.failed
    assert found.reason.startswith("the service cannot be understood: its answer is ")


def test_an_instance_is_found(server: Rest) -> None:
    server.body = json.dumps(INSTANCE).encode()
    assert answer(server).facts["state"] == "RUNNABLE"


@pytest.mark.parametrize("body", [b"", b"<html>", b"[" * 100_000, b"9" * 5000, b"\xff\xfe", b"NaN"])
@pytest.mark.parametrize("status", [200, 404, 403, 500])
def test_what_is_not_the_answer_of_the_api(server: Rest, body: bytes, status: int) -> None:
    """A proxy's 404 does not say that the instance is not there."""
    server.body, server.status = body, status
    assert answer(server).unknown


@pytest.mark.parametrize("error", [[], "x", 3, {"details": "x"}, {"details": [3, {"reason": []}]}])
@pytest.mark.parametrize("status", [403, 404, 429])
def test_an_error_of_another_shape(server: Rest, error: Any, status: int) -> None:
    server.body, server.status = json.dumps({"error": error}).encode(), status
    found = answer(server)
    assert found.unknown or (status == 404 and isinstance(error, dict))
    assert "AttributeError" not in found.reason
    assert "TypeError" not in found.reason


def test_an_absent_instance(server: Rest) -> None:
    server.body = json.dumps({"error": {"code": 404, "message": "no such instance"}}).encode()
    server.status = 404
    assert answer(server).absent


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(server: Rest, status: int) -> None:
    other = Rest()
    other.body = json.dumps(INSTANCE).encode()
    server.status = status
    server.headers = {"Location": f"http://{other.address}/v1/projects/p/instances/db"}
    found = answer(server)
    assert found.unknown
    assert "redirects to another address" in found.reason
    assert other.paths == []
    assert len(server.paths) == 1
    other.server.shutdown()
    other.server.server_close()


def test_a_body_without_end(server: Rest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rest, "MAX_BYTES", 1 << 20)
    server.endless = True
    found = answer(server)
    assert found.unknown
    assert found.reason.endswith("more than 1 MiB")


def test_a_body_that_grows_when_it_is_unpacked(
    server: Rest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rest, "MAX_BYTES", 1 << 20)
    server.headers = {"Content-Encoding": "gzip"}
    server.body = gzip.compress(json.dumps({**INSTANCE, "x": "a" * 1000}).encode())
    assert answer(server).found
    server.body = gzip.compress(b" " * (50 << 20))
    assert answer(server).reason.endswith("more than 1 MiB")
    server.body = b"no gzip"
    assert answer(server).reason.endswith("its answer is damaged")
    server.headers = {"Content-Encoding": "gzip, gzip"}
    assert answer(server).reason.endswith("an encoding that was not asked for")


@pytest.mark.parametrize(
    "page", [[], None, {"items": {}}, {"items": [1]}, {"items": [{}]}, {"nextPageToken": 1}]
)
def test_a_list_of_another_shape(server: Rest, page: Any) -> None:
    server.body = json.dumps(page).encode()
    assert answer(server, "instances", f"projects/{PROJECT}").unknown


def test_an_empty_list_is_a_list(server: Rest) -> None:
    server.body = b"{}"
    assert answer(server, "instances", f"projects/{PROJECT}").facts == {"items": {}}


def test_a_list_without_end_is_a_gap(
    server: Rest, project: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a list that was cut lacks may be there: an inventory must not call it absent."""
    monkeypatch.setattr(listing, "_PAGES", 5)
    server.body = json.dumps({"items": [INSTANCE], "nextPageToken": "again"}).encode()
    live = Live({**project.endpoints, "sqladmin": server.address})
    target = Target(PROJECT, "", "us-central1", "")
    data = record(live, target, "2031-01-01T00:00:00Z", "1")
    live.close()
    assert data["instances"] is None
    assert data["gaps"]["instances"].endswith("its list does not end")
    assert data["secrets"]


def test_a_list_with_too_many_items_is_a_gap(
    project: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "_ITEMS", 1)
    found = ask(project, "secrets", f"projects/{PROJECT}")
    assert found.unknown
    assert found.reason.endswith("its list does not end")


def test_empty_messages(project: StandIn) -> None:
    """A server that answers with the defaults of every field says nothing."""
    name = f"projects/{PROJECT}/secrets/token"
    project.secrets[name] = secretmanager_v1.Secret()
    project.versions[name][1] = secretmanager_v1.SecretVersion()
    project.connectors[f"{PARENT}/connectors/egress"] = vpcaccess_v1.Connector()
    project.services[f"{PARENT}/services/web"] = run_v2.Service()
    project.jobs[f"{PARENT}/jobs/web"] = run_v2.Job()
    project.pools[f"{PARENT}/workerPools/web"] = run_v2.WorkerPool()
    for kind, what in (
        ("secret", name),
        ("version", f"{name}/versions/1"),
        ("connector", f"{PARENT}/connectors/egress"),
        ("service", f"{PARENT}/services/web"),
        ("job", f"{PARENT}/jobs/web"),
        ("workerpool", f"{PARENT}/workerPools/web"),
        ("secrets", f"projects/{PROJECT}"),
        ("versions", name),
        ("connectors", PARENT),
        ("services", PARENT),
        ("jobs", PARENT),
        ("workerpools", PARENT),
    ):
        found = ask(project, kind, what)
        assert found.unknown, kind
        assert found.reason.startswith("the service cannot be understood: its "), kind


def test_an_empty_validation_is_no_acceptance(project: StandIn) -> None:
    (view,) = survey(project, SERVICE)
    assert entries(view) == []
    with StandInWithout(project) as empty:
        (view,) = survey(empty, SERVICE)
        assert view.validation is not None
        assert view.answer(view.validation.question).unknown


class StandInWithout(StandIn):
    """The project of another stand-in, which answers validations with nothing."""

    def __init__(self, other: StandIn) -> None:
        super().__init__()
        for name in ("secrets", "versions", "policies", "connectors", "instances", "services"):
            setattr(self, name, getattr(other, name))
        self.revisions = other.revisions

    def write(self, field: str) -> Any:
        return lambda request: operations_pb2.Operation()
