"""REST answers that are empty, of another shape, too large or somewhere else: unknown, and no error."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest

from lint.cloud.google import rest
from tests.cloud.google.rest_server import INSTANCE, Rest, answer


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


@pytest.mark.slow
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
