"""Lists of everything that there is of a kind: whole, or unknown."""

from __future__ import annotations

import json
from typing import Any

import pytest

from lint.cloud.google import listing
from lint.cloud.google.live import Live
from lint.cloud.inventory_writer import record
from lint.cloud.target import Target
from tests.cloud.google.asking import ask
from tests.cloud.google.rest_server import INSTANCE, Rest, answer
from tests.cloud.server import PROJECT, StandIn


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
